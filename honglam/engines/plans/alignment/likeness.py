"""How alike two statements are: shared words, weighted by how rarely the plans use them.

Words are syllables and pairs of neighbouring syllables, because a Vietnamese word is mostly two of them ("chuyển đổi",
"hồ sơ"). Frame words ("tỷ lệ", "phấn đấu", "triển khai") are left out, abbreviations are written out. It follows
the idea of TF-IDF (Spärck Jones 1972) with Dice's coefficient (1945); it is from 0 to 1.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from honglam.engines.plans.alignment.vocabulary import ABBREVIATIONS, COUNTED, FRAME, SYNONYMS
from honglam.toolkit.text import fold

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?")
_ABBREVIATION = re.compile(
    r"(?<![\w-])(" + "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True)) + r")(?![\w-])"
)
_FIGURES = re.compile(r"\d[\d.,]*\s*%?")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """The folded statement with abbreviations written out and one wording for what has several."""
    folded = _ABBREVIATION.sub(lambda match: fold(ABBREVIATIONS[match[1]]), fold(text))
    for wording, other in SYNONYMS:
        folded = folded.replace(wording, other)
    return folded


@lru_cache(maxsize=20_000)
def terms(text: str) -> frozenset[str]:
    """The syllables and pairs of syllables of a statement that tell what it is about."""
    words = FRAME.sub(" | ", _FIGURES.sub(" | ", plain(text)))
    found: set[str] = set()
    for stretch in words.split("|"):
        syllables = _WORD.findall(stretch)
        found.update(syllables)
        found.update(f"{left} {right}" for left, right in pairwise(syllables))
    return frozenset(found)


def counted(text: str) -> str:
    """Who or what a statement counts: the class that its words name first; empty where they name none."""
    folded = plain(text)
    hits = [
        (match.start(), order, name)
        for order, (name, pattern) in enumerate(COUNTED)
        if (match := pattern.search(folded))
    ]
    return min(hits)[2] if hits else ""


class Likeness:
    """Compares statements of one pair of plans; built from all their lines, so that frequent words weigh little."""

    def __init__(self, lines: Iterable[str]) -> None:
        frequency: Counter[str] = Counter()
        total = 0
        for line in lines:
            frequency.update(terms(line))
            total += 1
        self._frequency = frequency
        self._total = max(total, 1)
        self._weights: dict[str, float] = {}
        self._masses: dict[frozenset[str], float] = {}

    def weight(self, term: str) -> float:
        """How much a term tells: rare terms more; a pair of syllables as much as a syllable of its rarity."""
        if term not in self._weights:
            self._weights[term] = math.log(1 + self._total / (1 + self._frequency[term]))
        return self._weights[term]

    def mass(self, found: Iterable[str]) -> float:
        """The weight of all terms together."""
        return sum(map(self.weight, found))

    def _whole_mass(self, found: frozenset[str]) -> float:
        """The mass of a whole statement, added up once: each is compared with all others."""
        if found not in self._masses:
            self._masses[found] = self.mass(found)
        return self._masses[found]

    def score(self, first: str, second: str) -> float:
        """How alike two statements are, from 0 to 1: 1 for the same words in any order."""
        left, right = terms(first), terms(second)
        if not left or not right:
            return 0.0
        common = self.mass(left & right)
        left_mass, right_mass = self._whole_mass(left), self._whole_mass(right)
        dice = 2 * common / (left_mass + right_mass)
        # A short statement that stands whole in a longer one says the same thing in fewer words.
        return 0.55 * dice + 0.45 * common / min(left_mass, right_mass)

    def carried(self, statement: str, text: str) -> float:
        """How much of a statement a (longer) text carries, from 0 to 1."""
        wanted = terms(statement)
        return self.mass(wanted & terms(text)) / self._whole_mass(wanted) if wanted else 0.0

    def alike_pairs(self, statements: Sequence[str], at_least: float) -> Iterator[tuple[int, int]]:
        """The places (i, j), i < j, in order, of all statements that are `at_least` alike; more than 0.55.

        A score of s needs a share of (s - 0.55) / 0.45 of the lighter statement in common, so the heaviest terms of
        one of the two, as many as weigh the rest and a little more, hold a common one (prefix filtering, Chaudhuri et
        al. 2006). Only statements that meet there are compared: a plan of 2,000 tasks is not two million comparisons.
        """
        share = (at_least - 0.55) / 0.45
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, statement in enumerate(statements):
            for term in terms(statement):
                places[term].append(place)
        meeting = {
            (min(place, other), max(place, other))
            for place, statement in enumerate(statements)
            for term in self._heaviest(terms(statement), share)
            for other in places[term]
            if other != place
        }
        for first, second in sorted(meeting):
            if self.score(statements[first], statements[second]) >= at_least:
                yield first, second

    def _heaviest(self, found: frozenset[str], share: float) -> Iterator[str]:
        """The heaviest terms without which less than `share` of the whole mass is left."""
        left = self._whole_mass(found)
        enough = share * left - 1e-9
        for term in sorted(found, key=self.weight, reverse=True):
            if left < enough:
                return
            yield term
            left -= self.weight(term)

    def carrying(self, statement: str, texts: TermPlaces, at_least: float) -> bool:
        """Whether one of many texts carries `at_least` so much of a statement (`carried`)."""
        near = {place for term in self._heaviest(terms(statement), at_least) for place in texts.places.get(term, ())}
        return any(self.carried(statement, texts.texts[place]) >= at_least for place in near)


class TermPlaces:
    """Texts with an index of where each term stands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for term in terms(text):
                self.places[term].append(place)
