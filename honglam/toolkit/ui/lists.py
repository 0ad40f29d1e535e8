"""What every list page needs: one page of rows, the order asked for, the form asked for (page, Excel, print).

page = lists.page_of(request, rows, total=total)
rows = lists.ordered(request, rows, {"due": "due_on", "name": "name"}, default="due")
if lists.form_of(request) == lists.XLSX: ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
PRINT_LIMIT = 2000
XLSX, PRINT = "xlsx", "print"
Rows = TypeVar("Rows", bound=QuerySet[Any])


class _Counted(Paginator):
    """A paginator that is told the total, so that it need not count."""

    def __init__(self, rows: Any, size: int, total: int) -> None:
        super().__init__(rows, size)
        self.__dict__["count"] = total


def page_of(request: HttpRequest, rows: Any, *, total: int | None = None, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that `?page=` asks for, the nearest one that exists; one query for the rows, one for the count where
    `total` is not given."""
    pages = Paginator(rows, size) if total is None else _Counted(rows, size, total)
    return pages.get_page(request.GET.get("page"))


def ordered(request: HttpRequest, rows: Rows, columns: Mapping[str, str | Sequence[str]], *, default: str) -> Rows:
    """The rows in the order of `?sort=` (`due`, `-due`), rows without a value last; `columns` maps names to fields.

    An unknown name means the default. The primary key settles ties, so that pages never overlap.
    """
    asked = request.GET.get("sort", "")
    name = asked if asked.removeprefix("-") in columns else default
    fields = columns[name.removeprefix("-")]
    descending = name.startswith("-")
    order = [
        F(field).desc(nulls_last=True) if descending else F(field).asc(nulls_last=True)
        for field in ([fields] if isinstance(fields, str) else fields)
    ]
    return rows.order_by(*order, "-pk" if descending else "pk")


def form_of(request: HttpRequest) -> str:
    """`xlsx` or `print` where the address asks for one of them, else an empty text: the page itself."""
    asked = request.GET.get("format", "")
    return asked if asked in (XLSX, PRINT) else ""


def in_batches(rows: QuerySet[Any], size: int = 500) -> Iterator[list[Any]]:
    """All rows, in lists of `size`, for exports that look something up for many rows at once."""
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
