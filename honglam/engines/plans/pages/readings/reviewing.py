"""The review screen as a whole: the source, the items of one kind, the head, and the last step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import History, history_of, size_asked
from honglam.engines.plans.actions import plans as plan_actions
from honglam.engines.plans.actions import readings as actions
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Reading, ReadItem
from honglam.engines.plans.pages.plan_sheets import items_table
from honglam.engines.plans.pages.readings.bringing_in import run_of
from honglam.engines.plans.pages.readings.forms import HeadForm
from honglam.engines.plans.shown.amending import amendment_of
from honglam.engines.plans.source_view import Mark, source_view
from honglam.engines.plans.terms import ItemDecision, ItemKind, ReadingState
from honglam.toolkit.ui import lists

ORDER = (
    ItemKind.TASK, ItemKind.DUTY, ItemKind.INDICATOR, ItemKind.REPORTING, ItemKind.CITATION, ItemKind.RESULT,
    ItemKind.SECTION,
)  # fmt: skip


def find_reading(request: PersonRequest, uid: UUID) -> Reading:
    """The reading, if this person may see it."""
    readings = Reading.objects.visible_to(request.user).select_related("file", "issuer", "plan", "amends")
    return get_object_or_404(readings, uid=uid)


@requires("plans.import_plan")
def reading(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """What there is to do with a document: wait, mend, review, or look at the plan it became.

    Excel and print give the items of every kind.
    """
    found = find_reading(request, uid)
    if (sheet := lists.sheet_of(request, items_table(found))) is not None:
        return sheet
    if found.state == ReadingState.ACCEPTED and found.plan is not None:
        return redirect(found.plan)
    if found.state != ReadingState.REVIEW:
        context = {"reading": found, "run": run_of(found), "history": _history(request, found)}
        return render(request, "plans/readings/waiting.html", context)
    return render(request, "plans/readings/review.html", review_context(request, found))


def review_context(request: PersonRequest, found: Reading) -> dict[str, Any]:
    """Everything the review screen shows for the kind of items that is open."""
    counts = counts_by_kind(found)
    kind = request.GET.get("kind", "")
    if kind not in ItemKind.values:
        kind = next((one for one in ORDER if counts[one]["all"]), ItemKind.TASK)
    by_place = request.GET.get("order") == "place"
    chosen = found.items.filter(kind=kind).select_related("reading")
    items: list[ReadItem] = list(chosen.order_by("position") if by_place else chosen.least_certain_first())
    if not by_place:
        items.sort(key=lambda item: (item.decision != ItemDecision.PENDING, not item.loose_names))  # stable
    marks = [
        Mark(str(item.uid), item.source_start, item.source_end)
        for item in items
        if item.source_start is not None and item.source_end is not None
    ]
    view = source_view(found.document_text, found.blocks, marks)
    amendment = amendment_of(found)
    for item in items:
        item.pieces = " ".join(view.pieces_of.get(str(item.uid), ()))  # type: ignore[attr-defined]
        item.difference = amendment.by_item.get(str(item.uid)) if amendment else None  # type: ignore[attr-defined]
    return {
        "reading": found,
        "kind": kind,
        "kind_label": ItemKind(kind).label,
        "tabs": [(one.value, one.label, counts[one]) for one in ORDER],
        "items": items,
        "view": view,
        "amendment": amendment,
        "by_place": by_place,
        "history": _history(request, found),
        "trusted": sum(item.decision == ItemDecision.PENDING and is_trusted(item) for item in items),
        "pending": sum(item.decision == ItemDecision.PENDING for item in items),
        **standing(found, counts),
    }


def _history(request: PersonRequest, found: Reading) -> History:
    return history_of(found, found.file, size=size_asked(request))


def is_trusted(item: ReadItem) -> bool:
    """Whether an item may be accepted together with others."""
    return item.confidence >= actions.TRUSTED and not item.loose_names


def counts_by_kind(found: Reading) -> dict[str, dict[str, int]]:
    """How many items of each kind there are and how many wait."""
    rows = found.items.order_by().values("kind").annotate(
        all=Count("pk"), pending=Count("pk", filter=Q(decision=ItemDecision.PENDING)),
        kept=Count("pk", filter=Q(decision=ItemDecision.ACCEPTED)),
    )  # fmt: skip
    counts = {kind.value: {"all": 0, "pending": 0, "kept": 0} for kind in ItemKind}
    for row in rows:
        counts[row["kind"]] = {"all": row["all"], "pending": row["pending"], "kept": row["kept"]}
    return counts


def standing(found: Reading, counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    """How far the review is: what waits, what is missing, whether the last step can be taken."""
    pending = sum(count["pending"] for count in counts.values())
    total = sum(count["all"] for count in counts.values())
    missing = [label for label, present in (
        (_("tên kế hoạch"), found.head.get("title")), (_("cơ quan ban hành"), found.issuer),
        (_("năm thực hiện"), found.head.get("year")),
    ) if not present]  # fmt: skip
    return {
        "counts": counts,
        "total_pending": pending,
        "total_items": total,
        "total_decided": total - pending,
        "missing": missing,
        "is_draft": not (found.head.get("number") and found.head.get("date")),
        "can_accept": not pending and not missing,
    }


@requires("plans.import_plan")
def head(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show or change the head of the document; the answer stands in place of the head panel."""
    found = find_reading(request, uid)
    issuers = reach_of(request.user, actions.IMPORT).units()
    initial = HeadForm.initial_from(found.head, found.issuer)
    form = HeadForm(request.POST or None, issuers=issuers, initial=initial)
    if request.method == "POST":
        if not form.is_valid():
            return render(request, "plans/readings/_head_form.html", {"reading": found, "form": form}, status=422)
        if form.cleaned_data["issuer"] != found.issuer:
            found = actions.set_issuer(reading=found, issuer=form.cleaned_data["issuer"], by=request.user)
        actions.edit_head(reading=found, head=form.head(), by=request.user)
        messages.success(request, _("Đã lưu phần đầu văn bản."))
        return redirect(found)
    return render(request, "plans/readings/head.html", {"reading": found, "form": form})


@requires("plans.import_plan")
@require_POST
def decide_many(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Accept the trusted items of a kind, all that wait, or every kind's trusted items."""
    found = find_reading(request, uid)
    which = request.POST.get("which", "")
    items = found.items.pending()
    kind = request.POST.get("kind", "")
    if kind in ItemKind.values:
        items = items.filter(kind=kind)
    chosen = list(items)
    if which == "trusted":
        chosen = [item for item in chosen if is_trusted(item)]
    count = actions.decide(reading=found, items=chosen, decision=ItemDecision.ACCEPTED, by=request.user)
    messages.success(request, _("Đã nhận %(count)d mục.") % {"count": count})
    return redirect(f"{found.get_absolute_url()}?kind={kind}" if kind else found.get_absolute_url())


@requires("plans.import_plan")
@require_POST
def accept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The last step: the reading becomes a plan."""
    found = find_reading(request, uid)
    try:
        plan = plan_actions.accept_reading(reading=found, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.success(
        request,
        _("Đã tạo kế hoạch. Nhập số, ngày ban hành rồi giao việc.") if plan.is_draft
        else _("Đã tạo kế hoạch. Kiểm tra rồi bấm “Giao việc”."),
    )  # fmt: skip
    return redirect(plan)


@requires("plans.import_plan")
@require_POST
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Put the document aside."""
    found = find_reading(request, uid)
    actions.drop(reading=found, by=request.user, reason=request.POST.get("reason", ""))
    messages.info(request, _("Đã bỏ văn bản; tệp gốc vẫn được lưu."))
    return redirect("plans:readings")
