"""The pages of the calendar: everybody reads, who may manages, nobody else."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.calendar import affected
from honglam.core.calendar.affected import DuplicateAffected, declare_affected
from honglam.core.calendar.models import CalendarDay, WorkingHoursRule
from honglam.core.calendar.terms import DayKind
from tests.people import People

FESTIVAL = date(2026, 3, 9)
ENTERED = {"kind": "off", "name": "Lễ hội của tỉnh", "source": "QĐ 12/QĐ-UBND"}


def signed_in(user) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def test_the_year_shows_the_swap_and_its_paper(people: People) -> None:
    page = signed_in(people.officer).get(reverse("calendar:year"), {"year": "2026"}).content.decode()
    assert page.count('<table class="month" ') == 12
    assert "12729/VPCP-KGVX" in page
    assert "Lịch làm việc năm 2026" in page
    assert reverse("calendar:swap") not in page


def test_the_counter_answers_and_explains(people: People) -> None:
    client = signed_in(people.officer)
    page = client.get(reverse("calendar:year"), {"year": "2026", "start": "2026-02-13", "days": "1"}).content.decode()
    assert "23/02/2026" in page
    wrong = client.get(reverse("calendar:year"), {"start": "0001-01-01", "days": "x"})
    assert wrong.status_code == 200 and "day-answer" not in wrong.content.decode()


@pytest.mark.parametrize("year", ["", "abc", "0", "9999", "-5"])
def test_any_year_in_the_address_gives_a_page(people: People, year: str) -> None:
    assert signed_in(people.officer).get(reverse("calendar:year"), {"year": year}).status_code == 200


def test_the_special_days_go_out_as_a_sheet(people: People) -> None:
    answer = signed_in(people.officer).get(reverse("calendar:export"), {"year": "2026"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert any("12729" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_only_who_may_manages_days(people: People) -> None:
    address = reverse("calendar:decide", kwargs={"date": FESTIVAL})
    assert signed_in(people.officer).post(address, ENTERED).status_code == 403
    assert signed_in(people.administrator).get(address).status_code == 405
    assert not CalendarDay.objects.exists()
    assert signed_in(people.administrator).post(address, ENTERED).status_code == 302
    decided = CalendarDay.objects.get()
    assert (decided.kind, decided.name, decided.changed_by) == (DayKind.OFF, ENTERED["name"], people.administrator)


def test_a_mistake_in_the_form_comes_back_with_what_was_entered(people: People) -> None:
    address = reverse("calendar:decide", kwargs={"date": FESTIVAL})
    answer = signed_in(people.administrator).post(address, {**ENTERED, "name": ""})
    assert answer.status_code == 422
    assert "QĐ 12/QĐ-UBND" in answer.content.decode()


def test_a_day_is_withdrawn_with_a_reason(people: People) -> None:
    client = signed_in(people.administrator)
    client.post(reverse("calendar:decide", kwargs={"date": FESTIVAL}), ENTERED)
    address = reverse("calendar:withdraw", kwargs={"date": FESTIVAL})
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Hoãn"}).status_code == 302
    assert not CalendarDay.objects.exists()
    assert client.post(address, {"reason": "Hoãn"}).status_code == 404


def test_two_days_are_swapped_at_once(people: People) -> None:
    client = signed_in(people.administrator)
    entered = {"off": "2027-04-30", "worked": "2027-05-08", "name": "Hoán đổi", "source": "CV 1"}
    assert client.post(reverse("calendar:swap"), {**entered, "worked": "2027-04-30"}).status_code == 200
    assert client.post(reverse("calendar:swap"), entered)["Location"].endswith("?year=2027")
    assert CalendarDay.objects.count() == 2


def test_office_hours_are_set_from_a_day_on(people: People) -> None:
    entered = {
        "starts_on": "2026-04-15",
        "morning_start": "07:00",
        "morning_end": "11:00",
        "afternoon_start": "13:00",
        "afternoon_end": "17:00",
    }
    client = signed_in(people.administrator)
    assert client.post(reverse("calendar:hours"), {**entered, "morning_end": "06:00"}).status_code == 200
    assert not WorkingHoursRule.objects.exists()
    assert client.post(reverse("calendar:hours"), entered).status_code == 302
    assert WorkingHoursRule.objects.count() == 1


@pytest.mark.parametrize("address", ["/calendar/2026-02-31/", "/calendar/1900-01-01/", "/calendar/9999-01-01/"])
def test_a_date_that_is_none_is_not_found(people: People, address: str) -> None:
    assert signed_in(people.officer).get(address).status_code == 404


def test_a_day_says_who_is_affected(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(affected, "_kinds", {})
    declare_affected("tests.tasks", "Nhiệm vụ đến hạn", count=lambda day: 7, url=lambda day: f"/tasks/?due={day}")
    declare_affected("tests.none", "Không có gì", count=lambda day: 0, url=lambda day: "/")
    page = signed_in(people.officer).get(reverse("calendar:day", kwargs={"date": FESTIVAL})).content.decode()
    assert "Nhiệm vụ đến hạn: 7" in page and "/tasks/?due=2026-03-09" in page
    assert "Không có gì" not in page
    with pytest.raises(DuplicateAffected):
        declare_affected("tests.none", "", count=lambda day: 0, url=lambda day: "")
