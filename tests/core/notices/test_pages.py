"""The inbox: one's own notices, opened, marked, filtered; and how they should come."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.notices.actions import send
from honglam.core.notices.counting import unread_count
from honglam.core.notices.models import Notice, NoticePreference
from honglam.core.notices.terms import MailWish
from tests.people import People


def signed_in(user) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def told(people: People, number: int = 1, *, url: str = "/desk/", kind: str = "task_assigned") -> Notice:
    """A notice for the officer (and one for the head)."""
    send(
        event=f"tests.{kind}:{number}",
        recipients=[people.officer, people.head],
        title=f"Việc {number}",
        body="Nội dung",
        url=url,
    )
    return Notice.objects.get(event=f"tests.{kind}:{number}", recipient=people.officer)


def test_opening_a_notice_reads_it_and_leads_on(people: People) -> None:
    notice = told(people, url="/calendar/")
    client = signed_in(people.officer)
    address = reverse("notices:open", kwargs={"uid": notice.uid})
    assert client.get(address).status_code == 405  # looking changes nothing
    assert client.post(address)["Location"] == "/calendar/"
    notice.refresh_from_db()
    assert not notice.is_unread


def test_marking_as_read_stays_on_the_page(people: People) -> None:
    notice = told(people)
    address = reverse("notices:open", kwargs={"uid": notice.uid})
    answer = signed_in(people.officer).post(address, {"stay": "1", "query": "show=unread"})
    assert answer["Location"] == reverse("notices:inbox") + "?show=unread"
    assert unread_count(people.officer) == 0


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_notice_never_leads_outside(people: People, url: str) -> None:
    notice = told(people, url=url)
    answer = signed_in(people.officer).post(reverse("notices:open", kwargs={"uid": notice.uid}))
    assert answer["Location"] == reverse("notices:inbox")


def test_nobody_opens_the_notices_of_another(people: People) -> None:
    notice = told(people)
    assert signed_in(people.head).post(reverse("notices:open", kwargs={"uid": notice.uid})).status_code == 404
    assert unread_count(people.officer) == 1


def test_the_inbox_is_filtered_by_what_is_unread_and_by_kind(people: People) -> None:
    told(people, 1)
    told(people, 2, kind="comment")
    client = signed_in(people.officer)
    client.post(reverse("notices:read_all"), {"kind": "tests.task_assigned"})
    unread = client.get(reverse("notices:inbox"), {"show": "unread"}).content.decode()
    assert "Việc 2" in unread and "Việc 1" not in unread
    of_kind = client.get(reverse("notices:inbox"), {"kind": "tests.task_assigned"}).content.decode()
    assert "Việc 1" in of_kind and "Việc 2" not in of_kind


def test_the_inbox_costs_the_same_however_full(people: People, django_assert_max_num_queries) -> None:
    for number in range(35):
        told(people, number)
    client = signed_in(people.officer)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("notices:inbox")).content.decode()
    assert page.count('class="notice is-unread"') == 30


def test_the_bell_counts_with_one_query(people: People, django_assert_num_queries) -> None:
    told(people)
    with django_assert_num_queries(1):
        assert unread_count(people.officer) == 1


def test_a_person_chooses_kind_by_kind(people: People) -> None:
    client = signed_in(people.officer)
    address = reverse("notices:preferences")
    client.post(address, {"tests.task_assigned": "daily", "tests.comment": "nonsense", "unknown": "off"})
    assert list(NoticePreference.objects.values_list("kind", "wish")) == [("tests.task_assigned", MailWish.DAILY)]
    assert '<option value="daily" selected>' in client.get(address).content.decode()
