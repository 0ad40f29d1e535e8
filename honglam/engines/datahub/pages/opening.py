"""How pages find their dataset, say what the reader may do with it, and start its long work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.requests import PersonRequest
from honglam.core.jobs.actions import start
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub.mendable import is_mendable
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.sight import keeps, manages, may_read_rows, may_release
from honglam.engines.datahub.supply import supply_of


def dataset_of(code: str) -> Dataset:
    """The dataset of an address, with its owner and steward, or 404."""
    found: Dataset = get_object_or_404(Dataset.objects.select_related("owner", "steward"), code=code)
    return found


def frame_of(request: PersonRequest, dataset: Dataset, tab: str) -> dict[str, Any]:
    """What the head and the tabs of every page of a dataset need."""
    return {
        "dataset": dataset, "tab": tab, "keeps": keeps(request.user, dataset),
        "manages": manages(request.user, dataset), "releases": may_release(request.user, dataset),
        "may_read": may_read_rows(request.user, dataset),
        "has_supply": bool(dataset.supply) and supply_of(dataset.supply) is not None,
        "is_mendable": is_mendable(dataset), "job": open_job(dataset), "here": request.path,
    }  # fmt: skip


def open_job(dataset: Dataset) -> JobRun | None:
    """The work on a dataset that waits or runs now."""
    return JobRun.objects.for_target(dataset).open().first()


def begin(request: PersonRequest, dataset: Dataset, code: str, page: str, **arguments: Any) -> HttpResponse:
    """Start a job on a dataset for the reader and go back to a page that shows how far it is."""
    address = reverse(f"datahub:{page}", args=[dataset.code])
    if open_job(dataset) is not None:
        messages.info(request, _("Tập dữ liệu đang có việc chạy; hãy chờ việc đó xong."))
    else:
        start(code, by=request.user, unit=dataset.owner, target=dataset, target_url=address, dataset_id=dataset.pk,
              person_id=request.user.pk, **arguments)  # fmt: skip
    return redirect(address)
