"""Pure decisions of search: what a typed text asks for, and what is a better hit than what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from honglam.core.search.folding import folded_code, marked, plain

_QUOTED = re.compile(r'"([^"]*)"')
MAX_TERMS = 12
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of folded words, with marks and without; `prefix` when its last word may go on."""

    marked: str
    plain: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a typed text asks for: every term must be found; `code` is the whole text read as a code."""

    terms: tuple[Term, ...]
    code: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not self.terms

    @property
    def has_marks(self) -> bool:
        """Whether the person took the trouble to type marks, so that their exact spelling is meant."""
        return any(term.marked != term.plain for term in self.terms)

    @property
    def as_phrase(self) -> Term:
        """All terms as one phrase, in the order they were typed."""
        return Term(
            marked=" ".join(term.marked for term in self.terms),
            plain=" ".join(term.plain for term in self.terms),
            prefix=self.terms[-1].prefix,
        )


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of hits: spelled exactly as typed or without regard to marks, in the title or anywhere, as one phrase."""

    exact: bool
    in_title: bool
    as_phrase: bool


def tiers(query: Query) -> list[Tier]:
    """The classes of hits for a query, best first; each holds the ones after it that are spelled alike.

    Exact marks come before everything else where marks were typed; the title before the body; the words together
    before the words apart.
    """
    spellings = [True, False] if query.has_marks else [False]
    phrase = [True, False] if len(query.terms) > 1 else [False]
    places = [(True, as_phrase) for as_phrase in phrase] + [(False, False)]
    return [Tier(exact, in_title, as_phrase) for exact in spellings for in_title, as_phrase in places]


def parse(text: str) -> Query:
    """Read what a person typed: words, "exact phrases" in quotes, the last word unfinished.

    Only the first 200 characters and twelve terms count.

    >>> [term.plain for term in parse('"nông thôn mới" chuyển đổi').terms]
    ['nong thon moi', 'chuyen', 'doi']
    """
    text = text[:MAX_TEXT]
    terms: list[Term] = []
    position = 0
    for match in _QUOTED.finditer(text):
        terms += _words(text[position : match.start()])
        if plain(match.group(1)):
            terms.append(Term(marked(match.group(1)), plain(match.group(1))))
        position = match.end()
    tail = _words(text[position:].replace('"', " "))
    if tail:
        tail[-1] = Term(tail[-1].marked, tail[-1].plain, prefix=True)
    terms += tail
    return Query(terms=tuple(terms[:MAX_TERMS]), code=folded_code(text))


def _words(text: str) -> list[Term]:
    return [Term(word, plain(word)) for word in marked(text).split()]
