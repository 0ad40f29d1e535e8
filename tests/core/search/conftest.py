"""Kinds that the tests of search know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from honglam.core.search import registry
from honglam.core.search.registry import IndexRow, declare_searchable

ROWS: list[IndexRow] = []


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two kinds seen by units, one seen by everybody, one by nobody."""
    monkeypatch.setattr(registry, "_kinds", {})
    declare_searchable("task", "Nhiệm vụ", rebuild=lambda: iter(ROWS), permission="access.view_people")
    declare_searchable("plan", "Kế hoạch", rebuild=list, permission="access.view_people")
    declare_searchable("unit", "Đơn vị", rebuild=list)
    declare_searchable("secret", "Mật", rebuild=list, visible=lambda user: None)
    ROWS.clear()
    yield
