"""Who may read the papers of rows: whoever sees the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from honglam.engines.registers.declaration import register_of
from honglam.engines.registers.models import Attachment

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
