"""What indicators offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.core.audit.registry import declare_action, name_column
from honglam.core.files.registry import declare_purpose
from honglam.core.notices.registry import declare_notice
from honglam.engines.indicators.file_access import may_read_evidence
from honglam.toolkit.ui import navigation

name_area("indicators", _("Chỉ tiêu"))
declare_permission(
    "indicators.view_values", _("Xem số liệu chỉ tiêu"), _("Xem giá trị chỉ tiêu của các đơn vị trong phạm vi"),
    (
        RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.UNIT_ADMINISTRATOR, RoleCode.HEAD, RoleCode.OFFICER,
        RoleCode.VIEWER,
    ),
)  # fmt: skip
declare_permission(
    "indicators.enter_values", _("Nhập số liệu chỉ tiêu"), _("Nhập, sửa giá trị chỉ tiêu của đơn vị"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip
declare_permission(
    "indicators.confirm_values", _("Chốt số liệu chỉ tiêu"), _("Chuyển số tạm thành số chính thức"),
    (RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    "indicators.define_indicators", _("Định nghĩa chỉ tiêu, biểu mẫu"),
    _("Lập, sửa chỉ tiêu, công thức, biểu mẫu và quy tắc kiểm tra"),
    (RoleCode.COORDINATOR,),
)  # fmt: skip

for code, label in (
    ("indicators.defined", _("Định nghĩa chỉ tiêu")),
    ("indicators.redefined", _("Sửa định nghĩa chỉ tiêu")),
    ("indicators.form_defined", _("Lập biểu mẫu")),
    ("indicators.form_redefined", _("Sửa biểu mẫu")),
    ("indicators.form_version_made", _("Lập phiên bản mới của biểu mẫu")),
    ("indicators.rule_defined", _("Thêm quy tắc kiểm tra số liệu")),
    ("indicators.rule_redefined", _("Sửa quy tắc kiểm tra số liệu")),
    ("indicators.rule_dropped", _("Bỏ quy tắc kiểm tra số liệu")),
    ("indicators.value_recorded", _("Nhập giá trị chỉ tiêu")),
    ("indicators.value_confirmed", _("Chốt giá trị chỉ tiêu")),
    ("indicators.value_corrected", _("Hiệu chỉnh số đã duyệt")),
    ("indicators.value_accepted", _("Nhận số của đơn vị khác")),
    ("indicators.form_submitted", _("Gửi biểu")),
    ("indicators.form_approved", _("Duyệt biểu")),
    ("indicators.form_returned", _("Trả lại biểu")),
    ("indicators.form_locked", _("Khóa sổ biểu")),
    ("indicators.form_unlocked", _("Mở khóa biểu")),
    ("indicators.missing_reminded", _("Nhắc đơn vị chưa gửi biểu")),
):
    declare_action(code, label)
name_column("value", _("Giá trị"))

declare_purpose("indicators.evidence", _("Minh chứng số liệu"), may_read=may_read_evidence, most_bytes=50_000_000)

declare_notice("indicators.form_submitted", _("Đơn vị gửi biểu số liệu"))
declare_notice("indicators.form_approved", _("Biểu số liệu được duyệt"))
declare_notice("indicators.form_corrected", _("Nơi nhận hiệu chỉnh số đã duyệt"))
declare_notice("indicators.form_returned", _("Biểu số liệu bị trả lại"))
declare_notice("indicators.form_missing", _("Nhắc biểu số liệu quá hạn chưa gửi"))

navigation.declare_item(
    "desk", _("Chỉ tiêu"), url_name="indicators:indicators", icon="target-arrow", permission="indicators.view_values",
    order=40,
)  # fmt: skip
navigation.declare_item(
    "desk", _("Biểu số liệu"), url_name="indicators:own_forms", icon="forms", permission="indicators.view_values",
    order=41,
)  # fmt: skip

navigation.declare_item(
    "desk", _("Tổng hợp số liệu"), url_name="indicators:rollup", icon="report-analytics",
    permission="indicators.view_values", order=42,
)  # fmt: skip
