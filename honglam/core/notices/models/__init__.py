"""Records of notices."""

from honglam.core.notices.models.notice import Notice
from honglam.core.notices.models.preference import NoticePreference

__all__ = ["Notice", "NoticePreference"]
