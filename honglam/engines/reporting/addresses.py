"""Where a notice or a list sends its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from honglam.engines.reporting.models import Report


def address_of(report: Report) -> str:
    """The page of a report; that of its regime where an installation shows no reports."""
    return address_by_uid(report.uid) or report.regime.get_absolute_url()


def address_by_uid(uid: UUID) -> str:
    """The page of the report of a uid; empty where an installation shows no reports."""
    try:
        return reverse("reporting:report", args=[uid])
    except NoReverseMatch:
        return ""


def address_of_list() -> str:
    """The list of reports, else the desk."""
    try:
        return reverse("reporting:reports")
    except NoReverseMatch:
        return reverse("desk:home")
