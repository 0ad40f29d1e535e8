"""Freezing: what a report says when it leaves its drafter stands from then on."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.engines.reporting.assembling import assemble
from honglam.engines.reporting.content import digest_of

if TYPE_CHECKING:
    from honglam.engines.reporting.models import Report


def freeze(*, report: Report, today: datetime.date) -> None:
    """Set the content of a report from what is stored now, its digest and the moment; the caller saves it."""
    tree = assemble(report, today=today).to_json()
    report.content, report.content_sha256, report.frozen_at = tree, digest_of(tree), timezone.now()


def thaw(report: Report) -> None:
    """Let the content be assembled anew; the caller saves."""
    report.content, report.content_sha256, report.frozen_at = None, "", None
