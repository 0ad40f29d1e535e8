"""What notices offer to the registers."""

from honglam.core.notices.counting import unread_count
from honglam.toolkit.ui.topbar import declare_bell

declare_bell(url_name="notices:inbox", count=unread_count)
