"""Kinds of notices that the tests know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from honglam.core.notices import registry
from honglam.core.notices.registry import declare_notice
from honglam.core.notices.terms import MailWish


@pytest.fixture(autouse=True)
def kinds(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Kinds of the tests; jobs run at once; e-mails come from a named house."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.DEFAULT_FROM_EMAIL = "Hồng Lam <honglam@tinh.example>"
    settings.SITE_ADDRESS = "https://honglam.tinh.example"
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    declare_notice("tests.task_assigned", "Được giao nhiệm vụ")
    declare_notice("tests.comment", "Có ý kiến mới", wish=MailWish.OFF)
    yield
