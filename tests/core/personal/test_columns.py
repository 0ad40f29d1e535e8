"""Personal columns are declared once, masked, and none goes undeclared."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction

from honglam.core.access.models import Role, User
from honglam.core.personal import checks
from honglam.core.personal.actions import log_read
from honglam.core.personal.checks import sounds_personal, undeclared_columns
from honglam.core.personal.errors import PurposeMissing
from honglam.core.personal.masks import mask
from honglam.core.personal.registry import DeclarationError, column_of, impersonal, personal, personal_columns
from honglam.core.personal.rules import require_purpose
from tests.people import People


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("0912 345 678", "phone", "09•••••678"),
        ("+84 912 345 678", "phone", "84••••••678"),
        ("123", "phone", "••••••"),
        ("042090001234", "identity", "••••••••1234"),
        ("1234567", "identity", "••••••"),
        ("Nguyễn Văn An", "name", "N. V. An"),
        ("An", "name", "An"),
        ("an.nv@tinh.example", "email", "a•••@tinh.example"),
        ("không phải thư", "email", "••••••"),
        (datetime.date(1980, 3, 12), "year", "1980"),
        ("12/03/1980", "year", "1980"),
        ("bất kỳ", "full", "••••••"),
        ("", "phone", ""),
        (None, "name", ""),
    ],
)
def test_a_mask_leaves_what_is_needed_to_recognise_a_value(value: object, kind: str, shown: str) -> None:
    assert mask(value, kind) == shown


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("phone", True),
        ("contact_phone", True),
        ("email", True),
        ("full_name", True),
        ("home_address", True),
        ("birth_date", True),
        ("citizen_id", True),
        ("ip", True),
        ("name", False),
        ("status", False),
        ("is_overdue_at_birth", False),
        ("emailed_at", False),
        ("recipe", False),
    ],
)
def test_which_columns_sound_personal(column: str, expected: bool) -> None:
    assert sounds_personal(column) is expected


def test_no_column_of_the_platform_goes_undeclared() -> None:
    assert undeclared_columns() == []


def test_an_undeclared_column_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "is_decided", lambda model, column: (model, column) != (User, "phone"))
    (found,) = undeclared_columns()
    assert found.id == "personal.E001" and "access.User.phone" in found.msg


@pytest.mark.parametrize(
    ("column", "mask_kind", "why"),
    [("phone", "phone", "twice"), ("nickname", "full", "no such column"), ("position", "gold", "no mask")],
)
def test_a_wrong_declaration_is_loud(column: str, mask_kind: str, why: str) -> None:
    with pytest.raises(DeclarationError, match=why):
        personal(User, column=column, purpose="x", legal_basis="x", retention_days=1, mask=mask_kind)


def test_a_column_is_personal_or_not_but_not_both() -> None:
    with pytest.raises(DeclarationError, match="twice"):
        impersonal(User, column="email", reason="x")


def test_every_declared_column_says_why_and_under_which_law() -> None:
    for column in personal_columns():
        assert str(column.purpose).strip() and str(column.legal_basis).strip(), column.key


def test_a_reading_is_written_down_with_its_reason(people: People) -> None:
    with transaction.atomic():
        entry = log_read(by=people.head, model=User, column="phone", target=people.officer, reason="Gọi họp")
    assert (entry.by, entry.values.reason, entry.target_key) == (people.head, "Gọi họp", str(people.officer.pk))
    assert column_of(Role, "name") is None
    with pytest.raises(LookupError):
        log_read(by=people.head, model=Role, column="name", target=Role.objects.all()[0], reason="x")


@pytest.mark.parametrize("purpose", ["", "   ", "ngắn", "a  b  c"])
def test_an_export_without_a_purpose_is_refused(purpose: str) -> None:
    with pytest.raises(PurposeMissing):
        require_purpose(purpose)
    assert require_purpose("  Lập danh sách   tập huấn ") == "Lập danh sách tập huấn"
