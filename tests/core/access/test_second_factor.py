"""The second factor: an authenticator app from the profile to the door, and every step in the log."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from honglam.core.audit.models import AuditEntry
from tests.people import PASSWORD, People


@pytest.fixture(autouse=True)
def clean_cache() -> None:
    """Limits and used codes are kept in the cache."""
    cache.clear()


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def sign_in(client: Client) -> str:
    """Where the password leads."""
    answer = client.post(reverse("account_login"), {"login": "head", "password": PASSWORD})
    return answer.headers["Location"]


def test_an_authenticator_app_is_switched_on_and_asked_for_at_the_door(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "Bật ứng dụng xác thực" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client.post(reverse("account_logout"))

    client = Client()
    assert sign_in(client) == reverse("mfa_authenticate")
    assert client.get(reverse("access:profile")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "12345"})
    assert "Mã chưa đúng" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("access:profile")).status_code == 200

    told = AuditEntry.objects.for_target(people.head).order_by("id")
    steps = [(entry.action, entry.values.summary) for entry in told if entry.action.startswith("access.s")]
    assert ("access.second_factor_changed", "Bật ứng dụng xác thực") in steps
    assert ("access.sign_in_failed", "Sai mã xác thực hai lớp") in steps
    assert [action for action, _summary in steps].count("access.signed_in") == 2
