"""Who may read the files of plans: whoever sees what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from honglam.engines.plans.models import Assignment, DocumentImport, Extension, Plan, PlanCheck, Reading

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


def may_read_document(user: User, file: StoredFile) -> bool:
    """Whoever sees a plan sees its document and all its files; before that, whoever sees the reading or import."""
    return (
        Plan.objects.visible_to(user)
        .filter(Q(file=file) | Q(former_files__file=file) | Q(attachments__file=file))
        .exists()
        or Reading.objects.visible_to(user).filter(file=file).exists()
        or DocumentImport.objects.visible_to(user).filter(Q(rows__file=file) | Q(rows__attachments__file=file)).exists()
    )


def may_read_import(user: User, file: StoredFile) -> bool:
    """Whoever sees the import sees its file."""
    return DocumentImport.objects.visible_to(user).filter(file=file).exists()


def may_read_evidence(user: User, file: StoredFile) -> bool:
    """Whoever sees the share sees its evidence."""
    return Assignment.objects.visible_to(user).filter(entries__evidence__file=file).exists()


def may_read_authority(user: User, file: StoredFile) -> bool:
    """Whoever sees the share sees the document that moved its date."""
    return Extension.objects.visible_to(user).filter(file=file).exists()


def may_read_draft(user: User, file: StoredFile) -> bool:
    """Whoever sits in the unit that checks a draft sees its file, and the upper plan that was dropped beside it."""
    checks = PlanCheck.objects.visible_to(user)
    return checks.filter(Q(rounds__file=file) | Q(upper_file=file)).exists()
