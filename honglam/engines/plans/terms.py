"""The words of plans: states, roles and kinds, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from honglam.toolkit.periods import SCHEME_LABELS, Scheme

RECURRING_SCHEMES = (
    Scheme.WEEK,
    Scheme.MONTH,
    Scheme.QUARTER,
    Scheme.HALF,
    Scheme.YEAR,
    Scheme.MONTH_CUT_OFF,
    Scheme.QUARTER_CUT_OFF,
    Scheme.HALF_CUT_OFF,
    Scheme.YEAR_CUT_OFF,
)
"""Periods by which recurring work may be given; cumulative periods overlap and are for figures."""


class PlanKind(models.TextChoices):
    """What kind of document gives the work (names of Decree 30/2020/NĐ-CP, annex III)."""

    PLAN = "plan", pgettext_lazy("loại văn bản", "Kế hoạch")
    PROGRAMME = "programme", _("Chương trình")
    DECISION = "decision", _("Quyết định")
    DIRECTIVE = "directive", _("Chỉ thị")
    NOTICE = "notice", pgettext_lazy("loại văn bản", "Thông báo")
    DISPATCH = "dispatch", _("Công văn")
    OTHER = "other", _("Văn bản khác")


class PlanState(models.TextChoices):
    """The life of a plan. Without a number and a date a document is a draft, whatever it looks like."""

    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
    AMENDED = "amended", _("Đã sửa đổi, bổ sung")
    REPLACED = "replaced", _("Đã được thay thế")
    EXPIRED = "expired", _("Hết hiệu lực")


IN_FORCE = (PlanState.ISSUED, PlanState.AMENDED)


class ReadingState(models.TextChoices):
    """Where a document stands between upload and plan."""

    WAITING = "waiting", _("Chờ đọc")
    READING = "reading", _("Đang đọc")
    REVIEW = "review", _("Chờ rà soát")
    FAILED = "failed", _("Không đọc được")
    ACCEPTED = "accepted", _("Đã thành kế hoạch")
    DROPPED = "dropped", _("Đã bỏ")


class ItemKind(models.TextChoices):
    """What was read from a document."""

    TASK = "task", _("Nhiệm vụ")
    DUTY = "duty", _("Phân công thực hiện")
    INDICATOR = "indicator", _("Chỉ tiêu")
    REPORTING = "reporting", _("Chế độ báo cáo")
    CITATION = "citation", _("Căn cứ, văn bản viện dẫn")
    SECTION = "section", _("Mục")
    RESULT = "result", _("Kết quả kỳ trước")


class ItemDecision(models.TextChoices):
    """What the reviewing officer decided about an item."""

    PENDING = "pending", _("Chưa xem")
    ACCEPTED = "accepted", _("Đã nhận")
    DROPPED = "dropped", _("Đã bỏ")


class TaskOrigin(models.TextChoices):
    """Where a task comes from."""

    TABLE = "table", _("Danh mục nhiệm vụ")
    DUTY = "duty", _("Phần tổ chức thực hiện")
    INSTRUCTION = "instruction", _("Bút phê, chỉ đạo")
    DOCUMENT = "document", _("Văn bản giao việc")
    PART = "part", _("Phần việc chia nhỏ")
    MANUAL = "manual", _("Nhập tay")


class DeadlineKind(models.TextChoices):
    """What kind of deadline a task has."""

    DATE = "date", _("Có thời hạn")
    RECURRING = "recurring", _("Thường xuyên")
    ON_DEMAND = "on_demand", _("Khi có yêu cầu")
    NONE = "none", _("Chưa rõ thời hạn")


RECURRENCES = [(scheme.value, SCHEME_LABELS[scheme]) for scheme in RECURRING_SCHEMES]
"""Periods by which recurring work may be given, with their names."""


class AssignmentRole(models.TextChoices):
    """What a unit has to do with a task."""

    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")
    MONITORING = "monitoring", _("Theo dõi, tổng hợp")


class Mandate(models.TextChoices):
    """Whether the issuer can order (giao) or only ask (đề nghị): work that was asked for is never red."""

    ASSIGNED = "assigned", _("Giao")
    REQUESTED = "requested", _("Đề nghị, phối hợp")


class WorkState(models.TextChoices):
    """How far an assignment is. Lateness is not a state: it follows from the due date and the day."""

    PREPARED = "prepared", _("Chuẩn bị giao")
    NOT_STARTED = "not_started", _("Chưa thực hiện")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    CLAIMED = "claimed", _("Báo hoàn thành, chờ xác nhận")
    RETURNED = "returned", _("Trả lại")
    DONE = "done", _("Hoàn thành")
    CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
    WITHDRAWN = "withdrawn", _("Thu hồi")
    STANDING = "standing", _("Định kỳ, báo cáo theo từng kỳ")


OPEN_STATES = (WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.RETURNED)
"""States in which the unit still has something to do."""

SETTLED_STATES = (WorkState.DONE, WorkState.CARRIED_OVER, WorkState.WITHDRAWN)
"""States in which nobody waits for anything any more."""


class ExtensionState(models.TextChoices):
    """Where a wish for a later date stands. On a share, `NONE` says that none is open."""

    NONE = "", _("Không có")
    ASKED = "asked", _("Xin gia hạn")
    BY_PHONE = "by_phone", _("Đã đồng ý qua điện thoại – chờ văn bản")
    GRANTED = "granted", _("Được gia hạn")
    REFUSED = "refused", _("Không được gia hạn")
    LAPSED = "lapsed", _("Hết hiệu lực vì không có văn bản")
    TAKEN_BACK = "taken_back", _("Đơn vị rút đề nghị")


OPEN_EXTENSIONS = (ExtensionState.ASKED, ExtensionState.BY_PHONE)
"""Extensions that somebody still has to decide."""

PHONE_EXTENSION_WORKING_DAYS = 5
"""Working days that an agreement by telephone holds without its letter, unless PLANS_PHONE_EXTENSION_DAYS says else."""


class Audience(models.TextChoices):
    """Who is told when a date comes near or has passed."""

    DOER = "doer", _("Người thực hiện")
    HEAD = "head", _("Thủ trưởng đơn vị")
    ISSUER = "issuer", _("Cơ quan giao việc")


class WorkStatus(models.TextChoices):
    """What people see of a piece of work on a day; the codes of `toolkit.ui.statuses.WORK`."""

    PREPARED = "prepared", _("Chuẩn bị giao")
    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    OVERDUE = "overdue", _("Quá hạn")
    OVERDUE_WHEN_ASSIGNED = "overdue_when_assigned", _("Quá hạn ngay khi giao")
    REPORTED = "reported", _("Báo hoàn thành, chờ xác nhận")
    RETURNED = "returned", _("Trả lại")
    EXTENSION_REQUESTED = "extension_requested", _("Xin gia hạn")
    EXTENSION_BY_PHONE = "extension_by_phone", _("Đã đồng ý qua điện thoại – chờ văn bản")
    DONE_ON_TIME = "done_on_time", _("Hoàn thành đúng hạn")
    DONE_LATE = "done_late", _("Hoàn thành quá hạn")
    CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
    REQUESTED = "requested", _("Được đề nghị phối hợp")
    STANDING = "standing", _("Định kỳ")
    CANCELLED = "cancelled", _("Đã thu hồi")


class ShareDay(models.TextChoices):
    """The days of a share that a list can be narrowed by."""

    COMPLETED = "completed", _("hoàn thành")
    DUE = "due", _("đến hạn")
    ASSIGNED = "assigned", _("giao")
    REPORTED = "reported", _("có báo cáo")


class Clear(models.TextChoices):
    """The six clears of public work and the seventh that some provinces add (rõ nguồn lực)."""

    PERSON = "person", _("Rõ người")
    WORK = "work", _("Rõ việc")
    RESPONSIBILITY = "responsibility", _("Rõ trách nhiệm")
    SCHEDULE = "schedule", _("Rõ tiến độ")
    RESULT = "result", _("Rõ kết quả")
    AUTHORITY = "authority", _("Rõ thẩm quyền")
    RESOURCES = "resources", _("Rõ nguồn lực")


SIX_CLEARS = (Clear.PERSON, Clear.WORK, Clear.RESPONSIBILITY, Clear.SCHEDULE, Clear.RESULT, Clear.AUTHORITY)
"""The clears that are asked for everywhere; a province that also asks for resources sets PLANS_CLEARS."""


EVIDENCE_FORMATS = ("pdf", "docx", "doc", "xlsx", "xls", "pptx", "png", "jpg", "webp", "heic", "csv", "txt")
"""Kinds of files that may prove work (`honglam.core.files.kinds`)."""

DUE_SOON_DAYS = 7
"""A due date this many calendar days ahead or fewer counts as near."""


class ImportOrigin(models.TextChoices):
    """What a document system hands over."""

    SHEET = "sheet", _("Bảng Excel")
    PACKAGE = "package", _("Gói edXML")


class ImportState(models.TextChoices):
    """Where an import stands."""

    COLUMNS = "columns", _("Chờ ghép cột")
    REVIEW = "review", _("Chờ xem trước")
    RUNNING = "running", _("Đang giao việc")
    DONE = "done", _("Đã nhập")
    DROPPED = "dropped", _("Đã bỏ")


class ImportRowState(models.TextChoices):
    """What would become, or has become, of a row."""

    READY = "ready", _("Sẽ giao")
    WRONG = "wrong", _("Cần sửa")
    KNOWN = "known", _("Đã có, bỏ qua")
    CREATED = "created", _("Đã giao")
    READ = "read", _("Đọc như kế hoạch")


class ImportField(models.TextChoices):
    """What a column of a document system's export can hold."""

    NUMBER = "number", _("Số, ký hiệu")
    ISSUED_ON = "issued_on", _("Ngày ban hành")
    KIND = "kind", pgettext_lazy("cột của bảng", "Loại văn bản")
    ISSUER = "issuer", _("Cơ quan ban hành")
    TITLE = "title", _("Trích yếu")
    SIGNER = "signer", _("Người ký")
    WORK = "work", _("Việc giao")
    CONTENT = "content", _("Nội dung, yêu cầu")
    LEAD = "lead", _("Đơn vị chủ trì")
    COORDINATING = "coordinating", _("Đơn vị phối hợp")
    MONITORING = "monitoring", _("Đơn vị theo dõi")
    DUE_ON = "due_on", _("Hạn hoàn thành")
    PRODUCT = "product", _("Sản phẩm, kết quả")
    REFERENCE = "reference", _("Mã trong hệ thống văn bản")


NEEDED_COLUMNS = (ImportField.NUMBER, ImportField.ISSUED_ON, ImportField.TITLE, ImportField.LEAD)
"""What every row needs; the work is the title where a document system keeps no column for it."""


class CheckState(models.TextChoices):
    """Where the newest round of a check stands."""

    WAITING = "waiting", _("Chờ soát")
    RUNNING = "running", _("Đang soát")
    DONE = "done", _("Đã soát")
    FAILED = "failed", _("Không soát được")
    STOPPED = "stopped", _("Đã dừng")


OPEN_CHECKS = (CheckState.WAITING, CheckState.RUNNING)
"""States in which a round is still under way."""


class FindingSeverity(models.TextChoices):
    """How much a finding weighs; the values of `alignment.Severity`."""

    HIGH = "high", _("Phải sửa trước khi ký")
    MEDIUM = "medium", _("Nên sửa")
    LOW = "low", _("Xem lại")


class FindingStanding(models.TextChoices):
    """What has become of a finding."""

    OPEN = "open", _("Còn mở")
    DISMISSED = "dismissed", _("Đã bỏ qua")
    MENDED = "mended", _("Đã sửa")


DRAFT_RETENTION_DAYS = 90
"""Days after its last round that a checked draft is kept, unless PLANS_DRAFT_RETENTION_DAYS says else."""
