"""The signed file comes back and takes the draft's place; the draft stays readable, the document gets its number."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.engines.plans.actions.plans import give, issue
from honglam.engines.plans.actions.readings import IMPORT
from honglam.engines.plans.models import FormerFile, Plan

if TYPE_CHECKING:
    from honglam.core.access.models import User

SIGNED = ("pdf",)


@transaction.atomic
def attach_signed(
    *, plan: Plan, upload: UploadedFile[Any], by: User, number: str = "", issued_on: datetime.date | None = None,
    gives: bool = False,
) -> Plan:  # fmt: skip
    """Store the signed file of a document; a draft is issued with its number and day, and its work given if asked.

    What stood there before becomes a former file. All of it or nothing.

    Raises:
        NotAllowed: the person may not enter documents of the issuer (or, to give, direct its work).
        FileRefused: the content is no PDF. NumberMissing, NumberTaken, StepNotAllowed: as for `issue`.
    """
    require(by, IMPORT, plan.issuer)
    file = store(upload=upload, by=by, purpose="plans.document", allowed=SIGNED, unit=plan.issuer)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("issuer", "file").get(pk=plan.pk)
    before = plan.file
    if before is not None:
        FormerFile.objects.get_or_create(plan=plan, file=before, defaults={"replaced_by": by})
    plan.file = file
    plan.save(update_fields=["file"])
    record(
        by=by, action="plans.signed_file_attached", target=plan, unit=plan.issuer,
        changes={"file": (before.name if before else "", file.name)},
    )  # fmt: skip
    if plan.is_draft:
        plan = issue(plan=plan, number=number, issued_on=issued_on, by=by)
        if gives:
            give(plan=plan, by=by)
    return plan
