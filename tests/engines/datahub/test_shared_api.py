"""A system of the commune reads through its key: pages, changes, files; whatever is refused is a problem and a line."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from honglam.engines.datahub.actions.grants import revoke, revoke_key
from honglam.engines.datahub.models import AccessLog, ApiKey, Grant
from honglam.engines.datahub.sharing import bulk, keys
from honglam.engines.datahub.sharing.slicing import slice_of
from tests.engines.datahub.sharing_stories import DAY, ROWS, Hub, hub, make_dataset, row

__all__ = ["hub"]
BASE = "/api/shared/v1/datasets/land-plots"


@pytest.fixture
def right(hub: Hub) -> Grant:
    """Three columns of the commune's own rows."""
    return hub.granted()


@pytest.fixture
def call(hub: Hub, right: Grant, client: Client) -> Any:
    """A system with a key, as a function: address below the dataset, query → answer."""
    text, _key = hub.key(right)

    def called(path: str = "/rows", query: dict[str, Any] | None = None, method: str = "get", **headers: str) -> Any:
        base = path if path.startswith("/api") else BASE + path
        return getattr(client, method)(base, query or {}, headers={"Authorization": f"Bearer {text}", **headers})

    return called


def test_a_page_holds_the_granted_columns_and_rows_and_is_logged(call: Any, right: Grant) -> None:
    answer = call()
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["rows"] == [
        {"code": "A1", "commune": "90001", "area": "120.50"}, {"code": "A2", "commune": "90001", "area": "80.00"},
    ]  # fmt: skip
    assert (body["columns"], body["next"], body["version"]) == (["code", "commune", "area"], None, 1)
    line = AccessLog.objects.get()
    assert (line.rows, line.status, line.form, line.grant, line.unit) == (2, 200, "api", right, right.unit)
    assert ApiKey.objects.get().last_used_at is not None


def test_pages_follow_one_another_by_cursor_and_stay_on_their_version(call: Any, hub: Hub) -> None:
    hub.publish([row(f"A{number}") for number in range(5)])
    first = call(query={"limit": 2}).json()
    hub.publish([row("Z9")])
    second = call(query={"limit": 2, "cursor": first["next"]}).json()
    third = call(query={"limit": 2, "cursor": second["next"]}).json()
    pages = [[one["code"] for one in page["rows"]] for page in (first, second, third)]
    assert pages == [["A0", "A1"], ["A2", "A3"], ["A4"]]
    assert third["next"] is None
    assert [one["code"] for one in call().json()["rows"]] == ["Z9"]


def test_columns_and_filters_narrow_and_never_widen(call: Any) -> None:
    assert call(query={"columns": "area", "filter.code": "A2"}).json()["rows"] == [{"area": "80.00"}]
    assert call(query={"filter.commune": ["90001", "90002"]}).json()["rows"][-1]["code"] == "A2"
    assert call(query={"filter.commune": "90002"}).json()["rows"] == []
    for beyond in ({"columns": "code,owner"}, {"filter.owner": "Chủ A1"}, {"columns": "nothing"}):
        answer = call(query=beyond)
        assert (answer.status_code, answer.json()["code"]) == (403, "datahub.not_granted")
        assert answer["Content-Type"].startswith("application/problem+json")
    assert AccessLog.objects.filter(status=403).count() == 3


def test_an_unchanged_version_is_not_sent_again(call: Any, hub: Hub) -> None:
    tag = call()["ETag"]
    again = call(**{"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    hub.publish(ROWS[:1])
    assert call(**{"If-None-Match": tag}).status_code == 200
    assert list(AccessLog.objects.order_by("pk").values_list("status", "rows")) == [(200, 2), (304, 0), (200, 1)]


def test_changes_since_a_version_come_with_the_keys_that_are_gone(call: Any, hub: Hub) -> None:
    hub.publish([row("A2", area="81.00"), row("A3"), row("A4"), row("B1", "90002", area="9.00")])
    found: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    cursor = ""
    for _page in range(6):
        body = call(query={"since": 1, "limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        found, removed, cursor = found + body["rows"], removed + body["removed"], body["next"]
        if cursor is None:
            break
    assert [one["code"] for one in found] == ["A2", "A3", "A4"]
    assert removed == [{"code": "A1"}]
    assert call(query={"since": 1, "columns": "area"}).status_code == 403
    assert call(query={"since": 77}).status_code == 409
    assert call(query={"since": 1, "format": "csv"}).status_code == 400


def test_rows_come_as_csv_too(call: Any) -> None:
    answer = call(query={"format": "csv", "limit": 1})
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        ["code", "commune", "area"],
        ["A1", "90001", "120.50"],
    ]
    assert call(query={"cursor": answer["X-Next-Cursor"]}).json()["rows"][0]["code"] == "A2"


def test_the_description_says_purpose_end_and_columns(call: Any, right: Grant) -> None:
    body = call("").json()
    assert (body["purpose"], body["ends_on"], body["rows"]) == (right.request.purpose, right.ends_on.isoformat(), 2)
    assert [one["name"] for one in body["columns"]] == ["code", "commune", "area"]
    assert body["key"] == ["code"]


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "10001"}, {"cursor": "???"}, {"format": "xml"}, {"since": "-1"},
              {"cursor": "MS5jLjA", "limit": "1"}],
)  # fmt: skip
def test_a_question_that_cannot_be_read_is_refused_in_words(call: Any, query: dict[str, str]) -> None:
    answer = call(query=query)
    assert (answer.status_code, answer.json()["code"]) == (400, "datahub.query_malformed")


def test_without_a_good_key_nothing_is_said(client: Client, call: Any, hub: Hub, right: Grant) -> None:
    for header in ("", "Bearer", "Bearer hlk_wrong", "Basic abc", f"Bearer {uuid4()}"):
        answer = client.get(f"{BASE}/rows", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "datahub.key_refused")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    client.force_login(hub.head)
    assert client.get(f"{BASE}/rows").status_code == 401
    assert not AccessLog.objects.exists()
    revoke_key(key=ApiKey.objects.get(), by=hub.officer)
    assert call().status_code == 401
    assert AccessLog.objects.get().status == 401


def test_a_key_opens_its_own_dataset_only(call: Any, hub: Hub) -> None:
    make_dataset(hub.land, code="people", name="Người")
    assert call("/api/shared/v1/datasets/people/rows").status_code == 403
    assert call("/api/shared/v1/datasets/nothing/rows").status_code == 404


def test_a_right_that_ended_or_was_revoked_is_gone(call: Any, hub: Hub, right: Grant) -> None:
    today = timezone.localdate()
    Grant.objects.update(starts_on=today - 9 * DAY, ends_on=today - DAY)
    answer = call()
    assert (answer.status_code, answer.json()["code"]) == (410, "datahub.grant_over")
    Grant.objects.update(starts_on=today + DAY, ends_on=today + DAY)
    assert call().status_code == 410
    Grant.objects.update(starts_on=today, ends_on=today)
    assert call().status_code == 200
    revoke(grant=Grant.objects.get(), reason="Dùng sai mục đích", by=hub.head)
    assert "Dùng sai mục đích" in call().json()["detail"]
    assert list(AccessLog.objects.order_by("pk").values_list("status", flat=True)) == [410, 410, 200, 410]


def test_a_dataset_without_a_version_says_so(call: Any, hub: Hub) -> None:
    hub.dataset.versions.all().delete()
    assert (call().status_code, call().json()["code"]) == (404, "datahub.no_version")


def test_whoever_calls_too_often_waits_and_is_noted_once(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "CALLS_A_MINUTE", 3)
    answers = [call() for _number in range(6)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert AccessLog.objects.filter(status=429).count() == 1


def test_whoever_tries_keys_through_is_stopped(client: Client, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MISSES_A_MINUTE", 3)
    answers = [client.get(f"{BASE}/rows", headers={"Authorization": f"Bearer hlk_{number}"}) for number in range(6)]
    assert [one.status_code for one in answers][-2:] == [429, 429]


def test_a_whole_file_is_ordered_made_and_fetched(call: Any, right: Grant, hub: Hub) -> None:
    assert call("/files/parquet").status_code == 404
    ordered = call("/files/parquet", method="post")
    assert (ordered.status_code, ordered.json()["state"]) == (202, "queued")
    version = hub.dataset.versions.get()
    bulk.write_file(right, slice_of(right, version), bulk.PARQUET, lambda _rows: None)
    assert call("/files/parquet", method="post").json()["state"] == "ready"
    answer = call("/files/parquet")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"PAR1"
    assert call("/files/parquet", **{"If-None-Match": answer["ETag"]}).status_code == 304
    assert call("/files/xml").status_code == 400
    hub.publish(ROWS)
    assert call("/files/parquet").status_code == 404


def test_a_page_costs_the_same_however_long(call: Any, hub: Hub, django_assert_max_num_queries: Any) -> None:
    hub.publish([row(f"A{number}") for number in range(3000)])
    call()
    with django_assert_max_num_queries(6):
        assert len(call(query={"limit": 2500}).json()["rows"]) == 2500


def test_the_api_is_described(client: Client, db: None) -> None:
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]
    assert "/api/shared/v1/datasets/{code}/rows" in paths
