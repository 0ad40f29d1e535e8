"""Gộp biểu: the returned copies of one .xlsx form become one workbook, and it is plain what was left out and why.

Who uses it: an officer of a department who sent an Excel form to sixty-nine communes and has sixty-nine attachments on
Friday. Today she opens each, copies its row, and finds on Monday that somebody had inserted a line. She drops the blank
form and the copies here and gets the form back filled with the sums (or the lines one under the other), its layout,
merged headings and formulas as they were, a sheet that says which figure came from whom, and a sheet of what to ask
back: who is missing, whose form was changed and where, which cells cannot be right.

Plain files in, a plain file out: no database. `read_form(blank)`, `read_copy(form, content, name)`, `gather(form,
copies)`, `write_gathering(form, gathering)`. Nothing is guessed: a copy whose form was changed is not added up, and is
named.
"""

from honglam.engines.reporting.workbooks.comparing import Change, ReturnedCopy, read_copy
from honglam.engines.reporting.workbooks.form import Area, Form, FormError, read_form
from honglam.engines.reporting.workbooks.gathering import CellDoubt, Gathering, gather
from honglam.engines.reporting.workbooks.writing import write_gathering

__all__ = [
    "Area",
    "CellDoubt",
    "Change",
    "Form",
    "FormError",
    "Gathering",
    "ReturnedCopy",
    "gather",
    "read_copy",
    "read_form",
    "write_gathering",
]
