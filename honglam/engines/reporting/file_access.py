"""Who may read the files of reports: whoever sees what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from honglam.engines.reporting.models import FilledForm, Report, UpperForm, UpperFormVersion, WorkbookGathering

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


def may_read_workbook(user: User, file: StoredFile) -> bool:
    """Whoever sees the gathering sees its form, its copies and its result."""
    holds = Q(form=file) | Q(result=file) | Q(copies__file=file)
    return WorkbookGathering.objects.visible_to(user).filter(holds).exists()


def may_read_report(user: User, file: StoredFile) -> bool:
    """Whoever may read the report may read its paper and its signed file; a receiver when it was sent."""
    return Report.objects.readable_by(user).filter(Q(document=file) | Q(signed_file=file)).exists()


def may_read_upper_form(user: User, file: StoredFile) -> bool:
    """Whoever fills the form sees its blank and what was filled."""
    forms = UpperForm.objects.visible_to(user)
    blank = UpperFormVersion.objects.filter(form__in=forms, file=file)
    return blank.exists() or FilledForm.objects.filter(version__form__in=forms, file=file).exists()
