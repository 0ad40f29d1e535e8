"""Reads of checks: PlanCheck.objects.visible_to(user).saying("chuyển đổi số").with_counts()."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from honglam.core.search.queries import matches
from honglam.engines.plans.terms import FindingSeverity, FindingStanding

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

CHECK = "plans.check_draft"
"""Who has this permission at a desk may check drafts there and sees the checks of that unit alone."""


def checking_units(user: User, on: datetime.date | None = None) -> list[Unit]:
    """The units where a person sits with the permission to check, each once.

    Not the whole reach of the permission: a draft is the business of the unit that writes it, until it is signed.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    posts = [post for post in user.posts(on or timezone.localdate()) if CHECK in post.role.permissions]
    return list({post.seat_id: post.seat for post in posts if post.seat_id}.values())


class PlanCheckQuerySet(models.QuerySet[Any]):
    """Checks."""

    def visible_to(self, user: User) -> Self:
        """Checks of the units where the user sits; nobody sees another unit's drafts, the province neither."""
        return self.filter(unit__in=[unit.pk for unit in checking_units(user)])

    def of_drafts(self) -> Self:
        """Checks of files that were dropped, not of plans of the system."""
        return self.filter(plan=None)

    def saying(self, text: str) -> Self:
        """Checks whose name matches, with or without marks."""
        return self.filter(matches(text)) if text.strip() else self

    def unused_since(self, moment: datetime.datetime) -> Self:
        """Checks whose last round began before the moment."""
        return self.filter(touched_at__lt=moment)

    def with_counts(self) -> Self:
        """Adds open_count, high_count, dismissed_count and mended_count: findings of the draft itself."""
        own = Q(findings__is_doubtful=False, findings__is_about_upper=False)
        standing = own & Q(findings__last_round=F("finished_round"))
        is_open = standing & Q(findings__dismissed_at=None)
        return self.annotate(
            open_count=Count("findings", filter=is_open),
            high_count=Count("findings", filter=is_open & Q(findings__severity=FindingSeverity.HIGH)),
            dismissed_count=Count("findings", filter=standing & Q(findings__dismissed_at__isnull=False)),
            mended_count=Count("findings", filter=own & Q(findings__last_round__lt=F("finished_round"))),
        )


class PlanFindingQuerySet(models.QuerySet[Any]):
    """Findings."""

    def of_draft(self) -> Self:
        """What the drafting unit can mend: no doubts, no faults of the upper plan."""
        return self.filter(is_doubtful=False, is_about_upper=False)

    def standing(self) -> Self:
        """Findings of the newest finished round."""
        return self.filter(last_round=F("check_run__finished_round"))

    def mended(self) -> Self:
        """Findings that the newest finished round did not make any more."""
        return self.filter(last_round__lt=F("check_run__finished_round"))

    def open(self) -> Self:
        """Standing findings that nobody dismissed."""
        return self.standing().filter(dismissed_at=None)

    def dismissed(self) -> Self:
        """Standing findings that somebody dismissed."""
        return self.standing().filter(dismissed_at__isnull=False)

    def that_stand(self, standing: str) -> Self:
        """Findings of one standing; all of them for any other word."""
        chosen = {
            FindingStanding.OPEN.value: self.open, FindingStanding.DISMISSED.value: self.dismissed,
            FindingStanding.MENDED.value: self.mended,
        }.get(standing)  # fmt: skip
        return chosen() if chosen else self

    def weightiest_first(self) -> Self:
        """By severity, then as they stand in the draft."""
        order = {FindingSeverity.HIGH: 0, FindingSeverity.MEDIUM: 1, FindingSeverity.LOW: 2}
        cases = [models.When(severity=severity, then=place) for severity, place in order.items()]
        return self.annotate(weight=models.Case(*cases, default=3)).order_by("weight", "position", "pk")
