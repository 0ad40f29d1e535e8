"""Registers and the hub at the desks of those who keep, judge, ask for and open data."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Desk
from tests.journeys.installation import Installation

WORK_TAKES_MS = 60_000
# What a register and the hub already hold when a story begins is brought about by the same verbs as everywhere.
BEFORE = """
import datetime, json
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.public import publish, run_checks, sync_supplies
from honglam.engines.registers.public import create_many, register_of
today, unit, by = datetime.date.today(), Unit.objects.get, User.objects.get
"""


def brought_about(installation: Installation, script: str) -> Any:
    """Run a script with the verbs above in hand; what it prints last, as JSON."""
    return json.loads(installation.run("shell", script=BEFORE + script).strip().splitlines()[-1])


def score_of(page: Page) -> float:
    """The score that the page of quality shows."""
    return float(page.locator(".quality-total strong").inner_text().replace(",", "."))


@contextmanager
def work(page: Page) -> Iterator[None]:
    """What is pressed inside starts long work; it has ended, well, and the page came anew.

    The work may end before the page is first shown, so that what is waited for is a page without work.
    """
    old = uuid4().hex
    page.evaluate("mark => { document.body.dataset.mark = mark }", old)
    yield
    expect(page.locator(f"body[data-mark='{old}']")).to_have_count(0, timeout=WORK_TAKES_MS)
    at_work = page.locator("[data-job=queued], [data-job=running], [data-job=succeeded][data-done-url]")
    expect(at_work).to_have_count(0, timeout=WORK_TAKES_MS)
    page.wait_for_load_state("load")
    expect(page.locator("[data-job=failed]")).to_have_count(0)


def dataset(desk: Desk, code: str, part: str = "") -> Page:
    """Open a page of a dataset."""
    return desk.open(f"/datahub/{code}/{part}")


def asked_by_a_programme(url: str, key: str = "") -> tuple[int, Any]:
    """What a programme gets: the status and the JSON."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status), json.load(answer)
    except HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"{}")


def count_in(text: str) -> int:
    """The first number of a text as pages print it."""
    found = re.search(r"\d[\d.]*", text)
    assert found, text
    return int(found.group().replace(".", ""))
