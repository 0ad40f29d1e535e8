"""What ships with the hub: systems outside the province that plans name, and the sector databases of a province."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import honglam

DATA = Path(honglam.__file__).resolve().parent / "data"


def outside_systems() -> list[Mapping[str, str]]:
    """Systems that are connected to, not built: code, name, keeper, direction, exchange, exchanged."""
    return _rows(DATA / "general" / "outside_systems.csv")


def sector_databases(province: str) -> list[Mapping[str, str]]:
    """The databases that a province's plan asks for: number, name, field, keeper (function), verified, source.

    `province` is the name of a folder below `honglam/data`; a province without a list has none.
    """
    path = DATA / province / "sector_databases.csv"
    return _rows(path) if path.is_file() else []


def _rows(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
