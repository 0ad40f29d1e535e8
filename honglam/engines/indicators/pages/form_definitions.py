"""The page of a form: what it asks, its versions and what changed between two; drawing it up and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import DEFINE, LineDraft
from honglam.engines.indicators.errors import IndicatorError
from honglam.engines.indicators.form_versions import ShownVersion, changes_of, first_free_period, versions_of
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm
from honglam.engines.indicators.pages.addresses import form_asked
from honglam.engines.indicators.pages.definition_forms import CODES
from honglam.engines.indicators.pages.form_forms import HeadForm, drafts_of, lines_formset
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.similar import StoredMatch, similar_stored
from honglam.toolkit import periods
from honglam.toolkit.periods import Period, Scheme, latest_over
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists

EMPTY_ROWS = 5
OFFERED = 6
"""How many periods, from the first free one on, a new version may begin with."""
HEAD = (
    "code", "name", "legal_source", "scheme", "receiver", "group", "due_after_working_days", "starts_on", "ends_on",
    "is_active",
)  # fmt: skip


@requires(VIEW)
def form(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """What a form asks, by version; `?version=` chooses one, `?against=` another to compare it with."""
    found = form_asked(uid)
    every = versions_of(found)
    chosen = _chosen(every, request.GET.get("version", "")) or every[0]
    before = _chosen(every, request.GET.get("against", ""))
    if before is None:
        before = next((one for one in every if one.version.number == chosen.version.number - 1), None)
    changes = changes_of(before.lines, chosen.lines) if before is not None else []
    title = _("%(code)s, phiên bản %(number)s") % {"code": found.code, "number": chosen.version.number}
    table = Table(title, _columns(), chosen.lines, [found.name, chosen.since])
    if (sheet := lists.sheet_of(request, table)) is not None:
        return sheet
    context = {
        "form": found, "versions": every, "chosen": chosen, "before": before, "changes": changes,
        "scheme": Scheme(found.scheme).label, "units": found.units.order_by("sort_key"),
        "now": latest_over(timezone.localdate(), Scheme(found.scheme)),
        "may_define": reach_of(request.user, DEFINE).covers(found.receiver),
        "form_query": urlencode({"form": found.code}), "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "indicators/forms/form.html", context)


@requires(DEFINE)
def define_form(request: PersonRequest) -> HttpResponseBase:
    """Draw up a new form."""
    return _edited(request, None)


@requires(DEFINE)
def redefine_form(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Change a form; other lines make a new version."""
    found = form_asked(uid)
    require(request.user, DEFINE, found.receiver)
    return _edited(request, found)


def _edited(request: PersonRequest, found: IndicatorForm | None) -> HttpResponseBase:
    lines = _lines_in_force(found)
    head = HeadForm(
        request.POST or None, initial=_initial(found), receivers=reach_of(request.user, DEFINE).units(), form=found,
        offered=_offered(found),
    )  # fmt: skip
    initial = [
        {"indicator": line.indicator, "group_title": line.group_title, "is_required": line.is_required,
         "help": line.help, "place": line.position} for line in lines
    ]  # fmt: skip
    shape = lines_formset(EMPTY_ROWS)
    rows = shape(request.POST, prefix="lines") if request.method == "POST" else shape(initial=initial, prefix="lines")
    stored: list[tuple[LineDraft, list[StoredMatch], list[IndicatorForm]]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if "more" in request.POST:
            rows, status = _with_more(request, shape), 200
        elif head.is_valid() and rows.is_valid():
            drafts = drafts_of(rows)
            stored = _stored_already(drafts, lines, found, request.user)
            is_meant = not stored or "confirmed" in request.POST
            if is_meant and (kept := _kept(request, found, head, drafts)) is not None:
                return redirect("indicators:form", kept.uid)
    context: dict[str, Any] = {
        "form": found, "head": head, "rows": rows, "stored": stored, "codes_id": CODES, "today": timezone.localdate(),
        "codes": Indicator.objects.order_by("code").values_list("code", "name"),
    }  # fmt: skip
    return render(request, "indicators/forms/define_form.html", context, status=status)


def _kept(
    request: PersonRequest, found: IndicatorForm | None, head: HeadForm, drafts: list[LineDraft]
) -> IndicatorForm | None:
    """The form as it was written, kept; None where it was refused, with the reason in `head`."""
    try:
        if found is None:
            kept = actions.define_form(definition=head.written(drafts), by=request.user)
        else:
            code = head.cleaned_data["from_period"]
            kept = actions.redefine_form(
                form=found, definition=head.written(drafts), by=request.user, reason=head.cleaned_data["reason"],
                from_period=periods.parse(code) if code else None,
            )  # fmt: skip
    except IndicatorError as error:
        column = getattr(error, "column", "")
        head.add_error(column if column in head.fields else None, str(error))
        return None
    messages.success(request, _("Đã lưu biểu."))
    return kept


def _with_more(request: PersonRequest, shape: Any) -> Any:
    """The rows as they were sent, with empty ones behind."""
    data = request.POST.copy()
    count = data.get("lines-TOTAL_FORMS", "0")
    data["lines-TOTAL_FORMS"] = str((int(count) if count.isdecimal() and len(count) < 4 else 0) + EMPTY_ROWS)
    return shape(data, prefix="lines")


def _stored_already(
    drafts: Sequence[LineDraft], lines: Sequence[FormLine], found: IndicatorForm | None, user: User
) -> list[tuple[LineDraft, list[StoredMatch], list[IndicatorForm]]]:
    """The new lines that ask for what is stored elsewhere: likenesses with figures, and forms that ask for the same."""
    before = {line.indicator_id for line in lines}
    fresh = [draft for draft in drafts if draft.indicator.pk not in before]
    if not fresh:
        return []
    others: dict[int, list[IndicatorForm]] = {}
    asking = FormLine.objects.filter(
        indicator__in=[draft.indicator.pk for draft in fresh], version__valid_to__isnull=True, form__is_active=True
    )
    for line in asking.exclude(form=found).select_related("form").order_by("form__code"):
        others.setdefault(line.indicator_id, []).append(line.form)
    names = {f"{one.indicator.name} ({one.indicator.measure})" if one.indicator.measure else one.indicator.name: one
             for one in fresh}  # fmt: skip
    alike: dict[int, list[StoredMatch]] = {}
    for match in similar_stored(list(names)[:500], unit=None, limit=4, user=user):
        draft = names[match.label]
        if match.indicator_id != draft.indicator.pk:
            alike.setdefault(draft.indicator.pk, []).append(match)
    told = [(draft, alike.get(draft.indicator.pk, []), others.get(draft.indicator.pk, [])) for draft in fresh]
    return [one for one in told if one[1] or one[2]]


def _lines_in_force(found: IndicatorForm | None) -> list[FormLine]:
    if found is None:
        return []
    rows = found.lines.filter(version__valid_to__isnull=True).select_related("indicator")
    return list(rows.order_by("position"))


def _initial(found: IndicatorForm | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {name: getattr(found, name) for name in HEAD} | {"units": list(found.units.all())}


def _offered(found: IndicatorForm | None) -> list[Period]:
    """The periods with which a new version may begin: from one before the first free one on."""
    if found is None:
        return []
    period = first_free_period(found)
    offered = [period]
    while len(offered) < OFFERED:
        offered.append(offered[-1].next())
    return offered


def _chosen(every: Sequence[ShownVersion], number: str) -> ShownVersion | None:
    return next((one for one in every if str(one.version.number) == number), None)


def _columns() -> list[Column]:
    return [
        Column(_("Thứ tự"), lambda line: line.position, width=8),
        Column(_("Nhóm"), lambda line: line.group_title, width=24),
        Column(_("Mã"), lambda line: line.indicator.code, width=18),
        Column(_("Chỉ tiêu"), lambda line: line.indicator.name, width=60),
        Column(_("Đơn vị tính"), lambda line: line.indicator.measure, width=14),
        Column(_("Bắt buộc"), lambda line: _("có") if line.is_required else _("không"), width=10),
        Column(_("Hướng dẫn"), lambda line: line.help, width=40),
    ]
