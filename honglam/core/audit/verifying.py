"""Verifies the log from its first block: every seal, every entry, every value, every lawful erasure.

What it shows: any column of a sealed entry, of its values, of a seal or of a block that was changed; any entry,
values, seal or block that was taken out. What it cannot show by itself is that somebody with full control of the
database rewrote the whole chain or cut off its end; for that the head (number:digest), printed at every run, is kept
somewhere else and given back as `expected_head`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from honglam.core.audit import rules
from honglam.core.audit.models import AuditBlock, AuditEntry, AuditErasure, AuditSeal, AuditValues


@dataclass(frozen=True)
class Break:
    """The first thing that is wrong: in which block (0 = outside the chain), at which entry, and what."""

    block: int
    entry: int | None
    problem: str

    def __str__(self) -> str:
        where = _("Khối %(block)s") % {"block": self.block} if self.block else _("Ngoài chuỗi")
        if self.entry is not None:
            where += _(", dòng %(entry)s") % {"entry": self.entry}
        return f"{where}: {self.problem}"


@dataclass(frozen=True)
class Verification:
    """What a run found: how much was checked, the head of the chain (`number:digest`), and the first break, if any."""

    blocks: int
    entries: int
    waiting: int
    head: str
    first_break: Break | None


def verify(expected_head: str = "") -> Verification:
    """Walk the chain, one block at a time (constant memory), and stop at the first break.

    `expected_head` is a head noted earlier, `number:digest`: the chain must still contain that block.
    """
    blocks = entries = 0
    head, previous = "", rules.GENESIS
    for block in AuditBlock.objects.order_by("number").iterator(chunk_size=100):
        found = _break_in_chain(block, blocks + 1, previous) or next(_breaks_in_block(block), None)
        if not found and expected_head.partition(":")[0] == str(block.number) and expected_head != _head(block):
            found = Break(block.number, None, _("khác với dấu niêm phong đã ghi lại trước đây"))
        if found:
            return Verification(blocks, entries, 0, head, found)
        blocks, entries = blocks + 1, entries + block.entry_count
        previous, head = block.digest, _head(block)
    waiting = AuditEntry.objects.unsealed().count()
    found = next(_breaks_outside(blocks, expected_head), None)
    return Verification(blocks, entries, waiting, head, found)


def _head(block: AuditBlock) -> str:
    return f"{block.number}:{block.digest}"


def _break_in_chain(block: AuditBlock, number: int, previous: str) -> Break | None:
    if block.number != number:
        return Break(number, None, _("khối bị xóa"))
    if block.previous_digest != previous:
        return Break(number, None, _("không nối tiếp khối trước"))
    return None


def _breaks_in_block(block: AuditBlock) -> Iterator[Break]:
    seals = list(block.seals.order_by("position"))
    entries = AuditEntry.objects.readable().in_bulk([seal.entry_id for seal in seals])
    prefetch_related_objects(list(entries.values()), "erasures_ordered__entry")
    for seal in seals:
        problem = _problem_of(seal, entries.get(seal.entry_id))
        if problem:
            yield Break(block.number, seal.entry_id, problem)
    if [seal.position for seal in seals] != list(range(1, block.entry_count + 1)):
        yield Break(block.number, None, _("số dòng trong khối không khớp"))
    digest = rules.block_digest(
        number=block.number,
        previous=block.previous_digest,
        sealed_at=block.sealed_at,
        digests=(seal.digest for seal in seals),
    )
    if digest != block.digest:
        yield Break(block.number, None, _("dấu của khối không khớp"))


def _problem_of(seal: AuditSeal, entry: AuditEntry | None) -> str:
    if entry is None:
        return _("dòng nhật ký bị xóa")
    if entry.digest() != seal.digest:
        return _("dòng nhật ký bị sửa")
    return _problem_of_values(entry) or _problem_of_order(entry)


def _problem_of_values(entry: AuditEntry) -> str:
    values: AuditValues | None = getattr(entry, "values", None)
    erasure: AuditErasure | None = getattr(entry, "erasure", None)
    if values is None:
        return "" if erasure else _("nội dung bị xóa không theo quy định")
    if erasure:
        return _("nội dung đã được lệnh xóa nhưng vẫn còn")
    return "" if values.digest() == entry.values_digest else _("nội dung bị sửa")


def _problem_of_order(entry: AuditEntry) -> str:
    """An order of erasure must name exactly the erasures that stand under it."""
    erasures = sorted(entry.erasures_ordered.all(), key=lambda erasure: erasure.entry_id)
    if entry.action != rules.ERASURE:
        return _("lệnh xóa nội dung bị làm giả") if erasures else ""
    rows = [rules.erasure_row(erasure.entry_id, erasure.entry.uid) for erasure in erasures]
    if rules.rows_digest(entry.values.salt, rows) != (entry.row_count, entry.rows_digest):
        return _("danh sách nội dung được lệnh xóa không khớp")
    return ""


def _breaks_outside(blocks: int, expected_head: str) -> Iterator[Break]:
    """What no block shows: seals of no block's count, entries that were never sealed, a chain that lost its end."""
    number = expected_head.partition(":")[0]
    if number.isdecimal() and int(number) > blocks:
        yield Break(0, None, _("chuỗi bị cắt: thiếu khối %(number)s") % {"number": number})
    last = AuditBlock.objects.order_by("-number").first()
    if last is not None:
        forgotten = AuditEntry.objects.unsealed().filter(at__lt=last.sealed_at - rules.LATEST_COMMIT).first()
        if forgotten is not None:
            yield Break(0, forgotten.pk, _("dòng nhật ký bị bỏ ra khỏi chuỗi hoặc bị chèn lùi ngày"))
    for entry in AuditEntry.objects.unsealed().readable().iterator(chunk_size=500):
        problem = _problem_of_values(entry)
        if problem:
            yield Break(0, entry.pk, problem)
    if AuditErasure.objects.exclude(order__action=rules.ERASURE).exists():
        yield Break(0, None, _("lệnh xóa nội dung bị làm giả"))
