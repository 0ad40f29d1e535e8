"""The history of an object as its page shows it: the newest entries of the log, and more of them on demand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q
from django.http import HttpRequest

from honglam.core.audit.models import AuditEntry

STEP, MOST = 20, 500
PARAMETER = "history"


@dataclass(frozen=True, slots=True)
class History:
    """The newest entries, ready for `audit/history_card.html`; `more` is how many to ask for next, 0 at the end."""

    entries: list[AuditEntry]
    more: int


def history_of(*targets: Model, size: int = STEP, within: Q | None = None) -> History:
    """The newest `size` entries about the objects, newest first; one query.

    `within` narrows them to what the reader may see, where an object is of interest to more units than one.
    """
    entries = AuditEntry.objects.for_targets(*targets)
    if within is not None:
        entries = entries.filter(within)
    found = list(entries[: size + 1])
    has_more = len(found) > size and size < MOST
    return History(found[:size], min(size + 5 * STEP, MOST) if has_more else 0)


def size_asked(request: HttpRequest) -> int:
    """How many entries the address asks for (`?history=120`), within bounds."""
    text = request.GET.get(PARAMETER, "")
    return min(max(int(text), STEP), MOST) if text.isdecimal() and len(text) < 5 else STEP
