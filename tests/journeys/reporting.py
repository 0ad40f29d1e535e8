"""Set-up of reports through the platform's own verbs, on days that are over; what both journeys do with one."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys import errands
from tests.journeys.conftest import Desk
from tests.journeys.installation import Installation

OPTIONAL = "không bắt buộc"
"""What labels of fields say that may stay empty."""
# What happens in a quarter that is over happens on its days: the verbs run by a clock that is set back.
CLOCK = """
import contextlib, datetime, json
from unittest import mock
from django.utils import timezone
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.plans import public as plans
from honglam.engines.reporting import public as reporting
from honglam.toolkit.periods import Scheme, latest_over

TODAY = datetime.date.today()

@contextlib.contextmanager
def on(day):
    moment = datetime.datetime.combine(day, datetime.time(9), tzinfo=timezone.get_current_timezone())
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield

def days(count):
    return datetime.timedelta(days=count)

def person(name):
    return User.objects.get(username=name)

def give(name, units, issuer, by, given, due):
    with on(given):
        return plans.instruct(issuer=issuer, leads=units, name=name, by=person(by), due_on=due)

def do(task, reported_by, confirmed_by, day, units=None):
    proof = plans.Proof(link="https://xa.example/ket-qua", caption="Kết quả đã công bố")
    with on(day):
        for share in task.assignments.filter(unit__in=units) if units else task.assignments.all():
            plans.report(assignment=share, progress=100, by=person(reported_by), text="Đã làm xong", claims_done=True,
                         proofs=[proof])
            share.refresh_from_db()
            plans.confirm(assignment=share, by=person(confirmed_by))
"""


def told_by(installation: Installation, script: str) -> Any:
    """Run a script by the clock above in the installation; what it prints last, as JSON."""
    return json.loads(installation.run("shell", script=CLOCK + script).splitlines()[-1])


def pass_on(desk: Desk, report: str, step: str) -> None:
    """Pass a report on to a step inside its unit."""
    page = desk.open(report)
    button = page.locator("#next").get_by_role("button", name=f": {step}")
    is_asked = page.locator("#next form[data-confirm]").count() > 0
    with errands.next_page(page, until="load"):
        button.click()
        if is_asked:
            errands.yes(page)
    expect(page.get_by_text(f"Đã chuyển: {step}.")).to_be_visible()


def save_entry(page: Page, kind: str, text: str, unit: str = "") -> None:
    """Type a difficulty or a proposal, which asks a unit; it stays in its list."""
    entries = page.locator(f"#entries-{kind}")
    form = entries.locator("form.entry-new")
    form.locator("textarea").fill(text)
    if unit:
        errands.choose_unit(page, f"Cơ quan giải quyết {OPTIONAL}", unit)
    form.get_by_role("button", name="Thêm").click()
    expect(entries.locator("ol > li").filter(has_text=text)).to_have_count(1)


def write(page: Page, key: str, text: str) -> None:
    """Type the words of a section and save them."""
    form = page.locator(f"#write-{key}")
    form.locator("textarea").fill(text)
    form.get_by_role("button", name="Lưu", exact=True).click()
    expect(form.get_by_role("status")).to_have_text("Đã lưu")


def section(page: Page, key: str) -> Locator:
    """A section of the report that is open."""
    return page.locator(f"#section-{key}")
