"""A form of the demonstration province: what communes report every month, four months of it, all of it invented.

The definitions, the newest month of two communes, what they did with it, and what came back come through the verbs; the
months of all the others, thousands of figures, are written at once, as the verbs would have left them.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from honglam.core.access.models import Membership, User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.engines.indicators.actions import (
    CellDraft,
    FormDefinition,
    IndicatorDefinition,
    LineDraft,
    define,
    define_form,
    define_rule,
    record_value,
    return_submission,
    save_cells,
    submit,
)
from honglam.engines.indicators.deadlines import digest_of, due_on
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import (
    OFFICIAL_STATES,
    Aggregation,
    Calculation,
    RuleKind,
    Severity,
    SubmissionState,
    TimeAggregation,
    ValueState,
)
from honglam.toolkit.periods import Period, Scheme, latest_over

SEED = 42
CODE = "CDS-01"
GROUP = "all-communes"
MONTHS = 4
SOURCE = "Số liệu hư cấu để trình diễn"
FILLING, WAITING, EMPTY = "18484", "18073", 5
"""The commune that is just filling in its month, the one that has sent it, and how many have sent nothing."""
RETURNED = 3
"""How many submissions of the newest month came back to their communes, and one of the month before."""
_STEPS: dict[str, SubmissionState] = {
    ValueState.SUBMITTED: SubmissionState.SUBMITTED, ValueState.APPROVED: SubmissionState.APPROVED,
    ValueState.LOCKED: SubmissionState.LOCKED,
}  # fmt: skip
_REASONS = (
    "Số hồ sơ trực tuyến khác số trên Cổng dịch vụ công của tỉnh; đề nghị đối chiếu rồi gửi lại.",
    "Số hộ kinh doanh giảm một nửa so với kỳ trước mà chưa có giải trình.",
    "Chưa kèm minh chứng cho số lượt hướng dẫn; đề nghị bổ sung danh sách.",
)

PROCEDURES = "Thủ tục hành chính"
SOCIETY = "Công dân số"
REPORTS = "Phản ánh, kiến nghị"


@dataclass(frozen=True, slots=True)
class Kind:
    """One line to invent: its name, its measure, how big it is in a small commune, and of which line it is a part."""

    name: str
    group: str
    measure: str
    usual: int = 0
    part_of: str = ""
    is_stock: bool = False
    ratio: tuple[str, str] = ("", "")
    help: str = ""


KINDS = (
    Kind("Hồ sơ thủ tục hành chính tiếp nhận trong kỳ", PROCEDURES, "hồ sơ", 640, help="trực tiếp và trực tuyến"),
    Kind("Hồ sơ tiếp nhận trực tuyến", PROCEDURES, "hồ sơ", part_of="Hồ sơ thủ tục hành chính tiếp nhận trong kỳ"),
    Kind("Hồ sơ đã giải quyết trong kỳ", PROCEDURES, "hồ sơ", part_of="Hồ sơ thủ tục hành chính tiếp nhận trong kỳ"),
    Kind("Hồ sơ giải quyết đúng hạn", PROCEDURES, "hồ sơ", part_of="Hồ sơ đã giải quyết trong kỳ"),
    Kind("Tỷ lệ hồ sơ tiếp nhận trực tuyến", PROCEDURES, "%",
         ratio=("Hồ sơ tiếp nhận trực tuyến", "Hồ sơ thủ tục hành chính tiếp nhận trong kỳ")),
    Kind("Tỷ lệ hồ sơ giải quyết đúng hạn", PROCEDURES, "%",
         ratio=("Hồ sơ giải quyết đúng hạn", "Hồ sơ đã giải quyết trong kỳ")),
    Kind("Lượt người dân được tổ công nghệ số cộng đồng hướng dẫn", SOCIETY, "lượt", 210),
    Kind("Hộ kinh doanh nhận thanh toán không dùng tiền mặt", SOCIETY, "hộ", 95, is_stock=True,
         help="tính đến cuối kỳ"),
    Kind("Người dân có tài khoản định danh điện tử mức 2", SOCIETY, "người", 7400, is_stock=True,
         help="tính đến cuối kỳ"),
    Kind("Phản ánh, kiến nghị tiếp nhận", REPORTS, "phản ánh", 24),
    Kind("Phản ánh, kiến nghị đã xử lý", REPORTS, "phản ánh", part_of="Phản ánh, kiến nghị tiếp nhận"),
    Kind("Tỷ lệ phản ánh, kiến nghị đã xử lý", REPORTS, "%",
         ratio=("Phản ánh, kiến nghị đã xử lý", "Phản ánh, kiến nghị tiếp nhận")),
)  # fmt: skip


def load(*, by: User, receiver: Unit, police: Unit | None = None) -> int:
    """Define the form and fill its months; returns how many figures. Nothing when repeated, or without communes."""
    communes = list(Unit.objects.communes().valid_on(timezone.localdate()).in_alphabet())
    if not communes or IndicatorForm.objects.filter(code=CODE).exists():
        return 0
    with transaction.atomic():
        known = _defined(by)
        months = _months(timezone.localdate())
        form = _form(by, receiver, communes, known, months[0].start)
        people = _heads(communes)
        figures = [
            figure
            for month in months[:-1]
            for unit in communes
            for figure in _figures(
                known,
                unit,
                month,
                ValueState.LOCKED if month == months[0] else ValueState.APPROVED,
                people.get(unit.pk, by),
            )
        ]
        newest = months[-1]
        rest = [unit for unit in communes if unit.code not in (FILLING, WAITING)]
        sent = rest[: max(0, len(rest) - EMPTY)]
        for unit in sent:
            figures += _figures(known, unit, newest, ValueState.SUBMITTED, people.get(unit.pk, by))
        figures += [
            figure
            for unit in communes
            for figure in _figures(known, unit, newest.year_before(), ValueState.APPROVED, people.get(unit.pk, by))
        ]
        IndicatorValue.objects.bulk_create(figures, batch_size=1000)
        _submissions(form, known, figures, months, people, by)
        record(by=None, action="indicators.value_recorded", summary=SOURCE, about=list(known.values()),
               rows=[(str(one.uid), f"{one.period_code}:{one.value}") for one in figures])  # fmt: skip
        _live(form, known, newest, {unit.code: unit for unit in communes}, people, by, police)
        _return(form, months, sent, by)
    return len(figures)


def _defined(by: User) -> dict[str, Indicator]:
    """The indicators by their names; totals add up, stocks take the newest, shares are calculated again."""
    known: dict[str, Indicator] = {}
    for kind in KINDS:
        over, under = kind.ratio
        shape = (
            {"calculation": Calculation.RATIO, "numerator": known[over], "denominator": known[under],
             "factor": Decimal(100), "aggregation": Aggregation.RECOMPUTE, "decimals": 1}
            if over
            else {"aggregation": Aggregation.SUM, "decimals": 0,
                  "time_aggregation": TimeAggregation.LATEST if kind.is_stock else TimeAggregation.SUM}
        )  # fmt: skip
        known[kind.name] = define(
            definition=IndicatorDefinition(kind.name, kind.measure, scheme=Scheme.MONTH, **shape),  # type: ignore[arg-type]
            by=by,
        )
    return known


def _form(
    by: User, receiver: Unit, communes: Sequence[Unit], known: dict[str, Indicator], starts_on: datetime.date
) -> IndicatorForm:
    lines = tuple(
        LineDraft(known[kind.name], kind.group, is_required=not kind.is_stock or kind.usual < 1000, help=kind.help)
        for kind in KINDS
    )
    group = UnitGroup.objects.filter(code=GROUP).first()
    form = define_form(
        definition=FormDefinition(
            CODE, "Kết quả chuyển đổi số của xã, phường", Scheme.MONTH, receiver, starts_on, lines,
            group=group, units=() if group else tuple(communes),
            legal_source="Biểu hư cấu để trình diễn", due_after_working_days=5,
        ),
        by=by,
    )  # fmt: skip
    for kind in KINDS:
        if kind.part_of:
            within = {"left": f"[{known[kind.name].code}]", "operator": "<=", "right": f"[{known[kind.part_of].code}]"}
            define_rule(kind=RuleKind.COMPARISON, form=form, severity=Severity.BLOCKS, parameters=within, by=by)
        elif kind.usual:
            mixed = RuleKind.UNIT_MIX_UP if kind.is_stock else RuleKind.JUMP
            given = {} if kind.is_stock else {"percent": 60}
            define_rule(kind=mixed, indicator=known[kind.name], parameters=given, by=by)
    return form


def _months(today: datetime.date) -> list[Period]:
    """The newest months that are over, the oldest first."""
    months = [latest_over(today, Scheme.MONTH)]
    while len(months) < MONTHS:
        months.insert(0, months[0].previous())
    return months


def _heads(communes: Sequence[Unit]) -> dict[int, User]:
    """Who leads each commune."""
    posts = Membership.objects.filter(seat__in=communes, role__code=RoleCode.HEAD).select_related("user")
    return {post.seat_id: post.user for post in posts if post.seat_id is not None}


def _invented(unit: Unit, month: Period) -> dict[str, int]:
    """Figures of one commune and month, by name; parts are parts, stocks grow."""
    size = random.Random(f"{SEED}:{unit.code}").uniform(0.6, 2.4)
    chance = random.Random(f"{SEED}:{unit.code}:{month.code}")
    age = (month.start.year - 2025) * 12 + month.start.month
    found: dict[str, int] = {}
    for kind in KINDS:
        if kind.part_of:
            found[kind.name] = round(found[kind.part_of] * chance.uniform(0.78, 0.98))
        elif kind.is_stock:
            found[kind.name] = round(kind.usual * size * (1 + 0.012 * age))
        elif kind.usual:
            found[kind.name] = round(kind.usual * size * chance.uniform(0.85, 1.15))
    return found


def _figures(
    known: dict[str, Indicator], unit: Unit, month: Period, state: str, person: User
) -> Iterator[IndicatorValue]:
    for name, value in _invented(unit, month).items():
        yield IndicatorValue(
            indicator=known[name], unit=unit, reporter=unit, period_scheme=month.scheme, period_code=month.code,
            period_start=month.start, period_end=month.end, value=Decimal(value), state=state, source=SOURCE,
            entered_by=person,
        )  # fmt: skip


def _submissions(
    form: IndicatorForm, known: dict[str, Indicator], figures: Sequence[IndicatorValue], months: Sequence[Period],
    people: dict[int, User], by: User,
) -> None:  # fmt: skip
    """What was sent with the figures, some of it late; approved ones keep what was approved."""
    calendar = WorkingCalendar.load()
    deadlines = {month.code: due_on(form, month, calendar) for month in months}
    frozen: dict[tuple[int, str], dict[str, str | None]] = {}
    states: dict[tuple[int, str], tuple[IndicatorValue, str]] = {}
    for figure in figures:
        if figure.period_code in deadlines:
            key = (figure.unit_id, figure.period_code)
            frozen.setdefault(key, {})[figure.indicator.code] = str(figure.value)
            states[key] = (figure, figure.state)
    made = []
    for key, (figure, state) in states.items():
        is_late = random.Random(f"{SEED}:{key}").random() < 0.1
        deadline = deadlines[figure.period_code]
        sent_on = min(deadline + datetime.timedelta(days=4 if is_late else -1), timezone.localdate())
        moment = timezone.make_aware(datetime.datetime.combine(sent_on, datetime.time(15, 20)))
        snapshot = _with_ratios(frozen[key], known) if state in OFFICIAL_STATES else None
        made.append(
            Submission(
                form=form, unit_id=figure.unit_id, period_scheme=figure.period_scheme, period_code=figure.period_code,
                period_start=figure.period_start, period_end=figure.period_end, due_on=deadline,
                state=_STEPS[state],
                submitted_at=moment, submitted_by=people.get(figure.unit_id, by), is_on_time=sent_on <= deadline,
                decided_at=moment + datetime.timedelta(days=1) if snapshot is not None else None,
                decided_by=by if snapshot is not None else None, snapshot=snapshot,
                snapshot_sha256=digest_of(snapshot) if snapshot is not None else "",
            )
        )  # fmt: skip
    Submission.objects.bulk_create(made, batch_size=500)


def _with_ratios(figures: dict[str, str | None], known: dict[str, Indicator]) -> dict[str, str | None]:
    """A snapshot with its shares, rounded as the formulas round."""
    for kind in KINDS:
        if kind.ratio[0]:
            over, under = (Decimal(figures[known[name].code] or 0) for name in kind.ratio)
            share = (100 * over / under).quantize(Decimal("0.0001")) if under else None
            figures[known[kind.name].code] = None if share is None else str(share)
    return figures


def _live(
    form: IndicatorForm, known: dict[str, Indicator], month: Period, communes: dict[str, Unit],
    people: dict[int, User], by: User, police: Unit | None,
) -> None:  # fmt: skip
    """The newest month of two communes, through the verbs: one sends it, one has begun and is offered a figure."""
    for code, count in ((WAITING, len(KINDS)), (FILLING, 4)):
        unit = communes.get(code)
        person = people.get(unit.pk) if unit is not None else None
        if unit is None or person is None:
            continue
        values = _invented(unit, month)
        drafts = [CellDraft(known[name], Decimal(value), source=SOURCE) for name, value in list(values.items())[:count]]
        save_cells(form=form, unit=unit, period=month, drafts=drafts, by=person)
        if code == WAITING:
            submit(form=form, unit=unit, period=month, by=person, comment="Số tăng do đợt cao điểm hướng dẫn người dân")
        elif police is not None:
            name = "Người dân có tài khoản định danh điện tử mức 2"
            record_value(indicator=known[name], unit=unit, period=month, value=Decimal(values[name]), by=by,
                         source="Hệ thống định danh điện tử (số hư cấu)", reporter=police)  # fmt: skip


def _return(form: IndicatorForm, months: Sequence[Period], sent: Sequence[Unit], by: User) -> None:
    """Some submissions come back with a reason: of communes that sent the newest month, and of the one at its desk."""
    wanted = [(unit.code, months[-1]) for unit in sent[:: max(1, len(sent) // RETURNED)][:RETURNED]]
    for number, (code, month) in enumerate([(FILLING, months[-2]), *wanted]):
        submission = Submission.objects.filter(form=form, unit__code=code, period_code=month.code).first()
        if submission is not None:
            return_submission(submission=submission, reason=_REASONS[number % len(_REASONS)], by=by)
