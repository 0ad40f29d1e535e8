"""Tables out to and in from Excel and CSV.

Out: `Column`, `Table`, `write_xlsx`, `xlsx_response`, `write_csv`, `csv_response`. In: `Field`, `read_table`, which
gives the rows that are right and, cell by cell, what is wrong with the others; `read_lines` for tables of any titles;
`open_lines` for files too large to be held.
"""

from honglam.toolkit.sheets.reading import CellError, Field, ReadRow, ReadTable, SheetError, read_lines, read_table
from honglam.toolkit.sheets.responses import csv_response, xlsx_response
from honglam.toolkit.sheets.streaming import LineSource, open_lines
from honglam.toolkit.sheets.writing import Column, Kind, Table, as_text, write_csv, write_xlsx

__all__ = [
    "CellError",
    "Column",
    "Field",
    "Kind",
    "LineSource",
    "ReadRow",
    "ReadTable",
    "SheetError",
    "Table",
    "as_text",
    "csv_response",
    "open_lines",
    "read_lines",
    "read_table",
    "write_csv",
    "write_xlsx",
    "xlsx_response",
]
