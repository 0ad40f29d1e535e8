"""What the calendar offers to the registers."""

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.audit.registry import declare_action
from honglam.toolkit.ui.navigation import declare_item

name_area("calendar", _("Lịch làm việc"))
declare_permission(
    "calendar.manage_days",
    _("Sửa lịch làm việc"),
    _("Ghi ngày nghỉ, ngày làm bù, nửa ngày của tỉnh và giờ làm việc; mọi thời hạn tính theo lịch này."),
)
declare_action("calendar.day_decided", _("Ghi ngày đặc biệt"))
declare_action("calendar.day_withdrawn", _("Bỏ ngày đặc biệt"))
declare_action("calendar.hours_set", _("Đặt giờ làm việc"))
declare_item("data", _("Lịch làm việc"), url_name="calendar:year", icon="calendar", order=80)
