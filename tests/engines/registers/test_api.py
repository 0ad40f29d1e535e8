"""Registers for programs: typed rows, the rights of the pages, nothing written over, nothing added twice."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from honglam.core.audit.models import AuditEntry
from honglam.engines.registers.models import WriteReceipt
from honglam.engines.registers.public import change, create_many, end
from tests.engines.registers.conftest import Office

BASE = "/api/registers/projects"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def officer(office: Office) -> Client:
    client = Client()
    client.force_login(office.officer)
    return client


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, path: str, body: Any, method: str = "post", **headers: str) -> Any:
    call = getattr(client, method)
    return call(f"{BASE}{path}", json.dumps(body), content_type="application/json", headers=headers)


def new(**values: Any) -> dict[str, Any]:
    return {"unit": "tinh.finance", "values": {
        "code": "DA-7", "name": "Nhà máy nước", "investor": "Công ty N", "investor_kind": "domestic",
        "sector": "industry", "commune": "90001", "capital": "1234.50", **values}}  # fmt: skip


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["items"]]


def many(office: Office, count: int, **values: Any) -> list[Any]:
    return create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"DA-{number:02}", "name": f"Dự án {number}", "investor": "Công ty B", "investor_kind": "domestic",
         "sector": "trade", "commune": office.commune, "capital": number % 3, **values} for number in range(count)
    ])  # fmt: skip


def test_the_description_types_every_register(client: Client, db: None) -> None:
    told = client.get("/api/openapi.json").json()
    assert {BASE, f"{BASE}/{{uid}}", f"{BASE}/{{uid}}/moves", f"{BASE}/{{uid}}/history"} <= set(told["paths"])
    values = told["components"]["schemas"]["ProjectsValues"]
    assert values["required"] == ["code", "name", "investor", "investor_kind", "sector", "commune", "capital"]
    assert values["properties"]["sector"]["enum"][0] == "industry"
    asked = {one["name"]: one["schema"] for one in told["paths"][BASE]["get"]["parameters"]}
    assert {"sector", "capital_from", "due_on_to", "is_delayed", "state", "unit", "bbox", "on"} <= set(asked)
    assert "unmask" not in asked  # projects hold nothing personal
    assert "/api/registers/disbursements/{uid}/moves" not in told["paths"]


def test_strangers_are_told_to_sign_in_and_people_without_the_right_are_refused(office: Office) -> None:
    project = office.project()
    assert Client().get(BASE).status_code == 401
    office.officer.memberships.all().delete()
    nobody = client_of(office.officer)
    for path in ("", f"/{project.uid}", f"/{project.uid}/history"):
        answer = nobody.get(f"{BASE}{path}")
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (403, "application/problem+json")
    assert nobody.get("/api/registers").json() == []


def test_the_reader_learns_which_registers_and_what_may_be_done(officer: Client) -> None:
    told = {one["code"]: one for one in officer.get("/api/registers").json()}
    assert told["projects"]["may_edit"] and not told["projects"]["may_decide"]
    assert told["projects"]["moves"] == ["approve", "prepare", "build", "operate", "stop"]
    sector = next(one for one in told["projects"]["columns"] if one["name"] == "sector")
    assert sector["label"] == "Lĩnh vực" and sector["codes"]["energy"] == "năng lượng"


def test_a_row_is_answered_in_typed_values(office: Office, officer: Client) -> None:
    project = office.project(due_on=datetime.date(2027, 6, 30), geometry='{"type":"Point","coordinates":[105.9,18.3]}')
    row = officer.get(f"{BASE}/{project.uid}").json()
    assert row == row | {
        "uid": str(project.uid), "unit": "tinh.finance", "commune": "90001", "capital": "50000.00", "revision": 1,
        "due_on": "2027-06-30", "is_delayed": False, "jobs": None, "note": "", "ended_on": None, "state": "proposed",
        "geometry": {"type": "Point", "coordinates": [105.9, 18.3]},
    }  # fmt: skip
    (listed,) = officer.get(BASE).json()["items"]
    assert listed == {name: value for name, value in row.items() if name != "geometry"}
    (chosen,) = officer.get(f"{BASE}?fields=code,geometry").json()["items"]
    assert chosen == {"uid": str(project.uid), "code": "DA-1", "geometry": row["geometry"]}


def test_a_list_is_one_query_for_its_rows(office: Office, officer: Client, django_assert_max_num_queries: Any) -> None:
    many(office, 40)
    with django_assert_max_num_queries(5):  # session, person, posts, roles, rows
        assert len(codes(officer.get(f"{BASE}?limit=40&order=commune"))) == 40


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=nha may", ["DA-1"]), ("sector=tourism", ["DA-2"]), ("sector=tourism&sector=industry", ["DA-1", "DA-2"]),
        ("capital_from=60000", ["DA-2"]), ("capital_to=59999.99", ["DA-1"]), ("commune=90002", ["DA-2"]),
        ("commune=tinh", ["DA-1", "DA-2"]), ("unit=tinh.finance", ["DA-1", "DA-2"]), ("unit=90001", []),
        ("is_delayed=true", ["DA-2"]), ("is_delayed=false", ["DA-1"]), ("due_on_from=2027-01-01", ["DA-2"]),
        ("due_on_to=2027-01-01", []), ("state=proposed", ["DA-1", "DA-2"]), ("state=operating", []),
        ("bbox=105,18,106,19", ["DA-1"]), ("order=-capital", ["DA-2", "DA-1"]), ("ended=only", []),
        ("fields=code&order=-capital&sector=tourism&sector=industry", ["DA-2", "DA-1"]),
        ("changed_since=2020-01-01T00:00:00Z", ["DA-1", "DA-2"]), ("changed_since=2099-01-01T00:00:00Z", []),
    ],
)  # fmt: skip
def test_the_list_leaves_what_is_asked_for(office: Office, officer: Client, asked: str, found: list[str]) -> None:
    office.project(geometry='{"type":"Point","coordinates":[105.9,18.3]}')
    office.project(code="DA-2", name="Khu nghỉ dưỡng", sector="tourism", capital=Decimal(60000), commune=office.other,
                   is_delayed=True, delay_reason="Vướng mặt bằng", due_on=datetime.date(2027, 3, 1))  # fmt: skip
    assert codes(officer.get(f"{BASE}?{asked}")) == found


@pytest.mark.parametrize(
    "asked",
    ["sector=mining", "capital_from=nhiều", "unknown=1", "fields=nothing", "limit=0", "limit=1001", "cursor=%21%21",
     "cursor=W10", "cursor=bnVsbA", "on=2999-01-01", "on=x", "unit=nowhere", "bbox=1,2,3", "bbox=0,10,1,0",
     "bbox=nan,0,1,1", "order=geometry", "q=%00"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_name(officer: Client, asked: str) -> None:
    answer = officer.get(f"{BASE}?{asked}")
    assert answer.status_code in (400, 422), asked
    if answer.status_code == 422:
        assert asked.partition("=")[0] in answer.json()["errors"][0]["field"].split(".")


@pytest.mark.parametrize(
    "order", ["uid", "-uid", "capital", "-capital", "due_on", "-due_on", "commune", "name", "is_delayed"]
)
def test_pages_follow_each_other_without_gap_or_repeat(office: Office, officer: Client, order: str) -> None:
    rows = many(office, 11)
    for number, row in enumerate(rows[:7]):
        change(register=office.projects, row=row, by=office.officer,
               values={"due_on": datetime.date(2027, 1, 1 + number % 3)})  # fmt: skip
    whole = codes(officer.get(f"{BASE}?order={order}&limit=1000"))
    assert len(whole) == 11
    seen: list[str] = []
    cursor = ""
    for _page in range(6):
        told = officer.get(f"{BASE}?order={order}&limit=3&cursor={cursor}").json()
        seen += [row["code"] for row in told["items"]]
        cursor = told["next"]
        if cursor is None:
            break
    assert seen == whole


def test_the_list_of_a_past_day_shows_what_held_then(office: Office, officer: Client) -> None:
    first, second, third = many(office, 3)
    office.projects.model.objects.update(valid_from=timezone.localdate() - 30 * DAY)
    yesterday = timezone.localdate() - DAY
    change(register=office.projects, row=first, values={"name": "Tên mới"}, by=office.officer)
    end(register=office.projects, row=third, by=office.head, reason="Ghi nhầm hai lần")
    assert codes(officer.get(f"{BASE}?order=code")) == ["DA-00", "DA-01"]
    past: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        told = officer.get(f"{BASE}?order=code&limit=2&on={yesterday}&cursor={cursor}").json()
        past += told["items"]
        cursor = told["next"]
    assert [(row["code"], row["name"]) for row in past] == [
        ("DA-00", "Dự án 0"), ("DA-01", "Dự án 1"), ("DA-02", "Dự án 2")
    ]  # fmt: skip
    assert codes(officer.get(f"{BASE}?q=ten moi&on={yesterday}")) == []
    assert second.uid


def test_a_row_is_added_with_references_by_name(office: Office, officer: Client) -> None:
    answer = send(officer, "", new(geometry={"type": "Point", "coordinates": [105.9, 18.3]}))
    assert answer.status_code == 201, answer.content
    row = office.projects.model.objects.get(uid=answer.json()["uid"])
    assert (row.commune, row.unit, row.capital, row.west) == (office.commune, office.finance, Decimal("1234.5"), 105.9)
    assert answer.json()["revision"] == 1 and answer.json()["state"] == "proposed"


def test_what_is_wrong_is_told_column_by_column(office: Office, officer: Client) -> None:
    office.project(code="DA-7")
    for body, field in (
        (new(sector="mining"), "sector"), (new(commune="99999"), "commune"), (new(is_delayed=True), "delay_reason"),
        ({**new(), "unit": "nowhere"}, "unit"), (new(unknown=1), "unknown"), (new(capital="1.234"), "capital"),
        (new(geometry={"type": "Point", "coordinates": [600000, 2000000]}), "geometry"), (new(name=""), "name"),
        (new(name="a\x00b"), "name"), (new(name=None), "name"),
    ):  # fmt: skip
        answer = send(officer, "", body)
        assert answer.status_code == 422, (field, answer.content)
        assert field in {one["field"].rpartition(".")[2] for one in answer.json()["errors"]}, answer.content
    twice = send(officer, "", new())
    assert (twice.status_code, twice.json()["code"]) == (422, "registers.record_known")
    assert office.projects.model.objects.count() == 1


def test_a_row_sent_twice_under_one_key_is_added_once(office: Office, officer: Client) -> None:
    first = send(officer, "", new(), **{"Idempotency-Key": "phone-1"})
    again = send(officer, "", new(), **{"Idempotency-Key": "phone-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["uid"] == again.json()["uid"]
    other = send(officer, "", new(code="DA-8"), **{"Idempotency-Key": "phone-1"})
    assert (other.status_code, other.json()["code"]) == (409, "registers.key_reused")
    assert office.projects.model.objects.count() == WriteReceipt.objects.count() == 1
    refused = send(officer, "", new(commune="99999"), **{"Idempotency-Key": "phone-2"})
    assert refused.status_code == 422
    assert send(officer, "", new(code="DA-9"), **{"Idempotency-Key": "phone-2"}).status_code == 201
    assert send(client_of(office.head), "", new(code="DA-10"), **{"Idempotency-Key": "phone-1"}).status_code == 201


def test_nobody_adds_where_the_right_does_not_reach(office: Office) -> None:
    answer = send(client_of(office.commune_officer), "", new())
    assert answer.status_code == 403 and not office.projects.model.objects.exists()


def test_a_change_names_the_revision_it_read(office: Office, officer: Client) -> None:
    project = office.project()
    path = f"/{project.uid}"
    changed = send(officer, path, {"revision": 1, "values": {"note": "một", "land_area": 3}}, "patch")
    assert changed.status_code == 200, changed.content
    assert (changed.json()["note"], changed.json()["revision"], changed.json()["land_area"]) == ("một", 2, "3.0000")
    late = send(officer, path, {"revision": 1, "values": {"note": "hai"}}, "patch")
    assert (late.status_code, late.json()["code"]) == (409, "registers.record_changed")
    assert late["Content-Type"].startswith("application/problem+json")
    emptied = send(officer, path, {"revision": 2, "values": {"land_area": None, "note": None}}, "patch").json()
    assert (emptied["land_area"], emptied["note"], emptied["name"]) == (None, "", "Nhà máy chế biến gỗ")
    assert send(officer, path, {"values": {"note": "x"}}, "patch").status_code == 422
    foreign = client_of(office.commune_officer)
    assert send(foreign, path, {"revision": 3, "values": {"note": "x"}}, "patch").status_code == 404


def test_steps_follow_the_lifecycle(office: Office, officer: Client) -> None:
    project = office.project()
    head, path = client_of(office.head), f"/{project.uid}/moves"
    assert send(officer, path, {"move": "approve", "revision": 1}).status_code == 403
    empty = send(head, path, {"move": "approve", "revision": 1})
    assert (empty.status_code, empty.json()["code"]) == (422, "registers.move_refused")
    filled = {"revision": 1, "values": {"approval": "QĐ 5/QĐ-UBND", "approved_on": "2026-01-05"}}
    assert send(officer, f"/{project.uid}", filled, "patch").status_code == 200
    moved = send(head, path, {"move": "approve", "revision": 2, "act": "QĐ 5/QĐ-UBND"})
    assert (moved.status_code, moved.json()["state"], moved.json()["revision"]) == (200, "approved", 3)
    assert send(head, path, {"move": "fly", "revision": 3}).status_code == 422
    assert send(head, path, {"move": "prepare", "revision": 1}).status_code == 409


def test_the_past_of_a_row_can_be_read(office: Office, officer: Client) -> None:
    project = office.project()
    change(register=office.projects, row=project, values={"capital": 60000}, by=office.head, reason="Điều chỉnh vốn",
           act="QĐ 12/QĐ-UBND")  # fmt: skip
    (state,) = officer.get(f"{BASE}/{project.uid}/history").json()
    assert state == state | {"reason": "Điều chỉnh vốn", "act": "QĐ 12/QĐ-UBND", "replaced_by": "Trần Văn Sơn"}
    assert (state["values"]["capital"], state["values"]["revision"]) == ("50000.00", 1)
    assert officer.get(f"{BASE}/{project.uid}/history?offset=1").json() == []


def test_writing_needs_the_forgery_token(office: Office) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(office.officer)
    assert send(strict, "", new()).status_code in (401, 403)
    assert not office.projects.model.objects.exists() and not AuditEntry.objects.filter(action="registers.created")
