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


class Overtaken(HubError):
    """Rows that were read later are in use already; these were read before and are no version any more."""

    code = "datahub.overtaken"

    def __init__(self) -> None:
        super().__init__(_("Trong lúc xử lý đã có dữ liệu mới hơn được đưa vào; lần này không cần nữa."))


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


class RequestInvalid(HubError):
    """A request for data that cannot be taken as it stands."""

    code = "datahub.request_invalid"

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class RequestClosed(HubError):
    """A request that was answered or withdrawn already."""

    code = "datahub.request_closed"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Đề nghị này đã được trả lời hoặc đã rút; mở lại trang để xem kết quả."))


class OwnRequest(HubError):
    """Somebody would decide what the same person asked for."""

    code = "datahub.own_request"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Người đề nghị không tự quyết định; hãy để người khác có quyền trả lời đề nghị này."))


class ReasonMissing(HubError):
    """A refusal, or an end before its time, without a reason."""

    code = "datahub.reason_missing"
    column = "reason"

    def __init__(self) -> None:
        super().__init__(_("Hãy ghi lý do, ít nhất 5 chữ cái, để đơn vị biết cách sửa."))


class NotWithinRequest(HubError):
    """A decision that gives more than was asked for."""

    code = "datahub.not_within_request"

    def __init__(self, message: str, column: str) -> None:
        super().__init__(message)
        self.column = column


class GrantOver(HubError):
    """A right to read that ended, was revoked, or has not begun."""

    code = "datahub.grant_over"
    status = 410

    def __init__(self, message: str) -> None:
        super().__init__(message)


class NotGranted(HubError):
    """Columns, a filter or a dataset that the right does not cover."""

    code = "datahub.not_granted"
    status = 403


class NoVersion(HubError):
    """A dataset that has no version to read yet."""

    code = "datahub.no_version"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("Tập dữ liệu chưa có phiên bản nào đạt kiểm tra; thử lại sau khi cơ quan chủ quản cập nhật.")
        )


class VersionMoved(HubError):
    """A read that began on a version which cannot be read on, or compared with."""

    code = "datahub.version_moved"
    status = 409


class ShapeChanged(HubError):
    """The columns of a dataset changed so that a right to read cannot be applied safely."""

    code = "datahub.shape_changed"
    status = 409


class QueryMalformed(HubError):
    """A question to the API that cannot be read."""

    code = "datahub.query_malformed"
    status = 400

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class DatasetUnknown(HubError):
    """No dataset has this code."""

    code = "datahub.dataset_unknown"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Không có tập dữ liệu mang mã này."))


class FileNotReady(HubError):
    """A file of a whole slice that nobody ordered, or that is still being made."""

    code = "datahub.file_not_ready"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Tệp chưa được tạo xong; gửi POST đến địa chỉ này để tạo rồi thử lại sau ít phút."))


class KeyRefused(HubError):
    """No key, an unknown one, or one that was revoked."""

    code = "datahub.key_refused"
    status = 401

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.headers = {"WWW-Authenticate": 'Bearer realm="shared data"'}


class TooManyCalls(HubError):
    """A key, or an address without one, that asks too often."""

    code = "datahub.too_many_calls"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Gọi quá nhanh; hãy chờ %(seconds)d giây rồi gọi lại.") % {"seconds": seconds})
        self.headers = {"Retry-After": str(seconds)}


class AddressRefused(HubError):
    """An address to which no message may be sent."""

    code = "datahub.address_refused"
    column = "url"
