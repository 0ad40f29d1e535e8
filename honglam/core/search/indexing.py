"""How objects go into the index and out of it, inside the transaction that writes the object."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from honglam.core.search.folding import BODY_LIMIT, folded_code, marked, plain
from honglam.core.search.models import SearchEntry, SearchEntryUnit
from honglam.core.search.registry import IndexRow, kind_of
from honglam.toolkit.text import nfc, squeeze

BATCH = 500
EXCERPT = 240


def index(
    *,
    obj_kind: str,
    object_id: int,
    title: str,
    url: str,
    body: str = "",
    code: str = "",
    unit_ids: Iterable[int] = (),
    for_everyone: bool = False,
    date: datetime.date | None = None,
) -> None:
    """Put one object into the index, or bring its entry up to date; call it in the transaction that writes the object.

    People find it whose reach covers one of the units; everybody who is signed in when `for_everyone`. UnknownKind for
    a kind that was never declared.
    """
    index_many(
        [
            IndexRow(
                obj_kind=obj_kind,
                object_id=object_id,
                title=title,
                url=url,
                body=body,
                code=code,
                unit_ids=tuple(unit_ids),
                for_everyone=for_everyone,
                date=date,
            )
        ]
    )


@transaction.atomic(savepoint=False)
def index_many(rows: Iterable[IndexRow]) -> int:
    """Put many objects into the index, a constant number of queries per 500; how many."""
    count = 0
    for batch in _batches(rows):
        _write(batch)
        count += len(batch)
    return count


@transaction.atomic
def forget(*, obj_kind: str, object_id: int) -> bool:
    """Take one object out of the index; whether it was there."""
    deleted, _by_model = SearchEntry.objects.filter(kind=obj_kind, object_id=object_id).delete()
    return bool(deleted)


def rebuild(obj_kind: str) -> int:
    """Fill the entries of one kind anew from its owner; how many there are. UnknownKind for an undeclared kind.

    Batch by batch, each in its own short transaction, so that people go on searching and writing meanwhile; entries
    that the owner no longer names go at the end.
    """
    seen: set[int] = set()
    for batch in _batches(kind_of(obj_kind).rebuild()):
        with transaction.atomic():
            _write(batch)
        seen.update(row.object_id for row in batch)
    known = SearchEntry.objects.filter(kind=obj_kind).values_list("object_id", flat=True)
    stale = iter([object_id for object_id in known if object_id not in seen])
    while gone := list(islice(stale, BATCH)):
        SearchEntry.objects.filter(kind=obj_kind, object_id__in=gone).delete()
    return len(seen)


def _batches(rows: Iterable[IndexRow]) -> Iterator[list[IndexRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        # The same object twice in one statement is an error of the database: the last one counts.
        yield list({(row.obj_kind, row.object_id): row for row in batch}.values())


def _write(rows: list[IndexRow]) -> None:
    for code in {row.obj_kind for row in rows}:
        kind_of(code)
    entries = SearchEntry.objects.bulk_create(
        [_entry(row) for row in rows],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=[
            "code",
            "title",
            "excerpt",
            "url",
            "date",
            "for_everyone",
            "code_folded",
            "title_marked",
            "title_plain",
            "body_marked",
            "body_plain",
        ],
    )
    SearchEntryUnit.objects.filter(entry__in=[entry.pk for entry in entries]).delete()
    SearchEntryUnit.objects.bulk_create(
        [
            SearchEntryUnit(entry=entry, unit_id=unit_id)
            for entry, row in zip(entries, rows, strict=True)
            for unit_id in dict.fromkeys(row.unit_ids)
        ]
    )


def _entry(row: IndexRow) -> SearchEntry:
    title, code, body = _clean(row.title), _clean(row.code), _clean(row.body)[:BODY_LIMIT]
    heading = f"{code} {title}"
    return SearchEntry(
        kind=row.obj_kind,
        object_id=row.object_id,
        code=code[:120],
        title=title[:500],
        excerpt=body[:EXCERPT],
        url=row.url,
        date=row.date,
        for_everyone=row.for_everyone,
        code_folded=folded_code(code)[:120],
        title_marked=marked(heading),
        title_plain=plain(heading),
        body_marked=marked(body),
        body_plain=plain(body),
    )


def _clean(text: str) -> str:
    """The text on one line, without the sign that PostgreSQL cannot store (broken fonts of PDF files bring it)."""
    return squeeze(nfc(text.replace("\x00", " ")))
