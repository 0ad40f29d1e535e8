"""Which pages a machine may keep for when the line drops, and what it is given to work without one."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from honglam.core.access.offline import KEPT_FOR
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, people

__all__ = ["people"]

LAST = datetime.date(2026, 12, 31)


@pytest.fixture
def built(tmp_path: Path, settings: object) -> Path:
    """A folder of a front end with a service worker in it."""
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "manifest.json"}}  # type: ignore[attr-defined]
    (tmp_path / "service-worker.js").write_text("self.started = true;", encoding="utf-8")
    return tmp_path


def as_person(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_the_worker_stands_at_the_root_and_knows_where_things_are(client: Client, built: Path, db: None) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    places = json.loads(re.match(r"self\.PLACES = (\{.*\});", answer.content.decode()).group(1))  # type: ignore[union-attr]
    assert places == {
        "static": django_settings.STATIC_URL, "desk": "/desk/", "offline": "/offline/", "signOut": "/accounts/logout/",
    }  # fmt: skip


def test_without_a_build_there_is_no_worker(client: Client, built: Path, db: None) -> None:
    (built / "service-worker.js").unlink()
    assert client.get("/service-worker.js").status_code == 404


def test_the_page_for_what_was_not_kept_names_nobody(people: People) -> None:
    page = as_person(people.officer).get("/offline/").content.decode()
    assert "Không có mạng" in page
    assert people.officer.full_name not in page
    assert str(people.officer.uid) not in page
    assert "csrfmiddlewaretoken" not in page


def test_ones_own_desk_and_open_work_may_be_kept_by_ones_own_machine(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    for user in (people.officer, people.head):
        client = as_person(user)
        for address in ("/desk/", share.task.get_absolute_url(), f"{share.task.get_absolute_url()}?share={share.uid}"):
            assert client.get(address)[KEPT_FOR] == str(user.uid), address


def test_the_desk_names_the_pages_of_open_work_to_keep(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north, person=people.officer)
    page = as_person(people.officer).get("/desk/").content.decode()
    assert f'<a href="{share.task.get_absolute_url()}?share={share.uid}"></a>' in page


@pytest.mark.parametrize("address", ["/plans/", "/plans/tasks/", "/notices/", "/people/me/", "/units/", "/search/?q=a"])
def test_nothing_else_is_kept(people: People, address: str) -> None:
    assert KEPT_FOR not in as_person(people.officer).get(address)


def test_work_that_is_done_or_of_others_is_not_kept(people: People) -> None:
    done = make_share(make_task(make_plan(people.province)), people.north, state="done")
    assert KEPT_FOR not in as_person(people.officer).get(done.task.get_absolute_url())
    open_work = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    seen = as_person(people.coordinator).get(open_work.task.get_absolute_url())
    assert seen.status_code == 200
    assert KEPT_FOR not in seen


def test_a_refused_report_is_not_kept(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    answer = as_person(people.officer).post(f"/plans/shares/{share.uid}/report/", {"progress": 500})
    assert answer.status_code == 422
    assert KEPT_FOR not in answer


def test_a_page_fetched_only_to_be_kept_leaves_short_messages_to_the_next_page(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    client = as_person(people.officer)
    sent = client.post(f"/plans/shares/{share.uid}/report/", {"progress": 40, "text": "Mở hai phiên.", "key": "a" * 32})
    assert sent.status_code == 302
    address = share.task.get_absolute_url()
    kept = client.get(address, headers={"X-For-Keeping": "1"}).content.decode()
    opened = client.get(address).content.decode()
    assert ["Đã ghi tiến độ 40%" in page for page in (kept, opened)] == [False, True]


def test_pages_say_whose_they_are_and_the_door_says_that_nobody_is_in(people: People, client: Client) -> None:
    assert f'data-owner="{people.officer.uid}"' in as_person(people.officer).get("/desk/").content.decode()
    assert "data-signed-out" in client.get("/accounts/login/").content.decode()


def test_the_report_form_says_where_its_reports_go(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    page = as_person(people.officer).get(share.task.get_absolute_url()).content.decode()
    assert f'data-report-queue="{share.uid}"' in page
    assert f'data-page="{share.task.get_absolute_url()}?share={share.uid}"' in page


def test_the_built_worker_is_one_classic_script_and_names_parts_that_exist() -> None:
    dist = Path(__file__).resolve().parents[2] / "frontend" / "dist"
    if not (dist / "service-worker.js").exists():
        pytest.skip("the front end is not built: run `make setup`")
    script = (dist / "service-worker.js").read_text(encoding="utf-8")
    assert not re.search(r"(?m)^\s*(import|export)\b|\bimport\(", script)
    assets = json.loads(re.search(r"self\.ASSETS = (\[.*?\]);", script).group(1))  # type: ignore[union-attr]
    assert [name for name in assets if not (dist / name).exists()] == []
    assert any(name.startswith("assets/main-") and name.endswith(".js") for name in assets)
    kept = sum((dist / name).stat().st_size for name in assets)
    assert kept < 600_000  # bytes on the phone, fonts included
