"""What can go wrong when the organisation is changed. Codes are stable; messages are for the person at the screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class OrganisationError(Exception):
    """A change to the organisation that cannot be made; `message` says what is wrong and how to mend it."""

    code = "organisations.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidUnit(OrganisationError):
    """The values of a unit contradict each other or the tree."""

    code = "organisations.invalid_unit"


class InvalidGroupRule(OrganisationError):
    """A rule of a group names something that does not exist."""

    code = "organisations.invalid_group_rule"


class UnknownProvince(OrganisationError):
    """No data of this province came with the software."""

    code = "organisations.unknown_province"


@dataclass(frozen=True)
class RowError:
    """What is wrong with one row of an imported file. `row` counts from 1 at the heading line, as sheets do."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        if not self.column:
            return _("Dòng %(row)d: %(message)s") % {"row": self.row, "message": self.message}
        values = {"row": self.row, "column": self.column, "message": self.message}
        return _("Dòng %(row)d, cột “%(column)s”: %(message)s") % values


class ImportRefused(OrganisationError):
    """A file of units has errors, so that no row of it was taken."""

    code = "organisations.import_refused"

    def __init__(self, errors: list[RowError]) -> None:
        count = ngettext(
            "Tệp có %(count)d lỗi, chưa nhập dòng nào.", "Tệp có %(count)d lỗi, chưa nhập dòng nào.", len(errors)
        )
        super().__init__(f"{count % {'count': len(errors)}} {errors[0]}" if errors else _("Tệp trống."))
        self.errors = errors
