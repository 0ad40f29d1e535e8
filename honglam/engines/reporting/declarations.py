"""What reports offer to the rest: permissions, words of the log, purposes of files, the way to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.core.audit.registry import declare_action, name_column
from honglam.core.files.registry import declare_purpose
from honglam.core.notices.registry import declare_notice
from honglam.engines.reporting.file_access import may_read_report, may_read_upper_form, may_read_workbook
from honglam.engines.reporting.own_sections import declaring
from honglam.toolkit.ui import navigation

__all__ = ["declaring"]

name_area("reporting", _("Báo cáo"))
declare_permission(
    "reporting.gather_forms", _("Gộp biểu"), _("Gộp biểu Excel do các đơn vị gửi về"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip

EVERYBODY = (
    RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.UNIT_ADMINISTRATOR, RoleCode.HEAD, RoleCode.OFFICER,
    RoleCode.VIEWER,
)  # fmt: skip
declare_permission(
    "reporting.view_reports", _("Xem báo cáo"), _("Xem báo cáo của các đơn vị trong phạm vi và báo cáo gửi đến"),
    EVERYBODY,
)  # fmt: skip
declare_permission(
    "reporting.draft_reports", _("Soạn báo cáo"), _("Soạn báo cáo của đơn vị, ghi khó khăn, kiến nghị"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip
declare_permission(
    "reporting.check_reports", _("Kiểm tra báo cáo"), _("Trưởng phòng, văn phòng kiểm tra báo cáo trước khi trình ký"),
    (RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    "reporting.sign_reports", _("Duyệt ký báo cáo"),
    _("Đồng ý ký báo cáo của đơn vị; chữ ký số do người ký tự thực hiện"),
    (RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    "reporting.issue_reports", _("Phát hành báo cáo"),
    _("Văn thư: cấp số, tải bản đã ký, gửi báo cáo, mở bản đính chính"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip
declare_permission(
    "reporting.receive_reports", _("Tiếp nhận, tổng hợp báo cáo"),
    _("Tiếp nhận báo cáo gửi đến đơn vị, đề nghị đính chính, trả lời kiến nghị, tổng hợp"),
    (RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip
declare_permission(
    "reporting.define_regimes", _("Lập chế độ báo cáo"),
    _("Lập, sửa chế độ báo cáo và phân công làm báo cáo của đơn vị"),
    (RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    "reporting.fill_forms", _("Điền biểu của cấp trên"), _("Ghép biểu Excel của cấp trên với số liệu đã có và điền"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip

for code, label in (
    ("reporting.regime_defined", _("Lập chế độ báo cáo")),
    ("reporting.regime_redefined", _("Sửa chế độ báo cáo")),
    ("reporting.regime_proposed", _("Đề xuất chế độ báo cáo từ kế hoạch")),
    ("reporting.regime_declined", _("Không lập chế độ báo cáo")),
    ("reporting.remark_settled", _("Xem xong điều cần xem của chế độ báo cáo")),
    ("reporting.demand_noted", _("Ghi yêu cầu báo cáo mới")),
    ("reporting.regime_ended", _("Thôi áp dụng chế độ báo cáo")),
    ("reporting.arranged", _("Phân công làm báo cáo")),
    ("reporting.rounds_opened", _("Mở kỳ báo cáo")),
    ("reporting.reminded", _("Nhắc báo cáo")),
    ("reporting.report_written", _("Soạn báo cáo")),
    ("reporting.entry_added", _("Ghi khó khăn, kiến nghị")),
    ("reporting.entry_changed", _("Sửa khó khăn, kiến nghị")),
    ("reporting.entry_removed", _("Xóa khó khăn, kiến nghị")),
    ("reporting.entry_answered", _("Trả lời kiến nghị")),
    ("reporting.entries_taken_over", _("Lấy khó khăn, kiến nghị từ báo cáo cấp dưới")),
    ("reporting.report_passed_on", _("Chuyển bước báo cáo")),
    ("reporting.report_sent_back", _("Trả lại báo cáo trong đơn vị")),
    ("reporting.report_numbered", _("Cấp số báo cáo")),
    ("reporting.signed_file_brought", _("Tải bản báo cáo đã ký")),
    ("reporting.report_sent", _("Gửi báo cáo")),
    ("reporting.report_received", _("Tiếp nhận báo cáo")),
    ("reporting.correction_asked", _("Đề nghị đính chính báo cáo")),
    ("reporting.correction_opened", _("Mở bản đính chính")),
    ("reporting.report_dropped", _("Không lập báo cáo kỳ này")),
    ("reporting.report_reopened", _("Lập lại báo cáo kỳ này")),
    ("reporting.upper_form_added", _("Thêm biểu của cấp trên")),
    ("reporting.upper_form_changed", _("Sửa biểu của cấp trên")),
    ("reporting.upper_form_mapped", _("Ghép ô của biểu cấp trên")),
    ("reporting.upper_form_filled", _("Điền biểu của cấp trên")),
    ("reporting.upper_form_dropped", _("Bỏ biểu của cấp trên")),
    ("reporting.gathering_started", _("Lập lần gộp biểu")),
    ("reporting.copies_added", _("Thêm bản gửi về")),
    ("reporting.copy_left_out", _("Bỏ một bản gửi về")),
    ("reporting.gathered", _("Gộp biểu")),
    ("reporting.gathering_failed", _("Không gộp được biểu")),
    ("reporting.gathering_dropped", _("Bỏ lần gộp biểu")),
):
    declare_action(code, label)

for column, label in (
    ("text", _("Nội dung")), ("addressed_to", _("Cơ quan giải quyết")), ("position", _("Thứ tự")),
    ("answer", _("Trả lời")), ("signed_file", _("Bản đã ký")),
):  # fmt: skip
    name_column(column, label)

declare_purpose("reporting.workbook", _("Biểu Excel gửi về"), may_read=may_read_workbook, most_bytes=20_000_000)
declare_purpose("reporting.report", _("Báo cáo"), may_read=may_read_report, most_bytes=50_000_000)
declare_purpose("reporting.upper_form", _("Biểu của cấp trên"), may_read=may_read_upper_form, most_bytes=20_000_000)

declare_notice("reporting.reminder", _("Nhắc báo cáo sắp đến hạn, quá hạn"))
declare_notice("reporting.step", _("Báo cáo chờ mình xử lý"))
declare_notice("reporting.sent_back", _("Báo cáo bị trả lại trong đơn vị"))
declare_notice("reporting.sent", _("Đơn vị gửi báo cáo"))
declare_notice("reporting.correction_asked", _("Nơi nhận đề nghị đính chính báo cáo"))
declare_notice("reporting.corrected", _("Báo cáo được đính chính"))
declare_notice("reporting.answered", _("Kiến nghị được trả lời"))
declare_notice("reporting.regime_proposed", _("Kế hoạch mới có chế độ báo cáo chờ xem xét"))

navigation.declare_item(
    "desk", _("Chế độ báo cáo"), url_name="reporting:regimes", icon="calendar-repeat",
    permission="reporting.define_regimes", order=52,
)  # fmt: skip
navigation.declare_item(
    "desk", _("Báo cáo"), url_name="reporting:reports", icon="report", permission="reporting.view_reports", order=50,
)  # fmt: skip
navigation.declare_item(
    "desk", _("Kiến nghị của đơn vị"), url_name="reporting:proposals", icon="message-circle",
    permission="reporting.receive_reports", order=58,
)  # fmt: skip
navigation.declare_item(
    "desk", _("Gộp biểu"), url_name="reporting:gatherings", icon="table",
    permission="reporting.gather_forms", order=60,
)  # fmt: skip
navigation.declare_item(
    "desk", _("Biểu của cấp trên"), url_name="reporting:upper_forms", icon="file-spreadsheet",
    permission="reporting.fill_forms", order=62,
)  # fmt: skip
navigation.declare_item(
    "desk", _("Yêu cầu báo cáo"), url_name="reporting:demands", icon="inbox",
    permission="reporting.view_reports", order=54,
)  # fmt: skip
