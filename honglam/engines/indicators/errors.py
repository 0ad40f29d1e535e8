"""What indicators refuse, with stable codes and Vietnamese messages."""

from __future__ import annotations

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
    """A confirmed figure is not changed in passing."""

    code = "indicators.value_confirmed"
    column = "value"

    def __init__(self) -> None:
        super().__init__(_("Số này đã chính thức. Hãy ghi lý do để sửa."))


class ValueChanged(IndicatorError):
    """The figure is no longer the one that the person saw."""

    code = "indicators.value_changed"
    column = "value"

    def __init__(self) -> None:
        super().__init__(_("Số này vừa có người ghi hoặc chốt. Hãy xem lại số mới nhất rồi làm tiếp."))
