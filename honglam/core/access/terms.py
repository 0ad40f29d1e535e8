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
    """Languages that a person can choose, each by its own name."""

    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


class SignInMethod(models.TextChoices):
    """How somebody came in, by the codes that allauth notes in the session."""

    PASSWORD = "password", _("mật khẩu")
    SECOND_FACTOR = "mfa", _("xác thực hai lớp hoặc khóa bảo mật")
    RESET = "password_reset", _("đặt lại mật khẩu qua thư")
    CODE = "code", _("mã gửi qua thư")
    ELSEWHERE = "socialaccount", _("tài khoản định danh")


class AttemptKind(models.TextChoices):
    """What a stranger at the door tried."""

    SIGN_IN = "sign_in", _("Đăng nhập")
    RESET = "reset", _("Đặt lại mật khẩu")


class RoleCode(models.TextChoices):
    """Codes of the roles that come with the software; a province edits their permissions and adds roles of its own."""

    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    PROVINCE_LEADER = "province_leader", _("Lãnh đạo tỉnh")
    COORDINATOR = "coordinator", _("Đầu mối tổng hợp")
    UNIT_ADMINISTRATOR = "unit_administrator", _("Quản trị đơn vị")
    HEAD = "head", _("Lãnh đạo đơn vị")
    OFFICER = "officer", _("Chuyên viên")
    VIEWER = "viewer", _("Người xem")
    AUDITOR = "auditor", _("Người kiểm tra nhật ký")
