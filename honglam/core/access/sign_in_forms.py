"""The forms at the door, in Vietnamese: allauth has no Vietnamese catalogue."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from honglam.core.access.actions import doors
from honglam.core.access.models import User
from honglam.core.access.terms import AttemptKind


def _word(form: forms.Form, **labels: Any) -> None:
    """Give fields their labels; placeholders would only repeat them."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    """User name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, login=_("Tên đăng nhập hoặc thư điện tử"), password=_("Mật khẩu"), remember=_("Giữ đăng nhập"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        self.fields["password"].help_text = ""


class ChangePasswordForm(account.ChangePasswordForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self,
            oldpassword=_("Mật khẩu hiện tại"),
            password1=_("Mật khẩu mới"),
            password2=_("Nhập lại mật khẩu mới"),
        )
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = password_validators_help_text_html()


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """The new password twice, from the link in the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password1=_("Mật khẩu mới"), password2=_("Nhập lại mật khẩu mới"))
        self.fields["password1"].help_text = password_validators_help_text_html()


class ResetPasswordForm(account.ResetPasswordForm):
    """Asks for a link by e-mail; whether the address is known is not told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=_("Thư điện tử"))

    def save(self, request: Any, **kwargs: Any) -> str:
        """Send the link, unless the address or the place asked too often lately; either way the answer is the same."""
        origin, email = get_adapter().get_client_ip(request), self.cleaned_data["email"]
        if doors.begin_attempt(by=None, kind=AttemptKind.RESET, login=email, origin=origin) is None:
            return email
        for user in self.users:
            doors.note_reset_asked(user=user, origin=origin)
        return super().save(request, **kwargs)


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password=_("Mật khẩu"))
        self.fields["password"].help_text = ""


class _CodeForm(second_factor.BaseAuthenticateForm):
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code=_("Mã xác thực"))
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric"}

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        doors.note_wrong_code(user=self.user)


class SecondFactorForm(_CodeForm, second_factor.AuthenticateForm):
    """The code of the second factor, after the password."""


class SecondFactorAgainForm(_CodeForm, second_factor.ReauthenticateForm):
    """The code once more, before something weighty."""


class ActivateAppForm(ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code=_("Mã do ứng dụng hiện ra"))


class AddKeyForm(AddWebAuthnForm):
    """A new security key or passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, name=_("Tên khóa"), passwordless=_("Dùng để đăng nhập không cần mật khẩu"))
        if "passwordless" in self.fields:
            self.fields["passwordless"].help_text = _("Khóa phải có vân tay, khuôn mặt hoặc mã PIN.")


class EditKeyForm(EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, name=_("Tên khóa"))
