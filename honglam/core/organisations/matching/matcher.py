"""The decision which unit a name means: exact keys first, place and issuer next, near spellings last, guesses never."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from honglam.core.organisations.matching.names import (
    Words,
    bare_words,
    digits_of,
    initials_of,
    is_plural,
    key_of,
    without_parentheses,
    words_of,
)
from honglam.core.organisations.matching.outsiders import indefinite_note, is_outside, split_indefinite_tail
from honglam.core.organisations.matching.place_phrases import PROVINCE, Place, PlaceBook
from honglam.core.organisations.matching.rows import DissolvedRow, GroupRow, NameMatch, Suggestion, UnitRow
from honglam.core.organisations.rules import GroupRule, members_of
from honglam.core.organisations.terms import COMMUNE_KINDS, GroupScope, Kind, Level

ACCEPTED_FROM = 0.93
"""A near spelling counts as the name from this score on, and only when the next best is clearly behind."""
CLEAR_LEAD = 0.04
SUGGESTED_FROM = 0.60
SUGGESTIONS = 6
_UNMARKED_SCORE = 0.97
_ELSEWHERE = 0.90
_FEW = 3
_SHORTEST = 4


class NameMatcher:
    """Matches names on plain rows, from the point of view of the unit that issued the document.

    Building costs one pass over the rows; a name costs a few dictionary look-ups, a near spelling one pass over the
    distinct keys. Answers are remembered, so a plan that names “Phòng VH-XH” forty times pays once.
    """

    def __init__(
        self,
        *,
        units: Sequence[UnitRow],
        groups: Sequence[GroupRow] = (),
        dissolved: Sequence[DissolvedRow] = (),
        function_names: Iterable[tuple[str, str]] = (),
        issuer: int | None = None,
    ) -> None:
        self.units = {unit.pk: unit for unit in units}
        self.province = next((unit for unit in units if unit.kind == Kind.PROVINCE), None)
        self.issuer = self.units.get(issuer) if issuer is not None else None
        self.issuer = self.issuer or self.province
        self.commune = self._commune_of(self.issuer)
        self.places = PlaceBook(units)
        self._function_names: dict[str, list[str]] = defaultdict(list)
        for function, name in function_names:
            self._function_names[function].append(name)
        self._by_key: dict[str, list[UnitRow]] = defaultdict(list)
        self._by_initials: dict[str, list[UnitRow]] = defaultdict(list)
        self._by_bare: dict[str, list[UnitRow]] = defaultdict(list)
        for unit in units:
            self._learn(unit)
        self._groups = self._group_keys(groups)
        self._dissolved: dict[str, DissolvedRow] = {}
        self._dissolved_bare: dict[str, DissolvedRow] = {}
        for row in dissolved:
            for name in (*row.names, row.name):
                self._dissolved[key_of(words_of(name))] = row
                self._dissolved_bare[key_of(bare_words(words_of(name)))] = row
        self._answers: dict[str, NameMatch] = {}

    def match(self, text: str) -> NameMatch:
        """What a name means. Never raises; an empty name is unknown."""
        if text not in self._answers:
            self._answers[text] = self._match(text)
        return self._answers[text]

    # How a name is found

    def _match(self, text: str) -> NameMatch:
        words = words_of(text)
        if not words:
            return NameMatch("unknown", note="Không có tên đơn vị.")
        plural = is_plural(text)
        found = self._known(words, plural)
        if found is None and "(" in text:
            found = self._known(words_of(without_parentheses(text)), plural)
        if found is None:
            found = self._named_part(text)
        if found is not None:
            return found
        if is_outside(words, self.places.province_name):
            return NameMatch("outside", score=1.0, note="Tổ chức ngoài hệ thống của tỉnh: chỉ đề nghị, không giao.")
        return self._near(words, text, plural)

    def _known(self, words: Words, plural: bool) -> NameMatch | None:
        """The answer for a name that is spelled as the organisation knows it."""
        group = self._group_for(key_of(words))
        if plural and group is not None:
            return self._as_group(group)
        ambiguous: NameMatch | None = None
        for index in (self._by_key, self._by_initials, self._by_bare):
            bare = index is self._by_bare
            for body, place in self.places.split(bare_words(words) if bare else words, plural=plural, bare=bare):
                answer = self._choose(index.get(key_of(body), ()), place, _UNMARKED_SCORE if bare else 1.0)
                if answer is not None and answer.kind != "unknown":
                    return answer
                ambiguous = ambiguous or answer
            if index is self._by_key and group is not None:
                return self._as_group(group)
            if row := self._former_body(words, bare=bare):
                return self._as_dissolved(row)
        return ambiguous

    def _named_part(self, text: str) -> NameMatch | None:
        """The answer for the body before a tail that names nobody (“Văn phòng và các ban, ngành liên quan”)."""
        named, tail = split_indefinite_tail(text)
        if not tail:
            return None
        found = self._known(words_of(named), is_plural(named))
        if found is None or found.kind not in ("unit", "group"):
            return None
        return replace(found, note=f"Phần “{tail}” không nêu rõ đơn vị nào; hãy thêm nếu cần.")

    def _former_body(self, words: Words, *, bare: bool) -> DissolvedRow | None:
        """The dissolved body of a name, with or without “tỉnh” and the province's name at its end."""
        known = self._dissolved_bare if bare else self._dissolved
        ways = [words]
        ways += [
            way for body, place in self.places.split(words) if place == PROVINCE for way in (body, (*body, "tỉnh"))
        ]
        keys = (key_of(bare_words(way) if bare else way) for way in ways)
        return next((known[key] for key in keys if key in known), None)

    def _choose(self, rows: Sequence[UnitRow], place: Place, score: float) -> NameMatch | None:
        """Which of the units under one key is meant at a place; unknown with candidates where that is open."""
        if not rows:
            return None
        if place.scope == "all_communes":
            return self._everywhere(rows, score)
        for fitting in self._by_nearness(rows, place):
            if len(fitting) == 1:
                return NameMatch("unit", unit=fitting[0].pk, units=(fitting[0].pk,), score=score)
            if fitting:
                same = {row.function for row in fitting}
                if place.scope == "own_commune" and self.commune is None and len(same) == 1:
                    return self._everywhere(fitting, score)
                return NameMatch(
                    "unknown",
                    candidates=tuple(Suggestion("unit", row.pk, _ELSEWHERE) for row in fitting[:SUGGESTIONS]),
                    note=f"Tên này có ở {len(fitting)} đơn vị; hãy chọn đúng đơn vị.",
                )
        return None

    def _by_nearness(self, rows: Sequence[UnitRow], place: Place) -> list[list[UnitRow]]:
        """The units that fit a place, the nearest to the issuer first."""
        if place.scope == "province":
            return [[row for row in rows if row.level == Level.PROVINCE]]
        if place.scope == "commune":
            return [[row for row in rows if row.path.startswith(place.path)]]
        own = [row for row in rows if self.commune is not None and row.path.startswith(self.commune.path)]
        if place.scope == "own_commune":
            return [own] if self.commune is not None else [[row for row in rows if row.level == Level.COMMUNE]]
        issuer_path = self.issuer.path if self.issuer else "/"
        beneath = [
            row
            for row in rows
            if row.path.startswith(issuer_path) and row.path.count("/") == issuer_path.count("/") + 1
        ]
        within = [row for row in rows if row.path.startswith(issuer_path) and self.issuer is not self.province]
        provincial = [row for row in rows if row.level == Level.PROVINCE]
        top = min((row.path.count("/") for row in provincial), default=0)
        return [beneath, within, own, [row for row in provincial if row.path.count("/") == top], list(rows)]

    def _everywhere(self, rows: Sequence[UnitRow], score: float) -> NameMatch | None:
        """The same body in every commune: “Công an các xã, phường”."""
        everywhere = [row for row in rows if row.level == Level.COMMUNE]
        if not everywhere:
            return None
        return NameMatch("group", units=tuple(row.pk for row in everywhere), score=score)

    # Near spellings

    def _near(self, words: Words, text: str, plural: bool) -> NameMatch:
        """Suggestions by likeness; the best is taken only when it is nearly equal and clearly ahead."""
        scored: dict[tuple[str, int], float] = {}
        for group, score in self._near_groups(key_of(words)):
            scored[("group", group.pk)] = max(score, scored.get(("group", group.pk), 0.0))
        for body, place in self.places.split(words, plural=plural):
            for rows, likeness in self._near_rows(body):
                answer = self._choose(rows, place, likeness)
                if answer is not None and answer.unit is not None:
                    scored[("unit", answer.unit)] = max(likeness, scored.get(("unit", answer.unit), 0.0))
                elif answer is not None and len(answer.candidates) <= _FEW:
                    for one in answer.candidates:
                        scored[("unit", one.pk)] = max(likeness * _ELSEWHERE, scored.get(("unit", one.pk), 0.0))
        ranked = sorted(scored.items(), key=lambda item: (-item[1], item[0]))[:SUGGESTIONS]
        suggestions = tuple(Suggestion(kind, pk, round(score, 3)) for (kind, pk), score in ranked)  # type: ignore[arg-type]
        note = indefinite_note(text)
        if suggestions and not note and self._is_clear(suggestions):
            return self._accept(suggestions)
        return NameMatch(
            "unknown", candidates=suggestions, note=note or "Chưa nhận ra đơn vị; hãy chọn trong danh sách."
        )

    def _near_rows(self, body: Words) -> Iterator[tuple[list[UnitRow], float]]:
        """Units under keys like the one of a body, with and without marks; names with other numbers are not alike."""
        for index, key, factor in (
            (self._by_key, key_of(body), 1.0),
            (self._by_bare, key_of(bare_words(body)), _UNMARKED_SCORE),
        ):
            if len(key) < _SHORTEST:
                continue
            near = process.extract(
                key, index.keys(), scorer=fuzz.ratio, limit=SUGGESTIONS, score_cutoff=SUGGESTED_FROM * 100
            )
            for known, percent, _index in near:
                if digits_of(known) in ("", digits_of(key)):
                    yield index[known], percent / 100 * factor

    @staticmethod
    def _is_clear(suggestions: Sequence[Suggestion]) -> bool:
        """Whether the best suggestion is nearly equal to the name and clearly ahead of the next."""
        behind = suggestions[1].score if len(suggestions) > 1 else 0.0
        return suggestions[0].score >= ACCEPTED_FROM and suggestions[0].score - behind >= CLEAR_LEAD

    def _accept(self, suggestions: tuple[Suggestion, ...]) -> NameMatch:
        best = suggestions[0]
        if best.kind == "group":
            row = next(row for rows in self._groups.values() for row in rows if row.pk == best.pk)
            return replace(self._as_group(row), score=best.score, candidates=suggestions)
        return NameMatch("unit", unit=best.pk, units=(best.pk,), score=best.score, candidates=suggestions)

    def _near_groups(self, key: str) -> list[tuple[GroupRow, float]]:
        near = process.extract(key, self._groups.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=SUGGESTED_FROM * 100)
        return [(row, percent / 100) for known, percent, _index in near if (row := self._group_for(known))]

    # Groups and dissolved bodies

    def _group_for(self, key: str) -> GroupRow | None:
        """The group under a key whose scope lies nearest to the issuer."""
        rows = self._groups.get(key, [])
        order = [GroupScope.PROVINCE]
        if self.commune is not None:
            order = [GroupScope.COMMUNE, GroupScope.ISSUER, GroupScope.PROVINCE]
        elif self.issuer is not self.province:
            order = [GroupScope.ISSUER, GroupScope.PROVINCE]
        for scope in order:
            for row in rows:
                if row.scope == scope:
                    return row
        return None

    def _as_group(self, row: GroupRow) -> NameMatch:
        anchor = {
            GroupScope.PROVINCE: self.province,
            GroupScope.COMMUNE: self.commune,
            GroupScope.ISSUER: self.issuer,
        }[GroupScope(row.scope)]
        members = members_of(
            GroupRule.from_json(row.rule),
            anchor_path=anchor.path if anchor else "/",
            units=self.units.values(),
            included=row.included,
            excluded=row.excluded,
        )
        note = "" if members else "Nhóm chưa có đơn vị nào."
        return NameMatch("group", group=row.pk, units=tuple(unit.pk for unit in members), score=1.0, note=note)

    def _as_dissolved(self, row: DissolvedRow) -> NameMatch:
        names = ", ".join(self.units[pk].name for pk in row.successors[:5] if pk in self.units)
        more = f" và {len(row.successors) - 5} đơn vị khác" if len(row.successors) > 5 else ""
        heirs = f" Kế thừa: {names}{more}." if names else ""
        return NameMatch(
            "dissolved",
            dissolved=row.pk,
            units=row.successors,
            score=1.0,
            candidates=tuple(Suggestion("unit", pk, _ELSEWHERE) for pk in row.successors[:SUGGESTIONS]),
            note=f"{row.name} không còn hoạt động.{heirs}{' ' + row.note if row.note else ''}",
        )

    # What is known

    def _commune_of(self, unit: UnitRow | None) -> UnitRow | None:
        """The commune that a unit is or stands in."""
        if unit is None:
            return None
        return next(
            (row for row in self.units.values() if row.kind in COMMUNE_KINDS and unit.path.startswith(row.path)), None
        )

    def _learn(self, unit: UnitRow) -> None:
        """Put a unit under the keys of all its names, each without the unit's own place at its end."""
        names = {unit.name, unit.short_name, *unit.names, *self._function_names.get(unit.function, ())} - {""}
        bodies: set[Words] = set()
        for name in names:
            words = words_of(name)
            own = {body for body, place in self.places.split(words) if body and self._is_own_place(unit, place)}
            bodies |= own or {words}
        if unit.kind in COMMUNE_KINDS or unit.kind == Kind.PROVINCE:
            bodies |= {(), words_of("Ủy ban nhân dân")}
        for body in bodies:
            self._put(self._by_key, key_of(body), unit)
            self._put(self._by_bare, key_of(bare_words(body)), unit)
            for initials in initials_of(body):
                self._put(self._by_initials, initials, unit)

    def _is_own_place(self, unit: UnitRow, place: Place) -> bool:
        if place.scope == "province":
            return unit.level == Level.PROVINCE
        if place.scope == "commune":
            return unit.path.startswith(place.path)
        return place.scope == "own_commune" and unit.level == Level.COMMUNE

    @staticmethod
    def _put(index: dict[str, list[UnitRow]], key: str, unit: UnitRow) -> None:
        if unit not in index[key]:
            index[key].append(unit)

    @staticmethod
    def _group_keys(groups: Iterable[GroupRow]) -> dict[str, list[GroupRow]]:
        keys: dict[str, list[GroupRow]] = defaultdict(list)
        for row in groups:
            for name in {row.name, *row.names}:
                keys[key_of(words_of(name))].append(row)
        return keys
