"""The list in other forms: a sheet, GeoJSON, its sums in words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.registers.listing.rows import Listing
from honglam.engines.registers.listing.sight import kind_of
from honglam.toolkit.numbers import format_date, format_number
from honglam.toolkit.sheets import Column, Table

_WIDE, _NARROW = 44, 22


def table_of(listing: Listing, *, rows: Iterator[Any] | None = None, notes: tuple[str, ...] = ()) -> Table:
    """The list as a sheet: the columns of the page, rows read piece by piece, what it was filtered by in the notes."""
    label = str(listing.register.label)
    rows = listing.each() if rows is None else rows
    return Table(label[:1].upper() + label[1:], columns_of(listing), rows, [*said(listing), *notes])


def columns_of(listing: Listing) -> list[Column]:
    """The columns of the list as sheets know them."""
    return [_column(listing, name) for name in listing.columns]


def said(listing: Listing) -> list[str]:
    """What the list was filtered by, and as of which day, one line each."""
    lines = [_("Tình trạng tại ngày %(day)s") % {"day": format_date(listing.day)}] if listing.day else []
    words = [f"{label}: {value}" for label, value, names in listing.form.said() if names[0] != "on"]
    if listing.text:
        words.insert(0, _("Tìm “%(text)s”") % {"text": listing.text})
    return [*lines, "; ".join(words)] if words else lines


def written_totals(listing: Listing) -> dict[str, str]:
    """The sums of the declared columns as they are written, by column."""
    return {name: format_number(value) for name, value in listing.totals().items() if value is not None}


def line_of_totals(listing: Listing) -> str:
    """The sums in one line for paper, those of columns that are not shown too; an empty text where there are none."""
    sums = [f"{listing.register.label_of(name)}: {text}" for name, text in written_totals(listing).items()]
    return _("Tổng cộng – %(sums)s") % {"sums": "; ".join(sums)} if sums else ""


def features(listing: Listing, *, rows: Iterator[Any] | None = None) -> Iterator[str]:
    """The list as a GeoJSON FeatureCollection, feature by feature; rows without a place have a null geometry.

    Raises ValueError for a register without places, or a listing that does not carry the geometry.
    """
    if not (listing.register.is_located and listing.with_geometry):
        raise ValueError(listing.register.code)
    names = [name for name in listing.columns if name != "geometry"]
    yield '{"type":"FeatureCollection","features":['
    mark = ""
    for row in listing.each() if rows is None else rows:
        properties = {name: _plain(listing.sight.value(row, name)) for name in names}
        place = row.geometry if listing.sight.places(row) else ""
        feature = {"type": "Feature", "id": str(row.uid), "properties": properties, "geometry": None}
        if place:
            feature["geometry"] = json.loads(row.geometry)
        yield mark + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        mark = ",\n"
    yield "]}\n"


def _column(listing: Listing, name: str) -> Column:
    kind = kind_of(listing.register, name)
    is_stored = name not in listing.register.computed
    long = getattr(listing.register.model._meta.get_field(name), "max_length", None) or 0 if is_stored else 0
    width = None if kind != "text" else _WIDE if long >= 200 else _NARROW
    return Column(listing.register.label_of(name), lambda row: listing.sight.value(row, name), kind, width)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
