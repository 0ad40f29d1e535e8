"""The facts that come with the software, read from `honglam/data` into plain rows. No database.

What is general (offices of a commune, aliases, groups, bodies that ended in 2025) is written once; what is particular
to a province stands in its own folder. `honglam/data/README.md` names sources, licences and what each confidence means.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import honglam
from honglam.core.organisations.errors import UnknownProvince
from honglam.core.organisations.rules import level_of
from honglam.core.organisations.terms import Bloc, Confidence, Kind, Level
from honglam.toolkit.text import fold, nfc

DATA = Path(honglam.__file__).resolve().parent / "data"
_BODIES = DATA / "general" / "provincial_bodies.csv"
_TRUST = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW, Confidence.FICTIONAL)
_PLACE_WORDS = {Kind.COMMUNE: "xã", Kind.WARD: "phường", Kind.SPECIAL_ZONE: "đặc khu"}


@dataclass(frozen=True)
class ShippedUnit:
    """One unit as shipped; superiors are named by code and stand earlier in the list."""

    code: str
    name: str
    kind: str
    level: str
    bloc: str
    parent: str = ""
    second_parent: str = ""
    short_name: str = ""
    name_en: str = ""
    function: str = ""
    identifier: str = ""
    address: str = ""
    starts_on: dt.date | None = None
    area_km2: Decimal | None = None
    population: int | None = None
    position: int = 100
    source: str = ""
    confidence: str = Confidence.HIGH


@dataclass(frozen=True)
class ShippedAlias:
    """Another name of every body with a function, or of a group; `target` says which."""

    target: str
    code: str
    alias: str
    source: str
    confidence: str


@dataclass(frozen=True)
class ShippedGroup:
    """A collective: its rule as JSON text, and codes of units named besides."""

    code: str
    name: str
    scope: str
    rule: str
    members: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class ShippedDissolution:
    """A body that ended; `successors` are (code of the unit, part of the work)."""

    code: str
    name: str
    sort: str
    last_day: dt.date
    successors: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...] = ()
    decision: str = ""
    source: str = ""
    confidence: str = Confidence.HIGH
    note: str = ""


@dataclass(frozen=True)
class ShippedProvince:
    """Everything that came with the software about one province. Units are listed superiors first."""

    code: str
    name: str
    folder: Path
    units: list[ShippedUnit] = field(default_factory=list)
    aliases: list[ShippedAlias] = field(default_factory=list)
    groups: list[ShippedGroup] = field(default_factory=list)
    dissolutions: list[ShippedDissolution] = field(default_factory=list)


@dataclass(frozen=True)
class Ended:
    """A body that ended, under every name it went by, and the names of those who took over."""

    code: str
    names: tuple[str, ...]
    last_day: dt.date
    successors: tuple[str, ...]


def ended_bodies(province: str = "") -> list[Ended]:
    """The bodies that ended everywhere and, where the province of that (folded) name came with the software, there."""
    row = next((row for row in _rows(DATA / "provinces.csv") if province and fold(row["short_name"]) == province), None)
    if row is None:
        names = {f".{body['function']}": body["name"].format(province="tỉnh") for body in _rows(_BODIES)}
        anywhere = {"code": "", "short_name": province, "bodies_confidence": Confidence.HIGH}
        # Without the province's name "Báo {province}" is a mere word, and every "báo cáo" would be a newspaper.
        dissolutions = [body for body in _general_dissolutions(anywhere, []) if " " in body.name.strip()]
    else:
        shipped = read_province(row["code"])
        names = {unit.code: unit.name for unit in shipped.units}
        dissolutions = shipped.dissolutions
    # A former commune is known by the name of its committee only: its own name may live on as the name of a place.
    local = [
        Ended(
            code=body.code,
            names=body.aliases if body.sort == "commune" else (body.name, *body.aliases),
            last_day=body.last_day,
            successors=_named(body.successors, names),
        )
        for body in dissolutions
    ]
    return [*_ended_ministries(), *local]


def _ended_ministries() -> Iterator[Ended]:
    for row in _rows(DATA / "general" / "ended_ministries.csv"):
        heirs = (heir.partition(":") for heir in row["successors"].split(";"))
        yield Ended(
            code=row["name"],
            names=(row["name"], *(alias.strip() for alias in row["aliases"].split(";"))),
            last_day=dt.date.fromisoformat(row["last_day"]),
            successors=tuple(name.strip() + (f" ({part.strip()})" if part else "") for name, _, part in heirs),
        )


def _named(successors: tuple[tuple[str, str], ...], names: dict[str, str]) -> tuple[str, ...]:
    if len(successors) > 6:
        return ("UBND xã, phường nơi đó",)
    return tuple(f"{names[code]}{f' ({part})' if part else ''}" for code, part in successors if code in names)


def province_codes() -> dict[str, str]:
    """Codes and names of the provinces that came with the software."""
    return {row["code"]: row["name"] for row in _rows(DATA / "provinces.csv")}


@cache
def read_province(code: str) -> ShippedProvince:
    """All shipped rows of one province. Raises `UnknownProvince`."""
    row = next((row for row in _rows(DATA / "provinces.csv") if row["code"] == code), None)
    if row is None:
        known = ", ".join(f"{code} ({name})" for code, name in province_codes().items())
        raise UnknownProvince(f"Không có dữ liệu kèm theo cho tỉnh mã “{code}”. Các mã có sẵn: {known}.")
    folder = DATA / row["folder"]
    communes = _rows(folder / "communes.csv")
    units = [_province_unit(row), *_commune_units(communes, row), *_provincial_bodies(row)]
    units += [unit for commune in communes for unit in _commune_bodies(commune, row)]
    return ShippedProvince(
        code=code,
        name=row["name"],
        folder=folder,
        units=_superiors_first(units),
        aliases=list(_aliases(row["short_name"])),
        groups=list(_groups(code)),
        dissolutions=[*_general_dissolutions(row, units), *_former_units(folder)],
    )


def _province_unit(row: dict[str, str]) -> ShippedUnit:
    return ShippedUnit(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        name_en=row["name_en"],
        kind=Kind.PROVINCE,
        level=Level.PROVINCE,
        bloc=Bloc.GOVERNMENT,
        function="province",
        identifier=row["identifier"],
        area_km2=Decimal(row["area_km2"]),
        population=int(row["population"]),
        source=row["source"],
        confidence=row["confidence"],
    )


def _commune_units(communes: list[dict[str, str]], province: dict[str, str]) -> Iterator[ShippedUnit]:
    for row in communes:
        yield ShippedUnit(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            name_en=row["name_en"],
            kind=row["kind"],
            level=Level.COMMUNE,
            bloc=Bloc.GOVERNMENT,
            function="commune",
            parent=province["code"],
            address=row["seat"],
            starts_on=_date(row["starts_on"]),
            area_km2=Decimal(row["area_km2"]) if row["area_km2"] else None,
            population=int(row["population"]) if row["population"] else None,
            position=200,
            source=row["source"],
            confidence=row["confidence"],
        )


def _provincial_bodies(province: dict[str, str]) -> Iterator[ShippedUnit]:
    code = province["code"]
    for row in _rows(_BODIES):
        if row["province"] not in ("*", code):
            continue
        confidence = _lower(row["confidence"], province["bodies_confidence"]) if row["province"] == "*" else ""
        checked = confidence == Confidence.HIGH
        yield ShippedUnit(
            code=f"{code}.{row['function']}",
            name=row["name"].format(province=province["short_name"]),
            short_name=row["short_name"].format(province=province["short_name"]),
            function=row["function"],
            kind=row["kind"],
            level=level_of(row["kind"], Level.PROVINCE),
            bloc=row["bloc"],
            parent=f"{code}.{row['parent']}" if row["parent"] else code,
            second_parent=f"{code}.{row['second_parent']}" if row["second_parent"] else "",
            identifier=row["identifier"].format(identifier=province["identifier"]) if checked else "",
            starts_on=_date(row["starts_on"]),
            position=int(row["position"]),
            source=_with_note(row),
            confidence=confidence or row["confidence"],
        )


def _commune_bodies(commune: dict[str, str], province: dict[str, str]) -> Iterator[ShippedUnit]:
    word = _PLACE_WORDS[Kind(commune["kind"])]
    place = f"{word} {commune['short_name']}"
    for row in _rows(DATA / "general" / "commune_bodies.csv"):
        if row["province"] not in ("*", province["code"]):
            continue
        if row["applies_to"] != "*" and commune["kind"] not in row["applies_to"].split():
            continue
        yield ShippedUnit(
            code=body_code(commune["code"], row["function"]),
            name=row["name"].format(place=place),
            short_name=row["short_name"].format(word=word),
            function=row["function"],
            kind=row["kind"],
            level=Level.COMMUNE,
            bloc=row["bloc"],
            parent=body_code(commune["code"], row["parent"]) if row["parent"] else commune["code"],
            second_parent=f"{province['code']}.{row['second_parent']}" if row["second_parent"] else "",
            starts_on=_date(commune["starts_on"]),
            position=int(row["position"]),
            source=_with_note(row),
            confidence=_lower(row["confidence"], province["bodies_confidence"]),
        )


def body_code(commune_code: str, function: str) -> str:
    """The code of a commune's body: 18484.police for the function commune-police."""
    return f"{commune_code}.{function.removeprefix('commune-')}"


def _aliases(province_name: str) -> Iterator[ShippedAlias]:
    for row in _rows(DATA / "general" / "aliases.csv"):
        yield ShippedAlias(**row | {"alias": row["alias"].format(province=province_name)})


def _groups(province: str) -> Iterator[ShippedGroup]:
    for row in _rows(DATA / "general" / "groups.csv"):
        members = tuple(f"{province}.{function}" for function in row.pop("members").split())
        yield ShippedGroup(members=members, **row)


def _general_dissolutions(province: dict[str, str], units: list[ShippedUnit]) -> Iterator[ShippedDissolution]:
    code, name = province["code"], province["short_name"]
    communes = tuple((unit.code, "") for unit in units if unit.function == "commune")
    for row in _rows(DATA / "general" / "dissolved_bodies.csv"):
        if row["province"] not in ("*", code):
            continue
        yield ShippedDissolution(
            code=f"{code}.former.{row['code']}",
            name=row["name"].format(province=name),
            sort=row["sort"],
            last_day=dt.date.fromisoformat(row["last_day"]),
            successors=communes if row["successors"] == "*communes" else tuple(_parts(row["successors"], code)),
            aliases=tuple(alias.strip().format(province=name) for alias in row["aliases"].split(";") if alias.strip()),
            decision=row["decision"],
            source=row["source"],
            confidence=_lower(row["confidence"], province["bodies_confidence"]),
            note=row["note"],
        )


def _former_units(folder: Path) -> Iterator[ShippedDissolution]:
    for row in _rows(folder / "former_units.csv"):
        bare = row["name"][:1].lower() + row["name"][1:]
        yield ShippedDissolution(
            code=row["code"],
            name=row["name"],
            sort=row["sort"],
            last_day=dt.date.fromisoformat(row["last_day"]),
            successors=tuple((code, "") for code in row["successors"].split()),
            aliases=(f"Ủy ban nhân dân {bare}",),
            decision=row["decision"],
            source=row["source"],
            confidence=row["confidence"],
            note=row["note"],
        )


def _parts(successors: str, province: str) -> Iterator[tuple[str, str]]:
    """“finance; police: part” as (code, part) pairs."""
    for successor in successors.split(";"):
        function, _, part = successor.partition(":")
        yield f"{province}.{function.strip()}", part.strip()


def _superiors_first(units: list[ShippedUnit]) -> list[ShippedUnit]:
    """The same units, every superior before those below it."""
    by_code = {unit.code: unit for unit in units}
    depth: dict[str, int] = {}

    def depth_of(unit: ShippedUnit) -> int:
        if unit.code not in depth:
            above = [by_code[code] for code in (unit.parent, unit.second_parent) if code]
            depth[unit.code] = 1 + max((depth_of(superior) for superior in above), default=-1)
        return depth[unit.code]

    return sorted(units, key=depth_of)


def _lower(*confidences: str) -> str:
    return max(confidences, key=lambda confidence: _TRUST.index(Confidence(confidence)))


def _with_note(row: dict[str, str]) -> str:
    return "; ".join(part for part in (row["source"], row["note"]) if part)


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [{column: nfc(value) for column, value in row.items()} for row in csv.DictReader(lines)]
