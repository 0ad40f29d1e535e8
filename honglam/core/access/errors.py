"""What access refuses, with stable codes and Vietnamese messages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class NotAllowed(PermissionDenied):
    """The person lacks a permission there. Answers 403."""

    code = "access.not_allowed"

    def __init__(self, permission: str, where: str = "") -> None:
        self.permission = permission
        if where:
            message = _("Anh/chị chưa được giao quyền này tại %(unit)s. Hãy liên hệ người quản trị của đơn vị.")
            super().__init__(message % {"unit": where})
        else:
            super().__init__(_("Anh/chị chưa được giao quyền này. Hãy liên hệ người quản trị của đơn vị."))


class AccessError(ValueError):
    """Base of refused writes; `code` is stable and `column` names the form field at fault, where there is one."""

    code = "access"
    column = ""


class UsernameTaken(AccessError):
    """Another account has this user name."""

    code = "access.username_taken"
    column = "username"

    def __init__(self, username: str) -> None:
        super().__init__(_("Tên đăng nhập “%(name)s” đã có người dùng. Hãy chọn tên khác.") % {"name": username})


class EmailTaken(AccessError):
    """Another account has this e-mail address."""

    code = "access.email_taken"
    column = "email"

    def __init__(self, email: str) -> None:
        super().__init__(_("Địa chỉ thư “%(email)s” đã gắn với một tài khoản khác.") % {"email": email})


class ScopeIncomplete(AccessError):
    """A membership lacks what its scope needs: a unit, a field of work, or a group."""

    code = "access.scope_incomplete"


class DatesReversed(AccessError):
    """A post would end before it starts."""

    code = "access.dates_reversed"
    column = "ends_on"

    def __init__(self) -> None:
        super().__init__(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))


class PostAlreadyHeld(AccessError):
    """The same role over the same scope is held on some of the same days."""

    code = "access.post_already_held"

    def __init__(self) -> None:
        super().__init__(_("Người này đang giữ đúng vai trò ấy ở phạm vi ấy trong thời gian đã chọn."))


class LastAdministrator(AccessError):
    """Nobody could administer the installation any more."""

    code = "access.last_administrator"

    def __init__(self) -> None:
        super().__init__(_("Đây là người quản trị hệ thống cuối cùng. Hãy giao vai trò quản trị cho người khác trước."))


class AboveOwnRights(AccessError):
    """Somebody tried to give a right that they do not hold themselves there."""

    code = "access.above_own_rights"

    def __init__(self) -> None:
        super().__init__(_("Không thể giao quyền mà bản thân anh/chị không có ở phạm vi này."))


class RoleInUse(AccessError):
    """A role that people hold, or that came with the software, is not deleted."""

    code = "access.role_in_use"

    def __init__(self) -> None:
        super().__init__(_("Vai trò này đang có người giữ hoặc đi kèm phần mềm nên không xóa được."))
