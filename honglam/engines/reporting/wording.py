"""A regime's rule in the words of an office: how often, by when, from whom to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honglam.engines.reporting.schedule import DueRule
from honglam.engines.reporting.terms import DueRoll
from honglam.toolkit.numbers import format_date
from honglam.toolkit.periods import Scheme

if TYPE_CHECKING:
    from honglam.engines.reporting.models import ReportRegime


def rule_in_words(regime: DueRule) -> str:
    """“Hằng quý (chốt số liệu ngày 14), chậm nhất ngày 20 của tháng cuối kỳ”."""
    if regime.only_due_on is not None:
        return _("Một lần, hạn %(due)s") % {"due": format_date(regime.only_due_on)}
    often = often_in_words(regime.scheme)
    if regime.due_after_working_days is not None:
        return _("%(often)s, trong %(days)d ngày làm việc sau ngày chốt số liệu") % {
            "often": often, "days": regime.due_after_working_days,
        }  # fmt: skip
    if regime.due_day is None:
        return often
    words = {"often": often, "day": f"{regime.due_day:02d}", "months": abs(regime.due_month_offset)}
    if regime.due_month_offset == 0:
        return _("%(often)s, chậm nhất ngày %(day)s của tháng cuối kỳ") % words
    if regime.due_month_offset == 1:
        return _("%(often)s, chậm nhất ngày %(day)s tháng sau kỳ") % words
    if regime.due_month_offset < 0:
        return _("%(often)s, chậm nhất ngày %(day)s, %(months)d tháng trước tháng cuối kỳ") % words
    return _("%(often)s, chậm nhất ngày %(day)s của tháng thứ %(months)d sau kỳ") % words


def roll_in_words(regime: DueRule) -> str:
    """What becomes of a due day on which nobody works; empty where the rule never meets one."""
    if regime.due_day is None:
        return ""
    return str(DueRoll(regime.due_roll).label)


def often_in_words(scheme: str) -> str:
    """“Hằng quý”; empty text: nothing is chosen yet."""
    words = {
        Scheme.DAY: _("Hằng ngày"),
        Scheme.WEEK: _("Hằng tuần"),
        Scheme.MONTH: _("Hằng tháng"),
        Scheme.QUARTER: _("Hằng quý"),
        Scheme.HALF: _("6 tháng một lần"),
        Scheme.CUMULATIVE: _("Lũy kế 3, 6, 9, 12 tháng"),
        Scheme.YEAR: _("Hằng năm"),
        Scheme.MONTH_CUT_OFF: _("Hằng tháng (chốt số liệu ngày 14)"),
        Scheme.QUARTER_CUT_OFF: _("Hằng quý (chốt số liệu ngày 14)"),
        Scheme.HALF_CUT_OFF: _("6 tháng một lần (chốt số liệu ngày 14)"),
        Scheme.CUMULATIVE_CUT_OFF: _("Lũy kế 3, 6, 9, 12 tháng (chốt số liệu ngày 14)"),
        Scheme.YEAR_CUT_OFF: _("Hằng năm (chốt số liệu ngày 14)"),
        Scheme.PROGRAMME: _("Mỗi giai đoạn"),
    }
    return words[Scheme(scheme)] if scheme else ""


def reporters_in_words(regime: ReportRegime, named: int) -> str:
    """“Các xã, phường và 2 đơn vị”; `named` units stand in the regime beside its group."""
    units = _("%(count)d đơn vị") % {"count": named} if named else ""
    if regime.group is None:
        return units
    if not named:
        return str(regime.group)
    return _("%(group)s và %(units)s") % {"group": regime.group, "units": units}
