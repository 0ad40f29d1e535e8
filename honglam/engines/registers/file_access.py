"""Who may read the files of registers: papers of rows, files that were imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from honglam.core.access.reach import reach_of
from honglam.engines.registers.declaration import register_of
from honglam.engines.registers.importing.targets import named_by_secret
from honglam.engines.registers.models import Attachment, ImportRun

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


def may_read_paper(user: User, file: StoredFile) -> bool:
    """Whether the person sees a row to which the file is attached."""
    for paper in Attachment.objects.filter(file=file):
        try:
            register = register_of(paper.register)
        except KeyError:
            continue  # the pack was taken out
        rows: Any = register.model._default_manager
        if rows.visible_to(user, register.permission("view")).filter(uid=paper.row_uid).exists():
            return True
    return False


def may_read_import(user: User, file: StoredFile) -> bool:
    """Who writes the register for the unit; where it holds personal data only who may see it unmasked."""
    return any(may_read_cells(user, run) for run in ImportRun.objects.filter(file=file).select_related("unit"))


def may_read_cells(user: User, run: ImportRun) -> bool:
    """Whether a person may read the cells of a run's file as they came; whoever brought it may."""
    try:
        register = register_of(run.register)
    except KeyError:
        return False
    if run.by_id == user.pk:
        return bool(reach_of(user, register.permission("edit")))
    verb = "unmask" if register.personal else "edit"
    needed = [register.permission(verb), *register.guarded.values()]
    needed += [other.permission("unmask") for other in named_by_secret(register) if other.personal]
    return all(reach_of(user, code).covers(run.unit) for code in needed)
