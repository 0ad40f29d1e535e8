"""Who sees what on the map: everybody the live part, officials what they may see, caches nothing that is private."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from honglam.engines.registers.declaration import OpenColumns, faults_of
from honglam.engines.registers.features import Wanted, live_layer, page_of_features
from honglam.engines.registers.live import live_page
from honglam.engines.registers.public import Box, change, create_many, end
from honglam.surfaces.ogc import boundaries
from tests.engines.registers.conftest import Office
from tests.surfaces.ogc.conftest import Ground, make_boundary, point

ITEMS = "/collections/projects/items"
HERE = "105,18,107,19"


def test_everybody_sees_the_open_columns_of_live_rows_only(ground: Ground) -> None:
    for asked in ({}, {"bbox": HERE}, {"bbox": HERE, "sector": "industry"}):
        (feature,) = ground.features(ITEMS, **asked)
        assert feature["id"] == str(ground.public.uid)
        assert feature["geometry"] == {"type": "Point", "coordinates": [105.9, 18.3]}
        assert feature["properties"] == {
            "code": "DA-1", "name": "Nhà máy chế biến gỗ", "sector": "industry", "commune": "90001",
            "state": "approved", "capital": 50000, "land_area": None, "due_on": None,
        }  # fmt: skip
    assert ground.get(f"{ITEMS}/{ground.proposed.uid}").status_code == 404


def test_officials_see_the_rows_within_their_reach(ground: Ground) -> None:
    for asked in ({}, {"bbox": HERE}):
        found = ground.features(ITEMS, ground.officer, **asked)
        assert {feature["properties"]["code"] for feature in found} == {"DA-1", "DA-2"}
        assert {"note", "investor", "unit", "valid_from"} <= set(found[0]["properties"])
    assert ground.features(ITEMS, ground.officer, investor="Công ty A")
    commune = Client()
    commune.force_login(ground.office.commune_officer)  # may see projects of the own commune's keeping: there are none
    assert ground.features(ITEMS, commune) == []


def test_registers_without_places_and_unknown_ones_are_no_collections(ground: Ground) -> None:
    ids = [one["id"] for one in ground.get("/collections", ground.officer).json()["collections"]]
    assert ids == ["boundaries", "projects", "parcels"]
    assert ground.get("/collections/disbursements/items", ground.officer).status_code == 404


def test_what_changed_shows_at_once_and_what_ended_is_gone(ground: Ground) -> None:
    change(register=ground.office.projects, row=ground.public, by=ground.office.officer,
           values={"name": 'Nhà máy "Gỗ" \\ 2', "geometry": point(105.95, 18.35)})  # fmt: skip
    (feature,) = ground.features(ITEMS, bbox="105.94,18.34,105.96,18.36")
    assert feature["properties"]["name"] == 'Nhà máy "Gỗ" \\ 2'
    end(register=ground.office.projects, row=ground.public, by=ground.office.head, reason="Thu hồi dự án")
    assert ground.features(ITEMS, bbox=HERE) == ground.features(ITEMS) == []


def test_a_corrected_boundary_shows(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(ground.features("/collections/boundaries/items", bbox=HERE)) == 2
    make_boundary(ground.office.finance, 106.2, 18.2)
    assert len(ground.features("/collections/boundaries/items", bbox=HERE)) == 2  # trusted for a second
    monkeypatch.setattr(boundaries, "SECONDS_TRUSTED", 0)
    assert len(ground.features("/collections/boundaries/items", bbox=HERE)) == 3


def test_public_answers_may_be_kept_and_private_ones_may_not(ground: Ground) -> None:
    for path, asked in ((ITEMS, {"bbox": HERE}), (ITEMS, {}), ("/collections/boundaries/items", {"bbox": HERE})):
        answer = ground.get(path, **asked)
        assert answer["Cache-Control"] == "public, max-age=60" and "Cookie" in answer["Vary"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        again = ground.anybody.get(f"/ogc{path}", asked, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    private = ground.get(ITEMS, ground.officer, bbox=HERE)
    assert private["Cache-Control"] == "private, no-cache" and "Access-Control-Allow-Origin" not in private


def test_the_quick_way_keeps_the_headers_of_security_and_asks_one_question(
    ground: Ground, django_assert_num_queries: Any
) -> None:
    usual = ground.get(ITEMS, sector="industry")
    ground.get(ITEMS, bbox=HERE)  # whether there is an index is asked once
    with django_assert_num_queries(1):
        quick = ground.get(ITEMS, bbox=HERE)
    headers = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy",
               "Cross-Origin-Opener-Policy")  # fmt: skip
    assert all(usual[name] for name in headers)
    assert {name: quick[name] for name in headers} == {name: usual[name] for name in headers}
    ground.get("/collections/boundaries/items", bbox=HERE)
    with django_assert_num_queries(0):
        ground.get("/collections/boundaries/items", bbox=HERE)


def test_a_cookie_of_a_session_is_never_answered_the_quick_way(ground: Ground) -> None:
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "made-up"
    answer = client.get(f"/ogc{ITEMS}?bbox={HERE}")
    assert answer.status_code == 200 and len(answer.json()["features"]) == 1


def anywhere(dice: random.Random) -> list[float]:
    return [dice.uniform(105, 106), dice.uniform(18, 19)]


def test_the_quick_way_gives_what_the_usual_one_gives(office: Office, ground: Ground) -> None:
    dice = random.Random(5)
    rows = create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"P-{number}", "name": dice.choice(["Nhà “máy”", "Khu\\", ""]) + str(number), "investor": "B",
         "investor_kind": "domestic", "sector": dice.choice(["trade", "energy"]),
         "commune": dice.choice([office.commune, office.other]), "capital": Decimal(dice.randint(0, 10**9)) / 100,
         "land_area": dice.choice([None, "12.3456", "0.0001"]), "due_on": dice.choice([None, "2027-02-28"]),
         "geometry": dice.choice(["", point(*anywhere(dice)), json.dumps(
             {"type": "LineString", "coordinates": [anywhere(dice), anywhere(dice)]})])}
        for number in range(150)
    ])  # fmt: skip
    chosen = [row.pk for row in rows if dice.random() < 0.5]
    office.projects.model.objects.filter(pk__in=chosen).update(state="building")
    layer = live_layer(office.projects)
    assert layer is not None
    for limit in (1, 7, 500):
        west, south = dice.uniform(105, 105.7), dice.uniform(18, 18.7)
        box, after, compared = Box(west, south, west + 0.4, south + 0.4), 0, 0
        for _page in range(200):
            quick = live_page(office.projects, box, limit=limit, after=after)
            usual = page_of_features(layer, Wanted(limit=limit, box=box, after=after))
            assert [json.loads(text) for text in quick.texts] == [json.loads(text) for text in usual.texts]
            assert (quick.after is None) == (usual.after is None)
            compared += len(quick.texts)
            if quick.after is None:
                break
            after = quick.after
        assert compared > 5


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [(("code", "recorded_at"), {}, "type that cannot be live"), (("code",), {"quasi": ("commune",)}, "never live"),
     (("code",), {"live_states": ("gone",)}, "live states gone")],
)  # fmt: skip
def test_what_a_release_would_look_at_first_is_never_live(
    office: Office, columns: tuple[str, ...], options: Any, said: str
) -> None:
    register = office.projects.__class__(**{
        **{name: getattr(office.projects, name) for name in office.projects.__dataclass_fields__},
        "open_data": OpenColumns(columns, live=True, **options),
    })  # fmt: skip
    assert any(said in fault for fault in faults_of(register))
    assert faults_of(office.projects) == []


def test_hidden_columns_are_never_live(office: Office) -> None:
    for hidden in ("code", "geometry"):
        register = office.projects.__class__(**{
            **{name: getattr(office.projects, name) for name in office.projects.__dataclass_fields__},
            "guarded": {hidden: "investment.view_hidden"},
        })  # fmt: skip
        assert any("would be live" in fault for fault in faults_of(register))
