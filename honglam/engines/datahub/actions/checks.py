"""Writes of checks: judge a dataset's rows as they stand at its source, all of them or those that changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.datahub import judging, live, reading, storing
from honglam.engines.datahub.actions.datasets import bring_up_to_date
from honglam.engines.datahub.actions.runs import keep_run
from honglam.engines.datahub.errors import NothingToCheck
from honglam.engines.datahub.judging import Row, Told, nobody_listens
from honglam.engines.datahub.models import Dataset, QualityRun
from honglam.engines.datahub.sight import require_keeper
from honglam.engines.datahub.supply import Supply, supply_of

if TYPE_CHECKING:
    from honglam.core.access.models import User


def run_checks(
    *, dataset: Dataset, by: User | None, incremental: bool = False, told: Told = nobody_listens
) -> QualityRun:
    """Check a dataset now: its supply as it stands, or its version in use where rows are delivered.

    `incremental` reads from the supply only the rows that changed since it was last read, and judges them among all the
    others, so that the answer is that of a full run. Where nothing was read before, or the columns changed, it reads
    everything. `told(rows, words)` hears how far it is.

    Raises:
        NotAllowed: the person neither keeps the dataset's quality nor is its steward.
        NothingToCheck: no supply and no version. RuleUnanswerable: a rule compares with what is not there.
    """
    require_keeper(by, dataset)
    schema = bring_up_to_date(dataset=dataset, by=by)
    if schema is None:
        raise NothingToCheck()
    supply = supply_of(dataset.supply) if dataset.supply else None
    if supply is None:
        return _of_version(dataset, by, told)
    columns, rules, started_at = schema.read_columns(), judging.active_rules(dataset), timezone.now()
    changed = live.read_changed(dataset, supply, columns) if incremental else None
    with changed or live.read_all(supply, columns, lambda batches: _counted(batches, told)) as place:
        told(place.rows, _("Đang kiểm tra theo quy tắc"))
        verdict = judging.judge(dataset, columns, rules, place.paths)
        place.keep_as_read(dataset)
    judged = judging.Judged(verdict, tuple(rules), started_at, is_incremental=changed is not None)
    return keep_run(dataset=dataset, version=None, judged=judged, by=by)


def has_changed(*, dataset: Dataset, supply: Supply, by: User | None = None) -> bool:
    """Whether rows of a supply were written or ended since its version in use was made; true where there is none."""
    version = reading.current_version(dataset)
    return version is None or bool(supply.changed_since(version.made_at - live.MARGIN))


def _of_version(dataset: Dataset, by: User | None, told: Told) -> QualityRun:
    version = reading.current_version(dataset)
    if version is None or not version.folder:
        raise NothingToCheck()
    rules, started_at = judging.active_rules(dataset), timezone.now()
    told(version.rows, _("Đang kiểm tra theo quy tắc"))
    verdict = judging.judge(dataset, reading.columns_of(version), rules, storing.paths_of(version.folder))
    judged = judging.Judged(verdict, tuple(rules), started_at)
    return keep_run(dataset=dataset, version=version, judged=judged, by=by)


def _counted(batches: Iterable[Sequence[Row]], told: Told) -> Iterator[Sequence[Row]]:
    rows = 0
    for batch in batches:
        rows += len(batch)
        told(rows, _("Đang đọc dữ liệu"))
        yield batch
