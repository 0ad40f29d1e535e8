"""The organisation of the demonstration province: Hà Tĩnh as shipped, and a few invented villages and schools."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser

from honglam.core.organisations.actions import add_units, load_province
from honglam.core.organisations.models import Unit
from honglam.core.organisations.shipped import ShippedUnit
from honglam.core.organisations.terms import COMMUNE_KINDS, Bloc, Confidence, Kind, Level

PROVINCE = "42"
_VILLAGES = {"18484": 8, "18754": 10, "18073": 12, "18406": 6, "18673": 6}
_SCHOOLS = ("Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở")
_INVENTED = "hư cấu để trình diễn"


def load(by: AbstractBaseUser | None) -> None:
    """Load Hà Tĩnh with its communes and bodies, then numbered villages and schools for a few communes.

    The villages' numbers and the schools are invented and marked so; real ones come from the province's own list.
    """
    load_province(code=PROVINCE, by=by)
    communes = Unit.objects.filter(code__in=_VILLAGES, kind__in=COMMUNE_KINDS).order_by("code")
    invented = [unit for commune in communes for unit in _below(commune)]
    add_units(units=invented, by=by, summary="Thôn, tổ dân phố và trường học hư cấu để trình diễn")


def _below(commune: Unit) -> Iterator[ShippedUnit]:
    """Invented villages and schools of one commune."""
    is_ward = commune.kind == Kind.WARD
    kind, word, slug = (Kind.RESIDENTIAL_GROUP, "Tổ dân phố", "group") if is_ward else (Kind.VILLAGE, "Thôn", "village")
    place = f"{'phường' if is_ward else 'xã'} {commune.short_name}"
    for number in range(1, _VILLAGES[commune.code] + 1):
        yield ShippedUnit(
            code=f"{commune.code}.{slug}-{number}",
            name=f"{word} {number} {place}",
            short_name=f"{word} {number}",
            kind=kind,
            level=Level.VILLAGE,
            bloc=Bloc.GOVERNMENT,
            parent=commune.code,
            starts_on=commune.starts_on,
            position=300,
            source=_INVENTED,
            confidence=Confidence.FICTIONAL,
        )
    for number, school in enumerate(_SCHOOLS, start=1):
        yield ShippedUnit(
            code=f"{commune.code}.school-{number}",
            name=f"{school} {commune.short_name}",
            short_name=f"{school} {commune.short_name}",
            function="school",
            kind=Kind.SERVICE_UNIT,
            level=Level.COMMUNE,
            bloc=Bloc.SERVICE,
            parent=commune.code,
            starts_on=commune.starts_on,
            position=250,
            source=_INVENTED,
            confidence=Confidence.FICTIONAL,
        )
