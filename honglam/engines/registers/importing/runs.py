"""Where an import stands: the run itself, held for a step, its job, its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.jobs.models import JobRun
from honglam.engines.registers.declaration import Register, register_of
from honglam.engines.registers.errors import ImportRefused
from honglam.engines.registers.models import ImportRun


def held(run: ImportRun, by: Any, states: tuple[str, ...]) -> tuple[ImportRun, Register]:
    """The run, locked, and its register. Raises NotAllowed, ImportRefused where it stands elsewhere."""
    found = ImportRun.objects.select_for_update(of=("self",)).select_related("unit", "file", "mended_from")
    run = found.get(pk=run.pk)
    register = register_of(run.register)
    require(by, register.permission("edit"), run.unit)
    if run.state not in states:
        raise ImportRefused(
            _("Lần nhập này đang ở bước “%(state)s” nên không làm được việc vừa chọn. Hãy tải lại trang.")
            % {"state": run.get_state_display()}
        )
    return run, register


def open_job(run: ImportRun) -> JobRun | None:
    """The job that waits or works for a run, if any."""
    job: JobRun | None = JobRun.objects.for_target(run).open().order_by("-id").first()
    return job


def address_of(run: ImportRun) -> str:
    """The page of a run."""
    return reverse("registers:import_run", args=[run.register, run.uid])
