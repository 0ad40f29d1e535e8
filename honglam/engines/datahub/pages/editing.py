"""Making and changing datasets by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.datahub.actions.datasets import change_dataset, make_dataset
from honglam.engines.datahub.drafts import draft_of
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.pages.dataset_forms import ColumnForms, DatasetForm, initial_of
from honglam.engines.datahub.pages.opening import dataset_of, frame_of
from honglam.engines.datahub.queries import MANAGE
from honglam.toolkit.errors import DomainError

PREFIX = "columns"


@requires(MANAGE)
def make(request: PersonRequest) -> HttpResponseBase:
    """A new dataset, for rows that are delivered."""
    return _edited(request, None)


@requires(MANAGE)
def change(request: PersonRequest, code: str) -> HttpResponseBase:
    """Change what is said of a dataset."""
    found = dataset_of(code)
    require(request.user, MANAGE, found.owner)
    return _edited(request, found)


def _edited(request: PersonRequest, found: Dataset | None) -> HttpResponseBase:
    before = draft_of(found) if found is not None else None
    has_supply = found is not None and bool(found.supply)
    owners = reach_of(request.user, MANAGE).units()
    form = DatasetForm(request.POST or None, owners=owners, draft=before, has_supply=has_supply)
    rows = [initial_of(column) for column in before.columns] if before is not None else []
    columns = ColumnForms(request.POST or None, initial=rows, prefix=PREFIX) if not has_supply else None
    wants_more = "more" in request.POST
    if wants_more:
        columns = _longer(request)
    elif request.method == "POST" and form.is_valid() and (columns is None or columns.is_valid()):
        written = [made for one in columns.forms if (made := one.written()) is not None] if columns is not None else []
        try:
            draft = form.written(written, before)
            if found is None:
                kept = make_dataset(draft=draft, by=request.user)
            else:
                reason = form.cleaned_data.get("reason", "")
                kept = change_dataset(dataset=found, draft=draft, by=request.user, reason=reason)
        except DomainError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            messages.success(request, _("Đã lưu tập dữ liệu."))
            return redirect("datahub:dataset", kept.code)
    context: dict[str, Any] = {"form": form, "columns": columns, "dataset": found}
    if found is not None:
        context |= {**frame_of(request, found, "dataset"), "history": history_of(found, size=size_asked(request))}
    is_wrong = not wants_more and bool(form.errors or (columns is not None and columns.is_bound and columns.errors
                                                       and any(columns.errors)))  # fmt: skip
    return render(request, "datahub/dataset_form.html", context, status=422 if is_wrong else 200)


def _longer(request: PersonRequest) -> Any:
    """The same columns as they were typed, with ten more lines for others."""
    data = request.POST.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    data[f"{PREFIX}-TOTAL_FORMS"] = str(min(300, (int(total) if total.isdecimal() and len(total) < 4 else 0) + 10))
    return ColumnForms(data, prefix=PREFIX)
