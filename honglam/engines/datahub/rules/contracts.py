"""What a delivery has to look like, judged before anybody looks at its rows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.datahub.terms import Alarm


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a delivery, and what is said of it; no alarm where it may be taken."""

    alarm: Alarm
    message: str = ""


_PASSWORD = re.compile(r"[\w+.-]+://[^/@]*?:(.*)@")
GOOD = Judgement(Alarm.NONE)


def judge_shape(expected: Collection[str], seen: Sequence[str]) -> Judgement:
    """Whether the columns are those of the contract, in any order; where it names none, nothing is expected."""
    if not expected:
        return GOOD
    missing = [name for name in expected if name not in set(seen)]
    added = [name for name in seen if name not in set(expected)]
    if not missing and not added:
        return GOOD
    parts = []
    if missing:
        parts.append(_("thiếu cột %(names)s") % {"names": ", ".join(missing)})
    if added:
        parts.append(_("có cột lạ %(names)s") % {"names": ", ".join(added)})
    return Judgement(Alarm.RESHAPED, _("Cấu trúc khác cam kết: %(what)s.") % {"what": "; ".join(parts)})


def judge_size(contract: Mapping[str, Any], rows: int) -> Judgement:
    """Whether there are as many rows as the contract says: at least one, unless it says otherwise."""
    least = int(contract.get("least_rows") or 1)
    most = int(contract.get("most_rows") or 0)
    if rows < least:
        return Judgement(
            Alarm.EMPTY, _("Có %(rows)d dòng, ít hơn %(least)d dòng theo cam kết.") % {"rows": rows, "least": least}
        )
    if most and rows > most:
        return Judgement(
            Alarm.RESHAPED, _("Có %(rows)d dòng, nhiều hơn %(most)d dòng theo cam kết.") % {"rows": rows, "most": most}
        )
    return GOOD


def has_password(address: str) -> bool:
    """Whether somebody wrote a password into an address, where `{secret}` has to stand for it."""
    found = _PASSWORD.match(address)
    return found is not None and found[1] not in {"", "{secret}"}


def is_late(*, every_minutes: int, due_at: datetime.datetime | None, now: datetime.datetime) -> bool:
    """Whether a delivery that comes by itself is overdue: a quarter of its rhythm, an hour at least, is patience."""
    if not every_minutes or due_at is None:
        return False
    patience = max(datetime.timedelta(hours=1), datetime.timedelta(minutes=every_minutes) / 4)
    return now > due_at + patience
