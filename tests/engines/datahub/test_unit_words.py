"""Codes of units are read as their names, and nothing else is."""

from __future__ import annotations

from honglam.core.organisations.terms import Kind, Level
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.unit_words import unit_words, unit_words_of_filter
from tests.people import make_unit

COLUMNS = (
    Column(name="commune", label="Xã, phường", type=ColumnType.CODE),
    Column(name="sheet", label="Tờ", type=ColumnType.CODE),
    Column(name="kind", label="Loại", type=ColumnType.CODE, codes=(("18484", "loại một"),)),
    Column(name="owner", label="Chủ", personal=True),
)


def test_a_column_of_units_is_read_as_names(db: None) -> None:
    province = make_unit("42", "Tỉnh Hà Tĩnh", Kind.PROVINCE)
    make_unit("18484", "Xã Đồng Lộc", Kind.COMMUNE, province, level=Level.COMMUNE)
    make_unit("18073", "Phường Thành Sen", Kind.WARD, province, level=Level.COMMUNE)
    rows = [
        {"commune": "18484", "sheet": "18484", "kind": "18484", "owner": "18484"},
        {"commune": "18073", "sheet": "7", "kind": "18484", "owner": "18484"},
        {"commune": None, "sheet": "8", "kind": None, "owner": None},
    ]
    assert unit_words(COLUMNS, rows) == {"commune": {"18484": "Xã Đồng Lộc", "18073": "Phường Thành Sen"}}
    assert unit_words(COLUMNS, []) == {}


def test_a_row_filter_says_names_of_units(db: None) -> None:
    province = make_unit("42", "Tỉnh Hà Tĩnh", Kind.PROVINCE)
    make_unit("18484", "Xã Đồng Lộc", Kind.COMMUNE, province, level=Level.COMMUNE)
    assert unit_words_of_filter(COLUMNS, {"commune": ["18484"], "sheet": ["7"]}) == {"18484": "Xã Đồng Lộc"}
