"""What the pages of rolled-up figures are about: a unit, a scheme, the periods; chosen in the address, within reach."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import Reach, reach_of, units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.sight import Sight, sight_of
from honglam.toolkit import periods
from honglam.toolkit.periods import Period, Scheme, latest_over

COUNTS = (1, 3, 6, 12)
OFFERED = 24
"""How many past periods a page offers."""


class PlaceForm(forms.Form):
    """Unit, last period, and how many periods."""

    unit = UnitField(label=gettext_lazy("Đơn vị"), required=False, help_text="", without_villages=True)
    period = forms.ChoiceField(label=gettext_lazy("Đến kỳ"), required=False)
    count = forms.ChoiceField(label=gettext_lazy("Số kỳ"), required=False)

    def __init__(self, *args: Any, reach: Reach, offered: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", reach.units(), within=VIEW)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (period.code, period.short_label) for period in offered
        ]  # fmt: skip
        self.fields["count"].choices = [  # type: ignore[attr-defined]
            (count, _("%(n)s kỳ") % {"n": count}) for count in COUNTS
        ]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The unit (None: the reader has none), the periods from old to new, and the form that shows them."""

    unit: Unit | None
    periods: tuple[Period, ...]
    form: PlaceForm
    reach: Reach

    @property
    def period(self) -> Period | None:
        """The last period."""
        return self.periods[-1] if self.periods else None

    @property
    def query(self) -> str:
        """What the address says of it, for links."""
        unit = f"unit={self.unit.code}" if self.unit else ""
        return f"{unit}&period={self.period.code if self.period else ''}&count={len(self.periods)}"


def place_of(request: PersonRequest, indicators: Sequence[Indicator], *, scheme: str = "", count: int = 1) -> Place:
    """The place that the address asks for; where it asks for none, the reader's own unit and the newest full period.

    Who receives the forms of units out of reach begins with the unit over all of them: what the forms add up to.

    Raises:
        NotAllowed: the unit is not within the reader's reach.
    """
    chosen = Scheme(scheme or next((one.scheme for one in indicators if one.scheme), "") or Scheme.MONTH)
    period = _period(request.GET.get("period", ""), chosen, timezone.localdate())
    reach = sight_of(reach_of(request.user, VIEW), indicators, period.end)
    asked = request.GET.get("count", "")
    number = int(asked) if asked.isdecimal() and int(asked) in COUNTS else count
    found = [period]
    while len(found) < number:
        found.append(found[-1].previous())
    unit = _unit(request, reach)
    initial = {"unit": unit, "period": period.code, "count": number}
    form = PlaceForm(initial=initial, reach=reach, offered=_offered(chosen, period, timezone.localdate()))
    return Place(unit, tuple(reversed(found)), form, reach)


def _unit(request: PersonRequest, reach: Sight) -> Unit | None:
    """The unit of `?unit=`: a code in links, typed text or a chosen key in the filter; else the reader's own."""
    text, key = request.GET.get("unit", "").strip(), request.GET.get("unit_key", "")
    if text:
        unit = Unit.objects.filter(code=text).first()
        if unit is None:
            field = PlaceForm(request.GET, reach=reach, offered=()).fields["unit"]
            try:
                unit = field.clean(field.widget.value_from_datadict(request.GET, None, "unit"))
            except forms.ValidationError as error:
                raise NotAllowed(VIEW, text) from error
        if unit is None or not reach.covers(unit):
            raise NotAllowed(VIEW, text or key)
        return unit
    if reach.above is not None:
        return reach.above
    own = next((unit for unit in units_of(request.user) if reach.covers(unit)), None)
    if reach.everything:
        return Unit.objects.province() or own
    return _highest(reach) or own


def _highest(reach: Reach) -> Unit | None:
    """The unit at the top of what a person reaches."""
    return reach.units().order_by("path").first()


def _period(code: str, scheme: Scheme, today: datetime.date) -> Period:
    try:
        period = periods.parse(code)
    except periods.PeriodError:
        return latest_over(today, scheme)
    return period if period.scheme == scheme else latest_over(today, scheme)


def _offered(scheme: Scheme, chosen: Period, today: datetime.date) -> list[Period]:
    """The running period and those before it, the chosen one among them, newest first."""
    period = latest_over(today, scheme)
    found = [period.next(), period]
    while len(found) < OFFERED:
        found.append(found[-1].previous())
    return found if chosen in found else [chosen, *found]
