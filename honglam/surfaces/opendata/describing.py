"""What is said of a release to everybody: its files with their addresses, as pages, DCAT and CKAN say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from honglam.engines.datahub.public import Column, ColumnType, OpenRelease, columns_of_release

MEDIA_TYPES = {
    "csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "geojson": "application/geo+json",
}  # fmt: skip
LABELS = {"csv": "CSV", "json": "JSON", "xlsx": "Excel", "parquet": "Parquet", "geojson": "GeoJSON"}


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of a release."""

    id: str
    form: str
    label: str
    media_type: str
    path: str


def geometry_of(columns: Sequence[Column]) -> Column | None:
    """The column that holds places, if any."""
    return next((column for column in columns if column.type == ColumnType.GEOMETRY), None)


def resources_of(release: OpenRelease) -> list[Resource]:
    """The files of a release; GeoJSON only where rows have a place."""
    forms = ["csv", "json", "xlsx", "parquet"]
    if geometry_of(columns_of_release(release)) is not None:
        forms.append("geojson")
    return [
        Resource(
            f"{release.uid}.{form}", form, LABELS[form], MEDIA_TYPES[form],
            reverse("opendata:file", args=[release.slug, form]),
        )
        for form in forms
    ]  # fmt: skip


def absolute(request: HttpRequest, path: str) -> str:
    """A whole address."""
    return request.build_absolute_uri(path)
