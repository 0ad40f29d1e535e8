"""A register in one table: how many rows and which sums by one column – by sector, by place, by year of retirement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.db.models import Count, Sum
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import Listing
from honglam.engines.registers.listing.filters import YEAR
from honglam.engines.registers.listing.sight import states_of
from honglam.engines.registers.listing.tables import said
from honglam.engines.registers.pages.opening import of_register
from honglam.toolkit.numbers import format_number
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

Figures = dict[str, Decimal | int]


@dataclass
class Group:
    """The rows that share one value: what it is called, how many, the sums, the list of exactly these."""

    label: str
    count: int
    sums: Figures = field(default_factory=dict)
    url: str = ""
    written: list[tuple[str, str]] = field(default_factory=list)


@of_register("view")
def summary(request: PersonRequest, register: Register) -> HttpResponseBase:
    """Counts and sums of everything that the list's filters leave, by the column that `by` names."""
    listing = Listing(register, request.user, request.GET)
    offers = columns_to_group_by(listing)
    asked = request.GET.get("by", "")
    by = asked if asked in offers else next(iter(offers), "")
    sums = [name for name in register.totals if name in listing.sortable] if by not in register.computed else []
    groups = groups_of(listing, by, sums) if by else []
    if (sheet := lists.sheet_of(request, _table(listing, by, sums, groups))) is not None:
        return sheet
    for one in groups:
        one.written = [(register.label_of(name), format_number(one.sums.get(name) or 0)) for name in sums]
    label = str(register.label)
    query = _query(request)
    first, rest = listing.form.bars()
    return render(request, "registers/summary.html", {
        "register": register, "label": label[:1].upper() + label[1:], "listing": listing, "groups": groups, "by": by,
        "by_label": register.label_of(by) if by else "", "offers": [(name, register.label_of(name)) for name in offers],
        "heads": [register.label_of(name) for name in sums], "count": sum(one.count for one in groups),
        "sums": [(register.label_of(name), format_number(sum(one.sums.get(name) or 0 for one in groups)))
                 for name in sums], "form": listing.form,
        "first_filters": first, "more_filters": rest, "said": said(listing),
        "list_url": f"{reverse('registers:rows', args=[register.code])}?{query}",
    })  # fmt: skip


def columns_to_group_by(listing: Listing) -> list[str]:
    """Lists of words, units, yes and no, states, years that are worked out; never what a reader may not judge by."""
    register, sight = listing.register, listing.sight
    names = [name for name in ("state", *register.fields, "unit") if name in listing.sortable]
    found = [name for name in names if name == "state" or _has_few_values(register.model._meta.get_field(name))]
    declared = [name for name in register.filters if name in found]
    years = [name for name, one in register.computed.items() if one.mask == YEAR and sight.asks_between(name)]
    return list(dict.fromkeys([*declared, *years, *found]))


def groups_of(listing: Listing, by: str, sums: Iterable[str]) -> list[Group]:
    """The groups in the order of their column, rows without a value last; three queries at most."""
    register = listing.register
    if by in register.computed:
        return _by_year(listing, by)
    attribute = register.model._meta.get_field(by).attname  # type: ignore[union-attr]
    counts: Counter[Any] = Counter()
    totals: dict[Any, Figures] = defaultdict(dict)
    figures = {f"sum_{name}": Sum(name) for name in sums}
    for rows in (listing.present(), *([listing.former()] if listing.day else [])):
        for line in rows.values(attribute).annotate(count=Count("pk"), **figures):
            value = line[attribute]
            counts[value] += line["count"]
            for name in sums:
                totals[value][name] = totals[value].get(name, 0) + (line[f"sum_{name}"] or 0)
    return [
        Group(label, counts[value], totals[value], _address(listing, by, asked))
        for value, label, asked in _named(register, by, counts)
    ]


def _by_year(listing: Listing, by: str) -> list[Group]:
    computed = listing.register.computed[by]
    years: Counter[int | None] = Counter()
    for rows in (listing.present(), *([listing.former()] if listing.day else [])):
        for values in rows.values_list(*computed.of).iterator(chunk_size=5000):
            day = computed.value(SimpleNamespace(**dict(zip(computed.of, values, strict=True))))
            years[day.year if day is not None else None] += 1
    return [
        Group(str(year) if year is not None else _("không rõ"), count, url=_years(listing, by, year))
        for year, count in sorted(years.items(), key=lambda one: (one[0] is None, one[0] or 0))
    ]


def _named(register: Register, by: str, values: Iterable[Any]) -> list[tuple[Any, str, str]]:
    """Value, what it is called and how a filter asks for it, in order."""
    one: Any = register.model._meta.get_field(by)
    if one.is_relation:
        units: dict[Any, Any] = Unit.objects.in_bulk([value for value in values if value is not None])
        known = sorted(units.values(), key=lambda unit: unit.sort_key)
        found: list[tuple[Any, str, str]] = [(unit.pk, str(unit), unit.code) for unit in known]
    elif isinstance(one, models.BooleanField):
        found = [(value, _("có") if value else _("không"), "yes" if value else "no") for value in (True, False)]
    else:
        words = states_of(register) if by == "state" else {code: str(label) for code, label in one.flatchoices}
        found = [(code, label, str(code)) for code, label in words.items()]
    present = set(values)
    listed = [line for line in found if line[0] in present]
    rest = present - {line[0] for line in listed}
    return [*listed, *((value, str(value) if value not in (None, "") else _("chưa ghi"), "") for value in rest)]


def _has_few_values(one: Any) -> bool:
    if one.is_relation:
        return one.remote_field.model is Unit
    return bool(one.flatchoices) or isinstance(one, models.BooleanField)


def _address(listing: Listing, by: str, asked: str) -> str:
    """The list of a group's rows, where the list can be asked for them."""
    if not asked or by not in listing.form.fields:
        return ""
    return _list(listing, {by: asked})


def _years(listing: Listing, by: str, year: int | None) -> str:
    return _list(listing, {f"{by}_from": str(year), f"{by}_to": str(year)}) if year is not None else ""


def _list(listing: Listing, more: dict[str, str]) -> str:
    asked = listing.asked.copy()
    for name in ("by", "page", "format", "after"):
        asked.pop(name, None)
    for name, value in more.items():
        asked[name] = value
    return f"{reverse('registers:rows', args=[listing.register.code])}?{asked.urlencode()}"


def _query(request: PersonRequest) -> str:
    asked = request.GET.copy()
    for name in ("by", "page", "format"):
        asked.pop(name, None)
    return asked.urlencode()


def _table(listing: Listing, by: str, sums: list[str], groups: list[Group]) -> Table:
    register = listing.register
    columns = [
        Column(register.label_of(by) if by else "", lambda one: one.label, width=44),
        Column(_("Số dòng"), lambda one: one.count, Kind.NUMBER),
        *(Column(register.label_of(name), _taker(name), Kind.NUMBER) for name in sums),
    ]
    return Table(_("Tổng hợp: %(register)s") % {"register": register.label}, columns, groups, said(listing))


def _taker(name: str) -> Any:
    return lambda one: one.sums.get(name)
