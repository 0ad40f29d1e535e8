"""Nothing that stands behind the question mark of an address may break a page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.people import People, people
from tests.surfaces.test_url_walk import Address, addresses

__all__ = ["people"]

PACKAGE = Path(__file__).resolve().parents[2] / "honglam"
ASKED = re.compile(r"""(?:GET|query|asked)(?:\.get\(|\.getlist\(|\[)\s*"(\w+)""")
HOSTILE = ["²", "²²²²", "9" * 40, "-1", "2026-13-45", "9999-12", "0000-00", "0001-01-01", "9999-12-31", "%", "x" * 3000,
           "'\"><script>", "1e400", "[]", "\\", "a:*&|!("]  # fmt: skip


def parameters() -> list[str]:
    """Every name that a view takes out of its address."""
    found = {name for path in PACKAGE.rglob("*.py") for name in ASKED.findall(path.read_text(encoding="utf-8"))}
    return sorted(found - {"format"})


def readable() -> list[Address]:
    """Pages of our own that need no object: of one that does not exist nothing is read from the address."""
    return [
        address for address in addresses() if not address.is_api and not re.search(r"/none|/[0-9a-f]{8}-", address.path)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_in_an_address_breaks_a_page(people: People, value: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.administrator)
    asked = urlencode(dict.fromkeys(parameters(), value))
    assert {"page", "unit", "month", "before", "year", "item", "amends"} <= set(parameters())
    broken = [address.path for address in readable() if client.get(f"{address.path}?{asked}").status_code >= 500]
    assert broken == []


@pytest.mark.django_db
def test_a_nul_is_turned_away_before_a_page_sees_it(people: People) -> None:
    client = Client()
    client.force_login(people.administrator)
    assert client.get("/units/?kind=%00").status_code == 400
    assert client.get("/plans/units/a%00b/").status_code == 400
    assert client.post("/notices/read/", {"kind": "a\x00b"}).status_code == 400
