"""What personal data refuses."""

from __future__ import annotations

from django.utils.translation import gettext as _


class PurposeMissing(ValueError):
    """An export of personal data states no purpose."""

    code = "personal.purpose_missing"

    def __init__(self) -> None:
        super().__init__(_("Hãy nêu rõ mục đích xuất dữ liệu cá nhân (ít nhất 10 ký tự)."))
