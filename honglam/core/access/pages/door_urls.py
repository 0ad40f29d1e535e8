"""The pages at the door: of allauth's, those that this platform uses (no sign-up, no e-mail administration).

Names are allauth's own. A closed sign-up page stays because allauth asks for its address.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa import app_settings as mfa_settings
from django.urls import include, path, re_path

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
if mfa_settings.SUPPORTED_TYPES:
    urlpatterns.append(path("2fa/", include("allauth.mfa.urls")))
