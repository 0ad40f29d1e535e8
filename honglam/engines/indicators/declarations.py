"""What indicators offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.core.audit.registry import declare_action
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

declare_action("indicators.defined", _("Định nghĩa chỉ tiêu"))
declare_action("indicators.value_recorded", _("Nhập giá trị chỉ tiêu"))
declare_action("indicators.value_confirmed", _("Chốt giá trị chỉ tiêu"))

navigation.declare_item(
    "desk", _("Chỉ tiêu"), url_name="indicators:indicators", icon="target-arrow", permission="indicators.view_values",
    order=40,
)  # fmt: skip
