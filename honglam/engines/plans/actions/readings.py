"""Writes of readings: bring a document in, keep what was read of it, review it item by item.

Nothing is created until `plans.accept_reading`; leaving half-way loses nothing, because every decision is stored
when it is made. Every verb locks the reading first, so that of two people who review it at once one waits for the
other, and a reading that one accepts is not dropped or changed by the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.core.jobs.actions import start
from honglam.core.organisations.matching import UnitMatcher
from honglam.engines.documents.public import ReadDocument
from honglam.engines.plans.errors import ImportRefused, ItemGone, ReadingClosed
from honglam.engines.plans.extraction.items import PlanReading
from honglam.engines.plans.models import DocumentImport, DocumentImportRow, Plan, Reading, ReadItem
from honglam.engines.plans.read_items import DOCUMENT_FORMATS, blocks_as_rows, checked_data, rows_of_reading, tie_units
from honglam.engines.plans.terms import ImportRowState, ImportState, ItemDecision, ItemKind, ReadingState
from honglam.toolkit.numbers import FigureError, parse_date

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit

IMPORT = "plans.import_plan"
TRUSTED = 0.8
"""Confidence from which an item may be accepted together with others without looking at each."""


@transaction.atomic
def bring_in(*, upload: UploadedFile[Any], issuer: Unit | None, by: User, amends: Plan | None = None) -> Reading:
    """Store a document and start reading it in the background; the issuer is whose units its names mean.

    Raises:
        NotAllowed: the person may not import plans for the issuer, or for that of the plan it amends.
        files errors: the content is not a document that can be read.
    """
    require(by, IMPORT, issuer)
    if amends is not None:
        require(by, IMPORT, amends.issuer)
    file = store(upload=upload, by=by, purpose="plans.document", allowed=DOCUMENT_FORMATS, unit=issuer)
    return _begun(file, issuer, by, amends)


@transaction.atomic
def read_stored(*, file: StoredFile, issuer: Unit, by: User) -> Reading:
    """Start reading a document that is stored already: the letter of a package.

    Raises:
        NotAllowed: the person may not import plans for the issuer.
    """
    require(by, IMPORT, issuer)
    return _begun(file, issuer, by, None)


def _begun(file: StoredFile, issuer: Unit | None, by: User, amends: Plan | None) -> Reading:
    reading = Reading.objects.create(file=file, issuer=issuer, amends=amends, created_by=by)
    record(by=by, action="plans.document_brought_in", target=reading, unit=issuer, summary=file.name)
    start("plans.read_document", by=by, unit=issuer, target=reading, reading_id=reading.pk)
    return reading


@transaction.atomic
def read_again(*, reading: Reading, by: User) -> Reading:
    """Read the stored file anew (after a failure, or with a newer reader); decisions made so far are dropped."""
    _open(reading)
    require(by, IMPORT, reading.issuer)
    reading.state, reading.error = ReadingState.WAITING, ""
    reading.save(update_fields=["state", "error", "updated_at"])
    record(by=by, action="plans.document_read_again", target=reading, unit=reading.issuer)
    start("plans.read_document", by=by, unit=reading.issuer, target=reading, reading_id=reading.pk)
    return reading


@transaction.atomic
def keep(*, reading: Reading, document: ReadDocument, found: PlanReading, by: User | None = None) -> Reading:
    """Store what was read: the text, its blocks, and every item with its names tied to the tree of units."""
    _open(reading)
    reading.items.all().delete()
    reading.head = _head_known_before(reading, found.to_json()["doc"])
    reading.document_text = document.text
    reading.blocks = blocks_as_rows(document)
    reading.messages = list(dict.fromkeys([*document.warnings, *found.messages]))
    reading.state, reading.error = ReadingState.REVIEW, ""
    reading.save()
    matcher = UnitMatcher.for_issuer(reading.issuer) if reading.issuer else None
    ReadItem.objects.bulk_create(rows_of_reading(reading, found, matcher), batch_size=500)
    record(by=by, action="plans.document_read", target=reading, unit=reading.issuer)
    return reading


def _head_known_before(reading: Reading, head: dict[str, Any]) -> dict[str, Any]:
    """The head as it was read; what the document does not say itself is taken from the package that it came in."""
    row = DocumentImportRow.objects.filter(reading=reading).first()
    if row is None:
        return head
    known = {"number": row.values.get("number"), "title": row.values.get("title")}
    try:
        day = parse_date(row.values.get("issued_on", ""))
    except FigureError:
        day = None
    known["date"] = day.isoformat() if day else None
    return head | {name: value for name, value in known.items() if value and not head.get(name)}


@transaction.atomic
def keep_failure(*, reading: Reading, message: str, by: User | None = None) -> Reading:
    """Store why a document could not be read, in words for the officer."""
    _open(reading)
    reading.state, reading.error = ReadingState.FAILED, message
    reading.save(update_fields=["state", "error", "updated_at"])
    record(by=by, action="plans.document_unreadable", target=reading, unit=reading.issuer, summary=message)
    return reading


@transaction.atomic
def set_issuer(*, reading: Reading, issuer: Unit, by: User) -> Reading:
    """Say whose document it is, and tie all names anew: “Phòng Kinh tế” means another unit in another commune."""
    _open(reading)
    require(by, IMPORT, issuer)
    before = reading.issuer
    reading.issuer = issuer
    reading.save(update_fields=["issuer", "updated_at"])
    matcher = UnitMatcher.for_issuer(issuer)
    items = list(reading.items.all())
    for item in items:
        item.data = item.data | {"units": tie_units(item.kind, item.data, matcher)}
    ReadItem.objects.bulk_update(items, ["data"], batch_size=500)
    record(
        by=by, action="plans.reading_edited", target=reading, unit=issuer,
        changes={"issuer": (str(before or ""), str(issuer))},
    )  # fmt: skip
    return reading


@transaction.atomic
def edit_head(*, reading: Reading, head: Mapping[str, Any], by: User) -> Reading:
    """Change what the head of the document says: title, number, date, years, signer, recipients."""
    _open(reading)
    require(by, IMPORT, reading.issuer)
    changes = {key: (reading.head.get(key), value) for key, value in head.items() if reading.head.get(key) != value}
    reading.head = reading.head | dict(head)
    reading.save(update_fields=["head", "updated_at"])
    record(by=by, action="plans.reading_edited", target=reading, unit=reading.issuer, changes=changes)
    return reading


@transaction.atomic
def edit_item(*, item: ReadItem, data: Mapping[str, Any], by: User) -> ReadItem:
    """Change an item; an edited item counts as looked at and accepted. ItemInvalid where it lacks what it needs."""
    _open_item(item)
    require(by, IMPORT, item.reading.issuer)
    before = item.data
    item.data = checked_data(item.kind, before | dict(data))
    item.data["units"] = _tied_again(item)
    _mark([item], ItemDecision.ACCEPTED, by)
    item.save(update_fields=["data", "decision", "decided_by", "decided_at"])
    changed = {key: (before.get(key), value) for key, value in item.data.items() if before.get(key) != value}
    record(by=by, action="plans.item_edited", target=item.reading, unit=item.reading.issuer, changes=changed)
    return item


@transaction.atomic
def tie(*, item: ReadItem, role: str, text: str, units: Iterable[Unit], by: User) -> ReadItem:
    """Say which units a name in an item means, there and wherever the same name stands in the reading."""
    _open_item(item)
    require(by, IMPORT, item.reading.issuer)
    chosen = list(units)
    tied = {
        "kind": "unit", "units": [unit.pk for unit in chosen], "group": None, "score": 1.0, "candidates": [],
        "label": ", ".join(str(unit) for unit in chosen), "note": "",
    }  # fmt: skip
    changed = []
    for other in item.reading.items.all():
        entries = other.data.get("units", [])
        here = [entry for entry in entries if entry["text"] == text
                and (not entry["units"] or (other.pk == item.pk and entry["role"] == role))]  # fmt: skip
        for entry in here:
            entry.update(tied)
        if here:
            changed.append(other)
    ReadItem.objects.bulk_update(changed, ["data"], batch_size=500)
    record(
        by=by, action="plans.name_tied", target=item.reading, unit=item.reading.issuer,
        summary=f"{text} → {tied['label']}", rows=[(str(other.uid), text) for other in changed],
    )  # fmt: skip
    item.refresh_from_db()
    return item


@transaction.atomic
def add_item(*, reading: Reading, kind: ItemKind, data: Mapping[str, Any], by: User) -> ReadItem:
    """Add an item that the reader missed; `data` may carry `source` with the span that the person marked."""
    _open(reading)
    require(by, IMPORT, reading.issuer)
    values = dict(data)
    source = values.pop("source", None) or {}
    last = reading.items.filter(kind=kind).aggregate(last=Max("position"))["last"]
    item = ReadItem(
        reading=reading, kind=kind, position=0 if last is None else last + 1, data=checked_data(kind, values),
        source_start=source.get("start"), source_end=source.get("end"), source_page=source.get("page"),
    )  # fmt: skip
    item.data["units"] = _tied_again(item)
    _mark([item], ItemDecision.ACCEPTED, by)
    item.save()
    record(by=by, action="plans.item_added", target=reading, unit=reading.issuer, summary=str(item)[:200])
    return item


@transaction.atomic
def decide(*, reading: Reading, items: Iterable[ReadItem], decision: ItemDecision, by: User) -> int:
    """Accept, drop or reopen items; one entry in the log however many there are. Returns their number.

    Items on which somebody else decided since they were loaded are left as they are.
    """
    _open(reading)
    require(by, IMPORT, reading.issuer)
    standing = dict(reading.items.order_by().values_list("pk", "decision"))
    chosen = [item for item in items if standing.get(item.pk) == item.decision]
    _mark(chosen, decision, by)
    ReadItem.objects.bulk_update(chosen, ["decision", "decided_by", "decided_at"], batch_size=500)
    record(
        by=by, action="plans.items_decided", target=reading, unit=reading.issuer, summary=str(decision.label),
        rows=[(str(item.uid), decision) for item in chosen],
    )  # fmt: skip
    return len(chosen)


@transaction.atomic
def accept_trusted(*, reading: Reading, by: User, floor: float = TRUSTED) -> int:
    """Accept every undecided item whose confidence is at least `floor` and whose names are all tied to units."""
    _open(reading)
    items = [item for item in reading.items.pending().filter(confidence__gte=floor) if not item.loose_names]
    return decide(reading=reading, items=items, decision=ItemDecision.ACCEPTED, by=by)


@transaction.atomic
def drop(*, reading: Reading, by: User, reason: str = "") -> Reading:
    """Put a reading aside; the file stays, nothing becomes a plan. A letter of an import waits in its row again.

    Raises:
        NotAllowed; ReadingClosed; ImportRefused: the rows of the letter's import are being given at this moment.
    """
    _open(reading)
    require(by, IMPORT, reading.issuer)
    _hand_back_to_import(reading, by)
    reading.state = ReadingState.DROPPED
    reading.save(update_fields=["state", "updated_at"])
    record(by=by, action="plans.reading_dropped", target=reading, unit=reading.issuer, reason=reason)
    return reading


def _hand_back_to_import(reading: Reading, by: User) -> None:
    """The row of the import that the letter came in waits again, and so does an import that was done with it."""
    row = DocumentImportRow.objects.filter(reading=reading).first()
    if row is None:
        return
    document_import = DocumentImport.objects.select_for_update(of=("self",)).get(pk=row.document_import_id)
    if document_import.state == ImportState.DROPPED:
        return
    if document_import.state == ImportState.RUNNING:
        # the work that gives the rows would give this one too, as a single piece that nobody looked at
        raise ImportRefused(_("Tệp có văn bản này đang được giao việc. Hãy chờ giao xong rồi bỏ văn bản."))
    row.state, row.reading = ImportRowState.READY, None
    row.save(update_fields=["state", "reading"])
    if document_import.state == ImportState.DONE:
        document_import.state, document_import.finished_at = ImportState.REVIEW, None
        document_import.save(update_fields=["state", "finished_at"])
        record(by=by, action="plans.import_reopened", target=document_import, unit=document_import.unit)


def _tied_again(item: ReadItem) -> list[dict[str, Any]]:
    """The names of an edited item tied to units; names that stayed keep what a person or the matcher said of them."""
    known = {(entry["role"], entry["text"]): entry for entry in item.data.get("units", []) if entry["units"]}
    matcher = UnitMatcher.for_issuer(item.reading.issuer) if item.reading.issuer else None
    fresh = tie_units(item.kind, item.data, matcher)
    return [known.get((entry["role"], entry["text"]), entry) for entry in fresh]


def _open(reading: Reading) -> None:
    """Lock the reading until the verb is done, and bring it to how it stands now. ReadingClosed where it is over."""
    locked = Reading.objects.select_for_update(of=("self",)).select_related("issuer")
    reading.refresh_from_db(fields=["state", "head", "issuer"], from_queryset=locked)
    if reading.state in (ReadingState.ACCEPTED, ReadingState.DROPPED):
        raise ReadingClosed


def _open_item(item: ReadItem) -> None:
    """Lock the item's reading, and bring the item to how it stands now. ItemGone where the document was read anew."""
    _open(item.reading)
    try:
        item.refresh_from_db(fields=["data", "decision", "decided_by", "decided_at"])
    except ReadItem.DoesNotExist as error:
        raise ItemGone from error


def _mark(items: Iterable[ReadItem], decision: ItemDecision, by: User) -> None:
    now = timezone.now()
    for item in items:
        item.decision = decision
        item.decided_by = None if decision == ItemDecision.PENDING else by
        item.decided_at = None if decision == ItemDecision.PENDING else now
