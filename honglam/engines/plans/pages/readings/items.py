"""One item of the review: show, accept or drop, edit, add, tie a name to a unit. Answers are fragments for htmx."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models.functions import Length
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions import readings as actions
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Reading, ReadItem
from honglam.engines.plans.pages.readings.forms import FORM_OF_KIND
from honglam.engines.plans.pages.readings.reviewing import counts_by_kind, find_reading, standing
from honglam.engines.plans.shown.amending import amendment_of
from honglam.engines.plans.terms import ItemDecision, ItemKind
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.text import strip_marks

MOST_OPTIONS = 8


def _find(request: PersonRequest, uid: UUID, item_uid: UUID) -> ReadItem:
    found = find_reading(request, uid)
    item = get_object_or_404(found.items, uid=item_uid)
    item.reading = found
    return item


def _answer(request: PersonRequest, item: ReadItem, **more: Any) -> HttpResponse:
    """The item's card, and the counts that changed with it; without htmx the whole screen."""
    if not request.htmx:
        return redirect(f"{item.reading.get_absolute_url()}?kind={item.kind}#item-{item.uid}")
    item.pieces = request.POST.get("pieces", request.GET.get("pieces", ""))  # type: ignore[attr-defined]
    amendment = amendment_of(item.reading)
    item.difference = amendment.by_item.get(str(item.uid)) if amendment else None  # type: ignore[attr-defined]
    counts = counts_by_kind(item.reading)
    context = {"item": item, "reading": item.reading, "kind": item.kind, "with_counts": True}
    return render(request, "plans/readings/_item_answer.html", context | standing(item.reading, counts) | more)


@requires("plans.import_plan")
def item(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """The card of an item (after a cancelled edit)."""
    return _answer(request, _find(request, uid, item_uid))


@requires("plans.import_plan")
@require_POST
def decide(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """Accept, drop, or take the decision back."""
    found = _find(request, uid, item_uid)
    decision = request.POST.get("decision", "")
    if decision not in ItemDecision.values:
        return HttpResponseBadRequest(_("Thiếu quyết định: nhận, bỏ hoặc xem lại."))
    actions.decide(reading=found.reading, items=[found], decision=ItemDecision(decision), by=request.user)
    return _answer(request, found)


@requires("plans.import_plan")
def edit(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """The form of an item in place of its card; saved, the card again."""
    found = _find(request, uid, item_uid)
    form = FORM_OF_KIND[found.kind](request.POST or None, data_of_item=found.data, prefix=f"i{found.pk}")
    pieces = request.POST.get("pieces", request.GET.get("pieces", ""))
    context = {"item": found, "reading": found.reading, "form": form, "pieces": pieces}
    if request.method == "POST":
        if form.is_valid():
            try:
                saved = actions.edit_item(item=found, data=form.data_for_item(), by=request.user)
            except PlanError as error:
                form.add_error(error.column if error.column in form.fields else None, str(error))
            else:
                return _answer(request, saved)
        return render(request, _form_template(request), context, status=422)
    return render(request, _form_template(request), context)


def _form_template(request: PersonRequest) -> str:
    is_fragment = bool(request.htmx)
    return "plans/readings/_item_form.html" if is_fragment else "plans/readings/item_form.html"


@requires("plans.import_plan")
def add(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Add an item that the reader missed."""
    found = find_reading(request, uid)
    kind = request.GET.get("kind", ItemKind.TASK)
    if kind not in ItemKind.values:
        kind = ItemKind.TASK
    form = FORM_OF_KIND[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = _blank(ItemKind(kind)) | form.data_for_item()
        try:
            added = actions.add_item(reading=found, kind=ItemKind(kind), data=data, by=request.user)
        except PlanError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            messages.success(request, _("Đã thêm mục."))
            return redirect(f"{found.get_absolute_url()}?kind={kind}#item-{added.uid}")
    context = {"reading": found, "form": form, "kind": kind, "kind_label": ItemKind(kind).label}
    return render(request, "plans/readings/add_item.html", context, status=422 if form.errors else 200)


def _blank(kind: ItemKind) -> dict[str, Any]:
    if kind == ItemKind.TASK:
        return {"section_or_appendix": "", "group": None, "no": None, "deadline_text": None}
    if kind == ItemKind.INDICATOR:
        return {"section": "", "group": None, "no": None}
    return {}


@requires("plans.import_plan")
@require_POST
def tie(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """Say which unit a name means."""
    found = _find(request, uid, item_uid)
    key = request.POST.get("unit", "")
    unit = get_object_or_404(Unit, pk=int(key) if key.isdecimal() else None)
    tied = actions.tie(
        item=found, role=request.POST.get("role", ""), text=request.POST.get("text", ""), units=[unit], by=request.user
    )
    tied.reading = found.reading
    return _answer(request, tied, tied_name=request.POST.get("text", ""))


def _units_named(typed: str, issuer: Unit | None) -> list[Unit]:
    """Units whose names hold the typed words: those with the very phrase, then the issuer's own, then the highest."""
    phrase = strip_marks(typed).strip()
    if not phrase:
        return []
    named = Unit.objects.valid_on(timezone.localdate()).containing(typed).select_related("parent")
    near_the_top = named.annotate(length=Length("path")).order_by("length", "sort_key", "pk")
    own = list(near_the_top.subtree_of(issuer)[: 4 * MOST_OPTIONS]) if issuer else []
    found = {unit.pk: unit for unit in [*own, *near_the_top[: 4 * MOST_OPTIONS]]}
    return sorted(found.values(), key=lambda unit: phrase not in strip_marks(unit.name))[:MOST_OPTIONS]  # stable


@requires("plans.import_plan")
def unit_options(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Units whose names match what is typed, as buttons that tie a name."""
    found: Reading = find_reading(request, uid)
    item = get_object_or_404(found.items, uid=uuid_of(request.GET.get("item")))
    typed = request.GET.get("q", "")
    context = {"reading": found, "item": item, "units": _units_named(typed, found.issuer), "q": typed,
               "role": request.GET.get("role", ""), "text": request.GET.get("text", "")}  # fmt: skip
    return render(request, "plans/readings/_unit_options.html", context)
