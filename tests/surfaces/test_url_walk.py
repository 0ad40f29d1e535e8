"""A walk over every address of the platform: each view says who may open it, and means it; reading never writes.

A view says so with `@requires(permission)`, `@signed_in` or `@public_page`; the API says "api" and its operations carry
their own authentication. What other packages bring is listed here, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from honglam.core.access.registry import permission
from tests.people import People, people

__all__ = ["people"]

# Views of other packages, by the module they come from: who may open them.
OTHERS_PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
OTHERS_SIGNED_IN = {
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_signup_webauthn",
}
# Second-factor pages hold their half-made secret in the session; the session is all that a GET may write.
MAY_WRITE = ("django_session",)
REFUSED = {401, 403}
# Values for the parameters of addresses; the first that a parameter takes is used.
MADE_UP = ("1", str(uuid4()), "2026-01-02", "none", "no.ne")
_WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name with namespaces, its view, and an example path."""

    name: str
    view: Any
    path: str
    has_parameter: bool = False

    @property
    def access(self) -> str:
        """What the view says: "public", "signed_in", a permission, or nothing."""
        bare = self.name.rpartition(":")[2]
        if stated := getattr(self.view, "access", ""):
            return str(stated)
        if bare in OTHERS_PUBLIC:
            return "public"
        if bare in OTHERS_SIGNED_IN:
            return "signed_in"
        return ""

    @property
    def is_api(self) -> bool:
        """Whether it belongs to the API, whose operations carry their own authentication (and its description none)."""
        return self.access == "api"

    @property
    def permission(self) -> str:
        """The permission that the view asks for, if it asks for one."""
        return "" if self.access in {"", "public", "signed_in", "api"} else self.access


@cache
def addresses() -> tuple[Address, ...]:
    """Every address of the project."""
    return tuple(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + _example(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace or ""]))
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join(filter(None, [namespace, pattern.name or path]))
            yield Address(name, pattern.callback, path, bool(getattr(pattern.pattern, "converters", None)))


def _example(pattern: Any) -> str:
    """A path that the pattern matches, with made-up values that lead nowhere."""
    text = str(pattern)
    if not hasattr(pattern, "_route"):  # a regular expression
        text = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "none", text).strip("^$")
        return re.sub(r"\\(.)", r"\1", text)
    for name, converter in pattern.converters.items():
        value = next(value for value in MADE_UP if re.fullmatch(converter.regex, value))
        text = re.sub(rf"<(?:\w+:)?{name}>", value, text)
    return text


def each(*, wanted: Any = None) -> Any:
    """Run a test for every address, named by it."""
    chosen = [address for address in addresses() if wanted is None or wanted(address)]
    return pytest.mark.parametrize("address", chosen, ids=[address.name for address in chosen])


@each()
def test_every_view_says_who_may_open_it(address: Address) -> None:
    assert address.access, (
        f"{address.name} ({address.path}) says nothing: decorate it with requires(…), signed_in or public_page"
    )


@each(wanted=lambda address: address.permission)
def test_every_permission_that_a_view_asks_for_is_declared(address: Address) -> None:
    assert permission(address.permission) is not None, (
        f"{address.name} asks for {address.access}, which nobody declares"
    )


@each(wanted=lambda address: address.access != "public" and not address.is_api)
@pytest.mark.django_db
def test_strangers_are_sent_to_the_door(address: Address) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address.path)
        sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")
        assert sent_away or answer.status_code in REFUSED, (address.path, method, answer.status_code)


@each(wanted=lambda address: address.permission)
@pytest.mark.django_db
def test_people_without_the_permission_are_refused(address: Address, people: People) -> None:
    client = Client()
    people.officer.memberships.all().delete()
    client.force_login(people.officer)
    answers = {client.get(address.path).status_code, client.post(address.path).status_code}
    assert 403 in answers and answers <= {403, 405}


@each()
@pytest.mark.django_db
def test_reading_never_writes(address: Address, people: People) -> None:
    client = Client()
    client.force_login(people.administrator)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address.path)
    assert answer.status_code < 500
    written = [match.group(2) for query in queries if (match := _WRITES.match(query["sql"]))]
    assert [table for table in written if table not in MAY_WRITE] == []


def test_the_walk_sees_the_whole_platform() -> None:
    names = {address.name for address in addresses()}
    assert {"account_login", "access:people", "files:download", "healthz"} <= names
    assert len(names) > 40
