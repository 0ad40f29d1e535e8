"""Systems outside and sector databases with something to see: who answers for them, what went, how far each is."""

from __future__ import annotations

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.datahub.actions.connectors import change_connector, record_exchange
from honglam.engines.datahub.actions.databases import change_database
from honglam.engines.datahub.demo.cast import Cast, dataset_of
from honglam.engines.datahub.models import Connector, ConnectorExchange, SectorDatabase
from honglam.engines.datahub.terms import DatabaseState

_SYSTEMS = (
    ("A08", "provincial-office", "Nghị định 09/2019/NĐ-CP",
     ((62, "out", 14, True, ""), (31, "out", 14, True, ""), (2, "out", 14, True, ""))),
    ("D10", "public-service-centre", "Nghị định 118/2025/NĐ-CP",
     ((21, "in", 18_240, True, ""), (14, "in", 17_905, True, ""),
      (7, "in", 0, False, "Cổng trả về tệp rỗng, đã báo đầu mối của Cổng."), (6, "in", 18_611, True, ""))),
    ("A16", "provincial-office", "Quyết định 28/2018/QĐ-TTg", ((5, "in", 212, True, ""), (5, "out", 187, True, ""))),
    ("A17", "science-technology", "", ((30, "in", 3_420, True, ""),)),
)  # fmt: skip
"""Code, function of who answers for it, basis, and exchanges: days ago, direction, rows, whether it worked, note."""
_DATABASES = (
    (1, DatabaseState.CONNECTED, ("officials", "movements", "trainings", "appraisals")),
    (2, DatabaseState.CONNECTED, ("parcels", "land_owners", "ownerships", "land_transactions")),
    (11, DatabaseState.CONNECTED, ("projects", "disbursements", "obligations")),
    (5, DatabaseState.RUNNING, ()), (6, DatabaseState.RUNNING, ()), (12, DatabaseState.RUNNING, ()),
    (3, DatabaseState.BUILDING, ()), (4, DatabaseState.BUILDING, ()), (9, DatabaseState.BUILDING, ()),
    (13, DatabaseState.BUILDING, ()),
)  # fmt: skip
_NOTE = "Trạng thái hư cấu để trình diễn."


def load(cast: Cast) -> int:
    """Exchanges with outside systems, states of sector databases; how many exchanges. Nothing when repeated."""
    if ConnectorExchange.objects.exists():
        return 0
    _databases(cast)
    return sum(_exchanges(cast, code, function, basis, exchanges) for code, function, basis, exchanges in _SYSTEMS)


def _exchanges(
    cast: Cast, code: str, function: str, basis: str, exchanges: tuple[tuple[int, str, int, bool, str], ...]
) -> int:  # fmt: skip
    connector = Connector.objects.filter(code=code).first()
    responsible = Unit.objects.filter(function=function).order_by("code").first()
    if connector is None or responsible is None:
        return 0
    values = {"responsible": responsible, "basis": basis}
    connector = change_connector(connector=connector, values=values, by=cast.coordinator)
    for days_ago, direction, rows, succeeded, note in exchanges:
        at = min(cast.moment(days_ago, hour=7, minute=5), timezone.now())
        record_exchange(connector=connector, direction=direction, by=cast.coordinator, at=at, rows=rows,
                        succeeded=succeeded, note=note)  # fmt: skip
    return len(exchanges)


def _databases(cast: Cast) -> None:
    """How far some of the databases are; the others stay as the plan names them."""
    for number, state, registers in _DATABASES:
        database = SectorDatabase.objects.filter(number=number, state=DatabaseState.PLANNED).first()
        datasets = [found for code in registers if (found := dataset_of(f"registers.{code}")) is not None]
        if database is not None and (datasets or state != DatabaseState.CONNECTED):
            change_database(database=database, values={"state": state, "note": _NOTE}, by=cast.coordinator,
                            datasets=datasets)  # fmt: skip
