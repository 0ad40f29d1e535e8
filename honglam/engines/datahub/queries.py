"""Reads of the hub."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from honglam.core.access.reach import Reach, reach_of
from honglam.core.search.queries import matches
from honglam.engines.datahub.terms import RequestState, Sensitivity, VersionState

if TYPE_CHECKING:
    from honglam.core.access.models import User

VIEW = "datahub.view_catalogue"
STEWARD = "datahub.keep_quality"
DECIDE = "datahub.decide_sharing"
MANAGE = "datahub.manage_datasets"
RELEASE = "datahub.release_open_data"
ASK = "datahub.ask_for_data"


class DatasetQuerySet(models.QuerySet[Any]):
    """Datasets."""

    def saying(self, text: str) -> Self:
        """Datasets with the words, with or without marks."""
        return self.filter(matches(text)) if text.strip() else self

    def kept_by(self, user: User, permission: str = STEWARD) -> Self:
        """Datasets of owners within the person's reach of a permission, and those whose steward the person is."""
        return self.filter(reach_of(user, permission).q("owner") | Q(steward=user))

    def readable_by(self, user: User) -> Self:
        """Datasets whose rows a person may read without a grant: public and shared ones, and those kept."""
        free = Q(sensitivity__in=[Sensitivity.PUBLIC, Sensitivity.SHARED])
        return self.filter(free | reach_of(user, STEWARD).q("owner") | Q(steward=user))

    def without_version(self) -> Self:
        """Datasets of which no version is in use."""
        versions = self.model._meta.get_field("versions").related_model._default_manager
        return self.exclude(pk__in=versions.filter(state=VersionState.CURRENT).values("dataset"))

    def with_newest(self) -> Self:
        """Adds `rows_now`, `number_now` and `since` of the version in use, and `confirmed_at`: when rows last came.

        Rows that came and were found to be those in use already confirm it, though they make no version.
        """
        related = self.model._meta.get_field
        versions = related("versions").related_model._default_manager.filter(
            dataset=OuterRef("pk"), state=VersionState.CURRENT
        )
        runs = related("runs").related_model._default_manager.filter(
            dataset=OuterRef("pk"), version__state=VersionState.CURRENT, finished_at__isnull=False
        )
        return self.annotate(
            rows_now=Subquery(versions.values("rows")[:1]), number_now=Subquery(versions.values("number")[:1]),
            since=Subquery(versions.values("valid_from")[:1]),
            confirmed_at=Subquery(runs.order_by("-finished_at").values("finished_at")[:1]),
        )  # fmt: skip


class AccessRequestQuerySet(models.QuerySet[Any]):
    """Requests for data."""

    def visible_to(self, user: User) -> Self:
        """Requests of units for which the person asks, and those about datasets over which the person decides."""
        return self.filter(_of_both_sides(user))

    def open(self) -> Self:
        """Requests that wait for an answer."""
        return self.filter(state=RequestState.ASKED)

    def overdue(self, day: datetime.date) -> Self:
        """Requests that wait and whose last day has passed."""
        return self.open().filter(due_on__lt=day)

    def saying(self, text: str) -> Self:
        """Requests with a code, a purpose or a dataset of these words."""
        if not text.strip():
            return self
        words = Q(code__istartswith=text.strip()) | Q(purpose__icontains=text.strip())
        return self.filter(words | matches(text, column="dataset__search_text") | Q(dataset__name__icontains=text))

    def in_full(self) -> Self:
        """With what every list of requests shows."""
        return self.select_related("dataset__owner", "unit", "by", "decided_by", "grant")


class GrantQuerySet(models.QuerySet[Any]):
    """Grants."""

    def in_force(self, day: datetime.date) -> Self:
        """Grants that hold on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, revoked_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Grants of units for which the person asks, and those over datasets about which the person decides."""
        return self.filter(_of_both_sides(user))

    def saying(self, text: str) -> Self:
        """Grants whose request has this code, or whose dataset or unit has these words."""
        if not text.strip():
            return self
        words = Q(request__code__istartswith=text.strip()) | Q(dataset__name__icontains=text.strip())
        return self.filter(words | matches(text, column="unit__search_text"))

    def in_full(self) -> Self:
        """With what every list of grants shows."""
        return self.select_related("dataset__owner", "unit", "request__by", "granted_by", "revoked_by")


class ReadQuerySet(models.QuerySet[Any]):
    """The log of reads."""

    def visible_to(self, user: User) -> Self:
        """Reads of own datasets, and reads by own units."""
        return self.of_own_datasets(user) | self.by_own_units(user)

    def of_own_datasets(self, user: User) -> Self:
        """Reads of datasets over which the person decides or whose quality the person keeps."""
        owned = reach_of(user, DECIDE).q("dataset__owner") | reach_of(user, MANAGE).q("dataset__owner")
        return self.filter(owned | Q(dataset__steward=user))

    def by_own_units(self, user: User) -> Self:
        """Reads by units for which the person asks."""
        return self.filter(_reached(reach_of(user, ASK), "unit"))

    def saying(self, text: str) -> Self:
        """Reads of datasets or by units with these words."""
        if not text.strip():
            return self
        words = Q(dataset__name__icontains=text.strip()) | matches(text, column="dataset__search_text")
        return self.filter(words | matches(text, column="unit__search_text"))

    def answered(self) -> Self:
        """Reads that gave something."""
        return self.filter(status__lt=400)


class NeedQuerySet(models.QuerySet[Any]):
    """What procedures need."""

    def saying(self, text: str) -> Self:
        """Needs with the words in procedure, item or dataset, with or without marks."""
        return self.filter(matches(text)) if text.strip() else self


def _of_both_sides(user: User) -> Q:
    return (
        _reached(reach_of(user, ASK), "unit")
        | _reached(reach_of(user, DECIDE), "dataset__owner")
        | _reached(reach_of(user, MANAGE), "dataset__owner")
    )


def _reached(reach: Reach, prefix: str) -> Q:
    return reach.q(prefix) if reach else Q(pk__in=())
