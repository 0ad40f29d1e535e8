"""Columns, rules of all thirteen kinds and rows of every nasty sort, for the tests of the engines."""

from __future__ import annotations

import datetime
import unicodedata
from typing import Any

from hypothesis import strategies as st

from honglam.engines.datahub.quality.checking import Facts, Verdict, check
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule, Word

TODAY = datetime.date(2026, 11, 22)
COLUMNS = (
    Column(name="code", label="Mã", type=ColumnType.CODE),
    Column(name="unit", label="Đơn vị"),
    Column(name="name", label="Tên"),
    Column(name="floors", label="Số tầng", type=ColumnType.INTEGER),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL, scale=2),
    Column(name="price", label="Giá", type=ColumnType.DECIMAL, scale=0),
    Column(name="begun", label="Ngày đầu", type=ColumnType.DATE),
    Column(name="ended", label="Ngày cuối", type=ColumnType.DATE),
    Column(name="seen", label="Lúc", type=ColumnType.MOMENT),
    Column(name="heard", label="Lúc khác", type=ColumnType.MOMENT),
    Column(name="open", label="Mở", type=ColumnType.BOOLEAN),
    Column(name="shape", label="Hình", type=ColumnType.GEOMETRY),
    Column(name="x", label="Kinh độ", type=ColumnType.DECIMAL, scale=6),
    Column(name="y", label="Vĩ độ", type=ColumnType.DECIMAL, scale=6),
)
NAMES = [column.name for column in COLUMNS]
FACTS = Facts(
    today=TODAY,
    references={"units.name": {"Hà Tĩnh", unicodedata.normalize("NFD", "Đồng Lộc")},
    "many.code": {str(n) for n in range(700)}},
    equal={"codes.area": {("A1",): "1.5", ("A2",): None, ("7",): "10"}, "twice.open": {("A1", "7"): "true"}},
    lists={"floors": ["1", "2", "07"], "none": []},
    expected={"per-unit": {"Hà Tĩnh": 2, " Đồng Lộc ": 1, "Kỳ Anh": 1}, "per-floor": {"007": 1}},
)  # fmt: skip
BOX = "105,17.5,106.5,18.8"


def _rules() -> list[Rule]:
    plain: list[tuple[Kind, tuple[str, ...], dict[str, Any]]] = [
        *((Kind.NOT_NULL, (name,), {}) for name in ("code", "name", "area")),
        *((Kind.TYPE, (name,), {}) for name in NAMES),
        (Kind.FORMAT, ("code",), {"pattern": "[A-Z][0-9]{1,3}"}),
        (Kind.FORMAT, ("name",), {"pattern": "[^0-9]*"}),
        (Kind.FORMAT, ("name",), {"pattern": "(?:[Đđ]ồng|Hà)( [A-ZĐ][a-zà-ỹ]+)+|[a-z']{2,}\\.?"}),
        (Kind.FORMAT, ("floors",), {"pattern": "[0-9]{1,2}"}),
        (Kind.FORMAT, ("area",), {"pattern": "[0-9]+\\.[0-9]{2}"}),
        (Kind.RANGE, ("floors",), {"min": "1", "max": 7}),
        (Kind.RANGE, ("area",), {"min": "0.1"}),
        (Kind.RANGE, ("price",), {"max": "1000000000"}),
        (Kind.RANGE, ("begun",), {"min": "1993-10-15", "max": "2026-11-22"}),
        (Kind.RANGE, ("seen",), {"min": "2026-01-01"}),
        (Kind.RANGE, ("seen",), {"max": "2026-11-22T00:00:00+07:00"}),
        (Kind.RANGE, ("code",), {"min": "0"}),
        (Kind.CODES, ("name",), {"codes": ["Hà Tĩnh", "O'Brien", "back\\slash", "a\x01b"]}),
        (Kind.CODES, ("code",), {"codes": ["A1", "O'B", "\\"]}),
        (Kind.CODES, ("floors",), {"list": "floors"}),
        (Kind.CODES, ("open",), {"list": "none"}),
        (Kind.KEY, ("code",), {}),
        (Kind.KEY, ("floors", "area", "seen"), {}),
        (Kind.REFERENCE, ("unit",), {"to": "units.name"}),
        (Kind.REFERENCE, ("floors",), {"to": "many.code"}),
        (Kind.ORDER, ("begun", "ended"), {}),
        (Kind.ORDER, ("seen", "heard"), {}),
        (Kind.ORDER, ("begun", "seen"), {}),
        (Kind.ORDER, ("floors", "area"), {}),
        (Kind.GEOMETRY, ("shape",), {}),
        (Kind.GEOMETRY, ("shape",), {"box": BOX}),
        (Kind.GEOMETRY, ("x", "y"), {}),
        (Kind.GEOMETRY, ("x", "y"), {"box": [105, "17.5", 106.5, 18.8]}),
        (Kind.EQUAL, ("code", "area"), {"to": "codes.area"}),
        (Kind.EQUAL, ("code", "floors", "open"), {"to": "twice.open"}),
        (Kind.ALIKE, ("name",), {"likeness": 100}),
        (Kind.ALIKE, ("name", "begun"), {"likeness": 85}),
        (Kind.FRESH, ("begun",), {"days": 30}),
        (Kind.FRESH, ("seen",), {"days": 0}),
        (Kind.FRESH, ("begun",), {"days": 30, "of": "newest"}),
        (Kind.FRESH, ("seen",), {"days": 1, "of": "newest"}),
        (Kind.COMPLETE, ("unit",), {"expected": "per-unit"}),
        (Kind.COMPLETE, ("floors",), {"expected": "per-floor"}),
    ]
    words = list(Word)
    rules = [
        Rule(f"{kind.value.replace('_', '-')}-{number}", kind, names, parameters)
        for number, (kind, names, parameters) in enumerate(plain)
    ]
    return rules + [Rule(f"shared-{number}", Kind.NOT_NULL, ("open",), word=words[5]) for number in range(2)]


RULES = _rules()
"""More than sixty, so that the rules of a row need two masks."""

_SPACES = ["", " ", "\n", "\u00a0", "\u3000", "\u2003\t", "\x85", "\u2028"]
_FIGURES = ["0", "-0", "-0.00", "1", "7", "007", "7.0", "7.10", "1.5", "1.50", "1.500", "0.1",
    "0.09999999999999999", "1.005",
            "10", "999999999999999999", "9999999999999999999", "99999999999999999999.999999999999999999", "1000000000",
            "1000000000.0", "-3", "+5", "1e3", ".5", "5.", "1,5", "1_000", "NaN", "nan", "inf", "-Infinity",
            "0x1A", "١٢٣",
            "１２", "--1", "-", "1.0000000000000000000"]  # fmt: skip
_DAYS = ["2026-11-22", "2026-10-23", "2026-10-22", "1993-10-14", "1993-10-15", "2026-02-30", "2024-02-29", "0000-01-01",
         "0001-01-01", "9999-12-31", "2026-1-5", "+2026-1-5", "12345-01-1", "22/11/2026", "2026-11-22T00:00:00",
         "2026-13-01",
         "20261122", "1582-10-10", "٢٠٢٦-11-22", "2100-02-29"]  # fmt: skip
_MOMENTS = ["2026-11-22T00:00:00+07:00", "2026-11-21T17:00:00Z", "2026-11-21T16:59:59.999999Z",
    "2026-11-22T00:00:00.5Z",
            "2026-11-21T10:00:00-07:00", "2026-11-22T24:00:00Z", "2026-11-22T23:59:60Z", "2026-11-22T00:00:00",
            "2026-11-22 00:00:00Z", "1969-12-31T23:59:59.000001Z", "1000-01-01T00:00:00+14:00",
            "2999-12-31T23:59:59-14:00",
            "2026-02-30T00:00:00Z", "2026-11-22T00:00:00+15:00", "2026-11-22T00:00:00.1234567Z", "0999-01-01T00:00:00Z",
            "2026-01-01T00:00:00+07:00", "2025-12-31T23:59:59.999999+07:00", "2025-12-31T17:00:00.000000Z"]  # fmt: skip
_NAMES = ["Hà Tĩnh", "Đồng Lộc", "Kỳ Anh", "Nguyễn Văn An", "Nguyễn Văn Am", "NGUYỄN VĂN AN", "Hoà", "Hòa", "đ",
    "Đ", "O'Brien",
          "O'B", "back\\slash", "\\", "a\x01b", "a\x00b", "two\nlines", "tab\there", "\x7f", "ﬁ", "\u212a",
          "\u037e", "Ω\u2126", "가",
          "\u1112\u1161\u11ab", "e\u0323\u0302", "e\u0302\u0323", "𝒳", "\ufeffx", "\u200b", "x\u0301", "%_", "$1",
          "{}", '"', "",
          "ab.", "Å", "null", "NULL", "None", "-"]  # fmt: skip
_CODES = ["A1", "A2", "a1", "A12", "A1234", "A1\u0661", "7", "0", "2026-01-01", "B2\nC3", "'", "A1\x00"]
_SHAPES = ['{"type":"Point","coordinates":[105.9,18.3]}', '{"type":"Point","coordinates":[0,0]}', '{"type":"Point"}',
           '{"type":"Point","coordinates":[NaN,1]}', '{"type":"Point","coordinates":[200,1]}', "{}", "[]", "POINT(1 2)",
           '{"type":"Point","coordinates":[]}', '{"type":"LineString","coordinates":[[105.5,18],[105.6,18.1]]}',
           '{"type":"Polygon","coordinates":[[[105,18],[106,18],[106,18.5],[105,18]]]}',
           '{"type":"Polygon","coordinates":[[[105,18],[106,18.5],[106,18],[105,18.5],[105,18]]]}',
           '{"type":"Point","coordinates":[105.9,18.3]}\x00', "null", "1", "{"]  # fmt: skip
_PLACES = [
    "105",
    "106.5",
    "106.500001",
    "17.5",
    "18.8",
    "18.80000000000000001",
    "-180",
    "180.0",
    "180.000000001",
    "90",
    "91",
]
_POOLS = {
    "code": _CODES, "unit": ["Hà Tĩnh", "Đồng Lộc", "Kỳ Anh", "xa lạ", "xa\x07lạ"], "name": _NAMES, "floors": _FIGURES,
    "area": _FIGURES,
    "price": _FIGURES, "begun": _DAYS, "ended": _DAYS, "seen": _MOMENTS, "heard": _MOMENTS,
    "open": ["true", "false", "True", "1", "có"], "shape": _SHAPES, "x": _PLACES + _FIGURES, "y": _PLACES + _FIGURES,
}  # fmt: skip


def _cell(name: str) -> st.SearchStrategy[str | None]:
    letters = st.text(st.characters(max_codepoint=0x1EFF, exclude_categories=["Cs", "Cn", "Co"]), max_size=6)
    pool = st.sampled_from(_POOLS[name])
    every = st.sampled_from([one for values in _POOLS.values() for one in values])
    spelt = st.tuples(st.sampled_from(_SPACES), st.one_of(pool, pool, pool, every, letters), st.sampled_from(_SPACES))
    forms = st.sampled_from(["NFC", "NFC", "NFD"])
    return st.none() | st.builds(lambda parts, form: unicodedata.normalize(form, "".join(parts)), spelt, forms)


ROWS = st.lists(st.fixed_dictionaries({name: _cell(name) for name in NAMES}), max_size=25)
"""Tables of any sort of rows."""


def edge_rows() -> list[dict[str, str | None]]:
    """Every nasty value once in its own column, and the same again decomposed and surrounded by white space."""
    longest = max(len(pool) for pool in _POOLS.values())
    rows: list[dict[str, str | None]] = []
    for at in range(longest):
        row = {name: pool[at % len(pool)] for name, pool in _POOLS.items()}
        spaces = _SPACES[at % len(_SPACES)]
        rows += [
            dict(row),
            {name: unicodedata.normalize("NFD", f"{spaces}{value}{spaces}") for name, value in row.items()},
        ]
    return [
        *rows,
        dict.fromkeys(NAMES),
        dict.fromkeys(NAMES, " \u00a0"),
        {"code": "A1", "floors": "7", "open": "false"},
    ]


def verdict(source: Any, engine: str, rules: list[Rule] | None = None, facts: Facts = FACTS, **other: Any) -> Verdict:
    """What an engine says about rows of this table."""
    options = {"key": "code", "unit_column": "unit"} | other
    return check(source, COLUMNS, RULES if rules is None else rules, facts, engine=engine, **options)


def told(found: Verdict) -> dict[str, Any]:
    """A verdict as values that compare and print well."""
    return {
        "rows": found.rows, "counts": found.counts, "failing": list(found.failing), "missing": found.missing,
        "units": found.units, "by_word": found.by_word, "expectations": found.expectations,
    }  # fmt: skip
