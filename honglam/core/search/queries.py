"""Reads of search: what a person finds, and folded filters for lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from honglam.core.access.reach import reach_of
from honglam.core.search.engines import ranked_ids
from honglam.core.search.folding import folded_code, plain
from honglam.core.search.models import SearchEntry, SearchEntryUnit
from honglam.core.search.registry import SearchableKind, all_kinds, kind_of
from honglam.core.search.rules import parse

if TYPE_CHECKING:
    from honglam.core.access.models import User


# Nobody pages further than this; who does not find it in so many hits types another word.
DEEPEST = 1000
HEAVY = ("title_marked", "title_plain", "body_marked", "body_plain")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. Pages mark what was asked for with the filter `highlight` of the interface."""

    uid: UUID
    kind: str
    kind_label: str
    code: str
    title: str
    excerpt: str
    url: str
    date: Date | None


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for a text: the hits of one page, best first, and whether there are more behind them."""

    text: str
    hits: list[Hit]
    has_more: bool

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def groups(self) -> list[tuple[str, list[Hit]]]:
        """The hits by label of their kind, in the order in which the kinds first appear."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.kind_label, []).append(hit)
        return list(found.items())


def search(text: str, *, user: User, kinds: Sequence[str] | None = None, limit: int = 20, offset: int = 0) -> Results:
    """What this person may find for a text, `limit` hits from `offset` on; an empty text finds nothing.

    A code typed whole comes first; words with the same marks come before words without; the last word may be
    unfinished; words in double quotes stand together. UnknownKind for a kind that is not declared.
    """
    query = parse(text)
    if query.is_empty:
        return Results(text=text, hits=[], has_more=False)
    entries = visible_entries(user, kinds)
    wanted = min(offset, DEEPEST) + limit + 1
    by_code = entries.filter(code_folded=query.code).values_list("pk", flat=True)[:wanted] if query.code else []
    found = dict.fromkeys([*by_code, *ranked_ids(entries, query, wanted)])
    page = list(found)[offset : offset + limit]
    shown = SearchEntry.objects.defer(*HEAVY).in_bulk(page)
    return Results(text=text, hits=[_hit(shown[pk]) for pk in page], has_more=len(found) > offset + limit)


def suggest(text: str, *, user: User, limit: int = 8) -> Results:
    """A few hits while the person is still typing; nothing below two characters."""
    if len(plain(text)) < 2:
        return Results(text=text, hits=[], has_more=False)
    return search(text, user=user, limit=limit)


def visible_entries(user: User, kinds: Sequence[str] | None = None) -> QuerySet[SearchEntry]:
    """Every entry that this person may find, of some kinds or of all."""
    allowed = Q(pk__in=[])
    for kind in [kind_of(code) for code in kinds] if kinds else all_kinds():
        allowed |= Q(kind=kind.code) & _visible(kind, user)
    return SearchEntry.objects.filter(allowed)


def _visible(kind: SearchableKind, user: User) -> Q:
    nothing = Q(pk__in=[])
    if kind.visible is not None:
        rule = kind.visible(user)
        return nothing if rule is None else rule
    if not kind.permission:
        return Q(for_everyone=True)
    reach = reach_of(user, kind.permission)
    if reach.everything:
        return Q()
    links = SearchEntryUnit.objects.filter(reach.q("unit"), entry=OuterRef("pk"))
    return Q(for_everyone=True) | Q(Exists(links))


def _hit(entry: SearchEntry) -> Hit:
    return Hit(
        uid=entry.uid,
        kind=entry.kind,
        kind_label=str(kind_of(entry.kind).label),
        code=entry.code,
        title=entry.title,
        excerpt=entry.excerpt,
        url=entry.url,
        date=entry.date,
    )


def searchable_text(*texts: str) -> str:
    """What a model keeps in its own `search_text` column so that `matches` finds it; None and blanks are left out.

    Words without marks; codes once more without white space.
    """
    words = " ".join(plain(text) for text in texts if text)
    codes = " ".join(folded_code(text) for text in texts if text and "/" in text and len(text) < 60)
    return f" {words} {codes} ".rstrip() + " "


def matches(text: str, *, column: str = "search_text") -> Q:
    """A filter for lists: rows whose folded column has, for every typed word, a word that begins with it.

    The column is filled with `searchable_text`. An empty text keeps every row.
    """
    if "/" in text:
        return Q(**{f"{column}__contains": folded_code(text)})
    condition = Q()
    for word in plain(text).split()[:12]:
        condition &= Q(**{f"{column}__contains": f" {word}"})
    return condition
