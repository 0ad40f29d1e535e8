"""Papers beside rows: brought, taken away."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import ReasonMissing, RecordEnded
from honglam.engines.registers.models import Attachment
from honglam.engines.registers.terms import PAPER_FORMATS
from honglam.toolkit.text import nfc, squeeze

PURPOSE = "registers.paper"
SHORTEST_REASON = 5


@transaction.atomic
def attach(*, register: Register, row: Any, upload: Any, kind: str, by: Any, title: str = "") -> Attachment:
    """Put a file beside a row; without a title it bears the name of the file. Returns the paper.

    A row that ended takes no more papers.

    Raises:
        NotAllowed, RecordEnded, FileRefused (what it is, not what it is called, decides).
    """
    require(by, register.permission("edit"), row.unit)
    if row.ended_on is not None:
        raise RecordEnded()
    file = store(upload=upload, by=by, purpose=PURPOSE, allowed=PAPER_FORMATS, unit=row.unit)
    paper = Attachment.objects.create(
        register=register.code, row_uid=row.uid, file=file, kind=kind, by=by,
        title=squeeze(nfc(title))[:300] or file.name[:300],
    )  # fmt: skip
    record(by=by, action="registers.paper_attached", target=row, unit=row.unit, summary=paper.title)
    return paper


@transaction.atomic
def detach(*, register: Register, row: Any, paper: Attachment, by: Any, reason: str) -> None:
    """Take a paper away from a row, with the reason; its content is cleared away with the uploads that nobody needs.

    Raises:
        NotAllowed, ReasonMissing, RecordEnded.
    """
    require(by, register.permission("edit"), row.unit)
    if row.ended_on is not None:
        raise RecordEnded()
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
    record(by=by, action="registers.paper_removed", target=row, unit=row.unit, reason=reason, summary=paper.title)
    paper.delete()
