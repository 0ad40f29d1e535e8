"""A dataset with rows, a right to read it that was used, and what a procedure needs of it, for the walks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.datahub.actions.needs import Need, keep_need
from honglam.engines.datahub.actions.requests import Wish, ask, grant
from honglam.engines.datahub.models import AccessLog, AccessRequest, Dataset, Grant, ProcedureNeed
from honglam.engines.datahub.terms import ReadForm, Sensitivity
from tests.engines.datahub.sharing_stories import make_dataset, publish, row


@dataclass(frozen=True)
class Shared:
    """One of everything of sharing."""

    dataset: Dataset
    request: AccessRequest
    grant: Grant
    need: ProcedureNeed


def make_shared_dataset(owner: Unit, unit: Unit, reader: Any, decider: Any) -> Shared:
    """`reader` asked for `unit` and reads, `decider` gave it, one read is in the log."""
    dataset = make_dataset(owner, code="walk-plots", sensitivity=Sensitivity.SHARED)
    version = publish(dataset, [row("A1"), row("A2")])
    wish = Wish(
        purpose="Đối chiếu hồ sơ đất đai", legal_basis="Luật Đất đai 2024", columns=["code", "area"], days=30,
        row_filter={"commune": ["90001"]},
    )  # fmt: skip
    request = ask(dataset=dataset, unit=unit, wish=wish, by=reader)
    given = grant(request=request, by=decider)
    AccessLog.objects.create(
        dataset=dataset, version=version, grant=given, user=reader, unit=unit, at=timezone.now(), form=ReadForm.PAGE,
        columns=["code", "area"], rows=2,
    )  # fmt: skip
    need = Need(procedure="Đăng ký biến động đất đai", item="Giấy chứng nhận", dataset=dataset, columns=["code"])
    return Shared(dataset, request, given, keep_need(need=need, by=decider))
