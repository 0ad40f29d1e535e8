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


class DemandRefused(ReportingError):
    """A demand cannot be noted as it is; `column` is the field at fault."""

    code = "reporting.demand_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)
