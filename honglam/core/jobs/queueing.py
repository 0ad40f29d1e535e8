"""How a run gets into the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.registry import kind_of

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def start(
    code: str,
    *,
    by: User | None,
    unit: Unit | None = None,
    target: models.Model | None = None,
    target_url: str = "",
    key: str = "",
    scheduled: bool = False,
    **arguments: Any,
) -> JobRun:
    """Make a run of the job `code` with plain JSON arguments; a worker takes it after the commit.

    With a `key` the same request made twice gives the same run. `target` and `target_url` are the object it works on
    and its page. UnknownJob when nothing is registered under the code.
    """
    columns = {
        "title": str(kind_of(code).title)[:200],
        "arguments": arguments,
        "by": by,
        "unit": unit,
        "target_label": target._meta.label_lower if target is not None else "",
        "target_id": target.pk if target is not None else None,
        "target_url": target_url,
        "scheduled": scheduled,
        "queued_at": timezone.now(),
    }
    if key:
        run, is_new = JobRun.objects.get_or_create(code=code, key=key, defaults=columns)
    else:
        run, is_new = JobRun.objects.create(code=code, **columns), True
    if is_new:
        enqueue_on_commit(run)
    return run


def enqueue_on_commit(run: JobRun) -> None:
    """Hand the present attempt of a run to the workers when the transaction commits."""
    run_id, attempt = run.pk, run.attempt
    transaction.on_commit(lambda: execute.enqueue(run_id, attempt))
