"""What access offers to the registers: its permissions, the actions it writes to the log, its personal columns."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from honglam.core.access.models import User
from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode, SignInMethod
from honglam.core.audit.registry import declare_action, name_column
from honglam.core.personal.registry import personal
from honglam.toolkit.ui import navigation, topbar

name_area("access", _("Người dùng và vai trò"))
name_area("audit", _("Nhật ký"))
name_area("personal", _("Dữ liệu cá nhân"))

for _code, _label, _description, _roles in (
    (
        "access.view_people",
        _("Xem người dùng"),
        _("Xem danh sách người dùng và vị trí công tác của các đơn vị."),
        (RoleCode.UNIT_ADMINISTRATOR, RoleCode.COORDINATOR, RoleCode.HEAD),
    ),
    (
        "access.manage_people",
        _("Quản lý người dùng"),
        _("Tạo, sửa, khóa tài khoản; giao và kết thúc vị trí công tác; đặt lại mật khẩu."),
        (RoleCode.UNIT_ADMINISTRATOR,),
    ),
    ("access.manage_roles", _("Quản lý vai trò"), _("Sửa quyền của các vai trò, tạo vai trò mới."), ()),
    (
        "access.export_people",
        _("Xuất danh sách người dùng"),
        _("Xuất dữ liệu cá nhân ra Excel, có nêu mục đích."),
        (RoleCode.UNIT_ADMINISTRATOR,),
    ),
    (
        "audit.view_log",
        _("Xem nhật ký"),
        _("Xem và xuất nhật ký thao tác của các đơn vị trong phạm vi."),
        (RoleCode.AUDITOR,),
    ),
    (
        "personal.view_register",
        _("Xem danh mục dữ liệu cá nhân"),
        _("Xem các cột dữ liệu cá nhân, mục đích, căn cứ, thời hạn lưu."),
        (RoleCode.AUDITOR,),
    ),
):
    declare_permission(_code, _label, _description, _roles)

for _code, _label in (
    ("access.signed_in", _("Đăng nhập")),
    ("access.signed_out", _("Đăng xuất")),
    ("access.sign_in_failed", _("Đăng nhập không thành công")),
    ("access.sign_in_locked", _("Tạm khóa đăng nhập do sai nhiều lần")),
    ("access.reset_asked", _("Yêu cầu đặt lại mật khẩu")),
    ("access.password_changed", _("Đổi mật khẩu")),
    ("access.password_reset", _("Đặt lại mật khẩu")),
    ("access.second_factor_changed", _("Thay đổi xác thực hai lớp")),
    ("access.sessions_ended", _("Đăng xuất khỏi các thiết bị khác")),
    ("access.user_created", _("Tạo tài khoản")),
    ("access.user_changed", _("Sửa tài khoản")),
    ("access.user_deactivated", _("Khóa tài khoản")),
    ("access.user_activated", _("Mở lại tài khoản")),
    ("access.users_imported", _("Nhập người dùng từ Excel")),
    ("access.role_granted", _("Giao vị trí công tác")),
    ("access.membership_changed", _("Sửa vị trí công tác")),
    ("access.membership_ended", _("Kết thúc vị trí công tác")),
    ("access.work_handed_over", _("Bàn giao việc đang làm")),
    ("access.role_created", _("Tạo vai trò")),
    ("access.role_changed", _("Sửa vai trò")),
    ("access.role_deleted", _("Xóa vai trò")),
    ("personal.read", _("Đọc dữ liệu cá nhân")),
    ("access.people_exported", _("Xuất danh sách người dùng")),
    ("access.log_exported", _("Xuất nhật ký")),
):
    declare_action(_code, _label)

for _column, _label in (
    ("role", _("vai trò")),
    ("scope", _("phạm vi")),
    ("origin", _("địa chỉ mạng")),
    ("sessions", _("số phiên đăng nhập")),
    ("permissions_added", _("thêm quyền")),
    ("permissions_removed", _("bỏ quyền")),
    ("starts_on", _("từ ngày")),
    ("ends_on", _("đến hết ngày")),
):
    name_column(_column, _label)
name_column("method", _("cách đăng nhập"), dict(SignInMethod.choices))

navigation.declare_item(
    "admin", _("Người dùng"), url_name="access:people", icon="users", permission="access.view_people", order=10
)
navigation.declare_item(
    "admin",
    pgettext_lazy("điều hướng", "Vai trò"),
    url_name="access:roles",
    icon="shield-lock",
    permission="access.manage_roles",
    order=20,
)
navigation.declare_item(
    "admin", _("Nhật ký"), url_name="access:log", icon="history", permission="audit.view_log", order=80
)
navigation.declare_item(
    "admin",
    _("Dữ liệu cá nhân"),
    url_name="access:personal",
    icon="id-badge-2",
    permission="personal.view_register",
    order=90,
)


navigation.declare_apart("access:profile")


def _posts_in_words(user: User) -> list[str]:
    """“Chuyên viên, Sở Khoa học và Công nghệ” for each post in force today."""
    return [f"{post.title or post.role}, {post.seat or post.scope_name}" for post in user.posts(timezone.localdate())]


topbar.declare_posts(_posts_in_words)

_WORK = _("Quản lý, liên hệ công vụ và xác định trách nhiệm của người thực hiện nhiệm vụ")
_LAW = _(
    "Luật Cán bộ, công chức 80/2025/QH15; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (xử lý để thực hiện nhiệm vụ công)"
)
for _column, _mask in (("full_name", "name"), ("email", "email"), ("phone", "phone")):
    personal(User, column=_column, purpose=_WORK, legal_basis=_LAW, retention_days=3650, mask=_mask)
