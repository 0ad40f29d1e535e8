"""Who may read the files of reports: whoever sees what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from honglam.engines.reporting.models import WorkbookGathering

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


def may_read_workbook(user: User, file: StoredFile) -> bool:
    """Whoever sees the gathering sees its form, its copies and its result."""
    holds = Q(form=file) | Q(result=file) | Q(copies__file=file)
    return WorkbookGathering.objects.visible_to(user).filter(holds).exists()
