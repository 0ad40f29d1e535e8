"""What every test shares: the two database tiers and the reference plans."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test asserts a time; in CI the same examples are tried every time, at a desk new ones.
settings.register_profile("honglam", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("honglam")

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}


LONGEST = ("tests/journeys/", "tests/config/", "tests/surfaces/", "tests/engines/registers/")
"""Folders whose files take longest: they come first, so that the processes of a run end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that touch the database, so that they can run on the second engine too; longest files first."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    items.sort(key=lambda item: next((at for at, one in enumerate(LONGEST) if item.nodeid.startswith(one)), 9))


@pytest.fixture(scope="session")
def plans_folder() -> Path:
    """The folder of reference plans (HONGLAM_PLANS, by default ../shared/plans); tests skip loudly without it."""
    folder = Path(os.environ.get("HONGLAM_PLANS", ROOT.parent / "shared" / "plans"))
    if not folder.is_dir():
        pytest.skip(f"NO REFERENCE PLANS at {folder}: set HONGLAM_PLANS to run this test")
    return folder


@pytest.fixture(autouse=True)
def strict_reads(settings: Any) -> None:
    """A GET request that writes is an error in every test."""
    settings.STRICT_READS = True
