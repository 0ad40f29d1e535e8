"""The history of an object in words, and every action of the platform with a Vietnamese label."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from honglam.core.access.actions import change_user
from honglam.core.audit.actions import record
from honglam.core.audit.models import AuditEntry
from honglam.core.audit.registry import DeclarationError, action_label, declare_action, is_declared
from honglam.core.audit.wording import described
from tests.people import People

ROOT = Path(__file__).resolve().parents[3] / "honglam"


@pytest.mark.parametrize(
    ("column", "old", "new", "line"),
    [
        ("phone", "", "0912", ("Điện thoại", "—", "0912")),
        ("is_active", True, False, ("Được đăng nhập", "có", "không")),
        ("language", "vi", "en", ("Ngôn ngữ", "Tiếng Việt", "English")),
        ("created_at", None, "2026-01-02T03:04:05.000000+00:00", ("Lúc tạo", "—", "10:04 02/01/2026")),
        ("ends_on", None, "2026-12-31", ("Đến hết ngày", "—", "31/12/2026")),
        ("permissions_added", None, ["a", "b"], ("Thêm quyền", "—", "a, b")),
        ("unknown_thing", "x", "2026-99-99", ("Unknown_thing", "x", "2026-99-99")),
    ],
)
def test_changes_are_told_in_words(column: str, old: object, new: object, line: tuple[str, str, str]) -> None:
    (change,) = described("access.user", {column: (old, new)})
    assert (change.name, change.old, change.new) == line


def test_an_object_that_no_longer_has_a_model_still_has_a_history() -> None:
    (change,) = described("gone.thing", {"x": (1, 2)})
    assert (change.name, change.old, change.new) == ("X", "1", "2")


def test_the_history_of_an_object_reads_like_a_story(people: People) -> None:
    change_user(user=people.officer, by=people.administrator, phone="0912345678", reason="Đổi số")
    page = render_to_string("audit/history.html", {"entries": AuditEntry.objects.for_target(people.officer)})
    assert "Sửa tài khoản" in page and "Đặng Văn Hải" in page and "Lý do: Đổi số" in page
    assert "Điện thoại: 0912345678" in page
    change_user(user=people.officer, by=people.administrator, phone="0987654321")
    page = render_to_string("audit/history.html", {"entries": AuditEntry.objects.for_target(people.officer)})
    assert "<del>0912345678</del> → <ins>0987654321</ins>" in page


def test_a_history_costs_one_query(people: People, django_assert_num_queries: object) -> None:
    for number in range(5):
        record(by=people.head, action="access.user_changed", target=people.officer, changes={"phone": ("", number)})
    with django_assert_num_queries(1):  # type: ignore[operator]
        page = render_to_string("audit/history.html", {"entries": AuditEntry.objects.for_target(people.officer)})
    assert page.count(people.head.full_name) == 5, "every entry names who wrote it"
    assert [number for number in range(5) if f"Điện thoại: {number}" not in page] == []


def test_an_action_is_declared_once_under_a_good_code() -> None:
    assert action_label("access.user_created") == "Tạo tài khoản"
    assert action_label("gone.verb") == "gone.verb"
    for code in ("access.user_created", "NoDots", "Upper.Case", "a.b-c"):
        with pytest.raises(DeclarationError):
            declare_action(code, "x")


def recorded_actions() -> set[str]:
    """Every action code that the product's sources hand to `record` as a literal."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                for keyword in node.keywords:
                    if keyword.arg == "action" and isinstance(keyword.value, ast.Constant):
                        found.add(str(keyword.value.value))
    return found


def test_every_action_that_is_written_has_a_label() -> None:
    codes = recorded_actions()
    assert "access.user_created" in codes
    assert sorted(code for code in codes if not is_declared(code)) == []
