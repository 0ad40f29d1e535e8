"""The rows that are left of a register for one reader and one address: keys first, in their order, then the rows.

Keys are read apart from rows, so that sorting a large table carries two narrow columns, and so that present rows and
former states (“as of a day”) are one list. Nothing counts further than `MOST_COUNTED` unless the reader asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, IntegerField, Q, QuerySet, Sum, Value
from django.http import QueryDict

from honglam.core.search.queries import matches
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.listing.filters import FilterForm
from honglam.engines.registers.listing.ordering import Order, order_of
from honglam.engines.registers.listing.sight import sight_of
from honglam.toolkit.identifiers import uuid_of

PAGE_SIZE = 50
MOST_COUNTED = 10_000
"""Rows that are counted and paged through by number; behind them one goes on window by window."""
LONGEST_TEXT = 200
Key = tuple[int, int]
"""Whether it is a former state (1) or a present row (0), and the primary key in its table."""


class Listing:
    """One register as one person asks for it. `asked` is the query of an address."""

    def __init__(
        self, register: Register, user: Any, asked: QueryDict, *, unmask: bool = False, every_column: bool = False,
        with_geometry: bool = False,
    ) -> None:  # fmt: skip
        self.register = register
        self.asked = asked
        self.with_geometry = with_geometry
        self.sight = sight_of(register, user, unmask=unmask)
        self.form = FilterForm(self.sight, asked)
        self.text = asked.get("q", "").strip()[:LONGEST_TEXT]
        offered = self.sight.columns()
        chosen = [name for name in offered if name in asked.getlist("col")]
        declared = [name for name in register.columns if name in offered]
        self.columns = offered if every_column else chosen or declared or offered[:1]
        self.offered = offered
        self.sortable = [name for name in offered if self.sight.judges(name)]
        self.order: Order = order_of(register, asked.get("sort", ""), self.sortable)

    @property
    def day(self) -> Any:
        """The past day as of which the list is asked for, or None."""
        return self.form.day

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is searched or filtered."""
        return bool(self.text or self.form.said())

    @cached_property
    def condition(self) -> Q:
        """What a row must be to stand in the list, apart from the day."""
        condition = self.sight.reach.q("unit") & self.form.condition()
        if not self.text:
            return condition
        whole = Q() if self.day else self._keys_typed_whole()
        if whole and self.register.model._default_manager.filter(condition & whole).exists():
            return condition & whole
        return condition & matches(self.text)

    def _keys_typed_whole(self) -> Q:
        """Rows whose key is exactly the text, by indexed columns only: a code typed whole comes at once, and alone."""
        spellings = {self.text, self.text.upper(), self.text.lower()}
        condition = Q()
        for name in self.register.identity:
            if name in self.sortable and is_indexed(self.register, name):
                condition |= Q(**{f"{name}__in": spellings})
        return condition

    def present(self) -> QuerySet[Any]:
        """The present rows of the list, in no order."""
        rows: Any = self.register.model._default_manager.filter(self.condition)
        return (rows.holding_on(self.day) if self.day else rows).order_by()

    def former(self) -> QuerySet[Any]:
        """The former states that held on the day, in no order; none where no day is asked for."""
        states: Any = self.register.versions._default_manager
        return (states.filter(self.condition).former_on(self.day) if self.day else states.none()).order_by()

    def keys(self) -> QuerySet[Any]:
        """(former, pk, _sort) of everything, in order."""
        present = self._keyed(self.present(), 0)
        everything = present.union(self._keyed(self.former(), 1), all=True) if self.day else present
        return everything.order_by(*self.order.by())

    @cached_property
    def counted(self) -> int:
        """How many rows there are, `MOST_COUNTED` + 1 where there are more."""
        return min(self.count_upto(MOST_COUNTED + 1), MOST_COUNTED + 1)

    @property
    def is_long(self) -> bool:
        """Whether there are more rows than are counted."""
        return self.counted > MOST_COUNTED

    def count_upto(self, most: int) -> int:
        """How many rows there are, at most `most`: the database stops there."""
        found: int = self.present().values("pk")[:most].count()
        return found if not self.day or found >= most else found + self.former().values("pk")[: most - found].count()

    def count(self) -> int:
        """How many rows there are, however many."""
        return int(self.present().count() + (self.former().count() if self.day else 0))

    def totals(self) -> dict[str, Decimal | int | None]:
        """The sums of the declared columns over everything that is filtered."""
        columns = [name for name in self.register.totals if name in self.sortable]
        if not columns:
            return {}
        sums = {name: Sum(name) for name in columns}
        found = self.present().aggregate(**sums)
        if not self.day:
            return found
        before = self.former().aggregate(**sums)
        return {
            name: None if found[name] is None and before[name] is None else (found[name] or 0) + (before[name] or 0)
            for name in columns
        }

    def page(self, number: str | None) -> Page[Any]:
        """A page of the rows that can be paged by number; `after` in the address begins behind a row."""
        pages: Paginator[Any] = Paginator(_Window(self), PAGE_SIZE)  # type: ignore[arg-type]
        pages.__dict__["count"] = min(self._pageable, MOST_COUNTED)
        return pages.get_page(number)

    @property
    def is_cut(self) -> bool:
        """Whether there are rows behind those that are paged by number."""
        return self._pageable > MOST_COUNTED

    @cached_property
    def _pageable(self) -> int:
        if self._behind is None:
            return self.counted
        return int(self._behind.order_by().values("pk")[: MOST_COUNTED + 1].count())

    @cached_property
    def _behind(self) -> QuerySet[Any] | None:
        """The keys behind the row that `after` names; only of the present, and only of a row that is there."""
        uid = None if self.day else uuid_of(self.asked.get("after"))
        if uid is None:
            return None
        keyed = self._keyed(self.present(), 0)
        row = keyed.filter(uid=uid).first()
        if row is None:
            return None
        pk, sort = row[1], row[2]
        return keyed.filter(self.order.beyond(sort, pk)).order_by(*self.order.by())

    @property
    def is_behind(self) -> bool:
        """Whether the list begins behind a row and not at its start."""
        return self._behind is not None

    def window(self, start: int, stop: int) -> list[Any]:
        """The rows from one place to another."""
        keys = self.keys() if self._behind is None else self._behind
        return self.fetch([(former, pk) for former, pk, _sort in keys[start:stop]])

    def each(self) -> Iterator[Any]:
        """Every row in order, read in batches; memory does not grow with them."""
        keys = ((former, pk) for former, pk, _sort in self.keys().iterator(chunk_size=2000))
        while batch := list(islice(keys, 500)):
            yield from self.fetch(batch)

    def fetch(self, keys: list[Key]) -> list[Any]:
        """The rows of some keys, with everything that their cells name, in the order of the keys."""
        found: dict[Key, Any] = {}
        for former, model in ((0, self.register.model), (1, self.register.versions)):
            wanted = [pk for kind, pk in keys if kind == former]
            if wanted:
                rows = model._default_manager.select_related(*named_with(self.register)).defer("search_text")
                rows = rows.defer("geometry") if self.register.is_located and not self.with_geometry else rows
                found |= {(former, pk): row for pk, row in rows.in_bulk(wanted).items()}
        return [found[key] for key in keys if key in found]

    def _keyed(self, rows: QuerySet[Any], former: int) -> QuerySet[Any]:
        sort = self.order.expression if self.order.expression is not None else Value("", output_field=CharField())
        return rows.annotate(_former=Value(former, output_field=IntegerField()), _sort=sort).values_list(
            "_former", "pk", "_sort"
        )


class _Window:
    """What a paginator cuts its page from."""

    ordered = True

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    def __len__(self) -> int:
        return self._listing.counted

    def __getitem__(self, part: slice) -> list[Any]:
        return self._listing.window(part.start, part.stop)


def is_indexed(register: Register, name: str) -> bool:
    """Whether the database finds rows by a column of text without reading all of them."""
    meta = register.model._meta
    field: Any = meta.get_field(name)
    is_text = isinstance(field, CharField)
    first = [list(one.fields)[:1] for one in (*meta.indexes, *meta.constraints) if getattr(one, "fields", None)]
    return is_text and bool(field.db_index or field.unique or [name] in first)


def named_with(register: Register) -> list[str]:
    """The references that cells need, and those of other registers' rows that the names of these may speak of."""
    names = ["unit", "recorded_by"]
    for name, field in register.fields.items():
        if field.is_relation:
            names.append(name)
            other = register_of_model(field.related_model)  # type: ignore[arg-type]
            if other is not None:
                names += [f"{name}__{inner}" for inner, one in other.fields.items() if one.is_relation]
    return names
