"""Invented parcels of a whole province, with the defects of real books at known rates; the same at every run.

Places lie inside the communes; people are invented and their numbers begin with 999, which no province has. Every row
bears at most one defect (a duplicate besides is named by the row before it), so that what the rules of quality find
can be counted against `planted`. Works without a database.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely

from honglam.core.organisations.shipped import read_province
from honglam.core.organisations.terms import COMMUNE_KINDS, Kind
from honglam.core.places.geometry import read_outlines

SEED = 42
PROVINCE_SIZE = 2_800_000
A_SHEET = 250
"""Parcels on one map sheet."""
RATES: dict[str, float] = {
    "duplicate": 0.0002,
    "no_number": 0.0003,
    "no_owner": 0.004,
    "wrong_use": 0.003,
    "no_area": 0.001,
    "absurd_area": 0.0005,
    "decomposed": 0.002,
    "spaces": 0.005,
    "capitals": 0.001,
    "reversed": 0.001,
    "outside": 0.0005,
    "swapped": 0.0003,
    "short_number": 0.002,
}
"""Share of rows: key of another row, no parcel number, no owner, unknown land use, area 0, area of a commune, text not
in NFC, blanks at the end, an owner's name in capitals (a near duplicate), used until before used from, a place outside
the commune, latitude and longitude swapped, a person's number one digit short."""
COLUMNS = (
    "key", "commune", "sheet", "number", "area_m2", "purpose", "place", "owner_kind", "owner_name", "owner_id",
    "certificate", "used_from", "used_until", "lon", "lat",
)  # fmt: skip
ABSURD_AREA = 99_999_999.9
_WRONG_USES = ("ONT1", "LUA", "DAT", "T", "BHK", "CLN+")
# Land use, its share in communes and in wards, the usual area in m².
_USES = (
    ("LUC", 0.42, 0.20, 620), ("ONT", 0.21, 0.0, 420), ("ODT", 0.0, 0.45, 180), ("HNK", 0.13, 0.12, 480),
    ("CLN", 0.12, 0.13, 700), ("RSX", 0.05, 0.02, 9000), ("NTS", 0.03, 0.03, 1500), ("DGT", 0.02, 0.03, 900),
    ("SKC", 0.01, 0.01, 2500), ("TMD", 0.01, 0.01, 1200),
)  # fmt: skip
_SETTLED = ("ONT", "ODT", "DGT")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ", "Dương", "Đinh", "Trương",
             "Thái", "Biện", "Đậu")  # fmt: skip
_MIDDLES = ("Văn", "Thị", "Đình", "Hữu", "Quang", "Xuân", "Bá", "Trọng", "Công", "Thị Thanh", "Thị Thu", "Ngọc")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Đức", "Hải", "Hùng", "Khôi", "Long", "Minh", "Nam", "Phúc", "Quân", "Sơn",
          "Thắng", "Toàn", "Tuấn", "Việt", "Anh", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hiền", "Hòa", "Hương", "Lan",
          "Linh", "Mai", "Nga", "Oanh", "Phương", "Thảo", "Trang", "Yến", "Thúy", "Quý")  # fmt: skip
_COMPANIES = ("Công ty TNHH", "Công ty cổ phần", "Hợp tác xã")
_LETTERS = "ABCDEGHKLMNPQRSTUVXY"
_METRE = 1 / 111_320
_STRIDE = 387_420_489
"""Odd and no multiple of 5, so that numbering in its steps meets no number of nine digits twice."""
_EPOCH_2004 = 12_418
"""Days from 1970 to 1 January 2004, before which hardly any parcel was registered with a term."""


@dataclass(frozen=True, slots=True)
class Commune:
    """Where parcels lie: code, name as an address has it, whether it is a ward, its outline, its weight."""

    code: str
    name: str
    is_ward: bool
    outline: shapely.Geometry
    weight: float


@dataclass(frozen=True, slots=True)
class Batch:
    """The parcels of one commune: a frame of `COLUMNS` (and `geometry`), and how many rows bear which defect."""

    commune: Commune
    frame: pl.DataFrame
    defects: dict[str, int]


def communes_of(province: str) -> list[Commune]:
    """The communes of a shipped province in the order of their codes. Raises UnknownProvince."""
    shipped = read_province(province)
    outlines = {
        str(one.properties["code"]): one.shape
        for one in read_outlines(gzip.decompress((shipped.folder / "boundaries-lite.geojson.gz").read_bytes()))
    }
    return [
        Commune(unit.code, unit.name[:1].lower() + unit.name[1:], unit.kind == Kind.WARD, outlines[unit.code],
                float(unit.population or 1000))
        for unit in sorted(shipped.units, key=lambda unit: unit.code)
        if unit.kind in COMMUNE_KINDS and unit.code in outlines
    ]  # fmt: skip


def planted(rows: int, rates: dict[str, float] = RATES) -> dict[str, int]:
    """How many rows of so many bear each defect."""
    return {defect: int(rows * rate) for defect, rate in rates.items()}


def made_parcels(
    communes: Sequence[Commune], rows: int, *, seed: int = SEED, geometry: bool = False, rates: dict[str, float] = RATES
) -> Iterator[Batch]:
    """So many parcels, commune by commune, shared out by population; memory holds one commune at a time."""
    weights = np.cumsum([commune.weight for commune in communes])
    ends = np.rint(weights / weights[-1] * rows).astype(int)
    start = 0
    for number, (commune, end) in enumerate(zip(communes, ends.tolist(), strict=True)):
        counts = {name: int(end * rate) - int(start * rate) for name, rate in rates.items()}
        yield _batch(commune, end - start, start, np.random.default_rng([seed, number]), counts, geometry)
        start = end


def _batch(
    commune: Commune, rows: int, first: int, dice: np.random.Generator, counts: dict[str, int], geometry: bool
) -> Batch:
    lon, lat = _points(commune, rows, dice)
    uses = [use for use, *_rest in _USES]
    shares = np.array([ward if commune.is_ward else rural for _use, rural, ward, _area in _USES])
    use = dice.choice(len(uses), rows, p=shares / shares.sum())
    usual = np.array([area for *_rest, area in _USES])[use]
    area = np.clip(usual * dice.lognormal(0, 0.5, rows), 12, 900_000).round(1)
    settled = np.isin(np.array(uses)[use], _SETTLED)
    began = _EPOCH_2004 + dice.integers(0, 7300, rows)
    spot = np.arange(rows)
    frame = pl.DataFrame({
        "sheet": spot // A_SHEET + 1, "number": spot % A_SHEET + 1, "area_m2": area,
        "purpose": pl.Series(uses).gather(use), "place": _places(commune, rows, dice),
        "used_from": pl.Series(began).cast(pl.Int32).cast(pl.Date),
        "used_until": pl.Series(np.where(settled, 0, began + 18_262)).cast(pl.Int32),
        "lon": lon, "lat": lat,
    }).with_columns(
        commune=pl.lit(commune.code),
        used_until=pl.when(pl.col("used_until") > 0).then(pl.col("used_until")).cast(pl.Date),
        certificate=_certificates(rows, dice),
    ).hstack(_owners(rows, first, dice))  # fmt: skip
    if geometry:
        frame = frame.with_columns(geometry=_outlines(lon, lat, np.sqrt(area)))
    frame = _spoiled(frame, _chosen(rows, counts, dice), commune)
    frame = frame.with_columns(
        key=pl.format("{}-{}-{}", "commune", "sheet", pl.col("number").cast(pl.String).fill_null("")),
        lon=pl.col("lon").round(6), lat=pl.col("lat").round(6),
    )  # fmt: skip
    return Batch(commune, frame.select(*COLUMNS, *(["geometry"] if geometry else [])), counts)


def _points(commune: Commune, rows: int, dice: np.random.Generator) -> tuple[Any, Any]:
    """Places inside the commune, sorted so that the parcels of one map sheet are neighbours."""
    west, south, east, north = commune.outline.bounds
    shapely.prepare(commune.outline)
    found: list[Any] = []
    while sum(len(part) for part in found) < rows:
        points = dice.uniform((west, south), (east, north), (2 * rows + 64, 2))
        found.append(points[shapely.contains_xy(commune.outline, points)])
    points = np.concatenate(found)[:rows]
    column = ((points[:, 0] - west) / (east - west) * 24).astype(int)
    points = points[np.lexsort((points[:, 1], column))]
    return points[:, 0].round(6), points[:, 1].round(6)


def _places(commune: Commune, rows: int, dice: np.random.Generator) -> pl.Series:
    """“thôn 3, xã Đồng Lộc”: a dozen hamlets a commune."""
    word = "tổ dân phố" if commune.is_ward else "thôn"
    hamlets = [f"{word} {number}, {commune.name}" for number in range(1, 13)]
    return pl.Series(hamlets).gather(np.sort(dice.integers(0, len(hamlets), rows)))


def _certificates(rows: int, dice: np.random.Generator) -> pl.Series:
    """Numbers of certificates; one parcel in four has none."""
    pairs = [a + b for a in _LETTERS for b in _LETTERS]
    return pl.DataFrame({
        "letters": pl.Series(pairs).gather(dice.integers(0, len(pairs), rows)),
        "digits": dice.integers(100_000, 1_000_000, rows), "has": dice.random(rows) < 0.75,
    }).select(
        pl.when("has").then(pl.format("{} {}", "letters", "digits")).otherwise(pl.lit(""))
    ).to_series()  # fmt: skip


def _owners(rows: int, first: int, dice: np.random.Generator) -> pl.DataFrame:
    """Who holds each parcel: invented people, a few companies, many with several parcels; `first` numbers them."""
    many = max(1, int(rows * 0.62))
    people = pl.DataFrame({
        "family": pl.Series(_FAMILIES).gather(dice.integers(0, len(_FAMILIES), many)),
        "middle": pl.Series(_MIDDLES).gather(dice.integers(0, len(_MIDDLES), many)),
        "given": pl.Series(_GIVEN).gather(dice.integers(0, len(_GIVEN), many)),
        "company": pl.Series(_COMPANIES).gather(dice.integers(0, len(_COMPANIES), many)),
        "serial": (first + np.arange(many)) * _STRIDE % 1_000_000_000,
        "is_company": dice.random(many) < 0.02, "is_household": dice.random(many) < 0.25,
    })  # fmt: skip
    serial = pl.col("serial").cast(pl.String).str.pad_start(9, "0")
    made = people.select(
        owner_kind=pl.when("is_company").then(pl.lit("company")).when("is_household").then(pl.lit("household"))
        .otherwise(pl.lit("person")),
        owner_name=pl.when("is_company").then(pl.format("{} {} {}", "company", "family", "given"))
        .otherwise(pl.format("{} {} {}", "family", "middle", "given")),
        owner_id=pl.when("is_company").then(pl.format("9{}", serial))
        .otherwise(pl.format("999{}", serial)),
    )  # fmt: skip
    return made[dice.integers(0, many, rows)]


def _outlines(lon: Any, lat: Any, side: Any) -> pl.Series:
    """Upright rectangles of the right area around each place, as GeoJSON."""
    wide = side * _METRE / 2 / np.cos(np.radians(lat))
    high = side * _METRE / 2
    corners = pl.DataFrame({"w": lon - wide, "s": lat - high, "e": lon + wide, "n": lat + high})
    text = [pl.col(name).round(6) for name in ("w", "s", "e", "s", "e", "n", "w", "n", "w", "s")]
    return corners.select(
        pl.format('{"type":"Polygon","coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}'.replace(
            '{"type"', '{{"type"').replace("]]]}", "]]]}}"), *text)
    ).to_series()  # fmt: skip


def _chosen(rows: int, counts: dict[str, int], dice: np.random.Generator) -> dict[str, Any]:
    """Which rows bear which defect; none bears two. A duplicate is an odd row, so that the row before it is none."""
    order = dice.permutation(rows)
    odd = order[order % 2 == 1][: counts.get("duplicate", 0)]
    rest = order[~np.isin(order, np.concatenate([odd, odd - 1]))]
    chosen, start = {"duplicate": odd}, 0
    for name, count in counts.items():
        if name != "duplicate":
            chosen[name] = rest[start : start + count]
            start += count
    return chosen


def _spoiled(frame: pl.DataFrame, chosen: dict[str, Any], commune: Commune) -> pl.DataFrame:
    """The frame with its defects."""
    spot = pl.Series(np.arange(frame.height))
    bad = {name: pl.lit(spot.is_in(pl.Series(rows).implode())) for name, rows in chosen.items()}
    width = commune.outline.bounds[2] - commune.outline.bounds[0]
    wrong = pl.Series(_WRONG_USES).gather(np.arange(frame.height) % len(_WRONG_USES))
    blank = pl.lit("")

    def when(name: str, value: Any, column: str) -> pl.Expr:
        return pl.when(bad[name]).then(value).otherwise(pl.col(column)).alias(column)

    frame = frame.with_columns(
        when("duplicate", pl.col("sheet").shift(1), "sheet"), when("duplicate", pl.col("number").shift(1), "number"),
        when("wrong_use", pl.lit(wrong), "purpose"), when("no_area", pl.lit(0.0), "area_m2"),
        when("decomposed", pl.col("place").str.normalize("NFD"), "place"),
        *(when("no_owner", blank, column) for column in ("owner_kind", "owner_name", "owner_id")),
        when("outside", pl.col("lon") + 3 * width, "lon"),
    )  # fmt: skip
    frame = frame.with_columns(
        when("no_number", pl.lit(None), "number"), when("absurd_area", pl.lit(ABSURD_AREA), "area_m2"),
        when("spaces", pl.col("owner_name") + "  ", "owner_name"),
        when("short_number", pl.col("owner_id").str.head(-1), "owner_id"),
        when("reversed", pl.col("used_from") + pl.duration(days=9000), "used_from"),
        when("reversed", pl.col("used_from"), "used_until"),
        when("swapped", pl.col("lat"), "lon"), when("swapped", pl.col("lon"), "lat"),
    )  # fmt: skip
    return frame.with_columns(when("capitals", pl.col("owner_name").str.to_uppercase(), "owner_name"))
