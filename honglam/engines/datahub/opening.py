"""Open data towards the outside: themes, licences, wishes as everybody sees them, releases that follow a dataset."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from honglam.engines.datahub.actions.releases import follow_version
from honglam.engines.datahub.models import Dataset, OpenWish
from honglam.engines.datahub.terms import LICENCE_LABELS, THEME_LABELS

if TYPE_CHECKING:
    from honglam.core.access.models import User

THEMES = THEME_LABELS
LICENCES = LICENCE_LABELS
SHOWN = 200


@dataclass(frozen=True, slots=True)
class OpenWishShown:
    """A wish of the public with its answer; nothing of who wished."""

    code: str
    subject: str
    use: str
    asked_on: datetime.date
    answer: str
    answered_on: datetime.date | None
    slug: str


def shown_wishes() -> list[OpenWishShown]:
    """The newest wishes that were answered for everybody to read."""
    wishes = OpenWish.objects.filter(is_shown=True, answered_at__isnull=False).select_related("release")[:SHOWN]
    return [
        OpenWishShown(
            wish.code, wish.subject, wish.use, timezone.localdate(wish.asked_at), wish.answer,
            timezone.localdate(wish.answered_at) if wish.answered_at else None,
            wish.release.slug if wish.release is not None and wish.release.is_public else "",
        )
        for wish in wishes
    ]  # fmt: skip


def refresh_open_data(*, dataset_uid: UUID, by: User | None) -> int:
    """Release anew whatever of a dataset's open data follows its versions; how many."""
    dataset = Dataset.objects.select_related("owner").filter(uid=dataset_uid).first()
    return follow_version(dataset=dataset, by=by) if dataset is not None else 0
