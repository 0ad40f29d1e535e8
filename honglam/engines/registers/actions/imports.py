"""A file on its way into a register: brought, matched, tried, started, stopped, dropped. Batches stand beside."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.core.jobs.actions import cancel, start
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import ImportRefused
from honglam.engines.registers.importing import matching
from honglam.engines.registers.importing.judging import Way
from honglam.engines.registers.importing.reading import storable
from honglam.engines.registers.importing.runs import address_of, held, open_job
from honglam.engines.registers.importing.targets import targets_of
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.terms import ImportState
from honglam.toolkit.sheets import SheetError, open_lines

KINDS = ("xlsx", "csv")
PURPOSE = "registers.import"
TRY, RUN, UNDO = "registers.try_import", "registers.run_import", "registers.undo_import"
SAMPLES = 3
_MAPPABLE = (ImportState.MAPPING, ImportState.TRIED)


def bring(
    *, register: Register, unit: Unit, upload: Any, by: Any, mended_from: ImportRun | None = None,
) -> ImportRun:  # fmt: skip
    """Take a file in for a register, find its headings and match them; returns the run, which waits to be checked.

    A mended file of rejected lines takes over mapping and choices of the run it comes from.

    Raises:
        NotAllowed, FileRefused (too large, neither .xlsx nor .csv), ImportRefused (no table in it).
    """
    require(by, register.permission("edit"), unit)
    with transaction.atomic():
        file = store(upload=upload, by=by, purpose=PURPOSE, allowed=KINDS, unit=unit)
        targets = targets_of(register, by=by)
        with _in_words(), open_lines(file.path) as source:
            lines = list(islice(source.lines(), matching.HEADING_WITHIN + SAMPLES))
        line, headings = matching.find_headings(lines, targets)
        if not headings:
            raise ImportRefused(_("Không thấy dòng tiêu đề trong 30 dòng đầu của tệp. Hãy dùng tệp mẫu."))
        run = ImportRun(register=register.code, unit=unit, file=file, by=by, heading_line=line, headings=headings)
        run.trial = {"samples": _samples(lines, line)}
        if mended_from is not None and mended_from.register == register.code:
            run.mended_from = mended_from
            run.on_known, run.empty_clears = mended_from.on_known, mended_from.empty_clears
            run.valid_from = mended_from.valid_from
        run.mapping = _matched(run, register, by)
        run.save()
        record(
            by=by, action="registers.import_brought", target=run, unit=unit, summary=f"{register.label}: {file.name}"
        )
    return run


def _samples(lines: Iterable[tuple[int, list[Any]]], heading_line: int) -> list[list[Any]]:
    """The first lines below the headings, for the person who matches them."""
    below = (cells for number, cells in lines if number > heading_line)
    return [[storable(cell) for cell in cells] for cells in islice(below, SAMPLES)]


def _matched(run: ImportRun, register: Register, by: Any) -> dict[str, str]:
    """The headings matched as they were before, in the run that is mended or else in the newest one; else anew."""
    targets = targets_of(register, by=by)
    asked = set(run.headings) - {matching.error_heading()}
    earlier = run.mended_from
    if earlier is None:
        done = (ImportState.TRIED, ImportState.RUNNING, ImportState.STOPPED, ImportState.DONE, ImportState.UNDONE)
        found = ImportRun.objects.filter(register=run.register, state__in=done).select_related("by").order_by("-id")
        earlier = next((one for one in found[:20] if set(one.headings) - {matching.error_heading()} == asked), None)
    if earlier is None or not set(earlier.mapping) <= asked:
        return matching.matched(run.headings, targets)
    return matching.matched(run.headings, targets, earlier.mapping, targets_of(register, by=earlier.by))


@transaction.atomic
def move_headings(*, run: ImportRun, line: int, by: Any) -> ImportRun:
    """Say that the headings stand in another line; they are matched anew.

    Raises:
        NotAllowed, ImportRefused.
    """
    run, register = held(run, by, _MAPPABLE)
    with _in_words(), open_lines(run.file.path) as source:
        lines = islice(source.lines(), 10 * matching.HEADING_WITHIN)
        read = list(lines)
    cells = next((cells for number, cells in read if number == line), None)
    if cells is None:
        raise ImportRefused(_("Dòng %(n)d không có tiêu đề nào.") % {"n": line}, "heading_line")
    run.heading_line, run.headings = line, matching.headings_of(cells)
    run.mapping = _matched(run, register, by)
    run.state, run.trial = ImportState.MAPPING, {"samples": _samples(read, line)}
    run.save()
    return run


@transaction.atomic
def match_columns(
    *, run: ImportRun, mapping: Mapping[str, str], unit: Unit, on_known: str, by: Any, empty_clears: bool = False,
    valid_from: datetime.date | None = None,
) -> ImportRun:  # fmt: skip
    """Settle what each column means and how rows come in, and start trying the file; returns the run.

    Raises:
        NotAllowed (over the old or the new keeping unit), ImportRefused (a mapping that cannot be used).
    """
    run, register = held(run, by, _MAPPABLE)
    require(by, register.permission("edit"), unit)
    faults = matching.faults_of_mapping(mapping, targets_of(register, by=by))
    if unknown := set(mapping) - set(run.headings):
        faults.append(_("Tệp không có cột %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if faults:
        raise ImportRefused(" ".join(faults), "mapping")
    run.mapping, run.unit, run.on_known = dict(mapping), unit, Way(on_known).value
    run.empty_clears, run.valid_from = empty_clears, valid_from
    run.state, run.trial = ImportState.TRYING, {"samples": run.trial.get("samples", [])}
    run.created = run.updated = run.unchanged = run.rejected = run.lines = 0
    run.save()
    run.rejected_rows.all().delete()
    _start(TRY, run, by)
    return run


@transaction.atomic
def begin(*, run: ImportRun, by: Any) -> ImportRun:
    """Bring a tried file in, from its first line; returns the run.

    Raises:
        NotAllowed, ImportRefused (not tried, or nothing in it to bring in).
    """
    run, _register = held(run, by, (ImportState.TRIED,))
    if not (run.created or run.updated):
        raise ImportRefused(_("Tệp không thêm, không sửa dòng nào. Hãy sửa các dòng lỗi rồi đưa tệp lên lại."))
    run.state, run.next_line = ImportState.RUNNING, run.heading_line + 1
    run.created = run.updated = run.unchanged = run.rejected = 0
    run.save()
    run.rejected_rows.all().delete()
    _start(RUN, run, by)
    return run


@transaction.atomic
def carry_on(*, run: ImportRun, by: Any) -> ImportRun:
    """Go on with an import, a try or an undoing that was stopped or cut off, where it stands.

    Raises:
        NotAllowed, ImportRefused (it is still at work, or over).
    """
    jobs = {
        ImportState.STOPPED: RUN, ImportState.RUNNING: RUN, ImportState.TRYING: TRY, ImportState.UNDOING: UNDO,
    }  # fmt: skip
    run, _register = held(run, by, tuple(jobs))
    if open_job(run) is not None:
        raise ImportRefused(_("Lần nhập này đang chạy. Hãy chờ hoặc dừng nó trước."))
    code = jobs[ImportState(run.state)]
    if run.state == ImportState.STOPPED:
        run.state = ImportState.RUNNING
        run.save(update_fields=["state"])
    _start(code, run, by)
    return run


@transaction.atomic
def stop(*, run: ImportRun, by: Any) -> ImportRun:
    """Ask an import that is at work to stop after the batch in hand; what was written stays.

    Raises:
        NotAllowed, ImportRefused (nothing is at work).
    """
    run, _register = held(run, by, (ImportState.TRYING, ImportState.RUNNING, ImportState.UNDOING))
    job = open_job(run)
    if job is None:
        raise ImportRefused(_("Không có việc nào đang chạy để dừng."))
    if not job.cancel_requested:
        cancel(run=job, by=by)
        run.refresh_from_db()
        job.refresh_from_db()
        if not job.is_open:
            halted(run=run, by=by)
    return run


def halted(*, run: ImportRun, by: Any) -> None:
    """The job of a run was stopped: the run says so and can be gone on with."""
    after = {ImportState.TRYING: ImportState.MAPPING, ImportState.RUNNING: ImportState.STOPPED}
    for state, then in after.items():
        ImportRun.objects.filter(pk=run.pk, state=state).update(state=then)


@transaction.atomic
def resume(*, run: ImportRun, by: Any) -> ImportRun:
    """A stopped run whose job was started again is at work once more; returns it.

    Raises:
        NotAllowed, ImportRefused.
    """
    run, _register = held(run, by, (ImportState.STOPPED,))
    run.state = ImportState.RUNNING
    run.save(update_fields=["state"])
    return run


@transaction.atomic
def drop(*, run: ImportRun, by: Any) -> ImportRun:
    """Give an import up that has written nothing.

    Raises:
        NotAllowed, ImportRefused (rows were written: take it back instead).
    """
    run, register = held(run, by, (*_MAPPABLE, ImportState.STOPPED))
    if run.batches.exists():
        raise ImportRefused(_("Lần nhập này đã ghi dòng vào sổ. Hãy dùng “Hoàn tác lần nhập”."))
    run.state = ImportState.DROPPED
    run.save(update_fields=["state"])
    run.rejected_rows.all().delete()
    record(by=by, action="registers.import_dropped", target=run, unit=run.unit, summary=str(register.label))
    return run


def _start(code: str, run: ImportRun, by: Any) -> None:
    start(code, by=by, unit=run.unit, target=run, target_url=address_of(run), run_id=run.pk, person_id=by.pk)


@contextmanager
def _in_words() -> Iterator[None]:
    """Turns a file that cannot be read into a refusal with the reader's words."""
    try:
        yield
    except SheetError as error:
        raise ImportRefused(error.message, "file") from error
