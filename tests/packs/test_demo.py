"""The demonstration data of every pack: through the verbs, enough to see, and nothing when it runs again."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.actions import load_province
from honglam.core.organisations.models import Unit
from honglam.core.places.actions import load_boundaries
from honglam.engines.registers.public import register_of, registers
from honglam.packs.assets.pack import networks_expected
from honglam.packs.land.models import Ownership, OwnershipVersion, Parcel, Transaction
from honglam.packs.officials.models import Official
from tests.people import make_person

PACKS = ("investment", "officials", "assets", "land")


def filled() -> Mapping[str, int]:
    """The registers with their number of rows."""
    return {one.code: one.model._default_manager.count() for one in registers()}


def load_all(by: User) -> list[int]:
    """Every pack's demonstration data; how many rows each added."""
    return [import_module(f"honglam.packs.{pack}.demo").load(by=by) for pack in PACKS]


def test_every_register_has_rows_to_look_at_and_a_second_run_adds_none(db: None) -> None:
    offer_permissions(by=None)
    load_province(code="42", by=None)
    load_boundaries(code="42", by=None)
    by = make_person("tonghop", "Lê Thị Lan", RoleCode.COORDINATOR, Unit.objects.province())
    load_all(by)
    rows = filled()
    assert all(rows.values()), rows
    assert 550 <= rows["officials"] <= 700
    assert rows["parcels"] == 3000
    assert rows["projects"] == 120
    assert 300 <= rows["devices"] <= 500
    assert load_all(by) == [0, 0, 0, 0]
    assert filled() == rows
    states = dict.fromkeys(register_of("projects").model._default_manager.values_list("state", flat=True))
    assert len(states) == 6
    assert not Official.objects.exclude(citizen_id__startswith="999").exists()
    assert Official.objects.filter(state="retired", left_on__isnull=False).exists()
    assert Transaction.objects.filter(state="posted").exists()
    assert OwnershipVersion.objects.filter(record__in=Ownership.objects.all()).exists()
    assert Parcel.objects.filter(area=0).exists(), "defects to find"
    expected = networks_expected()["communes-with-network"]
    told = set(register_of("networks").model._default_manager.values_list("unit__code", flat=True))
    assert len(set(expected) - told) == 5


def test_without_units_there_is_nothing_to_add(db: None) -> None:
    by = make_person("mot", "Lê Thị Lan")
    assert load_all(by) == [0, 0, 0, 0]
