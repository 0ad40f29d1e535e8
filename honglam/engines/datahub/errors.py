"""What the hub refuses, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from honglam.toolkit.errors import DomainError


class HubError(DomainError):
    """Base of refused requests and writes."""

    code = "datahub"


class DeliveryUnreadable(HubError):
    """A delivery that came but cannot be read."""

    code = "datahub.delivery_unreadable"


class DeliveryUnreachable(HubError):
    """A delivery that could not be fetched."""

    code = "datahub.delivery_unreachable"


class InflowInvalid(HubError):
    """A way in that cannot work as it is written; `column` is the field at fault."""

    code = "datahub.inflow_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class ExchangeInvalid(InflowInvalid):
    """An exchange, or a system outside, that cannot be written down so."""

    code = "datahub.exchange_invalid"


class DatabaseInvalid(InflowInvalid):
    """A state of a sector database that cannot be."""

    code = "datahub.database_invalid"


class ColumnUnknown(HubError):
    """A dataset does not have a column that was asked for."""

    code = "datahub.column_unknown"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _("Tập dữ liệu không có cột %(names)s; xem từ điển dữ liệu để chọn đúng cột.") % {"names": ", ".join(names)}
        )


class VersionGone(HubError):
    """The files of a version were deleted at the end of its retention, or are lost."""

    code = "datahub.version_gone"
