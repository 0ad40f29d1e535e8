"""The full text index of the database in use, behind one function."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BooleanField, FloatField, QuerySet, Value
from django.db.models.expressions import RawSQL

from honglam.core.search.models import SearchEntry
from honglam.core.search.rules import Query, Term

# Weights of title with marks, title without, body with, body without: titles before bodies.
_WEIGHTS = (6.0, 4.0, 2.0, 1.0)


def ranked(entries: QuerySet[SearchEntry], query: Query) -> QuerySet[SearchEntry]:
    """The entries that hold every term of the query, best first.

    Where marks were typed, entries with exactly these marks come before all others; then titles before bodies and rare
    words before frequent ones; among equals the newer.
    """
    narrow = _ranked_by_postgresql if connection.vendor == "postgresql" else _ranked_by_fts5
    found: QuerySet[Any] = narrow(entries, query)
    return found.order_by("-exact", "-score", "-id")


def _ranked_by_fts5(entries: QuerySet[SearchEntry], query: Query) -> QuerySet[Any]:
    every_plain = " AND ".join(f"{{title_plain body_plain}} : {_fts5(term, term.plain)}" for term in query.terms)
    exact: Any = Value(False, output_field=BooleanField())
    if query.has_marks:
        every_marked = " AND ".join(
            f"{{title_marked body_marked}} : {_fts5(term, term.marked)}" for term in query.terms
        )
        exact = RawSQL(
            "search_fts.rowid IN (SELECT rowid FROM search_fts WHERE search_fts MATCH %s)",
            (every_marked,),
            output_field=BooleanField(),
        )
    table = SearchEntry._meta.db_table
    return entries.extra(
        tables=["search_fts"],
        where=["search_fts MATCH %s", f"search_fts.rowid = {table}.id"],
        params=[every_plain],
    ).annotate(exact=exact, score=RawSQL("-bm25(search_fts, %s, %s, %s, %s)", _WEIGHTS, output_field=FloatField()))


def _fts5(term: Term, words: str) -> str:
    """A phrase of FTS5; folded words hold no quotes."""
    return f'"{words}"' + (" *" if term.prefix else "")


def _ranked_by_postgresql(entries: QuerySet[SearchEntry], query: Query) -> QuerySet[Any]:
    every_plain = " & ".join(_tsquery(term, term.plain) for term in query.terms)
    exact: Any = Value(False, output_field=BooleanField())
    if query.has_marks:
        every_marked = " & ".join(_tsquery(term, term.marked) for term in query.terms)
        exact = RawSQL("marked_vector @@ to_tsquery('simple', %s)", (every_marked,), output_field=BooleanField())
    score = RawSQL("ts_rank(plain_vector, to_tsquery('simple', %s), 1)", (every_plain,), output_field=FloatField())
    return entries.extra(where=["plain_vector @@ to_tsquery('simple', %s)"], params=[every_plain]).annotate(
        exact=exact, score=score
    )


def _tsquery(term: Term, words: str) -> str:
    """A phrase of PostgreSQL; folded words hold no operators and no quotes."""
    first, *others = [f"'{word}'" for word in words.split()]
    phrase = " <-> ".join([first, *others])
    return f"({phrase}:*)" if term.prefix else f"({phrase})"
