"""Words of reports, with their Vietnamese labels."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GatheringState(TextChoices):
    """How far putting copies together is."""

    WAITING = "waiting", _("Đang gộp")
    DONE = "done", _("Đã gộp")
    FAILED = "failed", _("Không gộp được")
    DROPPED = "dropped", _("Đã bỏ")


class CopyOutcome(TextChoices):
    """What became of one returned copy."""

    WAITING = "waiting", _("Chờ gộp")
    ADDED = "added", _("Đã cộng")
    CHANGED = "changed", _("Biểu mẫu bị sửa")
    EMPTY = "empty", _("Biểu trống")
    UNKNOWN = "unknown", _("Không rõ đơn vị")
    REPEATED = "repeated", _("Có bản gửi sau")
    UNREADABLE = "unreadable", _("Không mở được")


FAULTY = (CopyOutcome.CHANGED, CopyOutcome.EMPTY, CopyOutcome.UNKNOWN, CopyOutcome.UNREADABLE)
MOST_COPIES = 300


class RegimeKind(TextChoices):
    """Kinds of report regimes (Decree 09/2019/NĐ-CP, article 4)."""

    PERIODIC = "periodic", _("Định kỳ")
    THEMATIC = "thematic", _("Chuyên đề")
    AD_HOC = "ad_hoc", _("Đột xuất")


class RegimeState(TextChoices):
    """The life of a regime. A proposed one was read from a plan and waits for somebody to put it in force."""

    PROPOSED = "proposed", _("Chờ xem xét")
    IN_FORCE = "in_force", _("Đang áp dụng")
    ENDED = "ended", _("Đã thôi áp dụng")
    DECLINED = "declined", _("Không lập")


class DueRoll(TextChoices):
    """What becomes of a due day on which nobody works."""

    NEXT = "next", _("Chuyển sang ngày làm việc liền sau")
    PREVIOUS = "previous", _("Về ngày làm việc liền trước")
    STAY = "stay", _("Giữ nguyên ngày")


class ReportStep(TextChoices):
    """Where a report is on its way (Decree 30/2020/NĐ-CP, articles 10 to 18)."""

    DRAFTING = "drafting", _("Soạn thảo")
    CHECKING = "checking", _("Trưởng phòng kiểm tra")
    OFFICE = "office", _("Văn phòng rà soát")
    SIGNING = "signing", _("Trình ký")
    CLERK = "clerk", _("Văn thư cấp số, phát hành")
    SENT = "sent", _("Đã gửi")
    RECEIVED = "received", _("Đã tiếp nhận")
    CORRECTED = "corrected", _("Đã có bản đính chính")
    DROPPED = "dropped", _("Không lập kỳ này")


INSIDE_STEPS = (
    ReportStep.DRAFTING, ReportStep.CHECKING, ReportStep.OFFICE, ReportStep.SIGNING, ReportStep.CLERK,
)  # fmt: skip
"""Steps inside the reporting unit, in their order; a regime may leave out checking and office."""

OPTIONAL_STEPS = (ReportStep.CHECKING, ReportStep.OFFICE)
SENT_STEPS = (ReportStep.SENT, ReportStep.RECEIVED, ReportStep.CORRECTED)
"""Steps in which the report has left its unit."""


class ReportTimeliness(TextChoices):
    """How a report stands towards its due day; follows from dates, is never stored."""

    SENT_ON_TIME = "sent_on_time", _("Gửi đúng hạn")
    SENT_LATE = "sent_late", _("Gửi muộn")
    WAITING = "waiting", _("Chưa đến hạn")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    MISSING = "missing", _("Quá hạn chưa gửi")
    NOT_ASKED = "not_asked", _("Không lập kỳ này")


class SigningForm(TextChoices):
    """In whose name somebody signs (Decree 30/2020/NĐ-CP, article 13 and annex I)."""

    FOR_BODY = "tm", _("TM. (thay mặt tập thể)")
    DEPUTY = "kt", _("KT. (ký thay người đứng đầu)")
    BY_ORDER = "tl", _("TL. (thừa lệnh)")
    AUTHORISED = "tuq", _("TUQ. (thừa ủy quyền)")
    ACTING = "q", _("Q. (quyền)")
    OWN = "own", _("Người đứng đầu ký trực tiếp")


class EntryKind(TextChoices):
    """What units type in words of their own."""

    DIFFICULTY = "difficulty", _("Khó khăn, vướng mắc")
    PROPOSAL = "proposal", _("Đề xuất, kiến nghị")


class DutySource(TextChoices):
    """Where a regime comes from."""

    PLAN = "plan", _("Kế hoạch")
    DOCUMENT = "document", _("Văn bản yêu cầu")
    MANUAL = "manual", _("Nhập tay")


class RemarkKind(TextChoices):
    """What a remark about a regime is about."""

    DUE = "due", _("Hạn gửi")
    REPORTER = "reporter", _("Đơn vị báo cáo")
    RECEIVER = "receiver", _("Nơi nhận")
    ALSO = "also", _("Yêu cầu kèm theo")
    CHANGED = "changed", _("Kế hoạch sửa đổi ghi khác")
    VANISHED = "vanished", _("Kế hoạch sửa đổi không còn yêu cầu")


class SignedCopy(TextChoices):
    """What the file that the clerk brought back is worth."""

    ORIGINAL = "original", _("Bản gốc điện tử, đủ chữ ký số")
    SIGNED = "signed", _("Có chữ ký số, thiếu một trong hai chữ ký")
    UNVOUCHED = "unvouched", _("Chữ ký số chưa xác nhận được người ký")
    COPY = "copy", _("Bản sao, không có giá trị ký số")


class FormMeasure(TextChoices):
    """Which figure of an indicator a cell of an upper level's form asks for.

    Of a figure that was 100 and is 108, “so cùng kỳ” is 108 and “tăng, giảm” is 8.
    """

    VALUE = "value", _("Thực hiện kỳ này")
    ESTIMATE = "estimate", _("Ước thực hiện kỳ này")
    CUMULATIVE = "cumulative", _("Lũy kế từ đầu năm")
    YEAR_BEFORE = "year_before", _("Cùng kỳ năm trước")
    PREVIOUS = "previous", _("Kỳ trước")
    TARGET = "target", _("Chỉ tiêu giao")
    GROWTH = "growth", _("So cùng kỳ (%)")
    CHANGE = "change", _("Tăng, giảm so cùng kỳ (%)")
    OF_TARGET = "of_target", _("So chỉ tiêu giao (%)")


class CellContent(TextChoices):
    """What else a cell can be filled with."""

    FIGURE = "figure", _("Số liệu")
    UNIT_NAME = "unit_name", _("Tên đơn vị")
    PERIOD_NAME = "period_name", _("Tên kỳ báo cáo")
    TODAY = "today", _("Ngày lập biểu")


REGIME_PREFIX, REPORT_PREFIX = "CDBC", "BC"
"""What codes of regimes and of reports begin with."""
DUE_SOON_WORKING_DAYS = 3
"""A report is due soon on this many working days before its day, and people are reminded."""
OPEN_BEFORE_DAYS = 20
"""Calendar days before its due day on which a report is opened for its unit, at the latest when its period ends."""
