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
from honglam.engines.datahub.parts import in_parts
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.sight import require_keeper
from honglam.engines.datahub.supply import Supply, supply_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

KEYS_AT_ONCE = 500


def run_checks(
    *, dataset: Dataset, by: User | None, incremental: bool = False, told: Told = nobody_listens
) -> QualityRun:
    """Check a dataset now: its supply as it stands, or its version in use where rows are delivered.

    `incremental` reads from the supply only the rows that changed since it was last read, and judges them and those on
    which they bear; the answer is that of a full run. Where nothing was read before, or rules, columns or what rules
    compare with changed, everything is read. `told(rows, words)` hears how far it is.

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
        return _of_delivery(dataset, by, told)
    if incremental and (run := _of_changes(dataset, schema.read_columns(), supply, by)) is not None:
        return run
    columns, rules, started_at = schema.read_columns(), judging.active_rules(dataset), timezone.now()
    with live.RowsAsRead.all(dataset, columns, _counted(supply.rows(None), told)) as place:
        told(place.rows, _("Đang kiểm tra theo quy tắc"))
        verdict = judging.judge(dataset, columns, rules, place.paths, state=place.state)
        run = keep_run(
            dataset=dataset, version=None, judged=judging.Judged(verdict, tuple(rules), started_at), by=by
        )  # fmt: skip
        place.keep_as_read()  # last: what is not written down is not what the next check goes on from
    return run


def has_changed(*, dataset: Dataset, supply: Supply, by: User | None = None) -> bool:
    """Whether rows of a supply were written or ended since the reading of its version in use began; true where there is
    none. A long reading misses what is written while it lasts."""
    version = reading.current_version(dataset)
    return version is None or bool(supply.changed_since(reading.read_at_of(version) - live.MARGIN))


def _of_changes(dataset: Dataset, columns: Sequence[Column], supply: Supply, by: User | None) -> QualityRun | None:
    """Check what changed since the rows were last read; None where everything has to be read."""
    last, began = live.last_read(dataset, columns), timezone.now()
    if last is None:
        return None
    keys = sorted(set(supply.changed_since(last.taken_at - live.MARGIN)))
    if len(keys) > live.MOST_CHANGED:
        return None
    changed: list[Row] = []
    for part in in_parts(keys, KEYS_AT_ONCE):
        for batch in supply.rows(part):
            changed += batch
    standing = {row.get(supply.key) for row in changed}
    rules = judging.active_rules(dataset)
    removed = [key for key in keys if key not in standing]
    verdict = judging.judge_again(dataset, columns, rules, last.state, changed, removed)
    if verdict is None:
        return None
    judged = judging.Judged(verdict, tuple(rules), began, is_incremental=True)
    try:
        run = keep_run(dataset=dataset, version=None, judged=judged, by=by)
    except BaseException:
        live.forget(dataset)  # the state knows these rows already, the failing rows do not
        raise
    last.moved_on(began)
    return run


def _of_delivery(dataset: Dataset, by: User | None, told: Told) -> QualityRun:
    """Check what was last delivered, as it came; the version in use where that was not kept."""
    last = live.last_read(dataset)
    version = dataset.versions.filter(uid=last.version).first() if last is not None and last.version else None
    version = version or reading.current_version(dataset)
    if version is None or not version.folder:
        raise NothingToCheck()
    rules, started_at = judging.active_rules(dataset), timezone.now()
    told(version.rows, _("Đang kiểm tra theo quy tắc"))
    is_kept = last is not None and last.version == str(version.uid)
    paths = last.paths if last is not None and is_kept else storing.paths_of(version.folder)
    verdict = judging.judge(dataset, reading.columns_of(version), rules, paths)
    judged = judging.Judged(verdict, tuple(rules), started_at)
    return keep_run(dataset=dataset, version=version, judged=judged, by=by)


def _counted(batches: Iterable[Sequence[Row]], told: Told) -> Iterator[Sequence[Row]]:
    rows = 0
    for batch in batches:
        rows += len(batch)
        told(rows, _("Đang đọc dữ liệu"))
        yield batch
