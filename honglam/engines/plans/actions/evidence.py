"""Evidence that comes before its report: a phone sends photographs one by one, then the report that names them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.files.models import StoredFile
from honglam.core.files.rules import clean_name
from honglam.engines.plans.actions.work import Proof
from honglam.engines.plans.errors import EvidenceGone, EvidenceRefused
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.share_steps import REPORT
from honglam.engines.plans.terms import EVIDENCE_FORMATS

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

PURPOSE = "plans.evidence"


@transaction.atomic
def take_evidence(*, assignment: Assignment, upload: UploadedFile, by: User) -> StoredFile:
    """Store a file that a report on the share will name; the same file from the same person again is the first one.

    What no report ever names is cleared away with other uploads left half-way.

    Raises:
        NotAllowed; EvidenceRefused: the content is not what may be evidence.
    """
    require(by, REPORT, assignment.unit)
    known = StoredFile.objects.filter(
        purpose=PURPOSE, by=by, unit=assignment.unit, name=clean_name(upload.name or ""), sha256=_digest(upload)
    )
    if found := known.order_by("-pk").first():
        return found
    try:
        return store(upload=upload, by=by, purpose=PURPOSE, allowed=EVIDENCE_FORMATS, unit=assignment.unit)
    except FileRefused as error:
        raise EvidenceRefused(str(error)) from error


def proofs_of(*, uids: Iterable[UUID], by: User, unit: Unit) -> list[Proof]:
    """The files that a person brought for a unit, in the order given.

    Raises:
        EvidenceGone: one of them is not there (any more): it has to be sent again.
    """
    wanted = list(dict.fromkeys(uids))
    found = {file.uid: file for file in StoredFile.objects.filter(uid__in=wanted, purpose=PURPOSE, by=by, unit=unit)}
    if missing := [uid for uid in wanted if uid not in found]:
        raise EvidenceGone(_("%d tệp minh chứng không còn trên máy chủ; hãy gửi lại tệp.") % len(missing))
    return [Proof(file=found[uid]) for uid in wanted]


def _digest(upload: UploadedFile) -> str:
    running = hashlib.sha256()
    for chunk in upload.chunks():
        running.update(chunk)
    upload.seek(0)
    return running.hexdigest()
