"""Writes about systems outside: what is exchanged with them, and each exchange."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.organisations.shipped import ShippedProvince
from honglam.engines.datahub.errors import ExchangeInvalid
from honglam.engines.datahub.models import Connector, ConnectorExchange
from honglam.engines.datahub.queries import MANAGE
from honglam.engines.datahub.shipped import outside_systems
from honglam.engines.datahub.sight import home_of

COLUMNS = ("name", "keeper", "exchanged", "direction", "exchange", "basis", "responsible", "dataset", "inflow", "note")


@transaction.atomic
def load_outside_systems(*, province: ShippedProvince, by: Any) -> int:
    """Bring in the systems that plans name, which are the same for every province; those that are there stay as they
    are. Returns how many came."""
    known = set(Connector.objects.values_list("code", flat=True))
    made = [
        Connector(code=row["code"], name=row["name"], keeper=row["keeper"], direction=row["direction"],
                  exchange=row["exchange"], exchanged=row["exchanged"])
        for row in outside_systems() if row["code"] not in known
    ]  # fmt: skip
    Connector.objects.bulk_create(made)
    if made:
        record(by=by, action="datahub.connector_changed", rows=((one.code, one.name) for one in made),
               summary=_("Nạp danh sách hệ thống ngoài"))  # fmt: skip
    return len(made)


@transaction.atomic
def change_connector(*, connector: Connector, values: Mapping[str, Any], by: Any) -> Connector:
    """Write what is exchanged with a system, how, and who answers for it.

    Raises:
        NotAllowed.
    """
    require(by, MANAGE, home_of(connector.responsible))
    connector = Connector.objects.select_for_update().get(pk=connector.pk)
    changes = {
        name: (getattr(connector, name), value) for name, value in values.items()
        if name in COLUMNS and getattr(connector, name) != value
    }  # fmt: skip
    for name, (_old, value) in changes.items():
        setattr(connector, name, value)
    if changes:
        connector.save(update_fields=list(changes))
        record(by=by, action="datahub.connector_changed", target=connector, unit=connector.responsible,
               changes={name: (str(old or ""), str(new or "")) for name, (old, new) in changes.items()})  # fmt: skip
    return connector


@transaction.atomic
def make_connector(*, code: str, values: Mapping[str, Any], by: Any) -> Connector:
    """Add a system that no plan named; whoever manages data for the whole province may.

    Raises:
        NotAllowed, ExchangeInvalid (the code is taken).
    """
    require(by, MANAGE, home_of(None))
    code = code.strip().upper()
    if Connector.objects.filter(code=code).exists():
        raise ExchangeInvalid(_("Mã %(code)s đã dùng cho hệ thống khác.") % {"code": code}, "code")
    connector = Connector.objects.create(
        code=code, **{name: value for name, value in values.items() if name in COLUMNS}
    )
    record(by=by, action="datahub.connector_changed", target=connector, unit=connector.responsible)
    return connector


@transaction.atomic
def record_exchange(
    *, connector: Connector, direction: str, by: Any, at: datetime.datetime | None = None, rows: int = 0,
    figures: Mapping[str, str] | None = None, file: Any = None, succeeded: bool = True, note: str = "",
) -> ConnectorExchange:  # fmt: skip
    """Write down one exchange: rows or figures that went, the file where it went by file, what went wrong.

    Raises:
        NotAllowed, ExchangeInvalid (a moment to come, or a failure without a word about it).
    """
    require(by, MANAGE, home_of(connector.responsible))
    moment = at or timezone.now()
    if moment > timezone.now():
        raise ExchangeInvalid(_("Thời điểm trao đổi không thể ở tương lai."), "at")
    if not succeeded and not note.strip():
        raise ExchangeInvalid(_("Hãy ghi lý do không thành công."), "note")
    made = ConnectorExchange.objects.create(
        connector=connector, at=moment, direction=direction, rows=rows, figures=dict(figures or {}), file=file,
        succeeded=succeeded, note=note.strip(), by=by,
    )  # fmt: skip
    record(by=by, action="datahub.exchange_recorded", target=connector, unit=connector.responsible,
           summary=f"{made.get_direction_display()}: {rows}", about=[connector])  # fmt: skip
    return made
