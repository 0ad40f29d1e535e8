"""Which commune holds a point, and how a province puts its own boundaries in place of the reference ones."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.actions import load_province
from honglam.core.organisations.models import Unit
from honglam.core.places.actions import SHIPPED_ATTRIBUTION, load_boundaries, replace_boundaries
from honglam.core.places.errors import BadGeometry, PlaceError
from honglam.core.places.layers import attributions, boundaries_geojson
from honglam.core.places.locating import find_commune, find_communes
from honglam.core.places.models import Boundary

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)

# Rain gauges and dams of public monitoring maps, each with the commune it stands in.
STATIONS = [
    ("Hương Điền", 105.40747, 18.42522, "18313"),
    ("Sơn Tây", 105.3225, 18.48222, "18172"),
    ("Sơn Kim 2", 105.29797, 18.44036, "18199"),
    ("Phú Gia", 105.66119, 18.18006, "18496"),
    ("Sơn Kim 1", 105.284, 18.44522, "18196"),
    ("Kỳ Đồng", 106.23827, 18.178, "18775"),
    ("Thạch Xuân", 105.86139, 18.30472, "18667"),
    ("Bắc Sơn", 105.84031, 18.34357, "18634"),
    ("Đậu Liêu", 105.72222, 18.51111, "18118"),
    ("Hương Giang", 105.725, 18.21972, "18532"),
    ("Mỹ Lộc", 105.74583, 18.37972, "18484"),
    ("Sơn Lâm", 105.365, 18.55222, "18184"),
    ("Hương Vĩnh", 105.64222, 18.16389, "18544"),
    ("Kỳ Thịnh", 106.37639, 18.03694, "18823"),
    ("Hồ chứa nước Kim Sơn", 106.27169, 18.01158, "18814"),
    ("Hồ chứa nước Cù Lây", 105.7965, 18.49958, "18418"),
    ("Kỳ Thượng", 106.12611, 18.01997, "18844"),
    ("Hồ Đá Hàn", 105.58247, 18.26483, "18523"),
    ("Chi cục Thủy lợi", 105.88621, 18.34772, "18073"),
    ("Linh Cảm", 105.55, 18.53334, "18244"),
    ("Đại Lộc", 105.78333, 18.45001, "18406"),
    ("Hòa Duyệt", 105.6, 18.38334, "18328"),
    ("Cẩm Nhượng", 106.1, 18.26667, "18676"),
    ("Cẩm Xuyên", 106.0, 18.25001, "18673"),
]


@pytest.fixture
def ha_tinh() -> None:
    cache.clear()
    load_province(code="42", by=None)
    load_boundaries(code="42", by=None)


def square(code: str, west: float, south: float, size: float = 0.1, **properties: str) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def file_of(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_known_stations_lie_in_their_communes(ha_tinh: None) -> None:
    for name, lon, lat, code in STATIONS:
        found = find_commune(lon, lat, DAY)
        assert found is not None and found.code == code, name


def test_every_commune_holds_its_own_label_point(ha_tinh: None) -> None:
    boundaries = list(Boundary.objects.select_related("unit"))
    found = find_communes([(boundary.label_lon, boundary.label_lat) for boundary in boundaries], DAY)
    assert found == [boundary.unit for boundary in boundaries]
    assert len(found) == 69


def test_one_point_and_many_points_agree(ha_tinh: None) -> None:
    points = [(105.3 + step * 0.05, 18.1 + step * 0.03) for step in range(12)] + [(0.0, 0.0)]
    assert find_communes(points, DAY) == [find_commune(lon, lat, DAY) for lon, lat in points]
    assert find_communes([], DAY) == []


def test_a_point_outside_the_province_or_before_the_reform_has_no_commune(ha_tinh: None) -> None:
    assert find_commune(105.85, 21.03, DAY) is None
    assert find_commune(105.90287, 18.34188, dt.date(2025, 6, 30)) is None


def test_a_point_asked_again_costs_one_query(ha_tinh: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = find_commune(105.90287, 18.34188, DAY)
    with django_assert_num_queries(1):
        again = find_commune(105.90287, 18.34188, DAY)
    assert again is not None and again == first


def test_loading_again_adds_nothing(ha_tinh: None, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(3):
        assert load_boundaries(code="42", by=None) == 0


def test_the_layer_names_its_source_and_is_written_once(
    ha_tinh: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text, etag = boundaries_geojson(on=DAY)
    layer = json.loads(text)
    assert len(layer["features"]) == 69 and layer["attribution"] == [SHIPPED_ATTRIBUTION]
    assert {"code", "uid", "name", "kind", "label"} == set(layer["features"][0]["properties"])
    with django_assert_num_queries(1):
        assert boundaries_geojson(on=DAY) == (text, etag)
    full, other = boundaries_geojson(lite=False, on=DAY)
    assert len(full) > len(text) and other != etag


def test_boundaries_in_force_are_corrected(ha_tinh: None) -> None:
    content = file_of(square("18484", 100.0, 10.0), square("99999", 101.0, 10.0, ten="Xã Lạ"))
    _text, before = boundaries_geojson(on=DAY)
    report = replace_boundaries(content=content, attribution="Sở A", by=None, source="hồ sơ")
    assert report.replaced == ("Xã Đồng Lộc",) and report.unknown == ("Xã Lạ",) and len(report.missing) == 68
    found = find_commune(100.05, 10.05, DAY)
    assert found is not None and found.code == "18484"
    assert Boundary.objects.filter(unit__code="18484").count() == 1
    assert set(attributions(DAY)) == {"Sở A", SHIPPED_ATTRIBUTION}
    assert boundaries_geojson(on=DAY)[1] != before
    assert AuditEntry.objects.filter(action="places.boundaries_replaced").count() == 1
    again = replace_boundaries(content=content, attribution="Sở A", by=None)
    assert again.unchanged == ("Xã Đồng Lộc",) and not again.replaced


def test_new_boundaries_begin_on_a_day_and_the_old_ones_stay_for_before(ha_tinh: None) -> None:
    replace_boundaries(
        content=file_of(square("18484", 100.0, 10.0)), attribution="Sở A", by=None, starts_on=dt.date(2026, 5, 1)
    )
    assert find_commune(100.05, 10.05, dt.date(2026, 4, 30)) is None
    assert find_commune(100.05, 10.05, dt.date(2026, 5, 1)) == Unit.objects.get(code="18484")
    assert Boundary.objects.get(unit__code="18484", starts_on="2025-07-01").ends_on == dt.date(2026, 4, 30)


def test_a_dry_run_writes_nothing(ha_tinh: None) -> None:
    content = file_of(square("18484", 100.0, 10.0))
    report = replace_boundaries(content=content, attribution="Sở A", by=None, dry_run=True)
    assert report.dry_run and report.replaced == ("Xã Đồng Lộc",)
    assert find_commune(100.05, 10.05, DAY) is None


def test_communes_are_known_by_name_too(ha_tinh: None) -> None:
    content = file_of(square("", 100.0, 10.0, TEN="xã Đồng lộc"))
    assert replace_boundaries(content=content, attribution="Sở A", by=None).replaced == ("Xã Đồng Lộc",)


def test_a_file_that_cannot_be_used_changes_nothing(ha_tinh: None) -> None:
    twice = file_of(square("18484", 100.0, 10.0), square("18484", 101.0, 10.0))
    with pytest.raises(BadGeometry, match="hai lần"):
        replace_boundaries(content=twice, attribution="Sở A", by=None)
    with pytest.raises(PlaceError, match="ghi công"):
        replace_boundaries(content=twice, attribution=" ", by=None)
    with pytest.raises(PlaceError, match="Không nhận ra"):
        replace_boundaries(content=file_of(square("x", 100.0, 10.0)), attribution="Sở A", by=None)
    assert attributions(DAY) == [SHIPPED_ATTRIBUTION]


def test_the_commands_load_and_replace(tmp_path: Path) -> None:
    said = StringIO()
    call_command("load_province", "42", stdout=said)
    assert "69 ranh giới" in said.getvalue()
    call_command("load_province", "42", stdout=said)
    assert "thêm 0 đơn vị" in said.getvalue()
    path = tmp_path / "own.geojson"
    path.write_bytes(file_of(square("18484", 100.0, 10.0)))
    call_command("replace_boundaries", str(path), "--attribution", "Sở A", "--dry-run", stdout=said)
    assert "Sẽ thay 1 ranh giới" in said.getvalue()
    call_command("replace_boundaries", str(path), "--attribution", "Sở A", "--from", "2026-05-01", stdout=said)
    assert "Đã thay 1 ranh giới" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("load_province", "01")
    with pytest.raises(CommandError):
        call_command("replace_boundaries", str(tmp_path / "none"), "--attribution", "Sở A")


def test_the_database_refuses_a_box_that_is_none_and_a_boundary_without_credit(ha_tinh: None) -> None:
    boundary = Boundary.objects.first()
    assert boundary is not None
    for wrong in ({"west": 190.0}, {"south": 80.0}, {"attribution": ""}, {"ends_on": dt.date(2020, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Boundary.objects.filter(pk=boundary.pk).update(**wrong)
