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


class ReportStepRefused(ReportingError):
    """The report does not stand where this can be done."""

    code = "reporting.step_refused"
    status = 409


class ReportChangedMeanwhile(ReportingError):
    """Somebody changed the words since they were shown; `current` is what stands there now."""

    code = "reporting.changed_meanwhile"
    status = 409

    def __init__(self, message: str, current: str = "") -> None:
        self.current = current
        super().__init__(message)


class ReportRefused(ReportingError):
    """Something that a form sent cannot be taken; `column` names the field."""

    code = "reporting.refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class ReportReasonMissing(ReportRefused):
    """What is sent back, dropped or corrected says why."""

    code = "reporting.reason_missing"


class ReportNumberTaken(ReportRefused):
    """Another report of the unit has this number in the year."""

    code = "reporting.number_taken"


class SignedFileRefused(ReportRefused):
    """The file that was brought back is no signed report: broken signature, or a copy that nobody confirmed as one."""

    code = "reporting.signed_file_refused"


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


class DemandRefused(ReportingError):
    """A demand cannot be noted as it is; `column` is the field at fault."""

    code = "reporting.demand_refused"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)
