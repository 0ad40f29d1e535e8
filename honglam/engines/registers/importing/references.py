"""What a written name points at: units by code or name, rows of other registers by their identity.

Names are looked up a batch at a time (`learn`), so that a thousand lines cost one query a column; what was found is
remembered within bounds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from honglam.core.organisations.matching import UnitMatcher
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import matches
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.importing import cells
from honglam.engines.registers.importing.cells import Parser
from honglam.engines.registers.importing.lookups import conditions
from honglam.toolkit.text import fold

MOST_REMEMBERED = 50_000
MOST_NAMED = 12
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a reference points at, and what it is shown as."""

    pk: int
    shown: str
    target: Any


class Units:
    """Units by code or name, as documents of one unit call them."""

    def __init__(self, issuer: Unit | None, on: datetime.date) -> None:
        self._issuer, self._on = issuer, on
        self._known: dict[str, Pointed | str] = {}
        self._matcher: UnitMatcher | None = None
        self._by_code: dict[str, Unit] | None = None

    def learn(self, keys: Iterable[Key]) -> None:
        """Nothing to prepare: all units are held."""

    def find(self, key: Key) -> Pointed:
        """The unit of a name. ValueError where it is none, or more than one may be meant."""
        name = str(key[0])
        if name not in self._known:
            if len(self._known) > MOST_REMEMBERED:
                self._known, self._matcher = {}, None
            self._known[name] = self._found(name)
        found = self._known[name]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _found(self, name: str) -> Pointed | str:
        if self._by_code is None:
            self._by_code = {unit.code: unit for unit in Unit.objects.valid_on(self._on)}
        if unit := self._by_code.get(name.lower()):
            return Pointed(unit.pk, str(unit), unit)
        if self._matcher is None:
            self._matcher = UnitMatcher.for_issuer(self._issuer, on=self._on)
        match = self._matcher.match(name)
        if match.is_certain and match.unit is not None and match.kind == "unit":
            return Pointed(match.unit.pk, str(match.unit), match.unit)
        names = "; ".join(str(one.unit) for one in match.candidates[:4] if one.unit is not None)
        if names:
            return _("Không rõ “%(text)s” là đơn vị nào. Có thể là: %(names)s. Hãy ghi đúng tên hoặc mã.") % {
                "text": name[:80], "names": names,
            }  # fmt: skip
        return _("Không có đơn vị “%(text)s”. Hãy ghi đúng tên hoặc mã đơn vị.") % {"text": name[:80]}


class Rows:
    """Standing rows of a register by identity; by what they are called where the whole identity is not written."""

    def __init__(
        self, register: Register, parts: Sequence[str], parsers: Sequence[Parser], by: Any = None
    ) -> None:  # fmt: skip
        self.register, self._by = register, by
        self.parts = tuple(parts)
        self._parsers = tuple(parsers)
        self._known: dict[Key, Pointed | str] = {}
        fields = [register.model._meta.get_field(name) for name in self.parts]
        self._attributes = [str(one.attname) for one in fields]  # type: ignore[union-attr]
        self._pointing = [one.name for one in register.model._meta.concrete_fields if one.is_relation
                          and one.name in register.fields]  # fmt: skip

    def learn(self, keys: Iterable[Key]) -> None:
        """Look all keys up that are not known yet: one query for a batch, and one for each name that it leaves open."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self._known]
        if len(self._known) + len(wanted) > MOST_REMEMBERED:
            self._known = {}
        read: dict[Key, Key] = {}
        for key in wanted:
            try:
                read[key] = self._read(key)
            except ValueError as error:
                self._known[key] = str(error)
        found = self._of_identities(list(read.values()))
        for key, values in read.items():
            pointed = found.get(_comparable(values))
            self._known[key] = pointed or (self._called(str(key[0])) if len(key) == 1 else self._nowhere(key))

    def find(self, key: Key) -> Pointed:
        """The row of a key that was learnt. ValueError where there is none, or more than one."""
        if key not in self._known:
            self.learn([key])
        found = self._known[key]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _read(self, key: Key) -> Key:
        if len(key) < len(self.parts):
            return (None,) * len(self.parts)  # a name in words, see `_called`
        values = []
        for cell, parse, name in zip(key, self._parsers, self.parts, strict=True):
            value = parse(cell)
            if value is None:
                label = self.register.label_of(name)
                raise ValueError(_("Thiếu “%(part)s” của %(register)s.") % {
                    "part": label, "register": self.register.label})  # fmt: skip
            values.append(value.pk if isinstance(value, Pointed) else value)
        return tuple(values)

    def _of_identities(self, keys: Sequence[Key]) -> dict[Key, Pointed]:
        keys = [key for key in keys if None not in key]
        found: dict[Key, Pointed] = {}
        for condition in conditions(self._attributes, keys):
            for row in self._standing().filter(condition):
                values = tuple(getattr(row, name) for name in self._attributes)
                found.setdefault(_comparable(values), Pointed(row.pk, str(row), row))
        return found

    def _standing(self) -> Any:
        rows: Any = self.register.model._default_manager
        if self._by is not None:
            rows = rows.visible_to(self._by, self.register.permission("view"))
        return rows.filter(ended_on__isnull=True).select_related(*self._pointing).order_by("pk")

    def _called(self, name: str) -> Pointed | str:
        """The one standing row that is called so, letter by letter after folding."""
        asked = fold(name)
        if asked:
            found = [row for row in self._standing().filter(matches(name))[:MOST_NAMED] if fold(str(row)) == asked]
            if len(found) == 1:
                return Pointed(found[0].pk, str(found[0]), found[0])
            if found:
                return _("Sổ %(register)s có nhiều dòng tên “%(name)s”. Hãy ghi %(identity)s thay cho tên.") % {
                    "register": self.register.label, "name": name[:80], "identity": self._identity(),
                }  # fmt: skip
        return self._nowhere((name,))

    def _nowhere(self, key: Key) -> str:
        written = ", ".join(str(cells.text(part) or "") for part in key)
        return _("Không có “%(text)s” trong sổ %(register)s. Hãy ghi đúng %(identity)s.") % {
            "text": written[:80], "register": self.register.label, "identity": self._identity(),
        }  # fmt: skip

    def _identity(self) -> str:
        return ", ".join(self.register.label_of(name).lower() for name in self.register.identity)


class Named:
    """Rows of a table that is no register: by their code, else by their name."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        names = {one.name for one in model._meta.concrete_fields}
        self._by = [name for name in ("code", "username", "name") if name in names]
        self._known: dict[Key, Pointed | str] = {}

    def learn(self, keys: Iterable[Key]) -> None:
        """Names are looked up one by one and remembered: such tables are short."""

    def find(self, key: Key) -> Pointed:
        """The row of a code or a name. ValueError where there is none, or more than one."""
        if key not in self._known:
            if len(self._known) > MOST_REMEMBERED:
                self._known = {}
            self._known[key] = self._found(str(cells.text(key[0]) or ""))
        found = self._known[key]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _found(self, name: str) -> Pointed | str:
        for column in self._by:
            rows = list(self.model._default_manager.filter(**{column: name})[:2])
            if len(rows) == 1:
                return Pointed(rows[0].pk, str(rows[0]), rows[0])
        return _("Không có “%(text)s” trong hệ thống. Hãy ghi đúng mã hoặc tên.") % {"text": name[:80]}


def _comparable(values: Key) -> Key:
    return tuple(value.normalize() if isinstance(value, Decimal) else value for value in values)


class Book:
    """Everything that the references of one register need, made once for a run; rows are those that `by` sees."""

    def __init__(self, issuer: Unit | None, on: datetime.date, by: Any = None) -> None:
        self.units, self._by = Units(issuer, on), by

    def finder(self, field: models.Field[Any, Any]) -> Units | Rows | Named:
        """What finds the objects that a column points at."""
        model = field.related_model
        assert isinstance(model, type)
        if model is Unit:
            return self.units
        other = register_of_model(model)
        return Named(model) if other is None else Rows(other, other.identity, self._parsers(other), self._by)

    def _parsers(self, other: Register) -> list[Parser]:
        return [self._parser(other.model._meta.get_field(name)) for name in other.identity]

    def _parser(self, field: Any) -> Parser:
        if not field.is_relation:
            return cells.parser_of(field)
        made: list[Units | Rows | Named] = []  # when it is first needed: a register's identity may point at itself

        def parse(cell: Any) -> Any:
            written = cells.line(cell)
            if written is None:
                return None
            if not made:
                made.append(self.finder(field))
            return made[0].find((written,))

        return parse
