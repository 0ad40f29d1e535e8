"""The place at the end of a name: “tỉnh”, “xã”, “phường Sông Trí”, “Hà Tĩnh”.

A name is read as a body and a place: “Công an” + “xã Đồng Lộc”. Which body is meant then follows from the place, or
from who issued the document where the place is only “xã”.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from honglam.core.organisations.matching.names import Words, bare_words, words_of
from honglam.core.organisations.matching.rows import UnitRow
from honglam.core.organisations.terms import COMMUNE_KINDS, Kind

Scope = Literal["none", "province", "own_commune", "commune", "all_communes"]

_PROVINCE_WORDS = ("tỉnh", "cấp tỉnh", "toàn tỉnh", "trên địa bàn tỉnh", "của tỉnh")
_OWN_COMMUNE_WORDS = ("xã", "phường", "đặc khu", "trên địa bàn xã", "trên địa bàn phường", "xã phường")
_ALL_COMMUNE_WORDS = (
    "cấp xã",
    "xã phường",
    "xã phường đặc khu",
    "xã phường trên địa bàn tỉnh",
    "xã phường trên địa bàn",
)
_COMMUNE_HEADS = ("xã", "phường", "đặc khu")


@dataclass(frozen=True)
class Place:
    """A place that a name ends with; `path` is that of the commune for the scope `commune`."""

    scope: Scope
    path: str = ""


NO_PLACE = Place("none")
PROVINCE = Place("province")
OWN_COMMUNE = Place("own_commune")
ALL_COMMUNES = Place("all_communes")


class PlaceBook:
    """The place phrases of one province: its name, the names of its communes, and the general words."""

    def __init__(self, units: Iterable[UnitRow]) -> None:
        self._phrases: dict[Words, Place] = {}
        self.province_name: Words = ()
        own: dict[Words, Place] = {}
        for unit in units:
            if unit.kind == Kind.PROVINCE:
                self.province_name = _after_head(unit, ("tỉnh", "thành phố"))
                self._learn(own, self.province_name, PROVINCE, ("tỉnh",))
            elif unit.kind in COMMUNE_KINDS:
                self._learn(own, _after_head(unit, _COMMUNE_HEADS), Place("commune", unit.path), _COMMUNE_HEADS)
        for phrases, place in ((_OWN_COMMUNE_WORDS, OWN_COMMUNE), (_PROVINCE_WORDS, PROVINCE)):
            self._phrases.update({words_of(phrase): place for phrase in phrases})
        self._all_communes = {words_of(phrase) for phrase in _ALL_COMMUNE_WORDS}
        self._phrases.update(own)
        self._longest = max(map(len, (*self._phrases, *self._all_communes)), default=1)
        self._bare = {bare_words(phrase): place for phrase, place in self._phrases.items()}
        self._bare_all_communes = {bare_words(phrase) for phrase in self._all_communes}

    def split(self, words: Words, *, plural: bool = False, bare: bool = False) -> list[tuple[Words, Place]]:
        """Every way to read words as a body and a place, the longest place first, the whole as a body last.

        `bare` words have no marks; a place whose name then equals another's is the one that was read last.
        """
        phrases, everywhere = (self._bare, self._bare_all_communes) if bare else (self._phrases, self._all_communes)
        ways: list[tuple[Words, Place]] = []
        for length in range(min(self._longest, len(words)), 0, -1):
            tail = words[-length:]
            if plural and tail in everywhere:
                ways.append((words[:-length], ALL_COMMUNES))
            elif tail in phrases:
                ways.append((words[:-length], phrases[tail]))
        return [*ways, (words, NO_PLACE)]

    @staticmethod
    def _learn(into: dict[Words, Place], bare: Words, place: Place, heads: Sequence[str]) -> None:
        if not bare:
            return
        into[bare] = place
        for head in heads:
            into[(*words_of(head), *bare)] = place


def _after_head(unit: UnitRow, heads: Sequence[str]) -> Words:
    """The name of a place without the word that says what it is."""
    words = words_of(unit.short_name or unit.name)
    for head in heads:
        head_words = words_of(head)
        if words[: len(head_words)] == head_words and len(words) > len(head_words):
            return words[len(head_words) :]
    return words
