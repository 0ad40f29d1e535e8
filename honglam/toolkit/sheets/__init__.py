"""Tables out to and in from Excel and CSV.

Out: `Column`, `Table`, `write_xlsx`, `xlsx_response`, `write_csv`, `csv_response`. In: `Field`, `read_table`, which
gives the rows that are right and, cell by cell, what is wrong with the others.
"""

from honglam.toolkit.sheets.reading import CellError, Field, ReadRow, ReadTable, SheetError, read_table
from honglam.toolkit.sheets.responses import csv_response, xlsx_response
from honglam.toolkit.sheets.writing import Column, Kind, Table, as_text, write_csv, write_xlsx

__all__ = [
    "CellError",
    "Column",
    "Field",
    "Kind",
    "ReadRow",
    "ReadTable",
    "SheetError",
    "Table",
    "as_text",
    "csv_response",
    "read_table",
    "write_csv",
    "write_xlsx",
    "xlsx_response",
]
