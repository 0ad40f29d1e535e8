"""What events offer to the registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.audit.registry import declare_action
from honglam.toolkit.ui.navigation import declare_item

name_area("events", _("Sự kiện giữa các phần"))
declare_permission(
    "events.manage_deliveries", _("Theo dõi sự kiện"),
    _("Xem sự kiện đang chuyển giữa các phần của hệ thống, chuyển lại hoặc bỏ qua sự kiện bị lỗi."),
)  # fmt: skip
declare_action("events.sent_again", _("Chuyển lại sự kiện"))
declare_action("events.set_aside", _("Bỏ qua sự kiện"))
declare_item(
    "admin", _("Sự kiện"), url_name="events:deliveries", icon="subtask", permission="events.manage_deliveries", order=72
)
