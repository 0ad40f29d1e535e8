"""Writes of boundaries: those that came with the software, and those that the province puts in their place."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.core.organisations.shipped import read_province
from honglam.core.places.errors import BadGeometry, PlaceError
from honglam.core.places.geometry import Outline, digest_of, read_outlines, rounded, thinned
from honglam.core.places.models import Boundary
from honglam.toolkit.text import fold

SHIPPED_ATTRIBUTION = (
    "Ranh giới tham khảo: sapnhap.bando.com.vn (NXB Tài nguyên – Môi trường và Bản đồ Việt Nam), "
    "qua thanglequoc/vietnamese-provinces-database (MIT)"
)
_CODE_PROPERTIES = ("code", "ma", "ma_xa", "maxa", "ma_dvhc", "id")
_NAME_PROPERTIES = ("name", "ten", "ten_xa", "tenxa", "full_name")


@dataclass(frozen=True)
class ReplaceReport:
    """What replacing boundaries did, or would do in a dry run."""

    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    dry_run: bool


@transaction.atomic
def load_boundaries(*, code: str, by: AbstractBaseUser | None) -> int:
    """Add the shipped boundaries of communes that have none yet; returns how many. One query when repeated."""
    without = {
        unit.code: unit
        for unit in Unit.objects.communes().filter(boundaries__isnull=True).select_related(None).order_by("code")
    }
    if not without:
        return 0
    folder = read_province(code).folder
    full = read_outlines(gzip.decompress((folder / "boundaries.geojson.gz").read_bytes()))
    lite = {
        outline.properties["code"]: outline.geometry
        for outline in read_outlines(gzip.decompress((folder / "boundaries-lite.geojson.gz").read_bytes()))
    }
    made = Boundary.objects.bulk_create(
        _boundary(
            without[outline.properties["code"]],
            outline,
            lite=lite.get(outline.properties["code"], outline.geometry),
            attribution=SHIPPED_ATTRIBUTION,
            source="honglam/data",
            starts_on=without[outline.properties["code"]].starts_on,
        )
        for outline in full
        if outline.properties["code"] in without
    )
    if made:
        record(
            by=by,
            action="places.boundaries_loaded",
            rows=[(boundary.unit.code, boundary.digest) for boundary in made],
            summary=SHIPPED_ATTRIBUTION,
            about=[boundary.unit for boundary in made],
        )
    return len(made)


@transaction.atomic
def replace_boundaries(
    *,
    content: bytes,
    attribution: str,
    by: AbstractBaseUser | None,
    source: str = "",
    starts_on: dt.date | None = None,
    dry_run: bool = False,
) -> ReplaceReport:
    """Put the outlines of a GeoJSON file in the place of those in force.

    A feature names its commune by code or by name. Without `starts_on` the outlines in force are corrected; with it
    they end the day before and new ones begin. Features of unknown communes are reported and left out.

    Raises:
        BadGeometry: the file or a feature is unusable, or one commune stands in it twice.
        PlaceError: nobody to credit, or no commune of the file is known.
    """
    if not attribution.strip():
        raise PlaceError(_("Hãy nêu nguồn cần ghi công cho ranh giới."))
    outlines = read_outlines(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    found, unknown = _communes_of(outlines)
    if not found:
        raise PlaceError(
            _("Không nhận ra xã, phường nào trong tệp; mỗi đối tượng cần có thuộc tính “code” hoặc “name”.")
        )
    day = starts_on or timezone.localdate()
    current = {boundary.unit_id: boundary for boundary in Boundary.objects.valid_on(day).select_related("unit")}
    lite = dict(zip(found, thinned(list(found.values())), strict=True))
    replaced: list[Unit] = []
    unchanged: list[Unit] = []
    for unit, outline in found.items():
        old = current.get(unit.pk)
        if old is not None and old.digest == digest_of(outline.geometry) and old.attribution == attribution:
            unchanged.append(unit)
            continue
        replaced.append(unit)
        if not dry_run:
            _put(unit, outline, old, lite=lite[unit], attribution=attribution, source=source, starts_on=starts_on)
    named = {unit.pk for unit in found}
    missing = Unit.objects.communes().valid_on(day).exclude(pk__in=named).in_alphabet()
    if replaced and not dry_run:
        record(
            by=by,
            action="places.boundaries_replaced",
            rows=[(unit.code, digest_of(found[unit].geometry)) for unit in replaced],
            reason=source,
            summary=attribution,
            about=replaced,
        )
    return ReplaceReport(
        replaced=tuple(unit.name for unit in replaced),
        unchanged=tuple(unit.name for unit in unchanged),
        unknown=tuple(unknown),
        missing=tuple(unit.name for unit in missing),
        dry_run=dry_run,
    )


def _communes_of(outlines: Sequence[Outline]) -> tuple[dict[Unit, Outline], list[str]]:
    """The commune of each outline, and the labels of those that name none we know."""
    communes = list(Unit.objects.communes().filter(ends_on__isnull=True))
    by_code = {unit.code: unit for unit in communes}
    by_name = {fold(name): unit for unit in communes for name in (unit.short_name, unit.name) if name}
    found: dict[Unit, Outline] = {}
    unknown: list[str] = []
    for number, outline in enumerate(outlines, start=1):
        code = _property(outline.properties, _CODE_PROPERTIES)
        name = _property(outline.properties, _NAME_PROPERTIES)
        unit = by_code.get(code) or by_name.get(fold(name))
        if unit is None:
            unknown.append(name or code or f"#{number}")
        elif unit in found:
            raise BadGeometry(_("%(name)s xuất hiện hai lần trong tệp.") % {"name": unit.name})
        else:
            found[unit] = outline
    return found, unknown


def _property(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    return next((str(lowered[name]).strip() for name in names if lowered.get(name)), "")


def _put(
    unit: Unit,
    outline: Outline,
    old: Boundary | None,
    *,
    lite: dict[str, Any],
    attribution: str,
    source: str,
    starts_on: dt.date | None,
) -> None:
    """Correct the outline in force, or end it and begin another."""
    fresh = _boundary(unit, outline, lite=lite, attribution=attribution, source=source, starts_on=starts_on)
    if old is not None and (starts_on is None or old.starts_on == starts_on):
        fresh.pk, fresh.uid, fresh.starts_on, fresh.ends_on = old.pk, old.uid, old.starts_on, old.ends_on
    elif old is not None and starts_on is not None:
        old.ends_on = starts_on - dt.timedelta(days=1)
        old.save(update_fields=["ends_on", "changed_at"])
    fresh.save()


def _boundary(
    unit: Unit, outline: Outline, *, lite: dict[str, Any], attribution: str, source: str, starts_on: dt.date | None
) -> Boundary:
    west, south, east, north = outline.box
    label_lon, label_lat = outline.label_point
    return Boundary(
        unit=unit,
        geometry=outline.geometry,
        lite=rounded(lite),
        west=west,
        south=south,
        east=east,
        north=north,
        label_lon=label_lon,
        label_lat=label_lat,
        attribution=attribution.strip(),
        source=source,
        digest=digest_of(outline.geometry),
        starts_on=starts_on,
    )
