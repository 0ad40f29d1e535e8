"""Signing in and out: by name or e-mail, locked after failures in whatever process, and all of it in the log."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.config import settings as installed
from honglam.core.access import rules
from honglam.core.access.actions import deactivate_user, reset_password
from honglam.core.access.models import Attempt, User
from honglam.core.access.terms import AttemptKind
from honglam.core.audit.models import AuditEntry
from tests.people import PASSWORD, People

LIMIT = rules.LIMITS[AttemptKind.SIGN_IN].login_and_origin


@pytest.fixture(autouse=True)
def clean_cache() -> None:
    """allauth's own limits start anew in every test."""
    cache.clear()


def sign_in(login: str, password: str = PASSWORD, *, client: Client | None = None, origin: str = "10.0.0.1") -> Any:
    """What the door answers."""
    client = client or Client()
    return client.post(reverse("account_login"), {"login": login, "password": password}, REMOTE_ADDR=origin)


def actions(user: User) -> list[str]:
    """What the log says about a person at the door, oldest first."""
    door = ["access.signed_in", "access.signed_out", "access.sign_in_failed", "access.sign_in_locked"]
    found = AuditEntry.objects.for_target(user).filter(action__in=door).order_by("id")
    return list(found.values_list("action", flat=True))


@pytest.mark.parametrize("login", ["officer", "OFFICER", "officer@tinh.example", "Officer@Tinh.Example"])
def test_people_sign_in_by_name_or_e_mail_in_any_case(people: People, login: str) -> None:
    client = Client()
    assert sign_in(login, client=client).status_code == 302
    assert client.session["_auth_user_id"] == str(people.officer.pk)
    assert actions(people.officer) == ["access.signed_in"]
    client.post(reverse("account_logout"))
    assert actions(people.officer) == ["access.signed_in", "access.signed_out"]


def test_a_wrong_password_is_refused_in_vietnamese_and_written_down(people: People) -> None:
    answer = sign_in("officer", "sai")
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.content.decode()
    assert actions(people.officer) == ["access.sign_in_failed"]


def test_the_log_never_holds_what_was_typed(people: People) -> None:
    sign_in("mat-khau-go-nham", "sai")
    entry = AuditEntry.objects.filter(action="access.sign_in_failed").get()
    assert "mat-khau-go-nham" not in f"{entry.header()}{entry.values.__dict__}"
    assert "mat-khau-go-nham" not in str(Attempt.objects.values())


def test_the_door_locks_after_failures_and_even_the_right_password_waits(people: People) -> None:
    for _ in range(LIMIT):
        sign_in("officer", "sai")
    answer = sign_in("officer")
    assert answer.status_code == 200
    assert "Đăng nhập sai nhiều lần" in answer.content.decode()
    assert actions(people.officer) == ["access.sign_in_failed"] * LIMIT + ["access.sign_in_locked"]
    Attempt.objects.update(at=timezone.now() - datetime.timedelta(minutes=rules.LOCK_MINUTES, seconds=1))
    assert sign_in("officer").status_code == 302


def test_a_lock_does_not_ask_the_cache(people: People) -> None:
    for _ in range(LIMIT):
        sign_in("officer", "sai")
        cache.clear()  # another process, or a restart
    assert "Đăng nhập sai nhiều lần" in sign_in("officer").content.decode()


def test_a_lock_at_one_address_lets_the_person_in_elsewhere(people: People) -> None:
    for _ in range(LIMIT):
        sign_in("officer", "sai", origin="10.0.0.66")
    assert sign_in("officer", origin="10.0.0.66").status_code == 200
    assert sign_in("officer", origin="10.0.0.1").status_code == 302


def test_a_success_forgives_the_failures_before_it(people: People) -> None:
    for _ in range(3):
        for _ in range(LIMIT - 1):
            sign_in("officer", "sai")
        assert sign_in("officer").status_code == 302


@pytest.mark.parametrize(
    ("login_and_origin", "login", "origin", "locked"),
    [
        (0, 0, 0, False),
        (4, 19, 99, False),
        (5, 5, 5, True),
        (0, 20, 0, True),
        (0, 0, 100, True),
    ],
)
def test_what_locks_the_door(login_and_origin: int, login: int, origin: int, locked: bool) -> None:
    found = rules.is_locked(kind="sign_in", login_and_origin=login_and_origin, login=login, origin=origin)
    assert found is locked


def test_behind_a_socket_without_an_address_people_still_sign_in(people: People) -> None:
    assert sign_in("officer", origin="").status_code == 302


@pytest.mark.parametrize(
    ("forwarded", "entries"), [("203.0.113.7", "203.0.113.7"), ("1.2.3.4, 203.0.113.7", "203.0.113.7")]
)
def test_the_address_comes_from_the_last_declared_proxy(
    people: People, settings: Any, forwarded: str, entries: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    form = {"login": "officer", "password": PASSWORD}
    Client().post(reverse("account_login"), form, headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="")
    entry = AuditEntry.objects.get(action="access.signed_in")
    assert entry.values.changes["origin"] == (None, entries)


_OTHER_PROCESS = """
import django; django.setup()
from django.test import Client
from django.db import connection
connection.settings_dict["NAME"] = {name!r}
for _ in range({times}):
    answer = Client().post("/accounts/login/", {{"login": "officer", "password": "sai"}}, REMOTE_ADDR="10.0.0.1")
    print(answer.status_code)
"""


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the test database of SQLite lives in one process")
@pytest.mark.django_db(transaction=True)
def test_failures_in_other_processes_lock_this_one_too(people: People) -> None:
    for times in (LIMIT - 1, 1):
        program = _OTHER_PROCESS.format(name=connection.settings_dict["NAME"], times=times)
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "honglam.config.settings"},  # the same folder and key as here
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["200"] * times
    cache.clear()
    assert "Đăng nhập sai nhiều lần" in sign_in("officer").content.decode()


def test_a_switched_off_account_stays_out_and_its_sessions_end(people: People) -> None:
    client = Client()
    sign_in("officer", client=client)
    deactivate_user(user=people.officer, by=people.administrator)
    assert client.get(reverse("access:profile")).status_code == 302
    stranger = Client()
    sign_in("officer", client=stranger)
    assert "_auth_user_id" not in stranger.session
    assert actions(people.officer).count("access.signed_in") == 1


def test_nobody_signs_up(people: People) -> None:
    answer = Client().get(reverse("account_signup"))
    assert "Không mở đăng ký" in answer.content.decode()
    Client().post(reverse("account_signup"), {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="x").exists()


def test_a_temporary_password_is_changed_before_anything_else(people: People) -> None:
    password = reset_password(user=people.officer, by=people.administrator, reason="quên")
    client = Client()
    sign_in("officer", password, client=client)
    assert client.get(reverse("access:profile")).headers["Location"] == reverse("account_change_password")
    new = "Mat-khau-rieng-77"
    client.post(reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new})
    assert client.get(reverse("access:profile")).status_code == 200
    assert AuditEntry.objects.for_target(people.officer).filter(action="access.password_changed").exists()


def test_a_forgotten_password_comes_back_by_e_mail_in_vietnamese(people: People) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "officer@tinh.example"})
    (letter,) = mail.outbox
    assert letter.subject == "Đặt lại mật khẩu Hồng Lam"
    assert "Trần Thị Bình" in letter.body
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    page = client.get(link.partition("testserver")[2], follow=True)
    new = "Mat-khau-moi-2026"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in("officer", new).status_code == 302


def test_resets_are_limited_and_tell_nothing_about_addresses(people: People) -> None:
    known, unknown = "officer@tinh.example", "la@tinh.example"
    answers = {
        email: Client().post(reverse("account_reset_password"), {"email": email}).headers["Location"]
        for email in (known, unknown)
    }
    assert answers[known] == answers[unknown]
    assert len(mail.outbox) == 1
    for _ in range(5):
        Client().post(reverse("account_reset_password"), {"email": known})
    assert len(mail.outbox) == rules.LIMITS[AttemptKind.RESET].login_and_origin


def test_a_role_can_demand_the_second_factor(people: People, settings: Any) -> None:
    client = Client()
    sign_in("head", client=client)
    assert client.get(reverse("access:profile")).status_code == 200
    settings.SECOND_FACTOR_ROLES = ["head"]
    assert client.get(reverse("access:profile")).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert Client().get(reverse("account_login")).status_code == 200


def test_passwords_are_kept_with_argon2() -> None:
    assert installed.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
