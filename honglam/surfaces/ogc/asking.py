"""What an address asks for: the parameters of OGC API – Features, read strictly."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from honglam.engines.registers.public import Box
from honglam.toolkit.errors import DomainError

MOST, USUAL = 1000, 100
"""Features of one page: at most, and where nothing is said. More than the most is cut to it, as the standard says."""
DEEPEST = 2**62
JSON, HTML = "json", "html"
_ITEMS = frozenset({"f", "limit", "bbox", "bbox-crs", "crs", "datetime", "cursor"})
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


class BadQuery(DomainError):
    """A parameter is unknown, or its value cannot be read."""

    code = "ogc.bad_query"
    status = 400

    def __init__(self, name: str, message: str) -> None:
        self.column = name
        super().__init__(message)


class NotThere(DomainError):
    """There is no such collection or feature, or the reader may not see it."""

    code = "ogc.not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Không có lớp bản đồ hoặc đối tượng này, hoặc anh/chị không được xem."))


class OtherForm(DomainError):
    """The answer cannot be had in any of the forms that are accepted."""

    code = "ogc.not_acceptable"
    status = 406

    def __init__(self) -> None:
        super().__init__(_("Chỉ có dạng JSON (GeoJSON) và HTML. Hãy thêm f=json hoặc f=html vào địa chỉ."))


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of features as the address asks for it."""

    limit: int = USUAL
    box: Box | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    has_day: bool = False
    cursor: int = 0
    values: dict[str, str] = field(default_factory=dict)


def form_of(request: HttpRequest) -> str:
    """`json` or `html`: what `f` says, else what the client accepts; JSON where it takes anything.

    Raises:
        BadQuery: `f` names another form.
        OtherForm: the client accepts neither.
    """
    asked = request.GET.get("f")
    if asked is not None:
        if asked not in (JSON, HTML):
            raise BadQuery("f", _("Tham số f chỉ nhận json hoặc html."))
        return asked
    accepted = request.headers.get("Accept", "")
    if not accepted or ("*/*" in accepted and not accepted.startswith("text/html")):
        return JSON
    for part in accepted.split(","):
        kind = part.partition(";")[0].strip()
        if kind in ("text/html", "text/*"):
            return HTML
        if kind in ("*/*", "application/*") or kind == "application/json" or kind.endswith("+json"):
            return JSON
    raise OtherForm()


def only(asked: QueryDict, known: Collection[str]) -> None:
    """Raises BadQuery for a parameter that the resource does not have, or one given twice."""
    for name, values in asked.lists():
        if name not in known:
            raise BadQuery(name, _("Không có tham số “%(name)s”.") % {"name": name[:60]})
        if len(values) > 1:
            raise BadQuery(name, _("Tham số “%(name)s” chỉ được ghi một lần.") % {"name": name[:60]})


def items_asked(asked: QueryDict, queryable: Collection[str]) -> Asked:
    """The page of features that an address asks for. Raises BadQuery."""
    only(asked, {*_ITEMS, *queryable})
    given = {name: str(value) for name, value in asked.items()}
    for name in ("bbox-crs", "crs"):
        if given.get(name, CRS84) != CRS84:
            raise BadQuery(name, _("Chỉ có hệ tọa độ %(crs)s (kinh độ, vĩ độ WGS84).") % {"crs": CRS84})
    since, until = days_of(given["datetime"]) if "datetime" in given else (None, None)
    return Asked(
        limit=min(whole("limit", given["limit"], 1), MOST) if "limit" in given else USUAL,
        box=box_of(given["bbox"]) if "bbox" in given else None,
        since=since, until=until, has_day="datetime" in given,
        cursor=whole("cursor", given["cursor"], 0) if "cursor" in given else 0,
        values={name: given[name] for name in given if name in queryable and name not in _ITEMS},
    )  # fmt: skip


def whole(name: str, text: str, least: int) -> int:
    """A whole number of a parameter. Raises BadQuery."""
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= DEEPEST):
        raise BadQuery(name, _("Tham số %(name)s phải là số nguyên từ %(least)d.") % {"name": name, "least": least})
    return int(text)


def box_of(text: str) -> Box:
    """A box of four numbers, or six with heights, which are left out. Raises BadQuery."""
    parts = text.split(",")
    figures = [float(part) for part in parts if _NUMBER.fullmatch(part.strip())]
    if len(figures) != len(parts) or len(parts) not in (4, 6) or not all(math.isfinite(one) for one in figures):
        raise BadQuery("bbox", _("bbox phải là 4 số: kinh độ tây, vĩ độ nam, kinh độ đông, vĩ độ bắc."))
    west, south, east, north = figures if len(figures) == 4 else [figures[place] for place in (0, 1, 3, 4)]
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise BadQuery("bbox", _("bbox phải theo độ WGS84: kinh độ −180…180, vĩ độ −90…90, nam trước bắc."))
    return Box(west, south, east, north)


def days_of(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The days of an instant or an interval (RFC 3339, `..` for an open end), in local days. Raises BadQuery."""
    first, slash, last = text.partition("/")
    since, until = _day(first, is_end=bool(slash)), _day(last if slash else first, is_end=bool(slash))
    if since is not None and until is not None and since > until:
        raise BadQuery("datetime", _("datetime: ngày đầu không được sau ngày cuối."))
    if since is None and until is None:
        raise BadQuery("datetime", _("datetime: hãy ghi ngày dạng 2026-11-22 hoặc khoảng 2026-01-01/.."))
    return since, until


def _day(text: str, *, is_end: bool) -> datetime.date | None:
    if is_end and text in ("", ".."):
        return None
    try:
        moment = parse_datetime(text) if "T" in text else None
        if moment is not None and moment.tzinfo is not None:
            return timezone.localtime(moment).date()
        if (day := parse_date(text)) is not None and len(text) == 10:
            return day
    except (ValueError, OverflowError):
        pass
    raise BadQuery("datetime", _("datetime: hãy ghi ngày dạng 2026-11-22 hoặc khoảng 2026-01-01/.."))
