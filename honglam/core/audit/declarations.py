"""What the log itself offers to the registers."""

from django.utils.translation import gettext_lazy as _

from honglam.core.audit.registry import declare_action

declare_action("audit.values_erased", _("Xóa nội dung nhật ký theo quy định"))
