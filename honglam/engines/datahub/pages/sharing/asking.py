"""Asking for a dataset: the form, new or filled in from a right that ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.datahub.actions.requests import Wish, ask
from honglam.engines.datahub.errors import RequestInvalid
from honglam.engines.datahub.models import Dataset, Grant
from honglam.engines.datahub.pages.sharing.forms import AskForm, codes_below
from honglam.engines.datahub.queries import ASK
from honglam.engines.datahub.sharing.scope import ANSWER_DAYS
from honglam.engines.datahub.sharing.shape import schema_of
from honglam.engines.datahub.sharing.waiting import asking_units
from honglam.toolkit.identifiers import uuid7, uuid_of


@requires(ASK)
def ask_for(request: PersonRequest, code: str) -> HttpResponse:
    """The form; sent, the request. `?renew=` fills it in from a right that ends."""
    dataset = get_object_or_404(Dataset.objects.select_related("owner"), code=code, is_active=True)
    today = timezone.localdate()
    columns, units = schema_of(dataset), asking_units(request.user, today)
    form = AskForm(
        request.POST or None, dataset=dataset, columns=columns, units=units, initial=_initial(request, dataset),
        label_suffix="",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = ask(
                dataset=dataset, unit=form.cleaned_data["unit"], wish=_wish(form.cleaned_data), by=request.user,
                uid=form.cleaned_data["uid"],
            )  # fmt: skip
        except RequestInvalid as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            messages.success(
                request,
                _("Đã gửi đề nghị %(code)s đến %(owner)s, hạn trả lời %(due)s.")
                % {"code": made.code, "owner": dataset.owner, "due": f"{made.due_on:%d/%m/%Y}"},
            )
            return redirect(made)
    chosen = set(form["columns"].value() or ())
    context = {
        "dataset": dataset, "form": form, "columns": [(one, one.name in chosen) for one in columns],
        "due": WorkingCalendar.load().add_working_days(today, ANSWER_DAYS), "has_units": units.exists(),
        "answer_days": ANSWER_DAYS,
    }  # fmt: skip
    return render(request, "datahub/sharing/ask.html", context, status=422 if form.errors else 200)


def _wish(data: dict[str, Any]) -> Wish:
    names = ("purpose", "legal_basis", "columns", "days", "procedure", "system", "frequency", "personal_need")
    return Wish(row_filter=data["row_filter"], **{name: data[name] for name in names})


def _initial(request: PersonRequest, dataset: Dataset) -> dict[str, Any]:
    """An own id, so that the form sent twice is one request; the old request's words where one is renewed."""
    initial: dict[str, Any] = {"uid": uuid7(), "procedure": request.GET.get("procedure", "")[:300]}
    initial["columns"] = [name for name in request.GET.get("columns", "").split(",")[:200] if name]
    uid = uuid_of(request.GET.get("renew"))
    grants = Grant.objects.visible_to(request.user).filter(dataset=dataset).select_related("request", "unit")
    old = grants.filter(uid=uid).first() if uid is not None else None
    if old is None:
        return initial
    asked, row_filter = old.request, dict(old.row_filter)
    own = bool(dataset.unit_column) and set(row_filter.get(dataset.unit_column, [])) == set(codes_below(old.unit))
    if own:
        row_filter.pop(dataset.unit_column, None)
    name, values = next(iter(row_filter.items()), ("", []))
    return initial | {
        "unit": old.unit, "purpose": asked.purpose, "legal_basis": asked.legal_basis, "procedure": asked.procedure,
        "columns": old.columns, "personal_need": asked.personal_need, "system": asked.system,
        "frequency": asked.frequency, "days": min((old.ends_on - old.starts_on).days + 1, asked.days),
        "own_rows": own, "filter_column": name, "filter_values": "\n".join(values),
    }  # fmt: skip
