"""Finding names in a line whatever their tone placement, case, hyphens and commas, and knowing where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.lines import Line
from honglam.toolkit.text import fold

_IN_NUMBER = re.compile(r"\d[^\W_]*[/-](?:[^\s]*[/-])?$")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line, folded, with its place in the line."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text without punctuation, folded one by one."""
    return [Word(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


class Names:
    """Finds many names in a line at once: the longest name that begins at a word wins."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of a name as written and the key that a hit gives back."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name, key in names:
            words = tuple(word.folded for word in words_of(name))
            if words:
                self._by_first[words[0]].append((words, key))
        for group in self._by_first.values():
            group.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Key and place of every name in the text, left to right, without overlaps."""
        # What stands in the number of a document ("2455/BTTTT-TTCS") names nobody.
        words = [word for word in words_of(text) if not _IN_NUMBER.search(text[max(0, word.start - 12) : word.start])]
        at = 0
        while at < len(words):
            for wanted, key in self._by_first.get(words[at].folded, ()):
                if tuple(word.folded for word in words[at : at + len(wanted)]) == wanted:
                    yield key, words[at].start, words[at + len(wanted) - 1].end
                    at += len(wanted) - 1
                    break
            at += 1


def window(line: Line, start: int, end: int, *, around: int = 120) -> Source:
    """The sentence around a place of a line, at most `around` letters to either side, cut at words."""
    low, high = max(0, start - around), min(len(line.text), end + around)
    if low:
        low = line.text.find(" ", low, start) + 1 or low
    if high < len(line.text):
        high = line.text.rfind(" ", end, high)
        high = high if high > end else min(len(line.text), end + around)
    return line.source(low, high)
