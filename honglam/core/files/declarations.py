"""What files offer to the registers."""

from django.utils.translation import gettext_lazy as _

from honglam.core.audit.registry import declare_action

declare_action("files.stored", _("Tải tệp lên"))
declare_action("files.orphans_removed", _("Xóa tệp tải lên dở dang"))
declare_action("files.removed", _("Xóa tệp"))
