"""What places writes to the log."""

from django.utils.translation import gettext_lazy as _

from honglam.core.audit.registry import declare_action

declare_action("places.boundaries_loaded", _("Nạp ranh giới kèm theo phần mềm"))
declare_action("places.boundaries_replaced", _("Thay ranh giới"))
