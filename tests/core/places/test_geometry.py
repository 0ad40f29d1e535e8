"""A file of outlines is read strictly; a wrong one is refused with the place of the mistake."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shapely.geometry import Point, shape

from honglam.core.places.errors import BadGeometry
from honglam.core.places.geometry import digest_of, read_outlines, rounded, thinned

SQUARE = [[[105.0, 18.0], [105.2, 18.0], [105.2, 18.2], [105.0, 18.2], [105.0, 18.0]]]
NEXT = [[[105.2, 18.0], [105.4, 18.0], [105.4, 18.2], [105.2, 18.2], [105.2, 18.0]]]


def collection(*coordinates: Any, kind: str = "Polygon") -> bytes:
    features = [
        {"type": "Feature", "properties": {"code": str(number)}, "geometry": {"type": kind, "coordinates": one}}
        for number, one in enumerate(coordinates, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_an_outline_knows_its_box_and_a_point_inside() -> None:
    (outline,) = read_outlines(collection(SQUARE))
    assert outline.box == (105.0, 18.0, 105.2, 18.2)
    assert shape(outline.geometry).contains(Point(outline.label_point))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no json", "GeoJSON"),
        (b"\xff\xfe", "GeoJSON"),
        (b"[]", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "không có ranh giới"),
        (b'{"type": "FeatureCollection", "features": [1]}', "thứ 1"),
        (collection(SQUARE, [105.0, 18.0], kind="Point"), "thứ 1"),
        (collection(SQUARE, []), "thứ 2"),
        (collection(SQUARE, [[["a", "b"], [1, 2], [3, 4], ["a", "b"]]]), "thứ 2"),
        (collection([[[530000, 2030000], [530100, 2030000], [530100, 2030100], [530000, 2030000]]]), "VN-2000"),
        (collection([[[105, 18], [106, 19], [106, 18], [105, 19], [105, 18]]]), "tự cắt"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(BadGeometry, match=words):
        read_outlines(content)


def test_thinned_neighbours_leave_no_gap_and_no_overlap() -> None:
    one, two = (shape(geometry) for geometry in thinned(read_outlines(collection(SQUARE, NEXT))))
    assert one.intersection(two).area == 0
    assert one.union(two).area == pytest.approx(one.area + two.area)


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    geometry = {"type": "Polygon", "coordinates": SQUARE}
    assert digest_of(geometry) == digest_of(dict(reversed(geometry.items())))


def test_coordinates_keep_about_a_metre() -> None:
    assert rounded({"type": "Point", "coordinates": [105.123456789, 18.0]})["coordinates"] == [105.12346, 18.0]
