"""Writes of checks: judge a dataset's rows as they stand at its source, all of them or those that changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.datahub import judging, reading, storing
from honglam.engines.datahub.actions.runs import keep_run
from honglam.engines.datahub.actions.versions import Told, _nobody_listens, require_steward
from honglam.engines.datahub.errors import NothingToCheck
from honglam.engines.datahub.models import Dataset, QualityRun
from honglam.engines.datahub.supply import supply_of

if TYPE_CHECKING:
    from honglam.core.access.models import User


def run_checks(
    *, dataset: Dataset, by: User | None, incremental: bool = False, told: Told = _nobody_listens
) -> QualityRun:
    """Check a dataset now: its supply as it stands, or its version in use where rows are delivered.

    `incremental` reads only the rows that changed since the last run, where that gives the same answer as reading all:
    same rules, same columns, same day, and nothing beside the rows that may have changed. Otherwise everything is read.

    Raises:
        NotAllowed: the person neither keeps the dataset's quality nor is its steward.
        NothingToCheck: no supply and no version. RuleUnanswerable: a rule compares with what is not there.
    """
    require_steward(dataset=dataset, by=by)
    schema = dataset.schemas.first()
    supply = supply_of(dataset.supply) if dataset.supply else None
    if schema is None:
        raise NothingToCheck()
    columns, rules, started_at = schema.read_columns(), judging.active_rules(dataset), timezone.now()
    if supply is None:
        version = reading.current_version(dataset)
        if version is None:
            raise NothingToCheck()
        told(0, _("Đang kiểm tra theo quy tắc"))
        verdict = judging.judge(dataset, reading.columns_of(version), rules, storing.paths_of(version.folder))
        judged = judging.Judged(verdict, tuple(rules), columns, started_at)
        return keep_run(dataset=dataset, version=version, judged=judged, by=by)
    raise NotImplementedError
