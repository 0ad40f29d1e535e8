"""Tables as downloads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from honglam.toolkit.sheets.writing import Table, csv_lines, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(filename: str, tables: Iterable[Table]) -> FileResponse:
    """A download of the tables as one workbook; the name may be Vietnamese, ".xlsx" is added where it is missing."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(spool, tables)
    spool.seek(0)
    name = filename if filename.endswith(".xlsx") else f"{filename}.xlsx"
    return FileResponse(spool, as_attachment=True, filename=name, content_type=XLSX)


def csv_response(filename: str, table: Table, *, delimiter: str = ",") -> StreamingHttpResponse:
    """A download of one table as CSV, sent while it is written."""
    name = filename if filename.endswith(".csv") else f"{filename}.csv"
    response = StreamingHttpResponse(csv_lines(table, delimiter=delimiter), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
