"""Everybody reads open data: pages, files, rows; other people's clients work unmodified."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import polars as pl
import pytest
from ckanapi import NotFound, RemoteCKAN, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from honglam.engines.datahub.actions.versions import publish_rows
from honglam.engines.datahub.releases import rows_of_release
from honglam.surfaces.opendata.rows import pieces
from tests.surfaces.opendata.conftest import Health, clinic


def _file(client: Client, form: str) -> bytes:
    answer: Any = client.get(reverse("opendata:file", args=["co-so-y-te", form]))
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_file_has_the_same_rows(health: Health, client: Client) -> None:
    health.public()
    rows = list(csv.DictReader(io.StringIO(_file(client, "csv").decode("utf-8-sig"))))
    assert len(rows) == 40
    assert rows[0]["name"] == "Trạm y tế số 1"
    found = json.loads(_file(client, "json"))
    assert [row["code"] for row in found] == [row["code"] for row in rows]
    assert (found[0]["beds"], found[0]["area"], found[0]["opened_on"]) == (1, 1.5, "2020-01-02")
    assert pl.read_parquet(io.BytesIO(_file(client, "parquet"))).height == 40
    features = json.loads(_file(client, "geojson"))["features"]
    assert (len(features), features[0]["geometry"]["type"]) == (40, "Point")
    sheet = openpyxl.load_workbook(io.BytesIO(_file(client, "xlsx"))).active
    assert sheet is not None
    assert "trạm y tế" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_file_that_did_not_change_is_not_sent_again(health: Health, client: Client) -> None:
    health.public()
    address = reverse("opendata:file", args=["co-so-y-te", "csv"])
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_rows_are_filtered_searched_and_paged(health: Health, client: Client) -> None:
    health.public()
    address = reverse("opendata:rows", args=["co-so-y-te"])
    first = client.get(address, {"kind": "vien", "limit": 3}).json()
    assert [row["code"] for row in first["rows"]] == ["YT-010", "YT-020", "YT-030"]
    assert [row["code"] for row in client.get(first["next"]).json()["rows"]] == ["YT-040"]
    assert len(client.get(address, {"q": "tram so 7"}).json()["rows"]) == 1
    assert client.get(address, {"limit": "-1"}).status_code == 404


def test_the_page_of_a_dataset_shows_what_it_is(health: Health, client: Client) -> None:
    health.public()
    page = client.get(reverse("opendata:dataset", args=["co-so-y-te"]), {"by": "kind", "sum": "beds"}).content.decode()
    for text in ("Sở Y tế", "Trạm y tế số 1", "Giường bệnh theo loại", "<circle", "CC BY 4.0", "Tên theo quyết định"):
        assert text in page
    assert "Nguyễn Văn An" not in page


def test_the_chart_counts_adds_and_averages(health: Health, client: Client) -> None:
    health.public()
    page = reverse("opendata:dataset", args=["co-so-y-te"])

    def drawn(**asked: str) -> Any:
        chart = client.get(page, {"by": "kind", **asked}).context["chart"]
        return chart["title"], dict(chart["bars"])

    assert drawn() == ("Số dòng theo loại", {"trạm y tế": 36, "bệnh viện": 4})
    assert drawn(sum="beds") == ("Giường bệnh theo loại", {"trạm y tế": 720, "bệnh viện": 100})
    assert drawn(sum="beds", how="mean") == ("Giường bệnh bình quân theo loại", {"bệnh viện": 25, "trạm y tế": 20})


def test_a_place_that_is_none_spoils_neither_map_nor_file(health: Health, client: Client) -> None:
    rows = [clinic(number, place="105.5 18.2" if number == 1 else "7") for number in (1, 2)] + [clinic(3)]
    publish_rows(dataset=health.dataset, batches=[rows], by=None, made_from={"kind": "delivery"})
    health.public()
    features = json.loads(_file(client, "geojson"))["features"]
    assert [one["geometry"] and one["geometry"]["type"] for one in features] == [None, None, "Point"]
    assert client.get(reverse("opendata:dataset", args=["co-so-y-te"])).status_code == 200


def test_a_long_release_is_sent_piece_by_piece(health: Health) -> None:
    frame = rows_of_release(health.public())
    assert [part.height for part in pieces(frame, 15)] == [15, 15, 10]
    assert [part.height for part in pieces(frame, 20)] == [20, 20]
    assert [part.height for part in pieces(frame.head(0), 20)] == [0]


def test_an_empty_release_has_its_heading_and_valid_files(health: Health, client: Client) -> None:
    publish_rows(dataset=health.dataset, batches=[[]], by=None, made_from={"kind": "delivery"})
    health.public()
    assert _file(client, "csv").decode("utf-8-sig").startswith("code,name,kind")
    assert json.loads(_file(client, "json")) == []
    assert json.loads(_file(client, "geojson"))["features"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"filters": [1]}, "filters"), ({"filters": "x"}, "filters"), ({"sort": "khong desc"}, "sort"),
     ({"limit": float("inf")}, "limit"), ({"fields": [{"a": 1}]}, "fields")],
)  # fmt: skip
def test_what_ckan_cannot_read_is_said_not_crashed(health: Health, client: Client, asked: Any, field: str) -> None:
    release = health.public()
    body = {"resource_id": f"{release.uid}.csv", **asked}
    answer = client.post(reverse("opendata:ckan", args=["datastore_search"]), body, content_type="application/json")
    assert answer.status_code == 409
    assert field in answer.json()["error"]


def test_the_catalogue_is_searched_without_marks(health: Health, client: Client) -> None:
    health.public()
    address = reverse("opendata:catalogue")
    assert "Cơ sở y tế" in client.get(address, {"q": "benh vien"}).content.decode()
    assert "Không có dữ liệu nào khớp" in client.get(address, {"q": "thủy lợi"}).content.decode()
    assert "urn:uuid" in client.get(reverse("opendata:feed")).content.decode()


def test_what_is_not_released_is_nowhere(health: Health, client: Client) -> None:
    release = health.release()
    assert "Cơ sở y tế" not in client.get(reverse("opendata:catalogue")).content.decode()
    assert client.get(reverse("opendata:dataset", args=[release.slug])).status_code == 404
    assert client.get(reverse("opendata:ckan", args=["package_list"])).json()["result"] == []


@pytest.mark.parametrize("get_only", [True, False])
def test_ckanapi_reads_the_catalogue_unmodified(
    health: Health, live_server: LiveServer, get_only: bool, transactional_db: None
) -> None:
    health.public()
    with RemoteCKAN(f"{live_server.url}/data", get_only=get_only) as province:
        assert province.action.package_list() == ["co-so-y-te"]
        package = province.action.package_show(id="co-so-y-te")
        assert (package["title"], package["organization"]["title"]) == ("Cơ sở y tế", "Sở Y tế")
        assert province.action.package_search(q="y te", rows=1)["count"] == 1
        assert province.action.package_search(fq="organization:99-health groups:heal")["count"] == 1
        assert province.action.package_search(fq="groups:agri")["count"] == 0
        assert province.action.organization_list() == ["99-health"]
        table = next(one for one in package["resources"] if one["datastore_active"])
        found = province.action.datastore_search(resource_id=table["id"], limit=2, sort="beds desc")
        assert (found["total"], [row["beds"] for row in found["records"]]) == (40, [40, 39])
        with pytest.raises(NotFound):
            province.action.package_show(id="khong-co")
        with pytest.raises(ValidationError):
            province.action.datastore_search(resource_id=table["id"], fields="khong_co")
