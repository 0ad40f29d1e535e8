"""The work of an import: a file tried (nothing is written), a file brought in batch by batch.

A batch is one transaction: its rows, their former states, the log, the lines that were refused, and `next_line` move
together, so that an import which is cut off goes on with the first line that nobody finished.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.engines.registers import indexing, storing, writing
from honglam.engines.registers.declaration import Register, register_of
from honglam.engines.registers.errors import ImportRefused
from honglam.engines.registers.importing.judging import Judge, Outcome, Terms, Verdict, Way
from honglam.engines.registers.importing.preview import Preview
from honglam.engines.registers.importing.reading import Reader, ReadLine, storable
from honglam.engines.registers.importing.seen import Seen
from honglam.engines.registers.models import ImportBatch, ImportRun, RejectedRow
from honglam.engines.registers.terms import ImportState
from honglam.toolkit.numbers import format_number
from honglam.toolkit.sheets import LineSource, SheetError, open_lines

Told = Callable[[int, int, str], None]
BATCH = 1000
TELL_FROM = 2000
"""Imports of at least so many lines end with a notice."""


def try_out(*, run: ImportRun, by: Any, told: Told) -> ImportRun:
    """Read and judge every line of a matched file; counts, first rows of each kind and refused lines are kept.

    A file that cannot be read to its end goes back to matching with the reason in `trial["problem"]`.
    """
    register = register_of(run.register)
    counts: Counter[str] = Counter()
    preview = Preview(register)
    run.rejected_rows.all().delete()
    try:
        with _at_work(run, register, by) as (source, judge, reader):
            for batch in _batches(source, run.heading_line + 1):
                verdicts = judge.judge(reader.read(batch))
                counts.update(verdict.outcome.value for verdict in verdicts)
                preview.take(verdicts)
                _keep_refused(run, verdicts)
                said = _("Đã đọc %(n)s dòng") % {"n": format_number(sum(counts.values()))}
                told(source.position, max(source.size, source.position), said)
    except (SheetError, ImportRefused) as error:
        run.state, run.trial = ImportState.MAPPING, run.trial | {"problem": str(error)}
        run.save(update_fields=["state", "trial"])
        return run
    run.lines = sum(counts.values())
    for outcome in Outcome:
        setattr(run, outcome.value, counts[outcome.value])
    run.trial, run.state = run.trial | preview.to_json(), ImportState.TRIED
    run.save()
    return run


def bring_in(*, run: ImportRun, by: Any, told: Told) -> ImportRun:
    """Write a tried file into its register from `next_line` on; returns the run, which is done.

    Whoever stops it (an exception of `told`) leaves whole batches behind, and the next call goes on after them.

    Raises:
        ImportRefused: somebody else has moved the run meanwhile.
    """
    register = register_of(run.register)
    with _at_work(run, register, by) as (source, judge, reader):
        _skip_finished(source, judge, run)
        for batch in _batches(source, run.next_line):
            _write(run, register, judge, reader.read(batch), by)
            done = run.created + run.updated + run.unchanged + run.rejected
            said = _("Đã nhập %(n)s / %(all)s dòng") % {"n": format_number(done), "all": format_number(run.lines)}
            told(done, run.lines, said)
    return _finish(run, register, by)


@contextmanager
def _at_work(run: ImportRun, register: Register, by: Any) -> Iterator[tuple[LineSource, Judge, Reader]]:
    since = run.valid_from or timezone.localdate()
    terms = Terms(
        by=by, unit=run.unit, way=Way(run.on_known), empty_clears=run.empty_clears, valid_from=run.valid_from,
        reason=_("Nhập tệp %(name)s") % {"name": run.file.name},
    )  # fmt: skip
    reader = Reader(register, run.headings, run.mapping, issuer=run.unit, on=since, by=by)
    with open_lines(run.file.path) as source, Seen() as seen:
        yield source, Judge(register, reader, terms, seen), reader


def _batches(source: LineSource, first: int) -> Iterator[list[tuple[int, list[Any]]]]:
    lines = (line for line in source.lines() if line[0] >= first)
    while batch := list(islice(lines, BATCH)):
        yield batch


def _skip_finished(source: LineSource, judge: Judge, run: ImportRun) -> None:
    """Lines that an earlier attempt has finished are read for their identity only: later ones may repeat it."""
    if run.next_line <= run.heading_line + 1:
        return
    register = judge.register
    mapping = {heading: key for heading, key in run.mapping.items() if key.partition(".")[0] in register.identity}
    since = run.valid_from or timezone.localdate()
    reader = Reader(register, run.headings, mapping, issuer=run.unit, on=since, by=judge.terms.by)
    finished = (line for line in source.lines() if run.heading_line < line[0] < run.next_line)
    while batch := list(islice(finished, BATCH)):
        judge.note(reader.read(batch))


def _write(run: ImportRun, register: Register, judge: Judge, lines: Sequence[ReadLine], by: Any) -> None:
    """One batch, one transaction; `run` is the run as it stands afterwards."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.state != ImportState.RUNNING or held.next_line != run.next_line:
            raise ImportRefused(_("Lần nhập này vừa được dừng hoặc chạy ở nơi khác. Hãy tải lại trang."))
        try:
            with transaction.atomic():
                verdicts, batch = _write_together(register, judge, lines)
        except IntegrityError:
            verdicts, batch = _write_one_by_one(register, judge, lines)
        _keep_refused(held, verdicts)
        counts = Counter(verdict.outcome.value for verdict in verdicts)
        first, held.next_line = lines[0].number, lines[-1].number + 1
        for outcome in Outcome:
            setattr(held, outcome.value, getattr(held, outcome.value) + counts[outcome.value])
        held.save(update_fields=["next_line", *(outcome.value for outcome in Outcome)])
        if batch.created or batch.updated:
            _index(register, batch, verdicts)
            batch.run, batch.first_line, batch.last_line = held, first, lines[-1].number
            batch.save()
            summary = _("%(register)s, dòng %(first)d–%(last)d của tệp %(file)s") % {
                "register": register.label, "first": first, "last": lines[-1].number, "file": run.file.name,
            }  # fmt: skip
            record(by=by, action="registers.imported", unit=run.unit, summary=summary,
                   rows=_digested(register, verdicts))  # fmt: skip
    for name in ("next_line", *(outcome.value for outcome in Outcome)):
        setattr(run, name, getattr(held, name))


def _write_together(
    register: Register, judge: Judge, lines: Sequence[ReadLine]
) -> tuple[list[Verdict], ImportBatch]:  # fmt: skip
    """Judge against the rows as they stand now, held; write new rows, former states and changed rows."""
    writing.hold_identities(register)
    verdicts = judge.judge(lines, lock=True)
    batch = ImportBatch()
    new = [verdict.new for verdict in verdicts if verdict.new is not None]
    if new:
        storing.insert(register.model, new)
        place = [one.attname for one in storing.stored_fields(register.model)].index("uid")
        batch.created = storing.keys_of(register.model, [row[place] for row in new])
    changed = [verdict for verdict in verdicts if verdict.row is not None]
    if changed:
        formers = register.versions._default_manager.bulk_create([verdict.former for verdict in changed])
        columns = {name for verdict in changed for name in verdict.changes} | set(_dependent(register))
        if "geometry" in columns:
            columns |= {"west", "south", "east", "north"}
        storing.update(register.model, writing.columns_to_write(columns), [verdict.row for verdict in changed])
        batch.updated = [
            [verdict.row.pk, former.pk, verdict.row.revision] for verdict, former in zip(changed, formers, strict=True)
        ]
    return verdicts, batch


def _write_one_by_one(
    register: Register, judge: Judge, lines: Sequence[ReadLine]
) -> tuple[list[Verdict], ImportBatch]:  # fmt: skip
    """The database refused a batch for a reason that nobody could see before: every line by itself."""
    verdicts: list[Verdict] = []
    whole = ImportBatch()
    for line in lines:
        try:
            with transaction.atomic():
                found, batch = _write_together(register, judge, [line])
        except IntegrityError:
            said = _("Dòng này trùng hoặc trái với dòng khác đang có trong cơ sở dữ liệu.")
            found, batch = [Verdict(line, Outcome.REJECTED, faults=[("", said)])], ImportBatch()
        verdicts += found
        whole.created += batch.created
        whole.updated += batch.updated
    return verdicts, whole


def _index(register: Register, batch: ImportBatch, verdicts: Sequence[Verdict]) -> None:
    """Bring the search of all pages up to date with a batch."""
    if not register.in_search:
        return
    rows: Any = register.model._default_manager
    for start in range(0, len(batch.created), 500):
        some = rows.filter(pk__in=batch.created[start : start + 500])
        indexing.index_rows(register, writing.with_what_is_shown(register, some))
    indexing.index_rows(register, [verdict.row for verdict in verdicts if verdict.row is not None])


def _dependent(register: Register) -> list[str]:
    """Columns that a change of another column may have emptied."""
    return [
        *register.conditions,
        *(name for section in register.sections if section.when is not None for name in section.columns),
    ]


def _keep_refused(run: ImportRun, verdicts: Sequence[Verdict]) -> None:
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(run=run, line=verdict.line.number, cells=[storable(cell) for cell in verdict.line.cells],
                        faults=[list(fault) for fault in verdict.faults])
            for verdict in verdicts if verdict.outcome == Outcome.REJECTED
        ], batch_size=500,
    )  # fmt: skip


def _digested(register: Register, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, str]]:
    """The rows of a batch for the log's digest: identifier, and what was done with it."""
    place = [one.attname for one in storing.stored_fields(register.model)].index("uid")
    for verdict in verdicts:
        if verdict.new is not None:
            yield str(verdict.new[place]), verdict.outcome.value
        elif verdict.row is not None:
            yield str(verdict.row.uid), ", ".join(sorted(verdict.changes))


@transaction.atomic
def _finish(run: ImportRun, register: Register, by: Any) -> ImportRun:
    run.state, run.finished_at = ImportState.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    words = _("Thêm %(created)s, sửa %(updated)s, không đổi %(unchanged)s, lỗi %(rejected)s dòng.") % {
        outcome.value: format_number(getattr(run, outcome.value)) for outcome in Outcome
    }
    record(by=by, action="registers.imported", target=run, unit=run.unit, summary=f"{register.label}: {words}")
    if run.lines >= TELL_FROM:
        send(
            event=f"registers.import_done:{run.uid}", recipients=[run.by], by=None, unit=run.unit,
            title=_("Đã nhập xong tệp %(file)s") % {"file": run.file.name}, body=f"{register.label}: {words}",
            url=reverse("registers:import_run", args=[run.register, run.uid]),
        )  # fmt: skip
    return run
