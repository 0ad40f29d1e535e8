"""Every read through a right is written down: Decree 47/2020/NĐ-CP, article 45 (amendments not compared yet)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.jobs.actions import retry
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.queueing import start
from honglam.engines.datahub.models import AccessLog, ApiKey, DatasetVersion, Grant
from honglam.engines.datahub.sharing import bulk
from honglam.engines.datahub.sharing.slicing import Slice
from honglam.engines.datahub.terms import ReadForm

if TYPE_CHECKING:
    from honglam.core.access.models import User

FILE_JOB = "datahub.make_shared_file"
USED_EVERY = datetime.timedelta(minutes=1)


@transaction.atomic
def log_reading(*, grant: Grant, part: Slice, form: ReadForm, rows: int, by: User) -> AccessLog:
    """A person read rows: a line of the log of reads, and an entry of the audit with the purpose of the request."""
    line = AccessLog.objects.create(
        dataset=grant.dataset, version=part.version, grant=grant, user=by, unit=grant.unit, at=timezone.now(),
        form=form, columns=part.names, rows=rows,
    )  # fmt: skip
    record(
        by=by, action="datahub.shared_data_read", target=grant, unit=grant.unit, reason=grant.request.purpose,
        about=[grant.dataset],
        summary=_("%(form)s: %(rows)d dòng, cột %(columns)s")
        % {"form": ReadForm(form).label, "rows": rows, "columns": ", ".join(part.names)},
    )  # fmt: skip
    return line


@transaction.atomic
def log_call(
    *, key: ApiKey, form: ReadForm, status: int, by: User | None, version: DatasetVersion | None = None,
    columns: Sequence[str] = (), rows: int = 0,
) -> AccessLog:  # fmt: skip
    """A system called: a line of the log of reads, refused calls too. Only added, so callers never wait for each other.

    When the key was last used is noted once a minute.
    """
    now = timezone.now()
    line = AccessLog.objects.create(
        dataset_id=key.grant.dataset_id, version=version, grant=key.grant, key=key, user=by, unit_id=key.grant.unit_id,
        at=now, form=form, columns=list(columns), rows=rows, status=status,
    )  # fmt: skip
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USED_EVERY)
    if key.last_used_at is None or key.last_used_at < now - USED_EVERY:
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    return line


@transaction.atomic
def order_file(*, grant: Grant, version: DatasetVersion, form: str, by: User) -> JobRun | None:
    """Have the whole slice made as a file; the same order twice is one job. None where the file is there already."""
    if bulk.path_of(grant, version, form).exists():
        return None
    run = start(
        FILE_JOB, by=by, unit=grant.unit, target=grant, target_url=grant.get_absolute_url(),
        key=f"{grant.uid}:{version.uid}:{form}", grant_id=grant.pk, version_id=version.pk, form=form,
    )  # fmt: skip
    return retry(run=run, by=by) if run.can_retry else run
