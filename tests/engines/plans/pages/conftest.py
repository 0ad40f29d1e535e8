"""What the page tests share: signed-in browsers of the standing people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.people import people

__all__ = ["people"]


@pytest.fixture
def browser(db: None) -> Callable[[Any], Client]:
    """A client signed in as somebody: `browser(people.officer).get(…)`."""

    def signed_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
