"""The words of the hub, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.quality.columns import ColumnType
from honglam.engines.datahub.quality.rule_format import Effect as RuleEffect
from honglam.engines.datahub.quality.rule_format import Kind as RuleKind
from honglam.engines.datahub.quality.rule_format import Word

WORD_LABELS = {
    Word.CORRECT: _("đúng"), Word.COMPLETE: _("đủ"), Word.CLEAN: _("sạch"), Word.LIVE: _("sống"),
    Word.CONSISTENT: _("thống nhất"), Word.SHARED: _("dùng chung"),
}  # fmt: skip
KIND_LABELS = {
    RuleKind.NOT_NULL: _("bắt buộc có"), RuleKind.TYPE: _("đúng kiểu"), RuleKind.FORMAT: _("đúng mẫu"),
    RuleKind.RANGE: _("trong khoảng"), RuleKind.CODES: _("trong danh mục"), RuleKind.KEY: _("không trùng khóa"),
    RuleKind.REFERENCE: _("có trong tập khác"), RuleKind.ORDER: _("đúng thứ tự"), RuleKind.GEOMETRY: _("hình hợp lệ"),
    RuleKind.EQUAL: _("khớp tập khác"), RuleKind.ALIKE: _("không trùng gần giống"), RuleKind.FRESH: _("còn mới"),
    RuleKind.COMPLETE: _("đủ số lượng"),
}  # fmt: skip
EFFECT_LABELS = {RuleEffect.BLOCKS: _("chặn công bố"), RuleEffect.WARNS: _("cảnh báo")}
COLUMN_TYPE_LABELS = {
    ColumnType.TEXT: _("chữ"), ColumnType.CODE: _("mã"), ColumnType.INTEGER: _("số nguyên"),
    ColumnType.DECIMAL: _("số thập phân"), ColumnType.DATE: _("ngày"), ColumnType.MOMENT: _("thời điểm"),
    ColumnType.BOOLEAN: _("có/không"), ColumnType.GEOMETRY: _("hình (GeoJSON)"),
}  # fmt: skip
COLUMN_TYPES = [(one.value, label) for one, label in COLUMN_TYPE_LABELS.items()]
WORDS = [(word.value, label) for word, label in WORD_LABELS.items()]
KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
EFFECTS = [(effect.value, label) for effect, label in EFFECT_LABELS.items()]


class Layer(models.TextChoices):
    """The layers of data of Decision 2439/QĐ-TTg of 4 November 2025."""

    SOURCE = "source", _("dữ liệu gốc")
    METADATA = "metadata", _("dữ liệu đặc tả")
    MASTER = "master", _("dữ liệu chủ")
    REFERENCE = "reference", _("dữ liệu danh mục")
    TRANSACTION = "transaction", _("dữ liệu giao dịch")
    SUMMARY = "summary", _("dữ liệu tổng hợp")
    ANALYTIC = "analytic", _("dữ liệu phân tích")
    OPEN = "open", _("dữ liệu mở")


class Sensitivity(models.TextChoices):
    """Who may know of a dataset and read it. State secrets never enter the system."""

    PUBLIC = "public", _("công khai")
    SHARED = "shared", _("chia sẻ trong cơ quan nhà nước")
    RESTRICTED = "restricted", _("chỉ theo yêu cầu")
    PERSONAL = "personal", _("có dữ liệu cá nhân")


class VersionState(models.TextChoices):
    """Where a version of a dataset stands."""

    CURRENT = "current", _("đang dùng")
    FORMER = "former", _("đã thay")
    REFUSED = "refused", _("bị chặn")


class DatabaseState(models.TextChoices):
    """How far a sector database is, from a line in a plan to one that the hub reads."""

    PLANNED = "planned", _("trong kế hoạch")
    BUILDING = "building", _("đang xây dựng")
    RUNNING = "running", _("đang vận hành")
    CONNECTED = "connected", _("đã kết nối kho dùng chung")


class RunState(models.TextChoices):
    """How a run of checks or a delivery ended."""

    RUNNING = "running", _("đang chạy")
    PASSED = "passed", _("đạt")
    WARNED = "warned", _("đạt, có cảnh báo")
    BLOCKED = "blocked", _("bị chặn")
    FAILED = "failed", _("không chạy được")


class InflowKind(models.TextChoices):
    """How data comes in."""

    FILE = "file", _("tệp tải lên")
    SQL = "sql", _("cơ sở dữ liệu SQL")
    HTTP = "http", _("dịch vụ HTTP")


class Alarm(models.TextChoices):
    """What is wrong with a delivery; all but the last is known before anybody looks at its rows."""

    NONE = "", _("không")
    LATE = "late", _("muộn")
    EMPTY = "empty", _("rỗng")
    RESHAPED = "reshaped", _("đổi cấu trúc")
    UNREACHABLE = "unreachable", _("không lấy được")
    BLOCKED = "blocked", _("bị quy tắc chặn")


class SuggestionState(models.TextChoices):
    """Where a suggested correction stands."""

    OPEN = "open", _("chờ xem")
    APPLIED = "applied", _("đã áp dụng")
    DISMISSED = "dismissed", _("bỏ qua")
    UNDONE = "undone", _("đã hoàn tác")


class RequestState(models.TextChoices):
    """Where a request for data stands."""

    ASKED = "asked", _("chờ trả lời")
    GRANTED = "granted", _("đồng ý")
    REFUSED = "refused", _("từ chối")
    WITHDRAWN = "withdrawn", _("rút lại")


class Frequency(models.TextChoices):
    """How often a unit means to read what it asks for."""

    ONCE = "once", _("một lần")
    DAILY = "daily", _("hằng ngày")
    WEEKLY = "weekly", _("hằng tuần")
    MONTHLY = "monthly", _("hằng tháng")
    ON_DEMAND = "on_demand", _("khi giải quyết từng hồ sơ")


class ReadForm(models.TextChoices):
    """In which form shared data was read: on a page, as a file, by a system."""

    PAGE = "page", _("xem trên trang")
    XLSX = "xlsx", _("tệp Excel")
    CSV = "csv", _("tệp CSV")
    JSON = "json", _("tệp JSON")
    PARQUET = "parquet", _("tệp Parquet")
    API = "api", _("hệ thống đọc (API)")
    API_FILE = "api_file", _("hệ thống tải tệp")


class Exchange(models.TextChoices):
    """How an outside system is connected."""

    API = "api", _("dịch vụ dữ liệu (API)")
    FILE = "file", _("bằng tệp")
    MANUAL = "manual", _("nhập tay")
    NONE = "none", _("chưa kết nối")


RESERVED_CODES = frozenset({
    "connectors", "databases", "datasets", "deliveries", "grants", "inflows", "jobs", "keys", "needs", "new", "open",
    "procedures", "quality", "reads", "releases", "report", "requests", "reviews", "rows", "sharing", "sync",
    "systems", "to-mend", "webhooks", "wishes", "yearly",
})  # fmt: skip
"""First parts of the hub's own addresses, which no dataset may have as its code."""

# Themes of the EU vocabulary "data-theme" (Publications Office), which DCAT-AP asks for; codes are theirs, words ours.
THEME_LABELS = {
    "AGRI": _("nông nghiệp, thủy sản"), "ECON": _("kinh tế, tài chính"), "EDUC": _("giáo dục, văn hóa, thể thao"),
    "ENER": _("năng lượng"), "ENVI": _("môi trường"), "GOVE": _("chính quyền, khu vực công"), "HEAL": _("y tế"),
    "JUST": _("tư pháp, an ninh"), "REGI": _("vùng, đô thị, nông thôn"), "SOCI": _("dân cư, xã hội"),
    "TECH": _("khoa học, công nghệ"), "TRAN": _("giao thông"),
}  # fmt: skip
# Licence: what people read, and its address. Decree 47/2020/NĐ-CP, article 18: free use, also commercial, source named.
LICENCE_LABELS = {
    "cc-by-4.0": (_("Ghi công (CC BY 4.0)"), "https://creativecommons.org/licenses/by/4.0/"),
    "cc-zero": (_("Không giữ quyền (CC0 1.0)"), "https://creativecommons.org/publicdomain/zero/1.0/"),
    "odc-by": (_("Ghi công, dữ liệu (ODC-BY 1.0)"), "https://opendatacommons.org/licenses/by/1-0/"),
}
# Codes of the EU vocabulary "frequency".
FREQUENCY_LABELS = {
    "DAILY": _("hằng ngày"), "WEEKLY": _("hằng tuần"), "MONTHLY": _("hằng tháng"), "QUARTERLY": _("hằng quý"),
    "ANNUAL_2": _("sáu tháng"), "ANNUAL": _("hằng năm"), "IRREG": _("không định kỳ"),
}  # fmt: skip
