"""Our side of django-allauth: no sign-up, a lockout in the database, everything at the door in the log, Vietnamese.

allauth counts failures in Django's cache, which by default belongs to one process; several web processes would each let
an attacker start anew, and so would a restart. Failures are therefore counted in the database (`models.Attempt`), where
every process sees them. allauth's own limits stay on as a second line (codes of second factors).
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from honglam.core.access.actions import doors, people
from honglam.core.access.models import User
from honglam.core.access.terms import AttemptKind

_WRONG = _("Tên đăng nhập hoặc mật khẩu chưa đúng.")

_SECOND_FACTOR_CHANGES = {
    "totp_activated": _("Bật ứng dụng xác thực"),
    "totp_deactivated": _("Tắt ứng dụng xác thực"),
    "recovery_codes_generated": _("Tạo mã dự phòng"),
    "webauthn_added": _("Thêm khóa bảo mật"),
    "webauthn_removed": _("Gỡ khóa bảo mật"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, sessions and messages at the door."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đã bị khóa."),
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "enter_current_password": _("Hãy nhập đúng mật khẩu hiện tại."),
        "incorrect_code": _("Mã chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "invalid_or_expired_key": _("Mã không còn hiệu lực."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu không còn hiệu lực."),
        "too_many_login_attempts": _("Đăng nhập sai nhiều lần. Hãy thử lại sau 15 phút hoặc đặt lại mật khẩu."),
        "unknown_email": _("Không có tài khoản nào dùng địa chỉ thư này."),
        "rate_limited": _("Thao tác quá nhiều lần. Hãy chờ ít phút rồi thử lại."),
        "same_as_current": _("Giá trị mới phải khác giá trị cũ."),
        "select_only_one": _("Chỉ chọn một mục."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network address that asks; "unknown" behind a local socket whose proxy is not declared (HONGLAM_PROXIES).

        Nobody is turned away for that: everybody then counts as one address, and the limits of names still hold.
        """
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return "unknown"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Shut the door on a name or an address that failed too often.

        Raises:
            ValidationError: the door is locked for now.
        """
        self._attempt = doors.begin_attempt(
            by=None, kind=AttemptKind.SIGN_IN, login=_login(credentials), origin=self.get_client_ip(request)
        )
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Look a password up; a success takes the attempt off the books."""
        user = super().authenticate(request, **credentials)
        if isinstance(user, User) and self._attempt is not None:
            doors.withdraw_attempt(attempt=self._attempt, by=user)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the failure down."""
        if self._attempt is not None:
            doors.note_failure(attempt=self._attempt, login=_login(credentials), origin=self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        """Write the sign-in down, with how it was done (password, second factor, passkey, reset)."""
        methods = [str(done.get("method", "")) for done in request.session.get("account_authentication_methods", [])]
        doors.note_sign_in(by=_ours(user), origin=self.get_client_ip(request), method=", ".join(methods))
        return super().post_login(request, user, **details)

    def logout(self, request: HttpRequest) -> None:
        """Write the sign-out down."""
        if isinstance(request.user, User):
            doors.note_sign_out(by=request.user)
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A person chose a new password; other devices fall out, because sessions carry a digest of the old one."""
        people.change_password(user=_ours(user), by=_ours(user), password=password)

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        """allauth announces every change of a second factor here, after its commit: write it down."""
        if what := _SECOND_FACTOR_CHANGES.get(template_prefix.rpartition("/")[2]):
            doors.note_second_factor(by=_ours(user), what=str(what))
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: authenticator apps and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Không thể tắt xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai lớp trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng. Hãy kiểm tra giờ của điện thoại và nhập mã mới nhất."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the authenticator app shows: the user name."""
        return _ours(user).username

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows above it."""
        return "Hồng Lam"


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def _ours(user: AbstractBaseUser) -> User:
    assert isinstance(user, User)
    return user
