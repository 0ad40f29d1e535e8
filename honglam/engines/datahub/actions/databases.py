"""Writes about the province's sector databases: how far each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.core.organisations.shipped import ShippedProvince
from honglam.engines.datahub.errors import DatabaseInvalid
from honglam.engines.datahub.models import SectorDatabase
from honglam.engines.datahub.queries import MANAGE
from honglam.engines.datahub.shipped import sector_databases
from honglam.engines.datahub.sight import home_of
from honglam.engines.datahub.terms import DatabaseState

COLUMNS = ("name", "field", "keeper", "state", "is_verified", "source", "note")


@transaction.atomic
def load_sector_databases(*, province: ShippedProvince, by: Any) -> int:
    """Bring in the databases that a province's plan asks for; those that are there stay. Returns how many came."""
    known = set(SectorDatabase.objects.values_list("number", flat=True))
    rows = [row for row in sector_databases(province.folder.name) if int(row["number"]) not in known]
    keepers = {unit.function: unit for unit in Unit.objects.filter(level="province").exclude(function="")}
    made = [
        SectorDatabase(number=int(row["number"]), name=row["name"], field=row["field"], source=row["source"],
                       keeper=keepers.get(row["keeper"]), is_verified=row["verified"] == "yes")
        for row in rows
    ]  # fmt: skip
    SectorDatabase.objects.bulk_create(made)
    if made:
        record(by=by, action="datahub.database_changed", rows=((str(one.number), one.name) for one in made),
               summary=_("Nạp danh mục cơ sở dữ liệu ngành"))  # fmt: skip
    return len(made)


@transaction.atomic
def change_database(
    *, database: SectorDatabase, values: Mapping[str, Any], by: Any, datasets: Any = None
) -> SectorDatabase:
    """Write how far a database is, who keeps it, which datasets it became.

    Raises:
        NotAllowed, DatabaseInvalid (connected, yet without a dataset).
    """
    require(by, MANAGE, home_of(database.keeper))
    database = SectorDatabase.objects.select_for_update().get(pk=database.pk)
    before = sorted(database.datasets.values_list("name", flat=True))
    linked = list(datasets) if datasets is not None else list(database.datasets.all())
    if values.get("state", database.state) == DatabaseState.CONNECTED and not linked:
        raise DatabaseInvalid(_("Đã kết nối thì phải chọn tập dữ liệu trong kho."), "datasets")
    changes = {
        name: (getattr(database, name), value) for name, value in values.items()
        if name in COLUMNS and getattr(database, name) != value
    }  # fmt: skip
    for name, (_old, value) in changes.items():
        setattr(database, name, value)
    database.save()
    database.datasets.set(linked)
    shown = {name: (str(old or ""), str(new or "")) for name, (old, new) in changes.items()}
    after = sorted(one.name for one in linked)
    if before != after:
        shown["datasets"] = ("; ".join(before), "; ".join(after))
    if shown:
        record(by=by, action="datahub.database_changed", target=database, unit=database.keeper, changes=shown)
    return database
