"""Sections of a report that is put together from reports below: who sent, and what their frozen figures add up to.

Sums are made from what was frozen, never from what is stored now. A report that is missing, or that does not have a
figure, is said; it never counts as nought.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.reporting.addresses import address_by_uid
from honglam.engines.reporting.assembling import rounds_below
from honglam.engines.reporting.content import (
    Block,
    ChartBlock,
    Column,
    Content,
    Figure,
    Item,
    ListBlock,
    Row,
    Sentence,
    Series,
    TableBlock,
)
from honglam.engines.reporting.making import NOTHING, canonical, figure_of
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.sections import SectionRequest
from honglam.engines.reporting.terms import ReportStep
from honglam.toolkit.numbers import format_date, format_number

WORK, FIGURES = "work", "figures"
WIDE = 8
"""Columns of figures on one sheet of paper; more stand in a further table."""
MOST_BARS = 15
ESTIMATE, VALUE = "estimate.", "value."


@dataclass(frozen=True)
class Below:
    """One report below, its content read once."""

    report: Report

    @cached_property
    def content(self) -> Content:
        """Its frozen content."""
        return Content.from_json(self.report.content or {"sections": []})

    @cached_property
    def figures(self) -> dict[tuple[str, str], Figure]:
        """Its figures by section and key."""
        return self.content.figures_by_key()

    @property
    def name(self) -> str:
        """Whose it is."""
        return str(self.report.unit)


def received(request: SectionRequest) -> Iterator[Block]:
    """How many reports came, on time or late, and who is missing."""
    sent = _sent_days(request)
    late = [one for one in request.below if sent[one.regime_id, one.unit_id] > one.due_on]
    unasked = _unasked(request)
    measure = _("báo cáo")

    def of(key: str, count: int, label: str) -> Figure:
        return figure_of(f"received.{key}", count, measure=measure, label=label)

    yield Sentence((
        _("Phải báo cáo: "), of("asked", len(request.below) + len(request.missing), _("Phải báo cáo")),
        _(" đơn vị. Đã nhận "), of("came", len(request.below), _("Đã nhận")), _(" báo cáo: "),
        of("on_time", len(request.below) - len(late), _("Gửi đúng hạn")), _(" đúng hạn, "),
        of("late", len(late), _("Gửi muộn")), _(" muộn. Chưa gửi: "),
        of("missing", len(request.missing), _("Chưa gửi")), _(" đơn vị."),
    ))  # fmt: skip
    if request.missing:
        yield ListBlock(_("Đơn vị chưa gửi báo cáo"), tuple(Item(str(unit)) for unit in request.missing))
    if late:
        items = (
            Item(
                _("gửi ngày %(sent)s, hạn %(due)s")
                % {"sent": format_date(sent[one.regime_id, one.unit_id]), "due": format_date(one.due_on)},
                str(one.unit), address_by_uid(one.uid),
            )
            for one in late
        )  # fmt: skip
        yield ListBlock(_("Đơn vị gửi báo cáo muộn"), tuple(items))
    if unasked:
        items = (Item(one.reason, str(one.unit), address_by_uid(one.uid)) for one in unasked)
        yield ListBlock(_("Đơn vị không lập báo cáo kỳ này"), tuple(items))


def units_work(request: SectionRequest) -> Iterator[Block]:
    """What the units did, unit by unit and together: the figures of work that all their reports say."""
    reports = [Below(one) for one in request.below]
    told = [one for one in reports if any(section == WORK for section, _key in one.figures)]
    keys = _common([_headline(one) for one in told])
    if not told or not keys:
        yield Sentence((_("Chưa có báo cáo nào của cấp dưới có số liệu thực hiện nhiệm vụ."),))
        return
    sums = {key: _sum(one.figures.get((WORK, key)) for one in told) for key in keys}
    first = told[0].figures
    named = {key: first[WORK, key] for key in keys}

    def total(key: str) -> Figure:
        return figure_of(
            f"total.{key}", sums[key], measure=named[key].measure, label=named[key].label, is_additive=True
        )  # fmt: skip

    yield _resting_on(request, len(told))
    yield Sentence(_listed([(named[key].label, total(key)) for key in keys]))
    yield _unit_table(_("Kết quả thực hiện nhiệm vụ theo đơn vị"), request, told, [(WORK, key) for key in keys], named)
    yield from _work_chart(told)


def units_figures(request: SectionRequest) -> Iterator[Block]:
    """The figures of the forms, unit by unit; added up where the indicator is added up."""
    reports = [Below(one) for one in request.below]
    named = _indicators(reports)
    told = [one for one in reports if any(section == FIGURES for section, _key in one.figures)]
    if not named:
        yield Sentence((_("Chưa có báo cáo nào của cấp dưới có số liệu theo biểu."),))
        return
    yield _resting_on(request, len(told))
    keys = list(named)
    tables = [keys[start : start + WIDE] for start in range(0, len(keys), WIDE)]
    for number, some in enumerate(tables, start=1):
        part = f" ({number}/{len(tables)})" if len(tables) > 1 else ""
        title = _("Số liệu theo đơn vị%(part)s") % {"part": part}
        yield _unit_table(title, request, told, [(FIGURES, key) for key in some], named)


# --- tables of units -------------------------------------------------------------------------------------------------


def _unit_table(
    title: str, request: SectionRequest, told: Sequence[Below], keys: Sequence[tuple[str, str]],
    named: dict[str, Figure],
) -> TableBlock:  # fmt: skip
    """A row for every unit that owes a report, also for those that sent none; sums of what can be added up below."""
    rows: list[Row] = []
    gaps: dict[str, int] = dict.fromkeys((key for _section, key in keys), 0)
    for one in told:
        cells: list[str | Figure] = [one.name]
        for section, key in keys:
            found, is_estimate = _found(one, section, key)
            gaps[key] += found is None
            cells.append(_of_unit(one, key, found, is_estimate))
        rows.append(Row(tuple(cells), address_by_uid(one.report.uid)))
    silent = [str(unit) for unit in request.missing]
    silent += [str(one.unit) for one in request.below if one.pk not in {each.report.pk for each in told}]
    rows += [Row((name, *[NOTHING] * len(keys))) for name in silent]
    totals = [_total(told, section, key, named[key]) for section, key in keys]
    rows.append(Row((_("Cộng %(count)d đơn vị có số") % {"count": len(told)}, *totals), is_total=True))
    notes = []
    if silent:
        notes.append(_("%(count)d đơn vị ghi “…” chưa có báo cáo hoặc báo cáo không có số; không tính là 0.") % {
            "count": len(silent)
        })  # fmt: skip
    notes += [
        _("%(label)s: %(count)d đơn vị chưa có số.") % {"label": named[key].label, "count": count}
        for key, count in gaps.items() if count
    ]  # fmt: skip
    if any(not named[key].is_additive for _section, key in keys):
        notes.append(_("Ô tổng để trống là chỉ tiêu không cộng giữa các đơn vị."))
    columns = (
        Column(_("Đơn vị"), width=4),
        *(Column(_heading(named[key]), is_number=True, width=2) for _part, key in keys),
    )
    return TableBlock(title, columns, tuple(rows), " ".join(notes), is_annex=True)


def _found(one: Below, section: str, key: str) -> tuple[Figure | None, bool]:
    """The figure of a unit; its estimate where it has no actual one."""
    for wanted, is_estimate in ((key, False), (ESTIMATE + key.removeprefix(VALUE), True)):
        found = one.figures.get((section, wanted))
        if found is not None and found.value:
            return found, is_estimate
    return None, False


def _of_unit(one: Below, key: str, found: Figure | None, is_estimate: bool) -> Figure | str:
    if found is None:
        return NOTHING
    printed = _("%(figure)s (ước)") % {"figure": found.printed} if is_estimate else found.printed
    return Figure(
        f"unit.{one.report.unit.code}.{key}", found.value, printed, found.measure, f"{one.name}: {found.label}",
        found.link,
    )  # fmt: skip


def _total(told: Sequence[Below], section: str, key: str, named: Figure) -> Figure | str:
    if not named.is_additive:
        return ""
    found = [_found(one, section, key)[0] for one in told]
    name = f"sum.{key}" if section == WORK else key
    return figure_of(name, _sum(found), measure=named.measure, label=named.label, is_additive=True)


def _sum(figures: Iterable[Figure | None]) -> Decimal | None:
    """The sum of what is there; None where nothing is."""
    known = [one.number for one in figures if one is not None and one.number is not None]
    return sum(known, Decimal(0)) if known else None


def _heading(one: Figure) -> str:
    return f"{one.label} ({one.measure})" if one.measure else one.label


# --- what reports below have -----------------------------------------------------------------------------------------


def _headline(one: Below) -> list[str]:
    """Keys of the figures of work that stand in sentences and add up over units, in their order."""
    found: dict[str, None] = {}
    for section in one.content.sections:
        if section.code == WORK:
            for block in section.blocks:
                if isinstance(block, Sentence):
                    found |= {p.key: None for p in block.pieces if isinstance(p, Figure) and p.is_additive}
    return list(found)


def _common(lists: Sequence[list[str]]) -> list[str]:
    """What all lists have, in the order of the first."""
    if not lists:
        return []
    shared = set(lists[0]).intersection(*lists[1:])
    return [key for key in lists[0] if key in shared][: 2 * WIDE]


def _indicators(reports: Sequence[Below]) -> dict[str, Figure]:
    """The figures of forms that any report has, by the key of the actual figure, in the order in which they come."""
    found: dict[str, Figure] = {}
    for one in reports:
        for (section, key), each in one.figures.items():
            if section == FIGURES and key.startswith((VALUE, ESTIMATE)):
                name = VALUE + key.removeprefix(VALUE).removeprefix(ESTIMATE)
                if name not in found or key.startswith(VALUE):
                    found[name] = each
    return found


def _resting_on(request: SectionRequest, count: int) -> Sentence:
    asked = len(request.below) + len(request.missing)
    return Sentence((
        _("Tổng hợp từ báo cáo đã gửi của "),
        figure_of("units", count, measure=_("đơn vị"), label=_("Số đơn vị có số liệu")),
        _(" trên %(asked)s đơn vị phải báo cáo.") % {"asked": format_number(asked)},
    ))  # fmt: skip


def _listed(pairs: Sequence[tuple[str, Figure]]) -> tuple[str | Figure, ...]:
    pieces: list[str | Figure] = []
    for number, (label, one) in enumerate(pairs):
        pieces += [f"{'' if number == 0 else '; '}{label}: ", one, f" {one.measure}" if one.measure else ""]
    return (*pieces, ".")


def _work_chart(told: Sequence[Below]) -> Iterator[ChartBlock]:
    """Which units are late with how much: the units with most work past its date."""
    parts = ("work.done", "work.open", "work.overdue")
    if any((WORK, key) not in one.figures for one in told for key in parts):
        return
    shown = sorted(told, key=lambda one: -(one.figures[WORK, "work.overdue"].number or 0))[:MOST_BARS]
    title = _("Nhiệm vụ hoàn thành, quá hạn theo đơn vị")
    if len(told) > MOST_BARS:
        title = _("%(count)d đơn vị có nhiều nhiệm vụ quá hạn nhất") % {"count": MOST_BARS}

    def numbers(key: str) -> list[Decimal]:
        return [one.figures[WORK, key].number or Decimal(0) for one in shown]

    overdue = numbers("work.overdue")
    yield ChartBlock(
        title=title, shape="bar", measure=told[0].figures[WORK, "work.done"].measure,
        categories=tuple(one.report.unit.label for one in shown),
        series=(
            Series(_("Hoàn thành trong kỳ"), tuple(map(canonical, numbers("work.done")))),
            Series(
                _("Đang thực hiện, chưa quá hạn"),
                tuple(canonical(all_ - late) for all_, late in zip(numbers("work.open"), overdue, strict=True)),
            ),
            Series(_("Quá hạn"), tuple(map(canonical, overdue))),
        ),
    )  # fmt: skip


def _sent_days(request: SectionRequest) -> dict[tuple[int, int], datetime.date]:
    """The day on which each report was first sent: a correction does not make a report late; one query."""
    if request.report is None or not request.below:
        return {}
    rows = rounds_below(request.report).sent().order_by().values_list("regime_id", "unit_id")
    return {(regime, unit): timezone.localdate(day) for regime, unit, day in rows.annotate(day=Min("sent_at"))}


def _unasked(request: SectionRequest) -> list[Report]:
    if request.report is None:
        return []
    rows = rounds_below(request.report).filter(step=ReportStep.DROPPED, version=1).select_related("unit")
    return list(rows.order_by("unit__position", "unit__sort_key", "unit_id"))
