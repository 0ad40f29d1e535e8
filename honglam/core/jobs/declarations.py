"""What jobs offer to the registers."""

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.audit.registry import declare_action
from honglam.toolkit.ui.navigation import declare_item

name_area("jobs", _("Công việc nền"))
declare_permission(
    "jobs.manage_runs",
    _("Quản lý công việc nền"),
    _("Xem mọi lần chạy của hệ thống và lịch chạy; dừng, chạy lại, chạy ngay."),
)
declare_action("jobs.cancelled", _("Dừng công việc nền"))
declare_action("jobs.retried", _("Chạy lại công việc nền"))
declare_action("jobs.started_by_hand", _("Chạy ngay một dòng của lịch chạy"))
declare_item(
    "admin", _("Công việc nền"), url_name="jobs:runs", icon="activity", permission="jobs.manage_runs", order=70
)
