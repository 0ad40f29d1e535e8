"""Plans fill reports: what stored work says becomes sections of a report, and the difficulties that units wrote while
they worked are offered to be taken over.

Nothing is worded here that no count carries; every count opens the list of just these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from honglam.engines.plans.public import (
    FinishedShare,
    WorkFacts,
    WorkLine,
    WorkScope,
    difficulties_of,
    finished_shares,
    late_shares,
    work_by_unit,
    work_facts,
)
from honglam.engines.reporting.public import (
    Block,
    ChartBlock,
    Column,
    Figure,
    Item,
    ListBlock,
    Row,
    SectionRequest,
    Sentence,
    Series,
    Suggestion,
    SuggestionRequest,
    TableBlock,
    change_pieces,
    compared,
    declare_section,
    declare_suggestions,
    figure_of,
)
from honglam.toolkit.numbers import format_date, format_number

WORK, RESULTS = "work", "results"
MOST_LATE = 300
"""Rows of the table of late work; the sentence before it says how many there are."""
MOST_RESULTS = 200
MOST_UNITS = 200
MOST_BARS = 12
MEASURE = gettext_lazy("nhiệm vụ")
_COLUMNS = ("in_force", "done_on_time", "done_late", "claimed", "open", "overdue")


def work_section(request: SectionRequest) -> Iterator[Block]:
    """How the work of the unit and everything below it stands: sentences, tables by plan and unit, what is late."""
    scope = _scope(request)
    facts = work_facts(scope)
    if not facts.counts["in_force"].count:
        yield Sentence((_("Đến ngày %(day)s chưa có nhiệm vụ nào được giao.") % {"day": format_date(scope.as_of)},))
        return
    yield from _sentences(request, scope, facts)
    if facts.plans:
        yield _table(_("Kết quả theo kế hoạch"), _("Kế hoạch"), facts.plans, facts, "plan")
    if len(facts.plans) > 1:
        yield _chart(facts.plans)
    units = work_by_unit(scope)
    if len(units) > 1:
        yield _table(_("Kết quả theo đơn vị"), _("Đơn vị"), units[:MOST_UNITS], facts, "unit", is_annex=True)
    if facts.counts["overdue"].count:
        yield _late_table(scope, facts)


def results_section(request: SectionRequest) -> Iterator[Block]:
    """What was finished in the period: its words, its product and what proves it."""
    scope = _scope(request)
    rows = finished_shares(scope, MOST_RESULTS + 1)
    if not rows:
        yield Sentence((_("Trong kỳ chưa có nhiệm vụ nào được xác nhận hoàn thành."),))
        return
    shown = rows[:MOST_RESULTS]
    note = ""
    if len(rows) > MOST_RESULTS:
        note = _("Bảng nêu %(count)d kết quả đầu; danh sách đầy đủ mở từ số nhiệm vụ hoàn thành.") % {
            "count": MOST_RESULTS
        }
    yield TableBlock(
        title=_("Kết quả hoàn thành trong kỳ"),
        columns=(
            Column(_("STT"), is_number=True), Column(_("Nhiệm vụ"), width=5), Column(_("Đơn vị chủ trì"), width=3),
            Column(_("Ngày hoàn thành"), width=2), Column(_("Sản phẩm, kết quả"), width=5),
            Column(_("Minh chứng"), width=3),
        ),
        rows=tuple(_result_row(number, row) for number, row in enumerate(shown, start=1)), note=note,
        is_annex=len(shown) > 10,
    )  # fmt: skip
    if len(shown) > 10:
        items = tuple(Item(_outcome(row), row.unit, row.link) for row in shown[:10])
        yield ListBlock(_("Một số kết quả (danh sách đầy đủ ở phụ lục)"), items)


def suggested_difficulties(request: SuggestionRequest) -> Sequence[Suggestion]:
    """The difficulties that units wrote into their progress reports in the period."""
    scope = WorkScope(request.unit, request.starts_on, request.ends_on, request.plan_uid)
    return [
        Suggestion(f"plans:{one.uid}", one.text, one.unit, one.task, one.link, one.day)
        for one in difficulties_of(scope, request.most)
    ]


def _scope(request: SectionRequest) -> WorkScope:
    return WorkScope(request.unit, request.starts_on, request.as_of, request.plan_uid)


def _sentences(request: SectionRequest, scope: WorkScope, facts: WorkFacts) -> Iterator[Sentence]:
    def of(key: str, label: str) -> Figure:
        counted = facts.counts[key]
        made = figure_of(
            f"work.{key}", counted.count, measure=str(MEASURE), label=label, link=counted.link, is_additive=True
        )
        return compared(made, request.previous, WORK)

    given, done = of("given", _("Mới giao trong kỳ")), of("done", _("Hoàn thành trong kỳ"))
    whole, overdue = of("in_force", _("Tổng số nhiệm vụ")), of("overdue", _("Quá hạn"))
    yield Sentence((
        _("Đến ngày %(day)s, %(unit)s chủ trì ") % {"day": format_date(scope.as_of), "unit": _whose(request)}, whole,
        _(" nhiệm vụ"), *_tasks(facts), *change_pieces(whole), _("; trong đó "), given,
        _(" nhiệm vụ mới giao trong kỳ."),
    ))  # fmt: skip
    yield Sentence((
        _("Trong kỳ đã hoàn thành "), done, _(" nhiệm vụ"), *change_pieces(done), ": ",
        of("done_on_time", _("Hoàn thành đúng hạn")), _(" đúng hạn, "), of("done_late", _("Hoàn thành quá hạn")),
        _(" quá hạn; "), of("done_before", _("Hoàn thành trước kỳ")), _(" nhiệm vụ đã hoàn thành trước kỳ; "),
        of("claimed", _("Báo hoàn thành, chờ xác nhận")), _(" nhiệm vụ đã báo hoàn thành, chờ xác nhận."),
    ))  # fmt: skip
    running = (
        ("in_progress", _(" trong hạn, "), _("Đang thực hiện, trong hạn")),
        ("not_started", _(" chưa bắt đầu, "), _("Chưa bắt đầu")),
        ("due_soon", _(" sắp đến hạn, "), _("Sắp đến hạn")),
        ("returned", _(" bị trả lại để làm tiếp, "), pgettext("số việc", "Trả lại")),
    )
    parts = [(of(key, label), words) for key, words, label in running if facts.counts[key].count]
    yield Sentence((
        _("Đang thực hiện "), of("open", _("Đang thực hiện")), _(" nhiệm vụ: "),
        *(piece for pair in parts for piece in pair), overdue, _(" quá hạn"), *change_pieces(overdue),
        *_not_late(facts, of), ".",
    ))  # fmt: skip
    if facts.helping.count:
        helping = figure_of(
            "work.helping", facts.helping.count, measure=str(MEASURE), label=_("Phối hợp thực hiện"),
            link=facts.helping.link,
        )  # fmt: skip
        yield Sentence((_("Ngoài ra phối hợp thực hiện "), helping, _(" nhiệm vụ do đơn vị khác chủ trì.")))


def _not_late(facts: WorkFacts, of: Callable[..., Figure]) -> list[str | Figure]:
    """What runs without counting as late, so that the parts of the sentence add up; nothing where there is none."""
    further = (
        ("requested", _(" được đề nghị phối hợp"), _("Được đề nghị phối hợp")),
        ("extension_asked", _(" đang xin gia hạn"), _("Xin gia hạn")),
        ("by_phone", _(" được đồng ý gia hạn qua điện thoại"), _("Gia hạn qua điện thoại")),
        ("born_late", _(" đã quá hạn ngay khi giao"), _("Quá hạn ngay khi giao")),
        ("carried_over", _(" chuyển kỳ sau"), _("Chuyển kỳ sau")),
    )
    said: list[str | Figure] = []
    for key, words, label in further:
        if facts.counts[key].count:
            said += [", " if said else _("; không tính trễ hạn: "), of(key, label), words]
    return said


def _whose(request: SectionRequest) -> str:
    return _("%(unit)s (kể cả các đơn vị trực thuộc)") % {"unit": request.unit}


def _tasks(facts: WorkFacts) -> tuple[str | Figure, ...]:
    """How many pieces of work they are, where several units lead the same one."""
    if facts.tasks == facts.counts["in_force"].count:
        return ()
    return (
        _(" tính theo từng đơn vị ("),
        figure_of("work.tasks", facts.tasks, measure=_("đầu việc"), label=_("Số đầu việc")),
        _(" đầu việc)"),
    )


def _table(
    title: str, heading: str, lines: Sequence[WorkLine], facts: WorkFacts, name: str, *, is_annex: bool = False
) -> TableBlock:
    labels = {
        "in_force": _("Tổng số"), "done_on_time": _("Hoàn thành đúng hạn"), "done_late": _("Hoàn thành quá hạn"),
        "claimed": _("Chờ xác nhận"), "open": _("Đang thực hiện"), "overdue": _("Trong đó quá hạn"),
    }  # fmt: skip
    rows = [
        Row((line.title, *(_cell(f"{name}.{line.key}.{key}", line, key, labels[key]) for key in _COLUMNS)), line.link)
        for line in lines
    ]
    whole = WorkLine("all", _("Tổng số"), "", facts.counts)
    rows.append(
        Row(
            (whole.title, *(_cell(f"{name}.all.{key}", whole, key, labels[key]) for key in _COLUMNS)), is_total=True
        )
    )  # fmt: skip
    notes = [_("Hoàn thành: trong kỳ. Nhiệm vụ hoàn thành trước kỳ chỉ có trong cột tổng số.")]
    if sum(line.counts["in_force"].count for line in lines) > facts.counts["in_force"].count:
        notes.append(_("Nhiệm vụ do nhiều văn bản giao có mặt ở từng văn bản nhưng chỉ tính một lần ở dòng tổng số."))
    columns = (Column(heading, width=5), *(Column(labels[key], is_number=True, width=2) for key in _COLUMNS))
    return TableBlock(title, columns, tuple(rows), " ".join(notes), is_annex)


def _cell(name: str, line: WorkLine, key: str, label: str) -> Figure:
    counted = line.counts[key]
    return figure_of(name, counted.count, measure=str(MEASURE), label=f"{line.title}: {label}", link=counted.link)


def _chart(lines: Sequence[WorkLine]) -> ChartBlock:
    shown = sorted(lines, key=lambda line: -line.counts["in_force"].count)[:MOST_BARS]

    def values(*keys: str) -> tuple[str, ...]:
        return tuple(str(sum(line.counts[key].count for key in keys)) for line in shown)

    still = [line.counts["open"].count - line.counts["overdue"].count for line in shown]
    return ChartBlock(
        title=_("Nhiệm vụ theo kế hoạch và tình trạng"), shape="bar", measure=str(MEASURE),
        categories=tuple(line.title.partition(" · ")[0] for line in shown),
        series=(
            Series(_("Đã hoàn thành"), values("done", "done_before")),
            Series(_("Chờ xác nhận"), values("claimed")),
            Series(_("Đang thực hiện, chưa quá hạn"), tuple(map(str, still))),
            Series(_("Quá hạn"), values("overdue")),
        ),
    )  # fmt: skip


def _late_table(scope: WorkScope, facts: WorkFacts) -> TableBlock:
    rows = late_shares(scope, MOST_LATE)
    count = facts.counts["overdue"].count
    note = ""
    if count > len(rows):
        note = _("Bảng nêu %(shown)s nhiệm vụ chậm lâu nhất trong số %(all)s nhiệm vụ quá hạn.") % {
            "shown": format_number(len(rows)), "all": format_number(count),
        }  # fmt: skip
    return TableBlock(
        title=_("Nhiệm vụ quá hạn đến ngày %(day)s") % {"day": format_date(scope.as_of)},
        columns=(
            Column(_("STT"), is_number=True), Column(_("Nhiệm vụ"), width=6), Column(_("Kế hoạch"), width=3),
            Column(_("Đơn vị chủ trì"), width=3), Column(_("Hạn"), width=2),
            Column(_("Số ngày quá hạn"), is_number=True, width=2),
        ),
        rows=tuple(
            Row(
                (str(number), row.task, row.plan.partition(" · ")[0], row.unit, format_date(row.due_on),
                 format_number(row.late_days)), row.link,
            )
            for number, row in enumerate(rows, start=1)
        ),
        note=note, is_annex=True,
    )  # fmt: skip


def _result_row(number: int, row: FinishedShare) -> Row:
    day = format_date(row.completed_on) + (_(" (quá hạn)") if row.is_late else "")
    return Row((str(number), row.task, row.unit, day, _result(row), "; ".join(row.evidence)), row.link)


def _result(row: FinishedShare) -> str:
    return "\n".join(part for part in _different(row.product, row.result))


def _outcome(row: FinishedShare) -> str:
    return f"{row.task}: {row.result}" if row.result else row.task


def _different(*texts: str) -> Iterable[str]:
    return dict.fromkeys(text.strip() for text in texts if text.strip())


def declare() -> None:
    """Offer both sections to reports; once, at start."""
    declare_section(
        WORK, gettext_lazy("Kết quả thực hiện nhiệm vụ"), assemble=work_section,
        description=gettext_lazy("Nhiệm vụ hoàn thành, đang thực hiện, quá hạn; bảng theo kế hoạch; phụ lục quá hạn"),
    )  # fmt: skip
    declare_section(
        RESULTS,
        gettext_lazy("Kết quả nổi bật"),
        assemble=results_section,
        description=gettext_lazy("Nhiệm vụ hoàn thành trong kỳ với sản phẩm, kết quả và minh chứng"),
    )
    declare_suggestions("plans", suggested_difficulties)
