"""What OGC API – Features, Part 1, demands of a service, requirement by requirement, asked as a client asks.

Each test names the requirement that it holds the service to (OGC 17-069r3); the wording of the tests is ours.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.utils import timezone

from tests.surfaces.ogc.conftest import Ground, make_boundary, point

CONF = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
COLLECTIONS = ["boundaries", "projects"]


def rels(told: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in told["links"]:
        found.setdefault(link["rel"], []).append(link)
    return found


def followed(ground: Ground, href: str) -> Any:
    assert href.startswith("http://testserver/ogc")
    return ground.anybody.get(href.removeprefix("http://testserver"))


def test_http__only_reading_is_offered(ground: Ground) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(ground.anybody, method)("/ogc/collections")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert ground.anybody.head("/ogc/collections").status_code == 200


def test_root__the_landing_page_leads_everywhere(ground: Ground) -> None:
    answer = ground.get("/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    links = rels(answer.json())
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= set(links)
    for link in answer.json()["links"]:
        found = followed(ground, link["href"])
        assert found.status_code == 200
        assert found["Content-Type"].partition(";")[0] == link["type"].partition(";")[0]


def test_api_definition__is_openapi_3_and_stands_on_its_own(ground: Ground) -> None:
    answer = ground.get("/api", f="json")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    told = answer.json()
    assert told["openapi"].startswith("3.0.")

    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [one for value in part.values() for one in references(value)]
        return [one for value in part for one in references(value)] if isinstance(part, list) else []

    assert references(told)
    for reference in references(told):
        assert reference.startswith("#/")
        found: Any = told
        for step in reference[2:].split("/"):
            found = found[step]


def test_conformance__names_core_geojson_html_and_openapi(ground: Ground) -> None:
    assert {f"{CONF}{part}" for part in ("core", "geojson", "html", "oas30")} == set(
        ground.get("/conformance").json()["conformsTo"]
    )


def test_collections__each_describes_itself_and_leads_to_its_features(ground: Ground) -> None:
    told = ground.get("/collections").json()
    assert {"self", "alternate"} <= set(rels(told))
    assert [one["id"] for one in told["collections"]] == COLLECTIONS
    for one in told["collections"]:
        alone = ground.get(f"/collections/{one['id']}").json()
        assert alone == one
        assert one["title"] and one["itemType"] == "feature" and CRS84 in one["crs"]
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert west <= east and south <= north and one["extent"]["spatial"]["crs"] == CRS84
        assert one["extent"]["temporal"]["interval"] == [[None, None]]
        kinds = {link["type"] for link in rels(one)["items"]}
        assert kinds == {"application/geo+json", "text/html"}
        for link in one["links"]:
            assert followed(ground, link["href"]).status_code == 200


def test_collections__an_unknown_one_is_not_found(ground: Ground) -> None:
    for path in ("/collections/dUmmY", "/collections/dUmmY/items", "/collections/boundaries/items/none",
                 "/collections/projects/items/0190a3d2-7c00-7000-8000-000000000001"):  # fmt: skip
        answer = ground.get(path)
        assert answer.status_code == 404 and answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_features__are_a_geojson_feature_collection_with_links(ground: Ground, name: str) -> None:
    answer = ground.get(f"/collections/{name}/items")
    assert answer["Content-Type"] == "application/geo+json" and answer["Content-Crs"] == f"<{CRS84}>"
    told = answer.json()
    assert told["type"] == "FeatureCollection" and told["features"]
    assert {"self", "alternate", "collection"} <= set(rels(told))
    assert told["numberReturned"] == len(told["features"])
    assert told.get("numberMatched", len(told["features"])) >= len(told["features"])
    for feature in told["features"]:
        assert (feature["type"], set(feature)) == ("Feature", {"type", "id", "geometry", "properties"})


@pytest.mark.parametrize("name", COLLECTIONS)
def test_feature__can_be_had_alone_with_links(ground: Ground, name: str) -> None:
    for feature in ground.features(f"/collections/{name}/items"):
        alone = ground.get(f"/collections/{name}/items/{feature['id']}").json()
        assert {"self", "alternate", "collection"} <= set(rels(alone))
        assert {part: alone[part] for part in feature} == feature


@pytest.mark.parametrize("name", COLLECTIONS)
def test_parameters__are_described_as_the_standard_words_them(ground: Ground, name: str) -> None:
    told = ground.get("/api", f="json").json()
    parameters = {}
    for one in told["paths"][f"/collections/{name}/items"]["get"]["parameters"]:
        one = told["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        parameters[one["name"]] = one
    assert {"bbox", "datetime", "limit"} <= set(parameters)
    for one in parameters.values():
        assert (one["in"], one["required"], one["style"], one["explode"]) == ("query", False, "form", False)
    box = parameters["bbox"]["schema"]
    assert (box["type"], box["minItems"], box["maxItems"], box["items"]["type"]) == ("array", 4, 6, "number")
    limit = parameters["limit"]["schema"]
    assert (limit["type"], limit["minimum"], limit["default"] <= limit["maximum"]) == ("integer", 1, True)
    assert parameters["datetime"]["schema"]["type"] == "string"


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize(
    "asked",
    ["unknown=1", "limit=0", "limit=-1", "limit=x", "limit=1&limit=2", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d",
     "bbox=1,2,3,nan", "bbox=0,10,10,0", "bbox=0,0,181,1", "bbox=0,-91,1,1", "datetime=yesterday",
     "datetime=2026-13-01",     "datetime=2026-02-01/2026-01-01",
     "datetime=../..", "datetime=2026-01-01T00:00:00", "f=xml", "cursor=x", "bbox=",
     "crs=http://www.opengis.net/def/crs/EPSG/0/3857"],
)  # fmt: skip
def test_parameters__unknown_or_unreadable_ones_are_refused(ground: Ground, name: str, asked: str) -> None:
    answer = ground.anybody.get(f"/ogc/collections/{name}/items?{asked}")
    assert answer.status_code == 400, asked
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["errors"][0]["field"] == asked.partition("=")[0]


def test_parameters__a_limit_beyond_the_most_is_cut(ground: Ground) -> None:
    assert len(ground.features("/collections/boundaries/items", limit=100000)) == 2


@pytest.mark.parametrize("name", COLLECTIONS)
def test_bbox__only_features_that_meet_it_are_answered(ground: Ground, name: str) -> None:
    def count(box: str) -> int:
        return len(ground.features(f"/collections/{name}/items", bbox=box))

    assert count("105.85,18.25,105.95,18.35") == 1
    assert count("105.85,18.25,-100,105.95,18.35,100") == 1  # heights are left out
    assert count("100,10,101,11") == 0
    assert count("170,10,-170,20") == 0  # over the 180th meridian
    assert count("105.9,18.3,105.9,18.3") == 1


def test_bbox__a_shape_is_met_not_only_its_own_box(ground: Ground) -> None:
    corner = {"type": "LineString", "coordinates": [[106.3, 18.0], [106.5, 18.0], [106.5, 18.2]]}
    ground.approve(ground.office.project(code="DA-3", geometry=json.dumps(corner)))
    assert ground.features("/collections/projects/items", bbox="106.32,18.1,106.4,18.15") == []
    assert len(ground.features("/collections/projects/items", bbox="106.48,18.1,106.6,18.15")) == 1


def test_datetime__boundaries_of_another_day(ground: Ground) -> None:
    today = timezone.localdate()
    former = make_boundary(ground.office.province, 105.8, 18.2, ends_on=datetime.date(2025, 6, 30))
    ids = [feature["id"] for feature in ground.features("/collections/boundaries/items")]
    assert len(ids) == 2 and str(former.uid) not in ids

    def is_there(asked: str) -> bool:
        found = ground.features("/collections/boundaries/items", datetime=asked)
        return str(former.uid) in [feature["id"] for feature in found]

    assert is_there("2025-06-30")
    assert is_there("2025-06-30T16:59:59Z") and not is_there("2025-06-30T17:00:00Z")  # seven hours ahead here
    assert is_there("../2025-06-30") and is_there("2025-06-30/..") and is_there("2020-01-01/2025-06-30")
    assert not is_there("2025-07-01") and not is_there(f"2025-07-01/{today}")


def test_datetime__rows_hold_from_their_first_day_on(ground: Ground) -> None:
    since = ground.public.valid_from
    before = since - datetime.timedelta(days=1)
    assert len(ground.features("/collections/projects/items", datetime=f"{since}/..")) == 1
    assert len(ground.features("/collections/projects/items", datetime=str(since))) == 1
    assert ground.features("/collections/projects/items", datetime=f"../{before}") == []


def test_limit__pages_follow_each_other_to_the_end(ground: Ground) -> None:
    for number in range(5):
        project = ground.office.project(code=f"DA-1{number}", geometry=point(105.9 + number / 1000, 18.3))
        if number != 2:  # one that is not public lies between
            ground.approve(project)
    for asked in (
        "limit=2",
        "limit=2&bbox=105,18,107,19",
        "limit=2&sector=industry",
        "limit=2&bbox=105,18,107,19&f=json",
    ):
        seen: list[str] = []
        href = f"http://testserver/ogc/collections/projects/items?{asked}"
        for _page in range(4):
            told = followed(ground, href).json()
            assert len(told["features"]) <= 2
            seen += [feature["id"] for feature in told["features"]]
            if "next" not in rels(told):
                break
            href = rels(told)["next"][0]["href"]
        assert len(seen) == len(set(seen)) == 5
    pages = ground.get("/collections/boundaries/items", limit=1).json()
    assert pages["numberMatched"] == 2
    last = followed(ground, rels(pages)["next"][0]["href"]).json()
    assert [len(pages["features"]), len(last["features"]), "next" in rels(last)] == [1, 1, False]


def test_filters__properties_are_asked_for_by_name(ground: Ground) -> None:
    path = "/collections/projects/items"
    assert len(ground.features(path, sector="industry", commune="90001")) == 1
    assert ground.features(path, sector="tourism") == []
    assert len(ground.features("/collections/boundaries/items", code="90001")) == 1
    for name, value in (("commune", "99999"), ("due_on", "x"), ("capital", "x"), ("note", "x"), ("investor", "A")):
        assert ground.get(path, **{name: value}).status_code == 400, name


def test_html__every_resource_is_a_page_too(ground: Ground) -> None:
    uid = ground.public.uid
    for path in ("/", "/api", "/conformance", "/collections", "/collections/projects", "/collections/projects/items",
                 f"/collections/projects/items/{uid}", "/collections/boundaries/items"):  # fmt: skip
        answer = ground.get(path, f="html")
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html"), path
        assert b"<h1" in answer.content
    page = ground.anybody.get("/ogc/collections/projects/items", headers={"Accept": "text/html,*/*;q=0.8"})
    assert "công nghiệp" in page.content.decode()
    none = ground.anybody.get("/ogc/collections", headers={"Accept": "image/png"})
    assert none.status_code == 406
