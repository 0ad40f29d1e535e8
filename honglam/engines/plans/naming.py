"""Names of units as people type or paste them, in one cell: “Xã Bắc Sơn; Sở KHCN”, “các xã, phường”, a code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.organisations.matching import Match, UnitMatcher
from honglam.core.organisations.models import Unit

_SURE_BETWEEN = re.compile(r"[;\n]")
_PERHAPS_BETWEEN = re.compile(r"[,;\n]|\s+và\s+")
MOST_SUGGESTED = 3


@dataclass(slots=True)
class NamedUnits:
    """The units that a text names, each once by key; the words that mean them; what is wrong with the rest."""

    units: dict[int, Unit] = field(default_factory=dict)
    wording: dict[int, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


class UnitNames:
    """Whom names mean in a document of one issuer, today. Nine queries, however many names."""

    def __init__(self, issuer: Unit) -> None:
        self.issuer = issuer
        self._matcher = UnitMatcher.for_issuer(issuer)
        units = list(Unit.objects.valid_on(timezone.localdate()))
        self._by_code = {unit.identifier.lower(): unit for unit in units if unit.identifier}
        self._by_code |= {unit.code.lower(): unit for unit in units}
        self._known: dict[str, NamedUnits] = {}

    def unit_of(self, text: str) -> Unit | None:
        """The one unit that a text surely means, by code or name; nothing for groups and doubtful names."""
        if unit := self._by_code.get(text.strip().lower()):
            return unit
        match = self._matcher.match(text) if text.strip() else None
        return match.unit if match is not None and match.is_certain and match.kind == "unit" else None

    def named(self, text: str) -> NamedUnits:
        """Whom a cell names: names stand behind semicolons or line breaks; behind commas where every part is a name.

        “Các xã, phường” is one name although it holds a comma, so the whole is tried first.
        """
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> NamedUnits:
        named = NamedUnits()
        for part in filter(None, map(str.strip, _SURE_BETWEEN.split(text))):
            if self._take(named, part):
                continue
            pieces = [piece for piece in map(str.strip, _PERHAPS_BETWEEN.split(part)) if piece]
            trial = NamedUnits()
            if len(pieces) > 1 and all(self._take(trial, piece) for piece in pieces):
                named.units |= trial.units
                named.wording |= trial.wording
            else:
                named.errors.append(refusal(self._matcher.match(part)))
        return named

    def _take(self, named: NamedUnits, name: str) -> bool:
        unit = self._by_code.get(name.lower())
        match = None if unit else self._matcher.match(name)
        if match is not None and not match.is_certain:
            return False
        for one in [unit] if unit else match.units if match else ():
            named.units.setdefault(one.pk, one)
            named.wording.setdefault(one.pk, str(one) if unit else name)
        return True


def refusal(match: Match) -> str:
    """Why a name cannot be used, and which names it may mean."""
    labels = [str(one.unit or one.group) for one in match.candidates[:MOST_SUGGESTED] if one.unit or one.group]
    if labels and match.kind == "unknown":
        names = ", ".join(f"“{label}”" for label in labels)
        return _("Chưa rõ “%(name)s” là đơn vị nào. Gần nhất: %(names)s.") % {"name": match.text[:120], "names": names}
    if match.note and match.kind != "unknown":
        return _("“%(name)s”: %(note)s") % {"name": match.text[:120], "note": match.note}
    return _("Không có đơn vị nào tên “%(name)s”. Hãy ghi tên hoặc mã như trong danh mục đơn vị.") % {
        "name": match.text[:120]
    }
