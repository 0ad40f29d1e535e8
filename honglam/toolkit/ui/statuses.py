"""The words, colours and icons of statuses: the only place that knows them.

A tone is a name of the style sheet (`frontend/src/styles/tokens.css`), never a colour value. Red (`danger`) is for
overdue and danger only. Work that was asked for, not assigned, has no colour at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TONES = ("none", "neutral", "progress", "soon", "danger", "success", "late", "waiting", "returned", "note")


@dataclass(frozen=True)
class Status:
    """What one status says (`label`), how it looks (`tone`, `icon`) and what it means (`hint`)."""

    code: str
    label: str | Promise
    tone: str
    icon: str
    hint: str | Promise = ""


class UnknownStatus(KeyError):
    """A page asked for a status code that no family knows."""


def _family(*statuses: Status) -> dict[str, Status]:
    return {status.code: status for status in statuses}


WORK = _family(
    Status("prepared", _("Chuẩn bị giao"), "note", "pencil", _("Trong dự thảo; đơn vị chưa nhận")),
    Status("not_started", _("Chưa bắt đầu"), "neutral", "circle-dashed", _("Đã giao, chưa báo cáo lần nào")),
    Status("in_progress", _("Đang thực hiện"), "progress", "progress", _("Đang thực hiện, trong hạn")),
    Status("due_soon", _("Sắp đến hạn"), "soon", "clock-hour-4", _("Còn ít ngày làm việc đến hạn")),
    Status("overdue", _("Quá hạn"), "danger", "alert-triangle", _("Đã qua hạn mà chưa hoàn thành")),
    Status("done_on_time", _("Hoàn thành đúng hạn"), "success", "circle-check", _("Đã được xác nhận, trong hạn")),
    Status("done_late", _("Hoàn thành quá hạn"), "late", "clock-check", _("Đã được xác nhận, sau hạn")),
    Status(
        "reported",
        _("Báo hoàn thành, chờ xác nhận"),
        "waiting",
        "hourglass",
        _("Đơn vị đã báo hoàn thành; người giao chưa xác nhận"),
    ),
    Status("returned", _("Trả lại"), "returned", "arrow-back-up", _("Người giao trả lại để làm tiếp")),
    Status("extension_requested", _("Xin gia hạn"), "waiting", "calendar-plus", _("Chờ quyết định gia hạn")),
    Status(
        "extension_by_phone",
        _("Đã đồng ý qua điện thoại – chờ văn bản"),
        "waiting",
        "phone-check",
        _("Chưa tính quá hạn trong số ngày làm việc đã định; hết số ngày đó mà chưa có văn bản thì tính lại"),
    ),
    Status("standing", _("Định kỳ"), "note", "calendar-repeat", _("Việc thường xuyên, báo cáo theo từng kỳ")),
    Status("carried_over", _("Chuyển kỳ sau"), "neutral", "calendar-repeat", _("Chuyển sang kỳ sau theo quyết định")),
    Status(
        "overdue_when_assigned",
        _("Quá hạn ngay khi giao"),
        "note",
        "calendar-exclamation",
        _("Hạn trong văn bản đến trước ngày giao; không tính cho đơn vị"),
    ),
    Status("requested", _("Được đề nghị phối hợp"), "none", "heart-handshake", _("Đề nghị, không chấm điểm")),
    Status("cancelled", _("Đã thu hồi"), "neutral", "circle-x", _("Không còn phải thực hiện")),
)

PLAN = _family(
    Status("draft", _("Dự thảo"), "note", "pencil", _("Chưa có số hoặc ngày ban hành; chưa giao được việc")),
    Status("issued", _("Đã ban hành"), "success", "rubber-stamp", _("Đang có hiệu lực")),
    Status("amended", _("Được sửa đổi, bổ sung"), "progress", "file-diff", _("Đang có hiệu lực, có bản sửa đổi")),
    Status("replaced", _("Đã thay thế"), "neutral", "replace", _("Có văn bản khác thay thế")),
    Status("expired", _("Hết hiệu lực"), "neutral", "archive", _("Không còn hiệu lực")),
)

JOB = _family(
    Status("queued", _("Đang chờ"), "neutral", "clock-hour-4"),
    Status("running", _("Đang chạy"), "progress", "progress"),
    Status("succeeded", _("Xong"), "success", "circle-check"),
    Status("failed", _("Lỗi"), "danger", "alert-triangle"),
    Status("cancelled", _("Đã hủy"), "neutral", "circle-x"),
    Status("interrupted", _("Gián đoạn"), "returned", "alert-circle", _("Tiến trình chạy nền đã dừng giữa chừng")),
)

CONFIDENCE = _family(
    Status("sure", _("Chắc chắn"), "success", "circle-check", _("Đọc rõ trong văn bản")),
    Status("check", _("Cần xem lại"), "soon", "eye-exclamation", _("Nên đối chiếu với văn bản")),
    Status("unsure", _("Chưa chắc"), "returned", "help-circle", _("Phải đối chiếu với văn bản trước khi nhận")),
)

FIGURES = _family(
    Status("draft", _("Đang nhập"), "neutral", "pencil", _("Chưa gửi; còn sửa được")),
    Status("submitted", _("Đã gửi, chờ duyệt"), "waiting", "hourglass", _("Nơi nhận chưa duyệt")),
    Status("approved", _("Đã duyệt"), "success", "circle-check", _("Số liệu là số chính thức")),
    Status(
        "corrected",
        _("Có hiệu chỉnh, chờ duyệt lại"),
        "waiting",
        "pencil",
        _("Nơi nhận sửa, chưa duyệt lại"),
    ),
    Status("returned", _("Trả lại"), "returned", "arrow-back-up", _("Nơi nhận trả lại để sửa và gửi lại")),
    Status("locked", _("Đã khóa sổ"), "success", "lock", _("Số liệu không thay đổi nữa")),
)

ARRIVAL = _family(
    Status("on_time", _("Đúng hạn"), "success", "circle-check", _("Đã gửi trong hạn")),
    Status("late", _("Gửi muộn"), "late", "clock-check", _("Đã gửi, sau hạn")),
    Status("missing", _("Quá hạn chưa gửi"), "danger", "alert-triangle", _("Đã qua hạn mà chưa gửi")),
    Status("waiting", _("Chưa đến hạn"), "neutral", "clock-hour-4", _("Còn trong hạn gửi")),
)

REPORT_TIMELINESS = _family(
    Status("sent_on_time", _("Gửi đúng hạn"), "success", "circle-check", _("Đã gửi trong hạn")),
    Status("sent_late", _("Gửi muộn"), "late", "clock-check", _("Đã gửi, sau hạn")),
    Status("waiting", _("Chưa đến hạn"), "neutral", "circle-dashed", _("Đã mở, còn trong hạn gửi")),
    Status("due_soon", _("Sắp đến hạn"), "soon", "clock-hour-4", _("Còn ít ngày làm việc đến hạn gửi")),
    Status("missing", _("Quá hạn chưa gửi"), "danger", "alert-triangle", _("Đã qua hạn mà chưa gửi")),
    Status("not_asked", _("Không lập kỳ này"), "neutral", "minus", _("Không phải lập kỳ này, có ghi lý do")),
)

REGIME = _family(
    Status("proposed", _("Chờ xem xét"), "waiting", "hourglass", _("Đọc được từ kế hoạch, chờ đưa vào áp dụng")),
    Status("in_force", _("Đang áp dụng"), "success", "circle-check", _("Kỳ báo cáo tự mở theo lịch")),
    Status("ended", _("Đã thôi áp dụng"), "neutral", "archive", _("Không mở kỳ mới")),
    Status("declined", _("Không lập"), "neutral", "circle-x", _("Đã xem xét và không lập")),
)

EXTENSION = _family(
    Status("asked", _("Xin gia hạn"), "waiting", "calendar-plus", _("Chờ quyết định gia hạn")),
    Status("by_phone", _("Đã đồng ý qua điện thoại – chờ văn bản"), "waiting", "phone-check"),
    Status("granted", _("Được gia hạn"), "success", "circle-check"),
    Status("refused", _("Không được gia hạn"), "returned", "circle-x"),
    Status("lapsed", _("Hết hiệu lực vì không có văn bản"), "late", "clock-hour-4"),
    Status("taken_back", _("Đơn vị rút đề nghị"), "neutral", "arrow-back-up"),
)

REPORT_STEP = _family(
    Status("drafting", _("Soạn thảo"), "progress", "pencil", _("Còn sửa được; số liệu lấy lại mỗi lần mở")),
    Status("checking", _("Trưởng phòng kiểm tra"), "waiting", "user-check", _("Nội dung đã chốt, chờ kiểm tra")),
    Status("office", _("Văn phòng rà soát"), "waiting", "clipboard-check", _("Chờ văn phòng rà soát thể thức")),
    Status("signing", _("Trình ký"), "waiting", "signature", _("Chờ người có thẩm quyền đồng ý ký")),
    Status("clerk", _("Văn thư cấp số, phát hành"), "waiting", "rubber-stamp", _("Chờ cấp số, ký số và gửi")),
    Status("sent", _("Đã gửi"), "success", "send", _("Đã gửi nơi nhận, chờ tiếp nhận")),
    Status("received", _("Đã tiếp nhận"), "success", "circle-check", _("Nơi nhận đã xác nhận")),
    Status("corrected", _("Đã có bản đính chính"), "returned", "file-diff", _("Đã được thay bằng bản đính chính")),
    Status("dropped", _("Không lập kỳ này"), "neutral", "circle-x"),
)

IMPORT_ROW = _family(
    Status("ready", _("Sẽ giao"), "progress", "send", _("Đủ và đúng; giao khi anh/chị nhận")),
    Status("wrong", _("Cần sửa"), "returned", "alert-circle", _("Không giao được cho đến khi sửa")),
    Status("known", _("Đã có, bỏ qua"), "neutral", "checks", _("Việc này đã giao từ trước")),
    Status("created", _("Đã giao"), "success", "circle-check", _("Việc đã được giao từ dòng này")),
    Status("read", _("Đọc như kế hoạch"), "neutral", "file-text"),
)

DELIVERY = _family(
    Status("waiting", _("Chờ chuyển"), "neutral", "clock-hour-4"),
    Status("delivered", _("Đã chuyển"), "success", "circle-check"),
    Status("given_up", _("Không chuyển được"), "danger", "alert-triangle", _("Đã thử nhiều lần; cần người xem")),
    Status("set_aside", _("Đã bỏ qua"), "neutral", "circle-x"),
)

DATA_REQUEST = _family(
    Status("asked", _("Chờ trả lời"), "waiting", "hourglass", _("Cơ quan chủ quản chưa trả lời, còn trong hạn")),
    Status("overdue", _("Quá hạn trả lời"), "danger", "alert-triangle", _("Đã qua hạn trả lời")),
    Status("granted", _("Được đồng ý"), "success", "circle-check"),
    Status("refused", _("Bị từ chối"), "returned", "circle-x", _("Có ghi lý do")),
    Status("withdrawn", _("Đã rút"), "neutral", "arrow-back-up"),
)

DATA_GRANT = _family(
    Status("holds", _("Đang dùng được"), "success", "circle-check"),
    Status("ending", _("Sắp hết hạn"), "soon", "clock-hour-4", _("Còn dưới một tuần")),
    Status("ended", _("Đã hết hạn"), "neutral", "archive", _("Hết hạn thì tự dừng; cần dùng tiếp thì đề nghị lại")),
    Status("revoked", _("Đã thu hồi"), "returned", "circle-x", _("Cơ quan chủ quản thu hồi, có ghi lý do")),
    Status("coming", _("Chưa đến ngày"), "neutral", "calendar-event"),
)

FAMILIES: dict[str, dict[str, Status]] = {
    "work": WORK,
    "plan": PLAN,
    "job": JOB,
    "confidence": CONFIDENCE,
    "figures": FIGURES,
    "arrival": ARRIVAL,
    "report_timeliness": REPORT_TIMELINESS,
    "regime": REGIME,
    "extension": EXTENSION,
    "import_row": IMPORT_ROW,
    "report_step": REPORT_STEP,
    "delivery": DELIVERY,
    "data_request": DATA_REQUEST,
    "data_grant": DATA_GRANT,
}


def status(code: str, family: str = "work") -> Status:
    """The status of a family. Raises UnknownStatus, so that a misspelt code never shows as an empty badge."""
    try:
        return FAMILIES[family][code]
    except KeyError as error:
        raise UnknownStatus(f"Không có trạng thái “{code}” trong nhóm “{family}”.") from error


def choices(family: str = "work") -> list[tuple[str, str | Promise]]:
    """Codes and words of a family, for the choices of a filter."""
    return [(one.code, one.label) for one in FAMILIES[family].values()]
