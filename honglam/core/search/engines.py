"""The full text index of the database in use, behind one function.

Ranking is by tiers (`rules.tiers`), newest first inside a tier, and not by word statistics: a tier is read from its
newest entry on and left as soon as the page is full, so a word that stands in half of all entries costs no more than a
rare one.
"""

from __future__ import annotations

from itertools import islice

from django.db import connection
from django.db.models import QuerySet

from honglam.core.search.models import SearchEntry
from honglam.core.search.rules import Query, Term, Tier, tiers


def ranked_ids(entries: QuerySet[SearchEntry], query: Query, count: int) -> list[int]:
    """The ids of the best `count` entries that hold every term of the query, at most one query per tier."""
    narrow = _in_tier_of_postgresql if connection.vendor == "postgresql" else _in_tier_of_fts5
    found: dict[int, None] = {}
    for tier in tiers(query):
        if len(found) >= count:
            break
        # Entries of an earlier tier come up again; asking for that many more leaves room for new ones.
        ids = narrow(entries, query, tier).values_list("pk", flat=True)[: count + len(found)]
        found.update(dict.fromkeys(ids))
    return list(islice(found, count))


def _in_tier_of_fts5(entries: QuerySet[SearchEntry], query: Query, tier: Tier) -> QuerySet[SearchEntry]:
    spelling = "marked" if tier.exact else "plain"
    columns = f"title_{spelling}" if tier.in_title else f"title_{spelling} body_{spelling}"
    terms = [query.as_phrase] if tier.as_phrase else query.terms
    match = " AND ".join(f"{{{columns}}} : {_fts5(term, tier)}" for term in terms)
    table = SearchEntry._meta.db_table
    return entries.extra(
        tables=["search_fts"],
        where=["search_fts MATCH %s", f"search_fts.rowid = {table}.id"],
        params=[match],
        order_by=["-search_fts.rowid"],
    )


def _fts5(term: Term, tier: Tier) -> str:
    """A phrase of FTS5; folded words hold no quotes."""
    words = term.marked if tier.exact else term.plain
    return f'"{words}"' + (" *" if term.prefix else "")


def _in_tier_of_postgresql(entries: QuerySet[SearchEntry], query: Query, tier: Tier) -> QuerySet[SearchEntry]:
    vector = f"{'title' if tier.in_title else 'all'}_{'marked' if tier.exact else 'plain'}_vector"
    terms = [query.as_phrase] if tier.as_phrase else query.terms
    tsquery = " & ".join(_tsquery(term, tier) for term in terms)
    return entries.extra(where=[f"{vector} @@ to_tsquery('simple', %s)"], params=[tsquery]).order_by("-id")


def _tsquery(term: Term, tier: Tier) -> str:
    """A phrase of PostgreSQL; folded words hold no operators and no quotes."""
    words = [f"'{word}'" for word in (term.marked if tier.exact else term.plain).split()]
    return f"({' <-> '.join(words)}{':*' if term.prefix else ''})"
