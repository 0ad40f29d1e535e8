"""Open data as it stands: which columns and rows everybody gets, from which files, how often they were fetched."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from honglam.core.search.queries import matches
from honglam.engines.datahub import storing
from honglam.engines.datahub.models import Dataset, OpenRelease, OpenUse
from honglam.engines.datahub.quality.columns import Column

FORMS = ("csv", "json", "xlsx", "parquet", "geojson", "api", "page")


ISSUED = "issued"
"""In the manifest: when the release became public for the first time."""


def issued_at(release: OpenRelease) -> datetime.datetime | None:
    """When a release became public for the first time; `released_at` is when it was last brought up to date."""
    said = release.manifest.get(ISSUED)
    moments = [datetime.datetime.fromisoformat(said)] if said else []
    return min([*moments, *filter(None, [release.released_at])], default=None)


def public_releases() -> QuerySet[OpenRelease]:
    """What everybody may see, with its dataset and owner."""
    return (
        OpenRelease.objects.filter(is_public=True).select_related("dataset__owner", "version")
        .order_by("-released_at", "pk")
    )  # fmt: skip


def saying(releases: QuerySet[OpenRelease], text: str) -> QuerySet[OpenRelease]:
    """Those with the words, with or without marks."""
    return releases.filter(matches(text)) if text.strip() else releases


def columns_of_release(release: OpenRelease) -> list[Column]:
    """The columns that everybody gets, as the files that stand have them."""
    return [Column.from_json(one) for one in release.manifest.get("columns", ())]


def rows_of_release(release: OpenRelease) -> pl.LazyFrame:
    """The rows that everybody gets, typed. Raises FileNotFoundError where the files are gone."""
    return storing.scan(release.folder)


def paths_of_release(release: OpenRelease) -> list[Path]:
    """The Parquet files of a release."""
    return storing.paths_of(release.folder)


def planned_columns(dataset: Dataset, names: Sequence[str]) -> list[Column]:
    """The columns of a dataset's schema that a release names, in the order of the schema."""
    schema = dataset.schemas.first()
    wanted = set(names)
    return [column for column in (schema.read_columns() if schema else ()) if column.name in wanted]


def quasi_of(release: OpenRelease) -> list[str]:
    """The columns of a release that identify together: those that its keepers chose, and those that the dictionary of
    the dataset says, whether anybody chose them or not."""
    declared = {column.name for column in planned_columns(release.dataset, release.columns) if column.quasi}
    return [name for name in release.columns if name in declared or name in release.quasi]


def joinable_with(release: OpenRelease) -> list[OpenRelease]:
    """Other public open data of the dataset that anybody can put together with this one, row by row, by its key."""
    key = set(release.dataset.key)
    if not key or not key <= set(release.columns):
        return []
    others = OpenRelease.objects.filter(dataset=release.dataset_id, is_public=True).exclude(pk=release.pk)
    return [one for one in others.select_related("dataset").order_by("pk") if key <= set(one.columns)]


def count_use(release: OpenRelease, form: str, *, day: datetime.date | None = None) -> None:
    """Count one fetch of open data on a day by its form; nothing of who fetched it is kept."""
    when = day or timezone.localdate()
    if not OpenUse.objects.filter(release=release, day=when, form=form).update(count=F("count") + 1):
        use, is_new = OpenUse.objects.get_or_create(release=release, day=when, form=form, defaults={"count": 1})
        if not is_new:
            OpenUse.objects.filter(pk=use.pk).update(count=F("count") + 1)


def uses_of(release: OpenRelease, since: datetime.date) -> dict[str, int]:
    """How often a release was fetched since a day, by form."""
    rows: Any = release.uses.filter(day__gte=since).values("form").annotate(total=Sum("count")).order_by("form")
    return {row["form"]: row["total"] for row in rows}
