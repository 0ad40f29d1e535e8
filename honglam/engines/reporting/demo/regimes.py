"""Report regimes of the demonstration province: one of all communes that goes up to the province, three of one commune.

The reports of past periods are opened as they would have been on their days; what became of them is told elsewhere.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from honglam.core.access.models import User
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.engines.reporting.actions.arrangements import Arrangement, arrange
from honglam.engines.reporting.actions.regimes import define_regime
from honglam.engines.reporting.actions.rounds import open_rounds_of
from honglam.engines.reporting.definition import RegimeDefinition
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.outline import default_outline
from honglam.engines.reporting.owed import general_of
from honglam.engines.reporting.schedule import next_due_dates
from honglam.engines.reporting.terms import SigningForm
from honglam.toolkit.periods import Scheme, period_of

if TYPE_CHECKING:
    from honglam.core.access.models import User as Person

GROUP = "all-communes"
COMMUNE = "18484"
DEPARTMENT = "42.science-technology"
PROVINCE = "42"
DIGITAL = "Kết quả thực hiện chuyển đổi số"
DIGITAL_ABOVE = "Kết quả thực hiện chuyển đổi số của tỉnh"
BACK = datetime.timedelta(days=130)
"""Rounds are opened from the quarter on in which that day lies."""
MOST_ROUNDS = 14


@dataclass(frozen=True, slots=True)
class Other:
    """A report of the one commune to another body."""

    name: str
    receiver: str
    scheme: Scheme
    due_day: int
    due_month_offset: int
    legal_basis: str


OTHERS = (
    Other("Công tác cải cách hành chính", "42.home-affairs", Scheme.QUARTER_CUT_OFF, 18, 0,
          "Kế hoạch cải cách hành chính hằng năm của tỉnh (minh họa)"),
    Other("Bảo đảm an ninh mạng và thực hiện Đề án 06", "42.police", Scheme.MONTH_CUT_OFF, 17, 0,
          "Kế hoạch thực hiện Đề án 06 của tỉnh (minh họa)"),
    Other("Tiếp nhận, xử lý phản ánh, kiến nghị của người dân", "42.provincial-office", Scheme.MONTH, 5, 1,
          "Quy chế tiếp nhận, xử lý phản ánh, kiến nghị (minh họa)"),
)  # fmt: skip


@transaction.atomic
def load(*, by: Person, today: datetime.date) -> int:
    """Define the regimes, arrange who does what, open the rounds up to today; how many reports there are in all.

    0 where the regimes were there before, or the units are not.
    """
    codes = (COMMUNE, DEPARTMENT, PROVINCE, *(other.receiver for other in OTHERS))
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    group = UnitGroup.objects.filter(code=GROUP).first()
    if group is None or len(units) < len(codes) or ReportRegime.objects.filter(name=DIGITAL).exists():
        return 0
    begun = period_of(today - BACK, Scheme.QUARTER).start
    _arrange_people(units, by)
    regimes = [*_digital(units, group, begun, by), *_others(units, begun, by)]
    _arrange_police(units, regimes[-2], by)
    calendar = WorkingCalendar.load()
    for regime in regimes:
        for due in next_due_dates(regime, begun, calendar, MOST_ROUNDS):
            if due.due_on <= today:
                open_rounds_of(regime=regime, today=due.due_on)
    return Report.objects.filter(regime__in=regimes).count()


def _digital(units: dict[str, Unit], group: UnitGroup, begun: datetime.date, by: Person) -> list[ReportRegime]:
    """The department's report to the province, and that of all communes from which it is put together."""
    department = units[DEPARTMENT]
    upper = RegimeDefinition(
        name=DIGITAL_ABOVE, owner=department, receiver=units[PROVINCE], units=(department,), starts_on=begun,
        scheme=Scheme.QUARTER_CUT_OFF, due_day=25, sections=default_outline(consolidates=True) or None,
        legal_basis="Kế hoạch chuyển đổi số hằng năm của tỉnh (minh họa)",
        due_text="trước ngày 25 của tháng cuối quý",
    )  # fmt: skip
    above = define_regime(definition=upper, by=by)
    lower = RegimeDefinition(
        name=DIGITAL, owner=department, receiver=department, group=group, starts_on=begun, feeds=above, is_public=True,
        scheme=Scheme.QUARTER_CUT_OFF, due_day=20, due_text="trước ngày 20 của tháng cuối quý",
        legal_basis="Kế hoạch chuyển đổi số hằng năm của tỉnh (minh họa)",
    )  # fmt: skip
    return [define_regime(definition=lower, by=by), above]


def _others(units: dict[str, Unit], begun: datetime.date, by: Person) -> list[ReportRegime]:
    """The three reports of the one commune to three other bodies."""
    return [
        define_regime(
            definition=RegimeDefinition(
                name=other.name, owner=units[other.receiver], receiver=units[other.receiver], units=(units[COMMUNE],),
                scheme=other.scheme, due_day=other.due_day, due_month_offset=other.due_month_offset, starts_on=begun,
                legal_basis=other.legal_basis,
            ),
            by=by,
        )
        for other in OTHERS
    ]  # fmt: skip


def _arrange_people(units: dict[str, Unit], by: Person) -> None:
    """The commune: its culture office drafts, its chairman signs for the committee. The department: its director."""
    people = {user.username: user for user in User.objects.filter(username__endswith=".dongloc")}
    parts = {unit.function: unit for unit in Unit.objects.filter(parent=units[COMMUNE])}
    chairman = people.get("chutich.dongloc")
    if general_of(units[COMMUNE]) is None:
        arrange(
            unit=units[COMMUNE], by=by,
            arrangement=Arrangement(
                drafting_unit=parts.get("commune-culture-society"), office_unit=parts.get("commune-office"),
                drafter=people.get("canbo.dongloc"), signer=chairman, signing_form=SigningForm.FOR_BODY,
                signing_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer_name=chairman.full_name if chairman else "",
            ),
        )  # fmt: skip
    director = User.objects.filter(username="sokhcn").first()
    if director is not None and general_of(units[DEPARTMENT]) is None:
        arrange(
            unit=units[DEPARTMENT], by=by,
            arrangement=Arrangement(
                signer=director, signing_form=SigningForm.OWN, signing_lines=("GIÁM ĐỐC",),
                signer_name=director.full_name,
            ),
        )  # fmt: skip


def _arrange_police(units: dict[str, Unit], regime: ReportRegime, by: Person) -> None:
    """What goes to the police is drafted by the commune's police."""
    part = Unit.objects.filter(parent=units[COMMUNE], function="commune-police").first()
    if part is None:
        return
    arrange(
        unit=units[COMMUNE], regime=regime, by=by,
        arrangement=Arrangement(drafting_unit=part),
    )  # fmt: skip
