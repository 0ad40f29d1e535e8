"""The drawn map of open data: the places, and behind them the units around."""

from __future__ import annotations

from honglam.surfaces.opendata.drawing import Box, drawn

POINTS = [{"type": "Point", "coordinates": [105.0, 18.0]}, {"type": "Point", "coordinates": [106.0, 19.0]}]
SQUARE = {"type": "Polygon", "coordinates": [[[105.2, 18.2], [105.4, 18.2], [105.4, 18.4], [105.2, 18.2]]]}


def test_units_around_are_asked_for_with_the_box_that_is_shown_and_stand_behind() -> None:
    asked: list[Box] = []

    def around(box: Box) -> tuple[list[dict[str, object]], list[str]]:
        asked.append(box)
        return [SQUARE, SQUARE], ["Bản đồ tỉnh", "Bản đồ tỉnh"]

    picture = drawn(POINTS, around=around)
    assert asked == [(105.0, 18.0, 106.0, 19.0)]
    assert picture is not None
    assert len(picture.points) == 2
    assert picture.paths == []
    assert len(picture.behind) == 2
    assert picture.credits == ("Bản đồ tỉnh",)


def test_nothing_to_show_is_no_picture() -> None:
    assert drawn([]) is None
    assert drawn([{"type": "Point", "coordinates": []}]) is None
