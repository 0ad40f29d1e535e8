"""What every list page needs: one page of rows, the order asked for, the form asked for (page, Excel, print).

page = lists.page_of(request, rows, total=total)
rows = lists.ordered(request, rows, {"due": "due_on", "name": "name"}, default="due")
table = Table(_("Nhóm đơn vị"), columns, rows)
if (sheet := lists.sheet_of(request, table)) is not None:  # ?format=xlsx, ?format=print
    return sheet
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from honglam.toolkit.sheets import Column, Kind, Table, as_text, xlsx_response

PAGE_SIZE = 50
PRINT_LIMIT = 2000
XLSX, PRINT = "xlsx", "print"
_TO_THE_RIGHT = {Kind.NUMBER, Kind.MONEY, Kind.PERCENT}
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


def sheet_of(request: HttpRequest, table: Table) -> HttpResponseBase | None:
    """The whole list as a workbook or as a page to print where the address asks for one; nothing for the page itself.

    `table.rows` is everything that the filters leave; a query set is read piece by piece. On paper at most
    `PRINT_LIMIT` rows, without addresses.
    """
    form = form_of(request)
    if form == XLSX:
        return sheet(table)
    if form == PRINT:
        return _printed(request, table)
    return None


def sheet(table: Table) -> HttpResponseBase:
    """A list as a workbook named after its title and the day."""
    return xlsx_response(f"{table.title} {timezone.localdate():%Y-%m-%d}", [replace(table, rows=_streamed(table.rows))])


def _streamed(rows: Any) -> Any:
    return rows.iterator(chunk_size=500) if isinstance(rows, QuerySet) and rows._result_cache is None else rows


def _printed(request: HttpRequest, table: Table) -> HttpResponseBase:
    columns = [column for column in table.columns if column.kind != Kind.LINK]
    lines = [[_cell(column, row) for column in columns] for row in islice(_streamed(table.rows), PRINT_LIMIT + 1)]
    context = {
        "table": table,
        "columns": [(column.heading, _side(column)) for column in columns],
        "lines": lines[:PRINT_LIMIT],
        "is_cut": len(lines) > PRINT_LIMIT,
        "today": timezone.localdate(),
    }
    return render(request, "ui/list_print.html", context)


def _cell(column: Column, row: Any) -> tuple[str, str]:
    return as_text(column, column.value(row)), _side(column)


def _side(column: Column) -> str:
    return "number" if column.kind in _TO_THE_RIGHT else "date" if column.kind in {Kind.DATE, Kind.MOMENT} else ""
