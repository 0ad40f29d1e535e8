"""The words of access, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScopeKind(models.TextChoices):
    """What a membership's role extends over."""

    SUBTREE = "subtree", _("Một đơn vị và các đơn vị trực thuộc")
    FIELD = "field", _("Một lĩnh vực trong một đơn vị và các đơn vị trực thuộc")
    GROUP = "group", _("Một nhóm đơn vị")


class Language(models.TextChoices):
    """Languages that a person can choose."""

    VIETNAMESE = "vi", _("Tiếng Việt")
    ENGLISH = "en", _("English")


class AttemptKind(models.TextChoices):
    """What a stranger at the door tried."""

    SIGN_IN = "sign_in", _("Đăng nhập")
    RESET = "reset", _("Đặt lại mật khẩu")


ADMINISTRATOR = "administrator"
"""Code of the role that may grant every role; the last one in force cannot be ended."""
