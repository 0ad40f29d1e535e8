"""What indicators refuse, with stable codes and Vietnamese messages."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from honglam.toolkit.errors import DomainError


class IndicatorError(DomainError):
    """Base of refused writes."""

    code = "indicators"


class ValueInvalid(IndicatorError):
    """A figure or its period cannot be taken."""

    code = "indicators.value_invalid"

    def __init__(self, message: str, column: str = "value") -> None:
        self.column = column
        super().__init__(message)


class ValueConfirmed(IndicatorError):
    """An approved figure is not changed in passing."""

    code = "indicators.value_confirmed"
    column = "value"

    def __init__(self) -> None:
        super().__init__(_("Số này đã chính thức. Hãy ghi lý do để sửa."))


class ValueClosed(IndicatorError):
    """A figure that was submitted, approved or locked is not written through a form."""

    code = "indicators.value_closed"
    column = "value"


class ValueChanged(IndicatorError):
    """The figure is no longer the one that the person saw."""

    code = "indicators.value_changed"
    column = "value"

    def __init__(self) -> None:
        super().__init__(_("Số này vừa có người ghi hoặc chốt. Hãy xem lại số mới nhất rồi làm tiếp."))


class ValueOfOther(IndicatorError):
    """A figure that another body reported is overwritten with a comment only."""

    code = "indicators.value_of_other"
    column = "comment"

    def __init__(self, reporter: str) -> None:
        text = _("Số này do %(reporter)s báo cáo. Hãy nhận số đó, hoặc ghi chú vì sao nhập số khác.")
        super().__init__(text % {"reporter": reporter})


class DefinitionInvalid(IndicatorError):
    """An indicator, a form or a rule that cannot be defined so; `column` names what to mend."""

    code = "indicators.definition_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class StepRefused(IndicatorError):
    """A submission cannot take this step from where it stands."""

    code = "indicators.step_refused"


class ReasonMissing(IndicatorError):
    """The step needs a reason."""

    code = "indicators.reason_missing"
    column = "reason"

    def __init__(self) -> None:
        super().__init__(_("Hãy ghi lý do."))


class EstimatesStand(IndicatorError):
    """Books are not closed over estimates without saying why. `names` are the indicators."""

    code = "indicators.estimates_stand"
    column = "reason"

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        words = {"names": ", ".join(f"“{name}”" for name in self.names)}
        super().__init__(
            _("Còn số ước thực hiện: %(names)s. Hãy thay bằng số thực hiện, hoặc ghi lý do khóa với số ước.") % words
        )


class FormIncomplete(IndicatorError):
    """A form cannot be sent: figures are missing or have to be mended. `problems` says which, one sentence each."""

    code = "indicators.form_incomplete"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(_("Chưa gửi được: %(problems)s") % {"problems": " ".join(self.problems)})


class WarningsUnexplained(IndicatorError):
    """A form with warnings is sent with a comment that explains them. `problems` are the warnings."""

    code = "indicators.warnings_unexplained"
    column = "comment"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(_("Có cảnh báo cần giải trình: %(problems)s") % {"problems": " ".join(self.problems)})
