"""Jobs of registers: load ids, call an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.jobs.errors import JobCancelled
from honglam.core.jobs.running import JobContext, job
from honglam.engines.registers.actions import import_batches, import_undoing, imports, pairs, personal
from honglam.engines.registers.actions.bulk import change_chosen, move_chosen
from honglam.engines.registers.actions.exporting import make_export
from honglam.engines.registers.choosing import Choice, keys_of, value_from
from honglam.engines.registers.declaration import Register, register_of, registers
from honglam.engines.registers.errors import ChoiceDrifted
from honglam.engines.registers.judging import Judged
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.terms import CHANGE_JOB, EXPORT_JOB, MOVE_JOB, ImportState


@job(EXPORT_JOB, title=gettext_lazy("Xuất danh sách của sổ"))
def export_list(
    run: JobContext, *, register: str, query: str, form: str, unmasked: bool, every_column: bool, person_id: int
) -> dict[str, Any]:
    """Make the file; run again it makes another one."""

    def told(done: int, total: int) -> None:
        run.check_cancelled()
        run.progress(done, total, _("Đang ghi dòng %(done)d") % {"done": done})

    file = make_export(
        register=register_of(register), query=query, form=form, unmasked=unmasked, every_column=every_column,
        by=User.objects.get(pk=person_id), told=told,
    )  # fmt: skip
    run.progress(1, 1, _("Đã ghi xong %(name)s") % {"name": file.name})
    return {"file": str(file.uid)}


@job(CHANGE_JOB, title=gettext_lazy("Sửa nhiều dòng của sổ"))
def change_chosen_rows(
    run: JobContext, *, register: str, uids: list[str], query: str, column: str, value: Any, reason: str, shown: int,
    person_id: int,
) -> dict[str, Any]:  # fmt: skip
    """Give the chosen rows a value; run again it goes on with those that do not hold it yet."""
    found, by = register_of(register), User.objects.get(pk=person_id)
    keys = _keys(found, uids, query, by, "edit", shown)
    outcome = change_chosen(register=found, keys=keys, column=column, value=value_from(found, column, value), by=by,
                            reason=reason, told=_telling(run))  # fmt: skip
    return _ended(run, outcome, len(keys))


@job(MOVE_JOB, title=gettext_lazy("Chuyển trạng thái nhiều dòng của sổ"))
def move_chosen_rows(
    run: JobContext, *, register: str, uids: list[str], query: str, move: str, verb: str, reason: str, shown: int,
    person_id: int,
) -> dict[str, Any]:  # fmt: skip
    """Move the chosen rows; run again it goes on with those that did not move."""
    found, by = register_of(register), User.objects.get(pk=person_id)
    keys = _keys(found, uids, query, by, verb, shown)
    outcome = move_chosen(register=found, keys=keys, move=move, by=by, reason=reason, told=_telling(run))
    return _ended(run, outcome, len(keys))


def _keys(register: Register, uids: list[str], query: str, by: User, verb: str, shown: int) -> list[int]:
    """The rows that are meant now. Raises ChoiceDrifted where they are more than the person was shown."""
    keys = list(keys_of(Choice(register, tuple(uids), query).rows(by, verb)))
    if len(keys) > shown:
        raise ChoiceDrifted(shown, len(keys))
    return keys


def _telling(run: JobContext) -> Any:
    def told(done: int, total: int) -> None:
        run.check_cancelled()
        run.progress(done, total, _("Đã xem %(done)d/%(total)d dòng") % {"done": done, "total": total})

    return told


def _ended(run: JobContext, outcome: Judged, total: int) -> dict[str, Any]:
    words = _("Đã sửa %(changed)d dòng, giữ nguyên %(unchanged)d, không sửa được %(refused)d.") % {
        "changed": len(outcome.changing), "unchanged": outcome.unchanged, "refused": outcome.refused,
    }  # fmt: skip
    run.progress(total, max(total, 1), words)
    return {"changed": len(outcome.changing), "refused": outcome.refused, "refusals": outcome.refusals}


@job("registers.forget_personal", title=gettext_lazy("Xóa dữ liệu cá nhân đã hết hạn lưu trong các sổ"))
def forget_personal(run: JobContext) -> dict[str, Any]:
    """Empty personal columns of rows that ended longer ago than they may be kept, and drop old files that held such
    values; the registers whose rows had some.
    """
    held = registers()
    forgotten: dict[str, int] = {}
    for done, register in enumerate(held):
        run.check_cancelled()
        run.progress(done, len(held), str(register.label))
        personal.forget_imports(register=register)
        if count := personal.forget_expired(register=register, told=lambda _count: run.check_cancelled()):
            forgotten[register.code] = count
    run.progress(len(held), max(len(held), 1))
    return forgotten


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
