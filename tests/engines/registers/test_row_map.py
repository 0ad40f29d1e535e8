"""The map of a located register: the list's filters, what lies in view, nothing that the reader may not see."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.engines.registers.pages import row_map
from honglam.engines.registers.public import create_many
from tests.engines.registers.conftest import Office

MAP = "/registers/projects/map/"
FEATURES = f"{MAP}features/"
HERE = "105.8,18.2,106.0,18.4"


def point(lon: float, lat: float) -> str:
    return json.dumps({"type": "Point", "coordinates": [lon, lat]})


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(office: Office) -> Client:
    return client_of(office.officer)


def names(client: Client, **asked: str) -> list[str]:
    answer = client.get(FEATURES, {"bbox": HERE, **asked})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/geo+json"
    return [one["properties"]["name"] for one in answer.json()["features"]]


def test_the_map_shows_what_lies_in_view_and_leads_to_the_row(office: Office, officer: Client) -> None:
    project = office.project(geometry=point(105.9, 18.3))
    office.project(code="DA-2", name="Xa", geometry=point(106.4, 18.0))
    office.project(code="DA-3", name="Không nơi chốn")
    (feature,) = officer.get(FEATURES, {"bbox": HERE}).json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [105.9, 18.3]}
    told = feature["properties"]
    assert told["url"] == reverse("registers:row", args=["projects", project.uid])
    assert (told["state"], told["at"]) == ("đề xuất", [105.9, 18.3])
    assert ["Mã số dự án", "DA-1"] in told["lines"] and len(told["lines"]) == row_map.MOST_LINES
    page = officer.get(MAP).content.decode()
    assert "2 dòng có vị trí" in page and "Xa" in page and "Không nơi chốn" not in page
    assert 'data-extent="105.900000,18.000000,106.400000,18.300000"' in page


def test_the_filters_of_the_list_hold_on_the_map(office: Office, officer: Client) -> None:
    office.project(geometry=point(105.9, 18.3))
    office.project(code="DA-2", name="Khu nghỉ dưỡng", sector="tourism", geometry=point(105.91, 18.31))
    assert names(officer) == ["Nhà máy chế biến gỗ", "Khu nghỉ dưỡng"]
    assert names(officer, sector="tourism") == names(officer, q="nghi duong") == ["Khu nghỉ dưỡng"]
    page = officer.get(MAP, {"sector": "tourism"}).content.decode()
    assert f'data-features="{FEATURES}?sector=tourism"' in page and "1 dòng có vị trí" in page
    assert names(officer, on="01/01/2020") == names(officer)  # the map is of the present
    none = officer.get(MAP, {"sector": "energy"}).content.decode()
    assert "Không có dòng nào có vị trí khớp" in none and "data-rows-map" not in none


def test_an_empty_map_says_what_it_is_for(officer: Client) -> None:
    assert "Chưa có dòng nào có vị trí" in officer.get(MAP).content.decode()


def test_readers_see_only_rows_within_reach(office: Office) -> None:
    office.project(geometry=point(105.9, 18.3))
    commune = client_of(office.commune_officer)
    assert names(commune) == []
    office.officer.memberships.all().delete()
    nobody = client_of(office.officer)
    assert {nobody.get(path, {"bbox": HERE}).status_code for path in (MAP, FEATURES)} == {403}


def test_registers_without_places_have_no_map(officer: Client) -> None:
    assert officer.get("/registers/disbursements/map/").status_code == 404
    assert officer.get("/registers/nothing/map/").status_code == 404
    assert MAP in officer.get("/registers/projects/").content.decode()
    assert "/map/" not in officer.get("/registers/disbursements/").content.decode()


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "0,10,1,0", "nan,0,1,1", "0,0,181,1", "1e400,0,1,1"])
def test_a_box_that_is_none_is_refused(officer: Client, box: str) -> None:
    assert officer.get(FEATURES, {"bbox": box}).status_code == 400


def test_a_view_with_too_many_rows_says_so_and_costs_no_query_a_row(
    office: Office, officer: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"DA-{number}", "name": f"Dự án {number}", "investor": "B", "investor_kind": "domestic",
         "sector": "trade", "commune": office.commune, "capital": 1, "geometry": point(105.9, 18.3)}
        for number in range(30)
    ])  # fmt: skip
    with django_assert_max_num_queries(8):
        told = officer.get(FEATURES, {"bbox": HERE}).json()
    assert (len(told["features"]), told["more"]) == (30, False)
    monkeypatch.setattr(row_map, "MOST_FEATURES", 20)
    told = officer.get(FEATURES, {"bbox": HERE}).json()
    assert (len(told["features"]), told["more"]) == (20, True)
    with django_assert_max_num_queries(16):
        officer.get(MAP)
