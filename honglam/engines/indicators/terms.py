"""The words of indicators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("Càng cao càng tốt")
    DOWN = "down", _("Càng thấp càng tốt")
    NEUTRAL = "neutral", _("Không xếp chiều")


class Calculation(models.TextChoices):
    """Where the figures of an indicator come from."""

    DIRECT = "direct", _("Nhập trực tiếp")
    RATIO = "ratio", _("Tử số chia mẫu số")
    FORMULA = "formula", _("Công thức trên chỉ tiêu khác")


class Aggregation(models.TextChoices):
    """How the figures of units make the figure of the unit above them."""

    SUM = "sum", _("Cộng")
    MEAN = "mean", _("Trung bình cộng")
    WEIGHTED = "weighted", _("Trung bình có trọng số")
    MINIMUM = "minimum", _("Nhỏ nhất")
    MAXIMUM = "maximum", _("Lớn nhất")
    LATEST = "latest", _("Số nhập sau cùng")
    RECOMPUTE = "recompute", _("Tính lại từ các thành phần đã cộng")
    NONE = "none", _("Không tổng hợp")


class TimeAggregation(models.TextChoices):
    """How the figures of short periods make the figure of a longer one."""

    SUM = "sum", _("Cộng các kỳ (số phát sinh)")
    LATEST = "latest", _("Lấy kỳ cuối (số thời điểm)")
    MEAN = "mean", _("Trung bình các kỳ")
    NONE = "none", _("Không gộp kỳ")


class ValueState(models.TextChoices):
    """How firm a value is: what is not approved is shown as a draft wherever it stands."""

    DRAFT = "draft", _("Số tạm")
    SUBMITTED = "submitted", _("Đã gửi, chờ duyệt")
    APPROVED = "approved", _("Số chính thức")
    LOCKED = "locked", _("Đã khóa sổ")


OFFICIAL_STATES = (ValueState.APPROVED, ValueState.LOCKED)
"""States in which a figure counts without a mark."""


class SubmissionState(models.TextChoices):
    """Where the form of one unit and period stands."""

    DRAFT = "draft", _("Đang nhập")
    SUBMITTED = "submitted", _("Đã gửi, chờ duyệt")
    APPROVED = "approved", _("Đã duyệt")
    CORRECTED = "corrected", _("Có hiệu chỉnh, chờ duyệt lại")
    RETURNED = "returned", _("Trả lại")
    LOCKED = "locked", _("Đã khóa sổ")


EDITABLE_STATES = (SubmissionState.DRAFT, SubmissionState.RETURNED)
"""States of a submission in which its cells may be written."""

RECEIVED_STATES = (
    SubmissionState.SUBMITTED, SubmissionState.APPROVED, SubmissionState.CORRECTED, SubmissionState.LOCKED,
)  # fmt: skip
"""States of a submission that is in the receiver's hands."""

WAITING_STATES = (SubmissionState.SUBMITTED, SubmissionState.CORRECTED)
"""States of a submission that waits for the receiver's approval."""


class RuleKind(models.TextChoices):
    """What a validation rule looks at."""

    RANGE = "range", _("Trong khoảng cho phép")
    JUMP = "jump", _("Tăng, giảm đột ngột so với kỳ trước")
    YEAR_ON_YEAR = "year_on_year", _("Tăng, giảm đột ngột so với cùng kỳ năm trước")
    PARENT_DIFFERS = "parent_differs", _("Khác tổng hợp của các đơn vị trực thuộc")
    UNIT_MIX_UP = "unit_mix_up", _("Nhầm đơn vị tính (gấp 10, 100, 1.000 lần)")
    COMPARISON = "comparison", _("So sánh hai công thức")


class Severity(models.TextChoices):
    """What a finding does to a submission."""

    WARNS = "warns", _("Cảnh báo: gửi được nếu có giải trình")
    BLOCKS = "blocks", _("Chặn: phải sửa trước khi gửi")


class Verdict(models.TextChoices):
    """How a value stands to a target."""

    MET = "met", _("Đạt")
    NEAR = "near", _("Gần đạt")
    MISSED = "missed", _("Chưa đạt")
    UNKNOWN = "unknown", _("Chưa có số")


class Light(models.TextChoices):
    """How a value stands to where it should be on a day, on the way to its target."""

    GREEN = "green", _("Đúng lộ trình")
    AMBER = "amber", _("Chậm ít")
    RED = "red", _("Chậm")
    GREY = "grey", _("Chưa xét được")


class Timeliness(models.TextChoices):
    """How one expected submission stands."""

    ON_TIME = "on_time", _("Đúng hạn")
    LATE = "late", _("Gửi muộn")
    MISSING = "missing", _("Quá hạn chưa gửi")
    WAITING = "waiting", _("Chưa đến hạn")


class StitchRule(models.TextChoices):
    """How one point of a stitched series was made."""

    OWN = "own", _("Số của chính đơn vị")
    INHERITED = "inherited", _("Số của đơn vị cũ duy nhất")
    SUM = "sum", _("Cộng số của các đơn vị cũ")
    MEAN = "mean", _("Trung bình số của các đơn vị cũ")
    WEIGHTED = "weighted", _("Trung bình có trọng số của các đơn vị cũ")
    EXTREME = "extreme", _("Số nhỏ nhất hoặc lớn nhất của các đơn vị cũ")
    RECOMPUTED = "recomputed", _("Tính lại từ các thành phần của các đơn vị cũ")
    NOT_COMPARABLE = "not_comparable", _("Không so sánh được")
    MISSING = "missing", _("Chưa có số")
