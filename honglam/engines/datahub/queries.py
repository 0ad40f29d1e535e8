"""Reads of the hub."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from honglam.core.access.reach import reach_of
from honglam.core.search.queries import matches
from honglam.engines.datahub.terms import Sensitivity, VersionState

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


class GrantQuerySet(models.QuerySet[Any]):
    """Grants."""

    def in_force(self, day: datetime.date) -> Self:
        """Grants that hold on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, revoked_at__isnull=True)
