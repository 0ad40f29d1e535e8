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


class ReportNotFreezable(ReportingError):
    """The content of a report cannot be fixed as its outline asks."""

    code = "reporting.not_freezable"


class TakeOverRefused(ReportingError):
    """Difficulties or proposals cannot be taken over into a report."""

    code = "reporting.take_over_refused"


class AnswerRefused(ReportingError):
    """A proposal cannot be answered."""

    code = "reporting.answer_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)
