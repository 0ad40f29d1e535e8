"""Where a notice, a list or a link of content sends its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

if TYPE_CHECKING:
    from honglam.engines.reporting.models import Report


def address_of(report: Report) -> str:
    """The page of a report."""
    return address_by_uid(report.uid)


def address_by_uid(uid: UUID) -> str:
    """The page of the report of a uid."""
    return reverse("reporting:report", args=[uid])


def address_of_list() -> str:
    """The list of reports."""
    return reverse("reporting:reports")


def regimes_of_plan(plan_uid: UUID) -> str:
    """Where the regimes of a plan are listed."""
    return f"{reverse('reporting:regimes')}?plan={plan_uid}"
