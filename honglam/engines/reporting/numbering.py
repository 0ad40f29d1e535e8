"""Which numbers a unit's reports have, and which comes next."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from honglam.engines.reporting.heads import issuing_body
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.rules.numbers import next_number, symbol_of

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit


def numbers_of_year(unit: Unit, year: int) -> list[str]:
    """The numbers of a unit's reports of a year, the latest first; one query."""
    rows = Report.objects.filter(unit=unit, issued_on__year=year).exclude(number="").order_by("-issued_on", "-pk")
    return list(rows.values_list("number", flat=True))


def suggested_number(unit: Unit, today: datetime.date) -> str:
    """The number after the unit's last one this year, with the symbol that it uses."""
    taken = numbers_of_year(unit, today.year)
    return next_number(taken, symbol_of(taken) or issuing_body(unit).symbol)
