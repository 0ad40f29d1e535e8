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


class DatasetInvalid(HubError):
    """What is said of a dataset does not fit together; `column` names the field of the form."""

    code = "datahub.dataset_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class NothingToPublish(HubError):
    """A dataset has nowhere to take rows from, or no columns to put them in."""

    code = "datahub.nothing_to_publish"


class RuleUnanswerable(HubError):
    """A rule compares with something that does not exist (yet)."""

    code = "datahub.rule_unanswerable"

    def __init__(self, rule: str, name: str) -> None:
        words = _("Quy tắc %(rule)s so với “%(name)s” nhưng kho chưa có; hãy đưa tập dữ liệu đó vào hoặc tắt quy tắc.")
        super().__init__(words % {"rule": rule, "name": name})


class NothingToCheck(HubError):
    """A dataset has no rows that could be checked."""

    code = "datahub.nothing_to_check"

    def __init__(self) -> None:
        super().__init__(_("Tập dữ liệu chưa có dữ liệu để kiểm tra; hãy đưa dữ liệu vào trước."))


class CellNotMendable(HubError):
    """A cell cannot be written from the hub."""

    code = "datahub.cell_not_mendable"


class NothingToSendBack(HubError):
    """There is nothing to send back, or the day is wrong; `column` names the field of the form."""

    code = "datahub.nothing_to_send_back"

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class SentBackAlready(HubError):
    """The rows of a unit that break a rule were sent back, and the unit is still at it."""

    code = "datahub.sent_back_already"

    def __init__(self, unit: str) -> None:
        words = _("Đã gửi trả %(unit)s và đơn vị đang sửa; chờ sửa xong hoặc hết hạn rồi gửi tiếp.")
        super().__init__(words % {"unit": unit})


class RuleRefused(HubError):
    """A rule that cannot be kept: it says nothing, its code is taken, or it is a declared one."""

    code = "datahub.rule_refused"

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class SuggestionsRefused(HubError):
    """Suggestions that cannot be applied, dismissed or taken back: none was chosen, or they were decided before."""

    code = "datahub.suggestions_refused"


class ReleaseInvalid(HubError):
    """Open data that cannot be described so; `column` is the field at fault."""

    code = "datahub.release_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        self.column = column
        super().__init__(message)


class ReleaseUnsafe(HubError):
    """Rows that would tell about people."""

    code = "datahub.release_unsafe"


class CheckRefused(HubError):
    """Rows cannot be checked: a rule, the rows or the engine are not fit for it."""

    code = "datahub.check_refused"
