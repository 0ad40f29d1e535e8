"""Parcels of land for benchmarks: as many rows as wanted × 15 columns of CSV, with defects that are counted.

    truth = make_parcels(path, rows=2_800_000, seed=5)      # failing rows by the code of each rule

Owners, land uses and addresses are Vietnamese; some are decomposed (NFD) or end in white space, which is no defect. The
same rows come of the same seed.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule

COMMUNES = [f"{18_000 + 3 * number:05d}" for number in range(69)]
_USES = (
    "đất ở", "đất trồng lúa", "đất trồng cây lâu năm", "đất rừng sản xuất", "đất nuôi trồng thủy sản",
    "đất thương mại, dịch vụ", "đất cơ sở y tế", "đất giao thông", "đất thủy lợi", "đất nghĩa trang",
)  # fmt: skip
USES = [f"{use} {place}" for use in _USES for place in ("tại đô thị", "tại nông thôn", "ven biển", "miền núi")]
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Xuân", "Quốc", "Thanh", "Ngọc", "Đình")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Hà", "Hạnh", "Hòa", "Hương", "Khánh", "Lâm", "Long", "Mai", "Nam", "Nga",
          "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Tiến", "Tuấn", "Vinh", "Yến")  # fmt: skip
BOX = "105.11,17.91,106.51,18.77"
FIRST_DAY, LAST_DAY = "1993-10-15", "2026-11-22"

COLUMNS = (
    Column(name="parcel_code", label="Mã thửa", type=ColumnType.CODE, required=True),
    Column(name="commune_code", label="Mã xã", type=ColumnType.CODE, required=True),
    Column(name="sheet", label="Tờ bản đồ", type=ColumnType.INTEGER),
    Column(name="number", label="Số thửa", type=ColumnType.INTEGER),
    Column(name="owner_name", label="Chủ sử dụng", personal=True),
    Column(name="owner_id", label="Số căn cước", type=ColumnType.CODE, personal=True),
    Column(name="land_use", label="Loại đất"),
    Column(name="area_m2", label="Diện tích", type=ColumnType.DECIMAL, unit="m²"),
    Column(name="registered_on", label="Ngày vào sổ", type=ColumnType.DATE),
    Column(name="expires_on", label="Thời hạn", type=ColumnType.DATE),
    Column(name="price", label="Giá", type=ColumnType.DECIMAL, scale=0, unit="đồng"),
    Column(name="longitude", label="Kinh độ", type=ColumnType.DECIMAL, scale=6),
    Column(name="latitude", label="Vĩ độ", type=ColumnType.DECIMAL, scale=6),
    Column(name="address", label="Địa chỉ"),
    Column(name="updated_on", label="Cập nhật", type=ColumnType.DATE),
)
RULES = (
    Rule("unique-code", Kind.KEY, ("parcel_code",), effect=Effect.BLOCKS),
    Rule("code-format", Kind.FORMAT, ("parcel_code",), {"pattern": "[0-9]{5}-[0-9]{4}-[0-9]{5}"}),
    Rule("owner-there", Kind.NOT_NULL, ("owner_name",)),
    Rule("use-there", Kind.NOT_NULL, ("land_use",)),
    Rule("area-there", Kind.NOT_NULL, ("area_m2",)),
    Rule("owner-id-format", Kind.FORMAT, ("owner_id",), {"pattern": "[0-9]{12}"}),
    Rule("area-range", Kind.RANGE, ("area_m2",), {"min": "0.1", "max": "10000000"}),
    Rule("use-listed", Kind.CODES, ("land_use",), {"codes": USES}),
    Rule("commune-known", Kind.REFERENCE, ("commune_code",), {"to": "communes.code"}),
    Rule("registered-range", Kind.RANGE, ("registered_on",), {"min": FIRST_DAY, "max": LAST_DAY}),
    Rule("registered-first", Kind.ORDER, ("registered_on", "expires_on")),
    Rule("in-province", Kind.GEOMETRY, ("longitude", "latitude"), {"box": BOX}),
)
KEY, UNIT = "parcel_code", "commune_code"
DEFECTS = {
    "unique-code": 1_120, "code-format": 560, "owner-there": 700, "use-there": 280, "area-there": 140,
    "owner-id-format": 839, "area-range": 560, "use-listed": 420, "commune-known": 700, "registered-range": 560,
    "registered-first": 280, "in-province": 839,
}  # fmt: skip
"""Failing rows of each rule in 2,800,000 rows; fewer in fewer rows."""


def make_parcels(path: Path, rows: int = 2_800_000, seed: int = 5) -> dict[str, int]:
    """Write the parcels; the failing rows of each rule."""
    rng = np.random.default_rng(seed)
    frame = _clean(rows, rng)
    truth = {code: max(2, count * rows // 2_800_000 // 2 * 2) for code, count in DEFECTS.items()}
    places = iter(np.split(rng.permutation(rows)[: sum(truth.values())], np.cumsum(list(truth.values()))[:-1]))
    for code in truth:
        frame = _spoilt(frame, code, next(places), rng)
    frame.write_csv(path)
    return truth


def make_parquet(csv: Path, path: Path) -> None:
    """The same rows as text in a Parquet file."""
    pl.scan_csv(csv, infer_schema=False).sink_parquet(path, compression="zstd")


def _picked(choices: Any, rows: int, rng: Any, taken: Any = None) -> pl.Series:
    at = rng.integers(0, len(choices), rows) if taken is None else taken
    return pl.Series(list(choices))[pl.Series(at)]


def _clean(rows: int, rng: Any) -> pl.DataFrame:
    number = np.arange(rows)
    names = [f"{family} {middle} {given}" for family in _FAMILIES for middle in _MIDDLES for given in _GIVEN]
    spelt = names * 8 + [unicodedata.normalize("NFD", one) for one in names] + [f"{one}\u00a0" for one in names]
    uses = USES * 12 + [unicodedata.normalize("NFD", one) for one in USES] + [f" {one} " for one in USES]
    day = np.datetime64("1994-01-01") + rng.integers(0, 11_000, rows)
    return pl.DataFrame({
        "commune_code": _picked(COMMUNES, rows, rng, number % 69),
        "sheet": number // 69 // 400 + 1, "number": number // 69 % 400 + 1,
        "owner_name": _picked(spelt, rows, rng), "owner_id": rng.integers(1 * 10**9, 97 * 10**9, rows),
        "land_use": _picked(uses, rows, rng), "cents": rng.integers(1_000, 5_000_000, rows),
        "registered_on": day, "expires_on": day + rng.integers(7_300, 18_250, rows),
        "price": rng.integers(200, 90_000, rows) * 1_000,
        "micro_x": rng.integers(105_110_000, 106_510_001, rows), "micro_y": rng.integers(17_910_000, 18_770_001, rows),
        "updated_on": np.datetime64("2024-01-01") + rng.integers(0, 1_000, rows),
    }).select(
        pl.format("{}-{}-{}", "commune_code", _padded("sheet", 4), _padded("number", 5)).alias("parcel_code"),
        "commune_code", pl.col("sheet").cast(pl.String), pl.col("number").cast(pl.String), "owner_name",
        _padded("owner_id", 12).alias("owner_id"), "land_use", _pointed("cents", 2).alias("area_m2"),
        pl.col("registered_on").cast(pl.Date).cast(pl.String), pl.col("expires_on").cast(pl.Date).cast(pl.String),
        pl.col("price").cast(pl.String), _pointed("micro_x", 6).alias("longitude"),
        _pointed("micro_y", 6).alias("latitude"),
        pl.format("Thôn {}, xã {}", "number", "commune_code").alias("address"),
        pl.col("updated_on").cast(pl.Date).cast(pl.String),
    )  # fmt: skip


def _padded(name: str, width: int) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.zfill(width)


def _pointed(name: str, decimals: int) -> pl.Expr:
    whole, part = pl.col(name) // 10**decimals, pl.col(name) % 10**decimals
    return pl.format("{}.{}", whole, part.cast(pl.String).str.zfill(decimals))


def _spoilt(frame: pl.DataFrame, code: str, places: Any, rng: Any) -> pl.DataFrame:
    """The frame with the defect of one rule at these places."""
    at = pl.Series(np.sort(places))
    if code == "unique-code":  # the second half repeats the keys of the first, so both halves fail
        half = len(at) // 2
        codes = frame["parcel_code"][at[:half]]
        return _set(frame, "parcel_code", at[half:], codes)
    wrong = {
        "code-format": ("parcel_code", frame["parcel_code"][at] + "\u0661"),  # an Arabic digit
        "owner-there": ("owner_name", [None, "", "  ", "\u3000"]), "use-there": ("land_use", [None, "\u00a0"]),
        "area-there": ("area_m2", [None, " "]),
        "owner-id-format": ("owner_id", ["18309000123", "0421890001234", "04218900012A", "٠٤٢١٨٩٠٠٠١٢٣"]),
        "area-range": ("area_m2", ["0", "-5.5", "10000000.01", "0.099999999", "NaN", "inf", "1e3"]),
        "use-listed": ("land_use", ["đất khác", "DAT O", "đất ở tại đô  thị"]),
        "commune-known": ("commune_code", ["99999", "18001", "1800"]),
        "registered-range": ("registered_on", ["1993-10-14", "1899-12-31"]),
        "registered-first": ("expires_on", ["1993-12-31"]),
        "in-province": ("longitude", ["105.109999", "106.510001", "0", "-105.5"]),
    }[code]  # fmt: skip
    name, values = wrong
    if isinstance(values, list):
        values = pl.Series([values[number % len(values)] for number in range(len(at))], dtype=pl.String)
    return _set(frame, name, at, values)


def _set(frame: pl.DataFrame, name: str, at: pl.Series, values: pl.Series) -> pl.DataFrame:
    return frame.with_columns(frame[name].clone().scatter(at, values))
