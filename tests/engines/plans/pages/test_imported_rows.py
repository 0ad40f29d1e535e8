"""From the page of an import on: a letter with several duties is entered in one go, or read like a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from honglam.engines.plans.models import DocumentImportRow, Plan
from tests.engines.plans.test_letters_of_packages import brought_in
from tests.people import People

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


@pytest.fixture
def waiting(people: People) -> DocumentImportRow:
    """A package's row under review."""
    return brought_in(people)


def give_address(row: DocumentImportRow) -> str:
    return f"/plans/letters/new/?import={row.document_import.uid}&row={row.number}"


def read_address(row: DocumentImportRow) -> str:
    return f"{row.document_import.get_absolute_url()}rows/{row.number}/read/"


def test_the_row_offers_both_ways_and_its_files(people: People, waiting: DocumentImportRow, browser: Browser) -> None:
    page = browser(people.coordinator).get(waiting.document_import.get_absolute_url()).content.decode()
    assert give_address(waiting).replace("&", "&amp;") in page
    assert read_address(waiting) in page
    assert "1204.pdf" in page and "phu-luc.csv" in page


def test_several_pieces_are_given_with_the_head_and_the_files_taken_over(
    people: People, waiting: DocumentImportRow, browser: Browser
) -> None:
    client = browser(people.coordinator)
    form = client.get(give_address(waiting)).context["form"]
    assert (form["number"].value(), form["signer"].value()) == ("1204/UBND-KGVX", "Lê Văn Mẫu")
    typed = {
        "kind": "dispatch", "number": "1204/UBND-KGVX", "issued_on": "05/03/2026", "title": "V/v rà soát",
        "issuer": str(people.province.pk), "signer": "Lê Văn Mẫu", "give": "", "work-0": "Rà soát sổ hộ tịch",
        "lead-0": "Xã Bắc Sơn", "work-1": "Tập huấn cán bộ", "lead-1": "Xã Nam Hà",
    }  # fmt: skip
    assert client.post(give_address(waiting), typed).status_code == 302
    plan = Plan.objects.get(number="1204/UBND-KGVX")
    assert (plan.tasks.count(), plan.file, plan.attachments.count()) == (2, waiting.file, 1)
    assert "phu-luc.csv" in client.get(plan.get_absolute_url()).content.decode()
    assert client.get(give_address(waiting)).status_code == 404


def test_reading_leads_to_the_review(people: People, waiting: DocumentImportRow, browser: Browser) -> None:
    answer = browser(people.coordinator).post(read_address(waiting))
    waiting.refresh_from_db()
    assert waiting.reading is not None
    assert answer.headers["Location"] == waiting.reading.get_absolute_url()
    again = browser(people.coordinator).post(read_address(waiting))
    assert again.headers["Location"] == waiting.document_import.get_absolute_url()


def test_strangers_do_not_reach_the_row(people: People, waiting: DocumentImportRow, browser: Browser) -> None:
    for person in (people.head, people.stranger):
        assert browser(person).get(give_address(waiting)).status_code in (403, 404)
        assert browser(person).post(read_address(waiting)).status_code in (403, 404)
