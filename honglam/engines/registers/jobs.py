"""Jobs of registers: load ids, call an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.jobs.errors import JobCancelled
from honglam.core.jobs.running import JobContext, job
from honglam.engines.registers.actions import import_batches, import_undoing, imports, pairs
from honglam.engines.registers.declaration import registers
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.terms import ImportState

Work = Callable[..., ImportRun]


def _run_of(run_id: int) -> ImportRun:
    found: ImportRun = ImportRun.objects.select_related("unit", "file", "by").get(pk=run_id)
    return found


def _told(run: JobContext) -> Callable[[int, int, str], None]:
    def tell(done: int, total: int, message: str) -> None:
        run.progress(done, total, message)
        run.check_cancelled()

    return tell


def _at_work(run: JobContext, state: ImportState, run_id: int, person_id: int, work: Work) -> ImportRun | None:
    """Do the work of a run that stands in a state (None where it stands elsewhere); stopped, the run says so."""
    found, by = _run_of(run_id), User.objects.get(pk=person_id)
    if found.state == ImportState.STOPPED and state == ImportState.RUNNING:  # the job itself was started again
        found = imports.resume(run=found, by=by)
    if found.state != state:
        return None
    try:
        return work(run=found, by=by, told=_told(run))
    except JobCancelled:
        imports.halted(run=found, by=by)
        raise


@job(imports.TRY, title=gettext_lazy("Đọc thử tệp nhập vào sổ"))
def try_import(run: JobContext, *, run_id: int, person_id: int) -> dict[str, Any]:
    """Read and judge a file; run again it starts from the beginning, and nothing is written to the register."""
    found = _at_work(run, ImportState.TRYING, run_id, person_id, import_batches.try_out)
    return {"skipped": True} if found is None else {"lines": found.lines, "rejected": found.rejected}


@job(imports.RUN, title=gettext_lazy("Nhập tệp vào sổ"))
def run_import(run: JobContext, *, run_id: int, person_id: int) -> dict[str, Any]:
    """Bring a file in; run again after a break it goes on where it stopped."""
    found = _at_work(run, ImportState.RUNNING, run_id, person_id, import_batches.bring_in)
    return {"skipped": True} if found is None else {"created": found.created, "updated": found.updated}


@job(imports.UNDO, title=gettext_lazy("Hoàn tác lần nhập tệp"))
def undo_import(run: JobContext, *, run_id: int, person_id: int) -> dict[str, Any]:
    """Take an import back; run again after a break it goes on with the batches that are left."""
    found = _at_work(run, ImportState.UNDOING, run_id, person_id, import_undoing.undo_batches)
    return {"skipped": True} if found is None else dict(found.undo_report.get("counts", {}))


@job(pairs.FIND, title=gettext_lazy("Tìm dòng trùng trong sổ"))
def find_alike(run: JobContext, *, register: str = "") -> dict[str, Any]:
    """Look for rows that stand twice, in one register or in all that say what makes rows alike."""
    chosen = [one for one in registers() if register in ("", one.code)]
    return {one.code: pairs.find_alike(register=one, by=None, told=_told(run)) for one in chosen}
