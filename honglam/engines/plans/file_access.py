"""Who may read the files of plans: whoever sees what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.engines.plans.models import Assignment, Extension, Plan, Reading

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


def may_read_document(user: User, file: StoredFile) -> bool:
    """Whoever sees a plan sees its document; before that, whoever sees the reading."""
    return (
        Plan.objects.visible_to(user).filter(file=file).exists()
        or Reading.objects.visible_to(user).filter(file=file).exists()
    )


def may_read_evidence(user: User, file: StoredFile) -> bool:
    """Whoever sees the share sees its evidence."""
    return Assignment.objects.visible_to(user).filter(entries__evidence__file=file).exists()


def may_read_authority(user: User, file: StoredFile) -> bool:
    """Whoever sees the share sees the document that moved its date."""
    return Extension.objects.visible_to(user).filter(file=file).exists()
