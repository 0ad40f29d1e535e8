"""A report regime as somebody words it, before it is kept; and what is checked of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from honglam.core.calendar.counting import FIRST_YEAR, LAST_YEAR
from honglam.core.organisations.terms import Level
from honglam.engines.reporting.errors import RegimeRefused
from honglam.engines.reporting.outline import OutlinePart, outline_of
from honglam.engines.reporting.schedule import DueRule, reporters_of, reporters_on
from honglam.engines.reporting.terms import INSIDE_STEPS, DueRoll, DutySource, RegimeKind, RegimeState
from honglam.toolkit.numbers import format_date
from honglam.toolkit.periods import Period, Scheme, period_of

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit, UnitGroup
    from honglam.engines.indicators.public import IndicatorForm
    from honglam.engines.reporting.models import ReportRegime

MOST_MONTHS_AFTER = 12
SCHEMES = frozenset(scheme.value for scheme in Scheme)
SHORT_SCHEMES = (Scheme.DAY, Scheme.WEEK)
"""Several of their periods end in one month, so a day of a month is no due day for them."""
STATED = (
    "name", "kind", "legal_basis", "scheme", "due_day", "due_month_offset", "due_after_working_days", "only_due_on",
    "only_from", "only_to", "due_roll", "due_text", "group", "owner", "receiver", "outside_receiver", "consolidator",
    "feeds", "is_public", "starts_on", "ends_on",
)  # fmt: skip
"""The fields that are columns of the same name."""


@dataclass(frozen=True, slots=True)
class RegimeDefinition:
    """Who reports what to whom, how often, by when; the fields are those of `ReportRegime`.

    `scheme` is empty for a report that is owed once. No receiver named: the direct superior that all reporters share.
    `sections` of None means the usual outline, or the one that is there. `steps` are those that are kept, of which only
    checking and office can be left out; empty means all. `plan_uid`, `duty_key` and `quote` are kept when a regime is
    first defined; what a plan has proposed keeps its own.
    """

    name: str
    owner: Unit
    starts_on: datetime.date
    kind: str = RegimeKind.PERIODIC
    legal_basis: str = ""
    scheme: str = ""
    due_day: int | None = None
    due_month_offset: int = 0
    due_after_working_days: int | None = None
    only_due_on: datetime.date | None = None
    only_from: datetime.date | None = None
    only_to: datetime.date | None = None
    due_roll: str = DueRoll.NEXT
    due_text: str = ""
    group: UnitGroup | None = None
    units: tuple[Unit, ...] = ()
    receiver: Unit | None = None
    outside_receiver: str = ""
    consolidator: Unit | None = None
    feeds: ReportRegime | None = None
    sections: tuple[OutlinePart, ...] | None = None
    steps: tuple[str, ...] = ()
    forms: tuple[IndicatorForm, ...] = ()
    is_public: bool = False
    ends_on: datetime.date | None = None
    source: str = DutySource.MANUAL
    plan_uid: UUID | None = None
    duty_key: str = ""
    quote: str = ""

    @classmethod
    def of(cls, regime: ReportRegime) -> RegimeDefinition:
        """The definition of a stored regime."""
        return cls(
            **{column: getattr(regime, column) for column in STATED},
            units=tuple(regime.units.all()), sections=outline_of(regime.sections), steps=tuple(regime.steps),
            forms=tuple(regime.forms.all()), source=regime.source, plan_uid=regime.plan_uid, duty_key=regime.duty_key,
            quote=regime.quote,
        )  # fmt: skip


def check_definition(wanted: RegimeDefinition, regime: ReportRegime | None = None) -> list[Unit]:
    """Refuse what cannot be kept (`regime`: the stored one that it changes); the reporters of its first day.

    Raises:
        RegimeRefused: what is wrong, with the column at fault.
    """
    if not wanted.name.strip():
        raise RegimeRefused(_("Hãy ghi tên báo cáo."), "name")
    if wanted.kind not in RegimeKind.values:
        raise RegimeRefused(_("Không có loại báo cáo này."), "kind")
    if wanted.ends_on is not None and wanted.ends_on < wanted.starts_on:
        raise RegimeRefused(_("Ngày hết áp dụng phải từ ngày bắt đầu trở đi."), "ends_on")
    check_due_rule(wanted, is_new=regime is None or regime.state == RegimeState.PROPOSED)
    if strange := [step for step in wanted.steps if step not in INSIDE_STEPS]:
        raise RegimeRefused(_("Không có bước “%(step)s” trong đơn vị báo cáo.") % {"step": strange[0]}, "steps")
    reporters = _checked_reporters(wanted)
    _check_feeding(wanted, reporters, regime)
    _check_forms(wanted, reporters)
    return reporters


class WordedRule(DueRule, Protocol):
    """A due rule with the days of what is owed once."""

    @property
    def only_from(self) -> datetime.date | None:
        """The first day of its figures."""
        ...

    @property
    def only_to(self) -> datetime.date | None:
        """The last one."""
        ...


def check_due_rule(wanted: WordedRule, *, is_new: bool = True) -> None:
    """Refuse a due rule that says nothing, too much, or a day before its period.

    Raises:
        RegimeRefused: what is wrong, with the column at fault.
    """
    rules = (wanted.due_day, wanted.due_after_working_days, wanted.only_due_on)
    if sum(rule is not None for rule in rules) != 1:
        raise RegimeRefused(_("Chọn đúng một cách tính hạn gửi."), "due_rule")
    if (not wanted.scheme) != (wanted.only_due_on is not None):
        raise RegimeRefused(
            _("Báo cáo một lần phải ghi hạn gửi và khoảng ngày lấy số liệu; báo cáo định kỳ phải chọn kỳ."), "scheme"
        )
    if wanted.only_due_on is not None:
        _check_once(wanted, is_new)
        return
    if wanted.scheme not in SCHEMES:
        raise RegimeRefused(_("Không có loại kỳ báo cáo này."), "scheme")
    if wanted.due_after_working_days is not None and not 1 <= wanted.due_after_working_days <= 250:
        raise RegimeRefused(
            _("Hạn gửi phải sau ngày chốt số liệu ít nhất 1 ngày làm việc, nhiều nhất 250."), "due_after_working_days"
        )
    if wanted.due_day is None:
        return
    if wanted.scheme in SHORT_SCHEMES:
        raise RegimeRefused(
            _("Báo cáo ngày, tuần không tính hạn theo ngày của tháng. Hãy chọn số ngày làm việc sau kỳ."), "due_rule"
        )
    if not 1 <= wanted.due_day <= 31:
        raise RegimeRefused(_("Ngày hạn gửi từ 1 đến 31."), "due_day")
    earliest = 1 - _months_of(period_of(wanted.starts_on, Scheme(wanted.scheme)))
    if not earliest <= wanted.due_month_offset <= MOST_MONTHS_AFTER:
        raise RegimeRefused(
            _("Tháng gửi nằm ngoài kỳ: nhiều nhất %(most)d tháng sau tháng cuối kỳ, không trước khi kỳ bắt đầu.")
            % {"most": MOST_MONTHS_AFTER},
            "due_month_offset",
        )


def _check_once(wanted: WordedRule, is_new: bool) -> None:
    due, first, last = wanted.only_due_on, wanted.only_from, wanted.only_to
    assert due is not None
    if first is None or last is None:
        raise RegimeRefused(_("Hãy ghi số liệu lấy từ ngày nào đến ngày nào."), "only_from")
    if last < first:
        raise RegimeRefused(_("Khoảng ngày lấy số liệu kết thúc trước khi bắt đầu."), "only_to")
    if not FIRST_YEAR <= due.year <= LAST_YEAR:
        raise RegimeRefused(_("Năm của hạn gửi không hợp lệ."), "only_due_on")
    if is_new and due < wanted.starts_on:
        raise RegimeRefused(
            _("Hạn gửi %(due)s trước ngày áp dụng %(start)s. Hãy sửa một trong hai ngày.")
            % {"due": format_date(due), "start": format_date(wanted.starts_on)},
            "only_due_on",
        )


def _months_of(period: Period) -> int:
    """How many months a period has; cumulative ones at least three."""
    if period.scheme.is_cumulative:
        return 3
    whole = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return whole - 1 if period.scheme.has_cut_off else whole


def _checked_reporters(wanted: RegimeDefinition) -> list[Unit]:
    """The reporters on the first day. RegimeRefused where there is none, or the owner may not ask them."""
    if wanted.group is None and not wanted.units:
        raise RegimeRefused(_("Hãy chọn nhóm đơn vị hoặc đơn vị phải báo cáo."), "group")
    found = reporters_of(wanted.group, wanted.units, wanted.owner, wanted.starts_on)
    if not found:
        raise RegimeRefused(
            _("Ngày %(day)s không có đơn vị nào phải báo cáo. Hãy chọn nhóm khác, thêm đơn vị hoặc sửa ngày áp dụng.")
            % {"day": format_date(wanted.starts_on)},
            "group",
        )
    if wanted.owner.level != Level.PROVINCE:
        path = wanted.owner.path
        outside = [one for one in found if not (one.path.startswith(path) or one.second_path.startswith(path))]
        if outside:
            raise RegimeRefused(
                _("%(owner)s chỉ lập được chế độ báo cáo cho chính mình và đơn vị trực thuộc, không cho %(unit)s.")
                % {"owner": wanted.owner, "unit": outside[0]},
                "units",
            )
    return found


def receiver_of(wanted: RegimeDefinition, reporters: Sequence[Unit]) -> Unit | None:
    """The unit that receives the report: the one named, nobody where a body outside is, else the shared superior.

    Raises:
        RegimeRefused: two receivers are named, none can be told from the tree, or the only reporter is the receiver.
    """
    if wanted.receiver is not None and wanted.outside_receiver.strip():
        raise RegimeRefused(_("Chọn một nơi nhận: đơn vị trong tỉnh hoặc cơ quan ngoài tỉnh."), "outside_receiver")
    if wanted.outside_receiver.strip():
        return None
    receiver = wanted.receiver
    if receiver is None:
        superiors = {unit.parent_id: unit for unit in reporters}
        if len(superiors) != 1 or None in superiors:
            raise RegimeRefused(
                _("Các đơn vị báo cáo không cùng một cấp trên trực tiếp. Hãy chọn nơi nhận."), "receiver"
            )
        receiver = next(iter(superiors.values())).parent
    if any(unit == receiver for unit in reporters):
        raise RegimeRefused(
            _("%(unit)s không thể gửi báo cáo cho chính mình. Hãy chọn nơi nhận khác.") % {"unit": receiver}, "receiver"
        )
    return receiver


def _check_feeding(wanted: RegimeDefinition, reporters: Sequence[Unit], regime: ReportRegime | None) -> None:
    """A report goes into one of the same periods that whoever consolidates has to write; never in a circle."""
    if regime is not None and (other := regime.fed_by.filter(state=RegimeState.IN_FORCE).exclude(scheme=wanted.scheme)):
        raise RegimeRefused(
            _("“%(name)s” được tổng hợp vào báo cáo này và có kỳ khác. Hãy sửa báo cáo đó trước.")
            % {"name": other[0].name},
            "scheme",
        )
    above = wanted.feeds
    if above is None:
        return
    seen: set[int] = set()
    upper: ReportRegime | None = above
    while upper is not None and upper.pk not in seen:
        if regime is not None and upper.pk == regime.pk:
            raise RegimeRefused(
                _("“%(name)s” đã được tổng hợp từ báo cáo này; hai báo cáo không thể tổng hợp lẫn nhau.")
                % {"name": above.name},
                "feeds",
            )
        seen.add(upper.pk)
        upper = upper.feeds
    if above.state in (RegimeState.ENDED, RegimeState.DECLINED):
        raise RegimeRefused(_("“%(name)s” không còn áp dụng.") % {"name": above.name}, "feeds")
    if above.scheme != wanted.scheme:
        raise RegimeRefused(
            _("“%(name)s” có kỳ báo cáo khác. Hai báo cáo phải cùng kỳ mới tổng hợp được.") % {"name": above.name},
            "feeds",
        )
    consolidator = wanted.consolidator or receiver_of(wanted, reporters)
    if consolidator not in reporters_on(above, max(above.starts_on, wanted.starts_on)):
        raise RegimeRefused(
            _("%(unit)s không phải lập “%(name)s”. Đơn vị tổng hợp phải là nơi lập báo cáo được tổng hợp vào.")
            % {"unit": consolidator or wanted.outside_receiver, "name": above.name},
            "feeds",
        )


def _check_forms(wanted: RegimeDefinition, reporters: Sequence[Unit]) -> None:
    """A form belongs to a report where a reporter fills it, or receives it from below."""
    keys = {unit.pk for unit in reporters}
    for form in wanted.forms:
        if not form.is_active:
            raise RegimeRefused(_("Biểu %(code)s không còn dùng.") % {"code": form.code}, "forms")
        filled_by = reporters_of(form.group, form.units.all(), form.receiver, wanted.starts_on)
        if not keys & {form.receiver_id, *(unit.pk for unit in filled_by)}:
            raise RegimeRefused(
                _("Biểu %(code)s không phải của đơn vị báo cáo nào: không nơi nào nhập hay nhận biểu này.")
                % {"code": form.code},
                "forms",
            )
