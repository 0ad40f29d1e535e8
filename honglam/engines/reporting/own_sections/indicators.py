"""Tables of figures: the forms of the regime, or those that the unit itself fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.public import ReportForm, ReportLine, figures_for_report, notes_of, written
from honglam.engines.reporting.content import Block, Column, Figure, Row, Sentence, TableBlock
from honglam.engines.reporting.making import figure_of
from honglam.engines.reporting.sections import SectionRequest
from honglam.toolkit.numbers import format_number

CODE = "figures"


def indicator_tables(request: SectionRequest) -> Iterator[Block]:
    """One table a form: the figure or its estimate, from the year's start, the period before, a year ago, the target.

    The key of a figure names its indicator and, where a form before has the indicator too, the form.
    """
    forms = figures_for_report(
        request.unit, ends_on=request.ends_on, period=request.period, form_ids=request.form_ids
    )  # fmt: skip
    if not any(form.lines for form in forms):
        yield Sentence((_("Đơn vị không có biểu số liệu nào trong kỳ này."),))
        return
    known: set[str] = set()
    for form in forms:
        yield from _table(form, known)


def _table(form: ReportForm, known: set[str]) -> Iterator[Block]:
    has_estimates = any(line.is_estimate for line in form.lines)
    has_promises = any(line.promise is not None for line in form.lines)
    notes = [_note(line) for line in form.lines]
    columns = [
        Column(_("STT"), is_number=True), Column(_("Chỉ tiêu"), width=6), Column(_("Đơn vị tính"), width=2),
        Column(_("Thực hiện %(period)s") % {"period": form.period.short_label}, is_number=True, width=2),
        *([Column(_("Ước thực hiện %(period)s") % {"period": form.period.short_label}, is_number=True, width=2)]
          if has_estimates else []),
        Column(_("Lũy kế từ đầu năm"), is_number=True, width=2), Column(_("Kỳ trước"), is_number=True, width=2),
        Column(_("Cùng kỳ năm trước"), is_number=True, width=2),
        *([Column(_("Chỉ tiêu giao"), is_number=True, width=2)] if has_promises else []),
        *([Column(_("Ghi chú"), width=3)] if any(notes) else []),
    ]  # fmt: skip
    rows: list[Row] = []
    group = ""
    for number, (line, note) in enumerate(zip(form.lines, notes, strict=True), start=1):
        if line.group_title and line.group_title != group:
            rows.append(Row(("", line.group_title, *[""] * (len(columns) - 2)), is_heading=True))
        group = line.group_title
        name = line.indicator.code
        key = f"{form.form.code}.{name}" if name in known else name
        known.add(name)
        cells = [str(number), line.indicator.name, line.indicator.measure, *_figures(line, key, has_estimates)]
        if has_promises:
            cells.append(_target(line, key))
        rows.append(Row((*cells, *([note] if any(notes) else [])), line.link))
    missing = sum(line.value is None for line in form.lines)
    if missing:
        counted = figure_of(f"missing.{form.form.code}", missing, measure=_("chỉ tiêu"), label=_("Chỉ tiêu chưa có số"))
        said = _(" chỉ tiêu chưa có số của %(period)s.") % {"period": form.period.label}
        yield Sentence((f"{form.form.name}: ", counted, said))
    title = f"{form.form.name} – {form.period.label}"
    yield TableBlock(title, tuple(columns), tuple(rows), is_annex=len(form.lines) > 15)


def _figures(line: ReportLine, key: str, has_estimates: bool) -> list[str | Figure]:
    """Actual or estimate, each in its own column; then the figures to compare with."""
    name = "estimate" if line.is_estimate else "value"
    label = _("%(name)s (ước thực hiện)") if line.is_estimate else "%(name)s"
    own = _figure(f"{name}.{key}", line, line.value, label, link=line.link)
    nothing = ""
    first: list[str | Figure] = [own]
    if has_estimates:
        first = [nothing, own] if line.is_estimate else [own, nothing]
    return [
        *first,
        _figure(f"cumulative.{key}", line, line.cumulative, _("%(name)s: lũy kế từ đầu năm")),
        _figure(f"before.{key}", line, line.previous, _("%(name)s: kỳ trước")),
        _figure(f"year_before.{key}", line, line.year_before, _("%(name)s: cùng kỳ năm trước")),
    ]


def _figure(key: str, line: ReportLine, value: Decimal | None, label: str, *, link: str = "") -> Figure:
    if value is not None:  # what is printed is what is frozen, compared and added up
        value = value.quantize(Decimal(1).scaleb(-line.indicator.decimals), ROUND_HALF_UP)
    return figure_of(
        key, value, measure=line.indicator.measure, label=label % {"name": line.indicator.name}, link=link,
        is_additive=line.is_additive,
    )  # fmt: skip


def _target(line: ReportLine, key: str) -> str | Figure:
    promise = line.promise
    if promise is None:
        return ""
    made = figure_of(
        f"target.{key}", promise.value, measure=line.indicator.measure, link=promise.url,
        label=_("%(name)s: chỉ tiêu giao (%(title)s)") % {"name": line.indicator.name, "title": promise.title},
    )  # fmt: skip
    return replace(made, printed=promise.wording or made.printed)


def _note(line: ReportLine) -> str:
    said = notes_of(line)
    if line.was_estimated is not None and line.was_estimated != line.value:
        said.append(_("trước đó ước %(value)s") % {"value": written(line.was_estimated, line.indicator.measure)})
    if line.promise is not None and line.promise.value and line.value is not None:
        percent = line.value / line.promise.value * 100
        said.append(_("bằng %(percent)s%% chỉ tiêu giao") % {"percent": format_number(percent, 1)})
    return "; ".join(said)
