"""Deliveries, from their arrival to a version in use or an alarm; a bad one never touches what was good."""

from __future__ import annotations

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation
from django.db import connection
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub import jobs
from honglam.engines.datahub.actions.inflows import ask_for_delivery, change_inflow, make_inflow
from honglam.engines.datahub.errors import InflowInvalid
from honglam.engines.datahub.models import Inflow
from tests.engines.datahub.delivery_stories import GOOD, Market, Service, market, ran, service
from tests.people import make_person

__all__ = ["market", "service"]
HOUR = datetime.timedelta(hours=1)


def test_an_uploaded_file_becomes_a_version_and_its_run_is_kept(market: Market) -> None:
    inflow = market.inflow(contract={"columns": ["Mã", "Vật liệu", "Giá"], "least_rows": 2})
    run = market.deliver(inflow, GOOD)
    assert (run.state, run.rows, run.alarm, run.columns_seen) == ("passed", 2, "", ["Mã", "Vật liệu", "Giá"])
    assert (run.by, run.bytes, len(run.digest)) == (market.manager, len(GOOD.encode()), 64)
    version = market.dataset.versions.get()
    assert run.version == version and version.lineage["inflow"] == "Bảng giá"
    assert [(row["code"], row["price"]) for row in market.rows()] == [("G1", "1200"), ("G2", "15500")]
    assert inflow.last_good_at == run.finished_at
    assert AuditEntry.objects.filter(action="datahub.delivery_received").count() == 1
    assert market.told() == []


def test_a_delivery_of_the_same_rows_makes_no_new_version(market: Market) -> None:
    inflow = market.inflow()
    first = market.deliver(inflow, GOOD)
    again = market.deliver(inflow, GOOD)
    assert again.digest == first.digest and again.version == first.version
    assert "không đổi" in again.message and again.state == "passed"
    assert market.dataset.versions.count() == 1
    assert market.deliver(inflow, GOOD + "G3;Cát;250\n").version != first.version
    assert [version.state for version in market.dataset.versions.order_by("number")] == ["former", "current"]


@pytest.mark.parametrize(
    ("content", "alarm", "state", "said"),
    [
        ("Mã;Vật liệu;Giá\n", "empty", "blocked", "Có 0 dòng"),
        ("Mã;Vật liệu;Giá\nG1;Gạch;1\n", "empty", "blocked", "ít hơn 2 dòng"),
        ("Mã;Giá\nG1;1\nG2;2\n", "reshaped", "blocked", "thiếu cột Vật liệu"),
        ("Mã;Vật liệu;Giá;Thuế\nG1;a;1;2\nG2;b;2;3\n", "reshaped", "blocked", "có cột lạ Thuế"),
        ("Một;Hai\n1;2\n3;4\n", "reshaped", "failed", "Không cột nào khớp"),
        ("Mã;Vật liệu;Giá\nG1;Gạch;1\nG1;Ngói;2\n", "blocked", "blocked", "Quy tắc chặn"),
    ],
)
def test_a_delivery_that_breaks_its_promise_raises_an_alarm_and_the_last_good_version_stays(
    market: Market, content: str, alarm: str, state: str, said: str
) -> None:
    inflow = market.inflow(contract={"columns": ["Mã", "Vật liệu", "Giá"], "least_rows": 2})
    good = market.deliver(inflow, GOOD)
    bad = market.deliver(inflow, content)
    assert (bad.alarm, bad.state, inflow.alarm) == (alarm, state, alarm)
    assert said in bad.message
    assert inflow.last_good_at == good.finished_at
    assert [row["code"] for row in market.rows()] == ["G1", "G2"], "the last good version stays in use"
    assert len(market.told()) == 1, "the steward is told once"
    market.deliver(inflow, content)
    assert len(market.told()) == 1 or alarm == "blocked", "the same alarm is not told again"
    market.deliver(inflow, GOOD)
    assert (inflow.alarm, inflow.alarm_since) == ("", None), "a good delivery ends the alarm"


def test_an_alarm_of_another_kind_is_told_anew(market: Market) -> None:
    inflow = market.inflow(contract={"columns": ["Mã", "Vật liệu", "Giá"]})
    market.deliver(inflow, "Mã;Vật liệu;Giá\n")
    market.deliver(inflow, "Mã\nG1\n")
    assert market.told() == ["Bảng giá: rỗng", "Bảng giá: đổi cấu trúc"]


def test_a_file_with_nothing_in_it_is_empty_not_of_another_shape(market: Market) -> None:
    inflow = market.inflow(contract={"columns": ["code"]})
    assert market.deliver(inflow, "[]", "gia.json").alarm == "empty"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A database of somebody else."""
    path = tmp_path / "kho-gia.sqlite3"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE gia (ma TEXT, ten TEXT, gia INTEGER)")
        made.executemany("INSERT INTO gia VALUES (?, ?, ?)", [("G1", "Gạch", 1200), ("G2", "Ngói", 15500)])
    return path


def test_rows_of_another_database_become_a_version(market: Market, outside: Path) -> None:
    settings = {"url": f"sqlite:///{outside}", "query": "SELECT ma, ten, gia FROM gia ORDER BY ma"}
    mapping = {"ma": "code", "ten": "name", "gia": "price"}
    inflow = market.inflow(kind="sql", settings=settings, mapping=mapping)
    first = market.deliver(inflow)
    assert (first.state, first.rows, first.columns_seen) == ("passed", 2, ["ma", "ten", "gia"])
    assert market.rows()[1] == {"code": "G2", "name": "Ngói", "price": "15500"}
    assert market.deliver(inflow).digest == first.digest
    with closing(sqlite3.connect(outside)) as made, made:
        made.execute("DROP TABLE gia")
    assert market.deliver(inflow).alarm == "unreachable"
    assert market.dataset.versions.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks a PostgreSQL server")
def test_rows_of_a_postgresql_server_become_a_version(market: Market) -> None:
    own = connection.settings_dict
    url = f"postgresql+psycopg://{own['USER']}@/{own['NAME']}?host={own['HOST']}&port={own['PORT'] or 5432}"
    query = (
        "SELECT 'G' || n AS code, 'Gạch :x 5%' AS name, (n * 10.0)::numeric AS price FROM generate_series(1, 2500) n"
    )
    inflow = market.inflow(kind="sql", settings={"url": url, "query": query})
    run = market.deliver(inflow)
    assert (run.state, run.rows, run.message) == ("passed", 2500, "")
    change_inflow(inflow=inflow, values={"settings": {"url": url, "query": "SELECT nextval('x')"}}, by=market.manager)
    inflow.refresh_from_db()
    assert market.deliver(inflow).alarm == "unreachable"


def test_the_files_of_this_installation_are_no_source(market: Market) -> None:
    path = installation.VAR_DIR / "honglam.sqlite3"
    inflow = market.inflow(kind="sql", settings={"url": f"sqlite:///{path}", "query": "SELECT 1 AS code"})
    run = market.deliver(inflow)
    assert run.alarm == "unreachable" and "chính kho của hệ thống" in run.message


def test_what_a_service_answers_becomes_a_version(
    market: Market, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HONGLAM_SECRET_GIA", "khoa-42")
    service.answer = {"data": {"items": [{"code": "G1", "name": "Gạch", "price": 1200}]}}
    inflow = market.inflow(
        kind="http", secret="HONGLAM_SECRET_GIA",
        settings={"url": service.url, "rows_at": "data.items", "headers": {"Authorization": "Bearer {secret}"}},
    )  # fmt: skip
    run = market.deliver(inflow)
    assert (run.state, run.rows, service.seen) == ("passed", 1, ["Bearer khoa-42"])
    assert run.bytes > 20 and market.rows()[0]["price"] == "1200"
    service.status = 503
    failed = market.deliver(inflow)
    assert (failed.state, failed.alarm) == ("failed", "unreachable") and "503" in failed.message
    assert "khoa-42" not in failed.message and market.told() == ["Bảng giá: không lấy được"]
    service.status, service.answer = 200, {"data": {"items": []}}
    assert market.deliver(inflow).alarm == "empty"
    assert market.dataset.versions.count() == 1


# --- The schedule ---


def due(inflow: Inflow, ago: datetime.timedelta) -> None:
    """Say that the next delivery was due some time ago."""
    Inflow.objects.filter(pk=inflow.pk).update(next_due_at=timezone.now() - ago)


def test_what_is_due_is_fetched_and_what_is_not_waits(market: Market, service: Service) -> None:
    service.answer = [{"code": "G1", "name": "Gạch", "price": 1}]
    inflow = market.inflow(kind="http", settings={"url": service.url}, every_minutes=60)
    assert ran("datahub.collect").result == {"begun": 0, "late": 0, "lost": 0}, "the first is due in an hour"
    due(inflow, HOUR / 60)
    assert ran("datahub.collect").result["begun"] == 1
    assert ran("datahub.collect").result["begun"] == 0, "it is under way"
    job = JobRun.objects.get(code="datahub.receive")
    execute.call(job.pk, job.attempt)
    run = inflow.runs.get()
    assert (run.state, run.by, run.rows) == ("passed", None, 1)
    inflow.refresh_from_db()
    assert timezone.now() < inflow.next_due_at <= timezone.now() + HOUR


def test_a_file_that_did_not_come_is_late_until_it_comes(market: Market) -> None:
    inflow = market.inflow(every_minutes=1440)
    due(inflow, 5 * HOUR)
    assert ran("datahub.collect").result["late"] == 0, "a quarter of the rhythm is patience"
    due(inflow, 7 * HOUR)
    assert ran("datahub.collect").result == {"begun": 0, "late": 1, "lost": 0}
    assert ran("datahub.collect").result["late"] == 0, "told once"
    assert market.told() == ["Bảng giá: muộn"]
    market.deliver(inflow, GOOD)
    assert inflow.alarm == "" and inflow.next_due_at > timezone.now()


def test_a_delivery_whose_worker_was_lost_is_ended_and_fetched_again(market: Market, service: Service) -> None:
    service.answer = [{"code": "G1"}]
    inflow = market.inflow(kind="http", settings={"url": service.url}, every_minutes=60)
    lost = inflow.runs.create(started_at=timezone.now() - 7 * HOUR)
    due(inflow, HOUR / 60)
    assert ran("datahub.collect").result == {"begun": 1, "late": 0, "lost": 1}
    lost.refresh_from_db()
    assert lost.state == "failed" and "giữa chừng" in lost.message


def test_a_fault_in_the_middle_ends_the_delivery_and_shows_on_the_job(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_arguments: Any) -> None:
        raise RuntimeError("đĩa đầy")

    monkeypatch.setattr(jobs, "publish_rows", broken)
    inflow = market.inflow()
    run = market.deliver(inflow, GOOD)
    assert (run.state, run.alarm) == ("failed", "unreachable")
    assert JobRun.objects.get(code="datahub.receive").state == "failed"


def test_a_delivery_that_somebody_stops_changes_nothing(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    inflow = market.inflow()
    market.deliver(inflow, GOOD)
    run, job = ask_for_delivery(inflow=inflow, by=market.manager, file=inflow.runs.get().file)
    received = jobs._received

    def stopped(context: Any, delivery_run: Any) -> Any:
        JobRun.objects.filter(pk=job.pk).update(cancel_requested=True)
        return received(context, delivery_run)

    monkeypatch.setattr(jobs, "_received", stopped)
    execute.call(job.pk, job.attempt)
    run.refresh_from_db()
    inflow.refresh_from_db()
    assert (run.state, run.alarm, inflow.alarm) == ("failed", "", "")
    assert market.dataset.versions.count() == 1


# --- Who, and what is refused ---


def test_only_who_manages_the_owner_s_datasets_sets_up_ways_in(market: Market) -> None:
    stranger = make_person("nguoila", "Phạm Thị Dung", "coordinator", market.other)
    for person in (stranger, market.steward, market.viewer):
        with pytest.raises(NotAllowed):
            make_inflow(dataset=market.dataset, values={"name": "Khác", "kind": "file"}, by=person)
        with pytest.raises(NotAllowed):
            ask_for_delivery(inflow=Inflow(dataset=market.dataset, kind="http"), by=person)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"name": " "}, "name"), ({"kind": "http"}, "url"),
        ({"kind": "sql", "settings": {"url": "sqlite://"}}, "query"),
        ({"kind": "http", "settings": {"url": "file:///etc/passwd"}}, "url"),
        ({"kind": "sql", "settings": {"url": "postgresql+psycopg://an:mat-khau@may/x", "query": "SELECT 1"}}, "url"),
        ({"secret": "PATH"}, "secret"), ({"name": "Bảng giá"}, "name"),
    ],
)  # fmt: skip
def test_a_way_in_that_cannot_work_is_refused_at_its_field(market: Market, values: Any, column: str) -> None:
    market.inflow()
    with pytest.raises(InflowInvalid) as refused:
        market.inflow(**{"name": "Nguồn khác", **values})
    assert refused.value.column == column


def test_a_place_for_the_password_is_no_password(market: Market) -> None:
    url = "postgresql+psycopg://an:{secret}@may/x"
    assert market.inflow(kind="sql", settings={"url": url, "query": "SELECT 1"}, secret="HONGLAM_SECRET_GIA").pk


def test_a_way_in_that_is_switched_off_takes_nothing(market: Market) -> None:
    inflow = market.inflow(is_active=False)
    with pytest.raises(InflowInvalid, match="đang tắt"):
        ask_for_delivery(inflow=inflow, by=market.manager)
    change_inflow(inflow=inflow, values={"is_active": True, "every_minutes": 60}, by=market.manager)
    inflow.refresh_from_db()
    assert inflow.next_due_at is not None
    with pytest.raises(InflowInvalid, match="chọn tệp"):
        ask_for_delivery(inflow=inflow, by=market.manager)
