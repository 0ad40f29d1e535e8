"""What the leaders' pages offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.toolkit.ui import navigation

name_area("ioc", _("Điều hành"))
declare_permission(
    "ioc.view_overview",
    _("Xem trang điều hành"),
    _("Xem bức tranh chung trong phạm vi được giao"),
    (RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.HEAD),
)
navigation.declare_item(
    "ioc", _("Tổng quan"), url_name="ioc:overview", icon="dashboard", permission="ioc.view_overview", order=10
)
