"""One delivery from its source to rows in the hub's columns, judged by the contract on the way.

Nothing is published from here: `received` gives the batches, the door that runs it hands them on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from honglam.engines.datahub.delivering.fetching import digest_of, digested, fetched, queried
from honglam.engines.datahub.delivering.reading import Delivered, Row, batches, matched, read_file
from honglam.engines.datahub.errors import DeliveryUnreadable
from honglam.engines.datahub.models import Inflow, InflowRun
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.rules.contracts import Judgement, judge_shape, judge_size
from honglam.engines.datahub.terms import Alarm, InflowKind

KINDS = {"csv": "csv", "xlsx": "xlsx", "json": "json", "geojson": "geojson", "ndjson": "ndjson"}


@dataclass
class Delivery:
    """A delivery that is being read: what came of it so far, and its batches, readable once."""

    names: list[str] = field(default_factory=list)
    shape: Judgement = field(default_factory=lambda: Judgement(Alarm.NONE))
    rows: int = 0
    bytes: int = 0
    digest: str = ""
    batches: Iterator[list[Row]] = field(default_factory=lambda: iter(()))


@contextmanager
def received(run: InflowRun, columns: Sequence[Column]) -> Iterator[Delivery]:
    """The delivery of a run, open for reading. `rows` and `digest` are whole once its batches were read.

    Raises:
        DeliveryUnreachable, DeliveryUnreadable.
    """
    inflow, delivery = run.inflow, Delivery()
    with ExitStack() as stack:
        delivered = _opened(run, delivery, stack)
        delivery.names = delivered.names
        delivery.shape = judge_shape(inflow.contract.get("columns") or (), delivered.names)
        found = matched(columns, delivered.names, inflow.mapping)
        if not found and delivered.names:
            raise DeliveryUnreadable(_("Không cột nào khớp với tập dữ liệu. Hãy ghép cột trong cấu hình nguồn."))
        delivery.batches = _counted(
            delivery, batches(delivered, found, figures=str(inflow.settings.get("figures", "")))
        )
        yield delivery


def judged(inflow: Inflow, delivery: Delivery) -> Judgement:
    """What is wrong with a delivery that was read to its end; one without any column is empty, not of another shape."""
    return delivery.shape if delivery.shape.alarm and delivery.names else judge_size(inflow.contract, delivery.rows)


def _opened(run: InflowRun, delivery: Delivery, stack: ExitStack) -> Delivered:
    inflow = run.inflow
    rows_at = str(inflow.settings.get("rows_at", ""))
    if inflow.kind == InflowKind.SQL:
        total = hashlib.sha256()
        stack.callback(lambda: setattr(delivery, "digest", total.hexdigest()))
        return digested(stack.enter_context(queried(inflow.settings, inflow.secret)), total)
    if inflow.kind == InflowKind.HTTP:
        path, kind, delivery.digest = stack.enter_context(fetched(inflow.settings, inflow.secret))
        delivery.bytes = path.stat().st_size
        return read_file(path, kind, rows_at=rows_at)
    if run.file is None:
        raise DeliveryUnreadable(_("Lần nhận này không có tệp."))
    path = run.file.path
    delivery.bytes, delivery.digest = path.stat().st_size, digest_of(path)
    return read_file(path, KINDS.get(run.file.name.rpartition(".")[2].lower(), ""), rows_at=rows_at)


def _counted(delivery: Delivery, found: Iterator[list[Row]]) -> Iterator[list[Row]]:
    for batch in found:
        delivery.rows += len(batch)
        yield batch
