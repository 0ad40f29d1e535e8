"""“Giao việc theo văn bản”: one screen for a document and the work that it gives."""

from __future__ import annotations

import datetime
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.organisations.terms import GroupScope
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document, prepare_by_document
from honglam.engines.plans.actions.imported_rows import give_row_in_pieces
from honglam.engines.plans.document_rows import head_of_row
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import DocumentImport, DocumentImportRow, Plan
from honglam.engines.plans.naming import UnitNames
from honglam.engines.plans.pages.directives.forms import LETTER_FORMATS, LetterForm
from honglam.engines.plans.pages.forms import add_refusal
from honglam.engines.plans.share_steps import DIRECT
from honglam.engines.plans.shown.loads import UnitLoad, loads_of
from honglam.engines.plans.terms import ImportState, PlanKind
from honglam.engines.plans.work_lines import FIELDS, WorkLine, read_line
from honglam.toolkit.identifiers import uuid_of

FIRST_LINES = 3
MOST_LINES = 300
NAMES_KEPT_SECONDS, MOST_NAMES_KEPT = 60, 16
_PLACE = re.compile(rf"(?:{'|'.join(FIELDS)})-(\d{{1,4}})")
_CELL = re.compile(r"(lead|coordinating|monitoring)-\d{1,4}")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the form: its place, what was typed, what is wrong with which cell, whom its lead cell means."""

    place: int
    values: Mapping[str, str]
    errors: Mapping[str, str]
    named: NamedLoad | None = None


@dataclass(frozen=True, slots=True)
class NamedLoad:
    """Whom a cell names and what they have to do already: how many units, their open and overdue work."""

    units: int
    load: UnitLoad
    errors: tuple[str, ...] = ()


@requires(DIRECT)
def give(request: PersonRequest) -> HttpResponse:
    """Fill in the document and its rows, give the work or keep it as a draft.

    `?plan=` adds to a known document; `?import=&row=` takes number, day and files over from a row of an import.
    """
    known, row = _known(request), _imported_row(request)
    issuers = directing_units(request, known) if row is None else Unit.objects.filter(pk=row.document_import.unit_id)
    initial = _initial(known, issuers) if row is None else head_of_row(row)
    form = LetterForm(request.POST or None, request.FILES or None, issuers=issuers, initial=initial)
    lines: list[WorkLine] = []
    if request.method == "POST":
        typed = _typed(request)
        if form.is_valid() and typed:
            names = UnitNames(form.cleaned_data["issuer"])
            today = timezone.localdate()
            lines = [read_line(values, names, not_before=form.cleaned_data["issued_on"] or today) for values in typed]
            if all(line.is_clean for line in lines) and (plan := _written(request, form, lines, row)):
                return redirect(f"{_place_after(plan)}?given={_draft_key(known, row)}")
        elif not typed:
            form.add_error(None, _("Chưa có việc nào: hãy ghi ít nhất một dòng với việc cần làm và đơn vị chủ trì."))
    is_refused = bool(form.errors) or any(line.errors for line in lines)
    context = {
        "form": form, "known": known, "row": row, "draft_key": _draft_key(known, row),
        "lines": _shown(request, lines, row),
        "suggestions": _suggestions(), "most_lines": MOST_LINES,
    }  # fmt: skip
    return render(request, "plans/directives/give.html", context, status=422 if is_refused else 200)


@requires(DIRECT)
def units(request: PersonRequest) -> HttpResponse:
    """Whom the text of one cell means, with the work that they have; a part below the cell."""
    cell = request.GET.get("cell", "")
    cell = cell if _CELL.fullmatch(cell) else "lead-0"
    issuers = directing_units(request, None)
    asked = request.GET.get("issuer", "")
    issuer = issuers.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else issuers.first()
    text = request.GET.get(cell, "")[:2000]
    named = named_load(text, _names_for_notes(issuer)) if issuer and text.strip() else None
    return render(request, "plans/directives/cell_note.html", {"named": named})


def directing_units(request: PersonRequest, known: Plan | None) -> QuerySet[Unit]:
    """Units in whose name the reader may give work: those of the reader's posts, and the known document's issuer."""
    reach = reach_of(request.user, DIRECT)
    if known is not None:
        return Unit.objects.filter(pk=known.issuer_id) if reach.covers(known.issuer) else Unit.objects.none()
    posts = request.user.posts(timezone.localdate())
    found = {unit.pk for post in posts for unit in (post.unit, post.seat) if unit is not None and reach.covers(unit)}
    return Unit.objects.filter(pk__in=found).order_by("path")


_building = threading.Lock()
_kept_names: dict[tuple[str, datetime.date], tuple[float, UnitNames]] = {}


def _names_for_notes(issuer: Unit) -> UnitNames:
    """Names as an issuer means them, kept for a minute: notes below cells ask often, and are only notes. What is given
    is read anew."""
    key = (str(issuer.uid), timezone.localdate())
    with _building:  # pasted cells ask all at once: one reads the tree, the others wait for it
        kept, now = _kept_names.get(key), time.monotonic()
        if kept is None or now - kept[0] > NAMES_KEPT_SECONDS:
            if len(_kept_names) >= MOST_NAMES_KEPT:
                _kept_names.clear()
            kept = _kept_names[key] = (now, UnitNames(issuer))
        return kept[1]


def named_load(text: str, names: UnitNames) -> NamedLoad:
    """Whom a text names, and their open work together; one query beside those of the names."""
    named = names.named(text)
    loads = loads_of(named.units.values()).values()
    load = UnitLoad(sum(one.open for one in loads), sum(one.overdue for one in loads))
    return NamedLoad(len(named.units), load, tuple(named.errors))


def _known(request: PersonRequest) -> Plan | None:
    uid = request.GET.get("plan", "")
    plans = Plan.objects.visible_to(request.user).select_related("issuer").defer("document_text")
    return get_object_or_404(plans, uid=uuid_of(uid)) if uid else None


def _initial(known: Plan | None, issuers: QuerySet[Unit]) -> dict[str, Any]:
    if known is None:
        return {"kind": PlanKind.DISPATCH, "issuer": issuers.first()}
    return {
        "kind": known.kind, "number": known.number, "issued_on": known.issued_on, "title": known.title,
        "issuer": known.issuer, "outside_issuer": known.outside_issuer, "signer": known.signer,
    }  # fmt: skip


def _imported_row(request: PersonRequest) -> DocumentImportRow | None:
    """The row of an import that an address names, where it still waits. Http404."""
    asked, number = request.GET.get("import", ""), request.GET.get("row", "")
    if not asked:
        return None
    if (uid := uuid_of(asked)) is None:
        raise Http404
    visible = DocumentImport.objects.visible_to(request.user).filter(uid=uid, state=ImportState.REVIEW)
    rows = DocumentImportRow.objects.filter(document_import__in=visible, reading__isnull=True, plan__isnull=True)
    found = rows.select_related("document_import__unit", "file").prefetch_related("attachments__file")
    return get_object_or_404(found, number=int(number) if number.isdecimal() and len(number) < 9 else 0)


def _draft_key(known: Plan | None, row: DocumentImportRow | None) -> str:
    if row is not None:
        return f"letter-{row.document_import.uid}-{row.number}"
    return f"letter-{known.uid}" if known else "letter-new"


def _typed(request: PersonRequest) -> list[dict[str, str]]:
    """The lines of the form that hold anything, in their order."""
    places = sorted({int(found[1]) for name in request.POST if (found := _PLACE.fullmatch(name))})
    lines = [{"place": str(place), **{name: request.POST.get(f"{name}-{place}", "") for name in FIELDS}}
             for place in places[:MOST_LINES]]  # fmt: skip
    return [line for line in lines if any(line[name].strip() for name in FIELDS)]


def _shown(request: PersonRequest, lines: list[WorkLine], row: DocumentImportRow | None) -> list[ShownLine]:
    if lines:
        return [ShownLine(place, line.values, line.errors) for place, line in enumerate(lines)]
    typed = _typed(request) if request.method == "POST" else []
    if row is not None and request.method != "POST":
        typed = [{name: row.values.get(name, "") for name in FIELDS}]
    padded: list[dict[str, str]] = [*typed, *({} for _line in range(FIRST_LINES - len(typed)))]
    return [ShownLine(place, values, {}) for place, values in enumerate(padded)]


def _written(
    request: PersonRequest, form: LetterForm, lines: list[WorkLine], row: DocumentImportRow | None
) -> Plan | None:
    """The document with its work, given or kept as a draft; nothing where it was refused, and the form says why."""
    data = dict(form.cleaned_data)
    issuer, upload = data.pop("issuer"), data.pop("file")
    data["kind"] = PlanKind(data["kind"])
    pieces = [PieceOfWork(**line.as_piece()) for line in lines]
    act = prepare_by_document if "prepare" in request.POST else give_by_document
    try:
        with transaction.atomic():
            if upload:
                data["file"] = store(
                    upload=upload, by=request.user, purpose="plans.document", allowed=LETTER_FORMATS, unit=issuer
                )
            head = DocumentHead(**data)
            if row is not None:
                plan = give_row_in_pieces(row=row, head=head, pieces=pieces, by=request.user)
            else:
                plan = act(head=head, issuer=issuer, pieces=pieces, by=request.user)
    except FileRefused as error:
        form.add_error("file", str(error))
    except PlanError as error:
        add_refusal(form, error)
    else:
        _tell(request, plan, pieces)
        return plan
    return None


def _tell(request: PersonRequest, plan: Plan, pieces: list[PieceOfWork]) -> None:
    count = len({unit.pk for piece in pieces for unit in (*piece.leads, *piece.coordinating, *piece.monitoring)})
    if plan.is_draft:
        messages.success(request, _("Đã lưu dự thảo. Tải công văn .docx để trình ký; khi có số thì tải bản đã ký lên."))
    else:
        messages.success(
            request,
            _("Đã giao %(pieces)d việc cho %(units)d đơn vị theo %(document)s.")
            % {"pieces": len(pieces), "units": count, "document": plan.citation},
        )


def _place_after(plan: Plan) -> str:
    return plan.get_absolute_url()


def _suggestions() -> list[str]:
    """Names that lead cells offer while one types: groups first, then the province's own bodies and its communes."""
    today: datetime.date = timezone.localdate()
    groups = UnitGroup.objects.filter(scope=GroupScope.PROVINCE).values_list("name", flat=True)
    near = Unit.objects.valid_on(today).filter(parent__parent__isnull=True, parent__isnull=False)
    return [*groups, *near.values_list("name", flat=True)]
