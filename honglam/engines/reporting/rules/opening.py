"""When the report of a period is opened, and what it is called."""

from __future__ import annotations

import datetime

from honglam.engines.reporting.terms import OPEN_BEFORE_DAYS

PREFIX = "Báo cáo"
"""What every title begins with; official names are Vietnamese whatever language the reader chose."""


def opens_on(start: datetime.date, end: datetime.date, due_on: datetime.date) -> datetime.date:
    """The day on which a period's report is opened: so many days before it is due, at the latest when the period ends,
    never before the period begins.

    >>> opens_on(datetime.date(2026, 7, 1), datetime.date(2026, 9, 30), datetime.date(2026, 9, 20))
    datetime.date(2026, 8, 31)
    """
    return max(start, min(due_on - datetime.timedelta(days=OPEN_BEFORE_DAYS), end))


def title_of(name: str, period_name: str = "") -> str:
    """The title of a report: “Báo cáo kết quả chuyển đổi số quý III năm 2026”; abbreviations keep their capitals.

    >>> title_of("Kết quả chuyển đổi số", "Quý III năm 2026")
    'Báo cáo kết quả chuyển đổi số quý III năm 2026'
    >>> title_of("Báo cáo CCHC")
    'Báo cáo CCHC'
    """
    named = name.strip()
    if not named.casefold().startswith(PREFIX.casefold()):
        named = f"{PREFIX} {_lowered(named)}"
    return f"{named} {_lowered(period_name)}".strip()[:500]


def _lowered(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation."""
    words = text.split()
    if not words or (len(words[0]) > 1 and words[0].isupper()):
        return text
    return text[:1].lower() + text[1:]
