"""What reports refuse, with stable codes and Vietnamese messages."""

from __future__ import annotations

from honglam.toolkit.errors import DomainError


class ReportingError(DomainError):
    """Base of refused writes."""

    code = "reporting"


class GatheringRefused(ReportingError):
    """A form or its copies cannot be taken, or the gathering is over."""

    code = "reporting.gathering_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class RegimeRefused(ReportingError):
    """A regime cannot be kept as it is worded, or its state does not allow the step."""

    code = "reporting.regime_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class ArrangementRefused(ReportingError):
    """Who does what in a unit cannot be arranged so."""

    code = "reporting.arrangement_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class RemindingRefused(ReportingError):
    """Nobody can be reminded now."""

    code = "reporting.reminding_refused"


class UpperFormRefused(ReportingError):
    """A form of an upper level cannot be taken, mapped or filled; `column` names the field at fault."""

    code = "reporting.upper_form_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)
