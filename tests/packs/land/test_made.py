"""Invented parcels: the same every time, inside their communes, with exactly the defects that were planted."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely
from django.core.management import CommandError, call_command

from honglam.core.organisations.actions import load_province
from honglam.engines.registers.public import register_of
from honglam.engines.registers.writing import folded
from honglam.packs.land.loading import load_parcels
from honglam.packs.land.made import ABSURD_AREA, COLUMNS, RATES, communes_of, made_parcels, planted
from honglam.packs.land.models import Owner, Ownership, Parcel, ParcelVersion
from honglam.packs.land.terms import LAND_USES

ROWS = 30_000
COMMUNES = {commune.code: commune for commune in communes_of("42")}


@pytest.fixture(scope="module")
def parcels() -> pl.DataFrame:
    """Thirty thousand parcels of the demonstration province."""
    return pl.concat([batch.frame for batch in made_parcels(list(COMMUNES.values()), ROWS)])


def outside(parcels: pl.DataFrame) -> int:
    """Parcels beside the box of their commune, axes in order."""

    def beside(row: dict[str, Any]) -> bool:
        west, south, east, north = COMMUNES[row["commune"]].outline.bounds
        return row["lon"] > 90 and not (west <= row["lon"] <= east and south <= row["lat"] <= north)

    return sum(map(beside, parcels.select("commune", "lon", "lat").iter_rows(named=True)))


FOUND = {
    "duplicate": lambda rows: rows.filter(pl.col("number").is_not_null()).select(
        pl.struct("commune", "sheet", "number").is_duplicated().sum()
    ).item() / 2,
    "no_number": lambda rows: rows["number"].null_count(),
    "no_owner": lambda rows: rows.filter(pl.col("owner_name") == "").height,
    "wrong_use": lambda rows: rows.filter(~pl.col("purpose").is_in(list(LAND_USES))).height,
    "no_area": lambda rows: rows.filter(pl.col("area_m2") == 0).height,
    "absurd_area": lambda rows: rows.filter(pl.col("area_m2") == ABSURD_AREA).height,
    "decomposed": lambda rows: sum(unicodedata.normalize("NFC", text) != text for text in rows["place"]),
    "spaces": lambda rows: rows.filter(pl.col("owner_name").str.ends_with(" ")).height,
    "capitals": lambda rows: rows.filter(
        (pl.col("owner_name") != "") & (pl.col("owner_name") == pl.col("owner_name").str.to_uppercase())
    ).height,
    "reversed": lambda rows: rows.filter(pl.col("used_until") < pl.col("used_from")).height,
    "outside": outside,
    "swapped": lambda rows: rows.filter(pl.col("lat") > 90).height,
    "short_number": lambda rows: rows.filter(
        (pl.col("owner_id") != "") & ~pl.col("owner_id").str.contains("^([0-9]{12}|[0-9]{10})$")
    ).height,
}  # fmt: skip


@pytest.mark.parametrize("defect", RATES)
def test_each_defect_stands_there_as_often_as_it_was_planted(parcels: pl.DataFrame, defect: str) -> None:
    wanted = planted(ROWS)[defect]
    assert wanted > 0
    assert FOUND[defect](parcels) == wanted  # type: ignore[no-untyped-call]


def test_rows_are_the_same_at_every_run_and_others_with_another_seed(parcels: pl.DataFrame) -> None:
    again = pl.concat([batch.frame for batch in made_parcels(list(COMMUNES.values()), ROWS)])
    assert again.equals(parcels)
    other = next(made_parcels(list(COMMUNES.values()), ROWS, seed=7)).frame
    assert not other.equals(parcels.head(other.height))


def test_parcels_lie_in_their_commune_and_people_have_numbers_of_no_province(parcels: pl.DataFrame) -> None:
    commune = COMMUNES["18484"]
    own = parcels.filter((pl.col("commune") == "18484") & (pl.col("lat") < 90))
    inside = shapely.contains_xy(commune.outline, own["lon"].to_numpy(), own["lat"].to_numpy())
    assert inside.mean() > 0.99
    people = parcels.filter(pl.col("owner_kind").is_in(["person", "household"]))
    assert people["owner_id"].str.starts_with("999").all()
    assert tuple(parcels.columns) == COLUMNS
    assert parcels.height == ROWS


def test_the_command_writes_a_file_and_says_what_it_planted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_parcels", rows=2000, csv=tmp_path / "thua.csv", geometry=True)
    told = json.loads(capsys.readouterr().err)
    assert told["defects"] == planted(2000)
    frame = pl.read_csv(tmp_path / "thua.csv", schema_overrides={"commune": pl.String})
    assert frame.columns == [*COLUMNS, "geometry"]
    assert frame.height == 2000
    assert shapely.from_geojson(frame["geometry"][0]).is_valid


def test_the_command_asks_for_one_way_out() -> None:
    with pytest.raises(CommandError, match="--csv"):
        call_command("make_parcels", rows=10)


@pytest.mark.parametrize("geometry", [False, True])
def test_books_come_in_as_they_are_without_former_states(db: None, geometry: bool) -> None:
    load_province(code="42", by=None)
    rates = dict.fromkeys(RATES, 0.01)
    batches = list(made_parcels([COMMUNES["18484"], COMMUNES["18073"]], 1000, geometry=geometry, rates=rates))
    loaded = load_parcels(batches=batches, by=None)
    assert loaded["parcels"] == Parcel.objects.count() == 1000
    assert (loaded["land_owners"], loaded["ownerships"]) == (Owner.objects.count(), Ownership.objects.count())
    assert not ParcelVersion.objects.exists()
    assert Parcel.objects.filter(ownerships__isnull=True).count() == planted(1000, rates)["no_owner"]
    assert Parcel.objects.filter(area=0).count() == planted(1000, rates)["no_area"]
    one = Parcel.objects.select_related("unit", "commune").exclude(certificate="").filter(north__lt=90).first()
    assert one is not None
    assert one.unit == one.commune
    assert one.search_text == folded(register_of("parcels"), one)
    west, south, east, north = shapely.from_geojson(one.geometry).bounds
    assert (one.west, one.south, one.east, one.north) == (west, south, east, north)
    assert one.uid.version == 7
    share = Ownership.objects.select_related("owner", "parcel").first()
    assert share is not None
    assert share.search_text == folded(register_of("ownerships"), share)
    assert Owner.objects.filter(kind="person").first().search_text.strip()  # type: ignore[union-attr]


def test_rows_that_people_add_later_take_free_keys(db: None) -> None:
    load_province(code="42", by=None)
    for _time in range(2):
        load_parcels(batches=made_parcels([COMMUNES["18484"]], 50), by=None)
    assert Parcel.objects.count() == 100
    unit = Parcel.objects.select_related("unit").first().unit  # type: ignore[union-attr]
    made = Parcel.objects.create(unit=unit, commune=unit, valid_from="2026-01-01", recorded_at="2026-01-01T00:00Z")
    assert made.pk > 100
