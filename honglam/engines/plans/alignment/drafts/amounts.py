"""Figures that must agree and do not: counts of one thing, lists that a sentence counts, sums of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from honglam.engines.plans.alignment.drafts.printed import PrintedTable
from honglam.engines.plans.alignment.drafts.saying import found, place
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, plain
from honglam.engines.plans.alignment.plan_text import Passage, PlanText
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.quantities import find_quantities, parse_number
from honglam.engines.plans.extraction.roles import Role
from honglam.engines.plans.extraction.tables.columns import Role as ColumnRole
from honglam.engines.plans.extraction.tables.numerals import read_numeral
from honglam.toolkit.numbers import format_number

_ALIKE_FROM = 0.5
_PHRASE = 4
"""Syllables behind a figure that must be the same for two counts to be of the same things."""

_SUM_TOLERANCE = 0.005
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỉ": 1e9, "tỷ": 1e9, "": 1.0}
_MONEY = re.compile(
    r"(?<![\d.,])(?P<figure>\d[\d.,]{0,30}(?<=\d))(?!\d)\s{0,3}(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)?\s{0,3}"
    r"(?:đồng|(?:vnd|vnđ)\b|đ\b)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:tổng (?:cộng|số|mức|kinh phí|dự toán|nhu cầu|nguồn)|kinh phí thực hiện)[^;.\d]{0,90}$", re.IGNORECASE
)
_PARTS = re.compile(r"\b(?:trong đó|bao gồm|gồm)\b|:\s*$", re.IGNORECASE)
_NESTED = re.compile(r"\btrong đó\b", re.IGNORECASE)
_SOME = re.compile(
    r"\b(?:ít nhất|tối thiểu|thêm|trong đó|mỗi|bình quân|thí điểm|trước mắt|còn lại|trong số|trên|khoảng|gần|hơn)\b"
)
_TOTAL_ROW = re.compile(
    r"^[\s|\d.]*(?:Tổng cộng|Tổng số|Tổng|Cộng)\b(?! (?:hợp|đồng|tác|kết|thể))[^\d\n]{0,60}(?P<figures>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BEHIND_TABLE = 200
_COUNTED_LIST = re.compile(
    r"(?P<count>\d{1,3})\s+(?P<what>nhiệm vụ|chỉ tiêu|dự án|đầu việc)(?P<between>[^.;]{0,80}?)"
    r"phụ lục\s*(?:số\s*)?(?P<label>[ivx]{1,4}|\d{1,2})?(?![\w/])"
)
_OTHERS_LIST = re.compile(r"\b(?:trong số|đầu tiên|trọng tâm trong|của (?:nghị quyết|quyết định|đề án))\b")


@dataclass(frozen=True, slots=True)
class _Count:
    """A bare count in a sentence: "38 CSDL ngành, lĩnh vực"."""

    value: float
    phrase: str
    context: str
    shown: str
    section: str
    source: Source


def different_counts(plan: PlanText, likeness: Likeness) -> list[Finding]:
    """The same things counted differently in two places that look ahead."""
    counts = list(_counts(plan))
    findings = []
    told: set[int] = set()
    for first, second in combinations(counts, 2):
        if first.phrase != second.phrase or first.value == second.value or second.source.start in told:
            continue
        if first.source.start == second.source.start:
            continue
        if likeness.score(first.context, second.context) < _ALIKE_FROM:
            continue
        told.add(second.source.start)
        findings.append(
            found(
                plan, Kind.INTERNAL_CONFLICT, Severity.HIGH, second.source,
                f"Cùng một số lượng ghi hai con số: {place(first.section)} ghi “{first.shown}”, ở đây ghi"
                f" “{second.shown}”.",
                "Kiểm lại số liệu và ghi giống nhau ở cả hai nơi.", value=second.value, section=second.section,
            )
        )  # fmt: skip
    return findings


def _counts(plan: PlanText) -> Iterator[_Count]:
    texts = [
        (passage.text, passage.section, passage.source)
        for passage in plan.passages
        if passage.role not in (Role.RESULTS, Role.BASIS) and passage.section
    ]
    for task in plan.reading.tasks:
        texts += [
            (text, task.section_or_appendix, task.source) for text in (task.name, task.content, task.product) if text
        ]
    for text, section, source in texts:
        for sentence in re.split(r"(?<=[.;])\s+", text):
            for quantity in find_quantities(sentence):
                if quantity.unit is None or quantity.is_percent or quantity.is_bounded or quantity.in_words:
                    continue
                if isinstance(quantity.target, list) or quantity.target is None or quantity.of is not None:
                    continue
                before = plain(sentence[: quantity.start])
                if _SOME.search(before[-40:]) or _MONEY.match(sentence[quantity.number_start :]):
                    continue
                phrase = _phrase(sentence, quantity.number_start)
                if phrase:
                    shown = sentence[quantity.number_start : quantity.number_end + 40].split(",")[0]
                    yield _Count(float(quantity.target), phrase, sentence, shown.strip(), section, source)


def _phrase(sentence: str, start: int) -> str:
    """The first syllables behind a figure; empty where there are too few to know what is counted."""
    behind = re.sub(r"^[\d.,/\s]+", "", sentence[start:])
    syllables = re.findall(r"[^\W\d_]+", plain(re.split(r"[.;:()]", behind)[0]))
    return " ".join(syllables[:_PHRASE]) if len(syllables) >= _PHRASE else ""


def counted_lists(plan: PlanText, tables: Sequence[PrintedTable]) -> list[Finding]:
    """“24 nhiệm vụ tại Phụ lục III” where the table of that annex has another number of rows."""
    findings = []
    for passage in plan.passages:
        for match in _COUNTED_LIST.finditer(plain(passage.text)):
            if _OTHERS_LIST.search(match["between"]):
                continue
            printed = _rows_of(tables, match["label"], tasks=match["what"] != "chỉ tiêu")
            if printed is None or printed == int(match["count"]):
                continue
            label = (match["label"] or "").upper()
            findings.append(
                found(
                    plan, Kind.INTERNAL_CONFLICT, Severity.HIGH, passage.source,
                    f"Ở đây ghi {int(match['count'])} {match['what']}, nhưng bảng ở Phụ"
                    f" lục{f' {label}' if label else ''} có"
                    f" {printed} dòng.",
                    "Sửa con số, hoặc bổ sung dòng còn thiếu.", value=float(match["count"]), section=passage.section,
                )
            )  # fmt: skip
    return findings


def _rows_of(tables: Sequence[PrintedTable], label: str | None, *, tasks: bool) -> int | None:
    """How many numbered rows the one table of an annex has; None where none or several could be meant."""
    wanted = read_numeral((label or "").upper())
    meant = []
    for table in tables:
        if table.holds_tasks is not tasks or not table.section.upper().startswith("PHỤ LỤC"):
            continue
        own = read_numeral(table.section.rpartition(" ")[2].upper())
        if wanted is None or (own is not None and own.value == wanted.value):
            meant.append(table)
    if len(meant) != 1:
        return None
    whole = [row for row in meant[0].rows if (numeral := read_numeral(row.number or "")) and numeral.kind == "arabic"]
    return len(whole) if len(whole) == len(meant[0].rows) else None


def wrong_sums(plan: PlanText, tables: Sequence[PrintedTable]) -> list[Finding]:
    """Totals of money that are not the sum of their parts, in sentences and in tables, and two totals for one plan."""
    return [*_sums_in_prose(plan), *_sums_in_tables(plan, tables), *_two_totals(plan)]


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount in đồng with its place in a line."""

    value: float
    start: int
    end: int


def _amounts(text: str) -> list[_Amount]:
    found_ones = []
    for match in _MONEY.finditer(text):
        scale = (match["scale"] or "").lower()
        try:
            value = parse_number(match["figure"]) * _SCALES[scale]
        except ValueError:
            continue
        found_ones.append(_Amount(value, match.start(), match.end()))
    return found_ones


def _totals(plan: PlanText) -> Iterator[tuple[int, Passage, _Amount, list[_Amount]]]:
    """(index, passage, total, the amounts behind it) of every line that states a total."""
    for index, passage in enumerate(plan.passages):
        amounts = _amounts(passage.text)
        for position, amount in enumerate(amounts):
            if _TOTAL.search(passage.text[: amount.start]):
                yield index, passage, amount, amounts[position + 1 :]
                break


def _sums_in_prose(plan: PlanText) -> Iterator[Finding]:
    for index, passage, total, behind in _totals(plan):
        rest = passage.text[total.end :]
        parts = [amount.value for amount in behind] if _PARTS.search(rest) else []
        if len(_NESTED.findall(rest)) > 1:
            continue
        if not parts and _PARTS.search(rest or passage.text[-2:]):
            parts = list(_bulleted(plan.passages[index + 1 :]))
        if len(parts) < 2 or abs(sum(parts) - total.value) <= _SUM_TOLERANCE * total.value:
            continue
        yield found(
            plan, Kind.INTERNAL_CONFLICT, Severity.HIGH, passage.source,
            f"Tổng ghi {_dong(total.value)}, nhưng các khoản cộng lại là {_dong(sum(parts))}, lệch"
            f" {_dong(abs(sum(parts) - total.value))}.",
            "Cộng lại; sửa tổng hoặc khoản ghi sai.", value=total.value, unit="đồng", section=passage.section,
        )  # fmt: skip


def _bulleted(following: Sequence[Passage]) -> Iterator[float]:
    """The amounts of the bullets right below, one each; the list ends at the first line without exactly one amount."""
    for passage in following:
        amounts = _amounts(passage.text)
        if len(amounts) != 1 or _TOTAL.search(passage.text[: amounts[0].start]):
            return
        yield amounts[0].value


def _two_totals(plan: PlanText) -> Iterator[Finding]:
    ahead = [
        (passage, total)
        for _, passage, total, _ in _totals(plan)
        if passage.role is not Role.RESULTS and re.search(r"tổng (?:kinh phí|mức|dự toán|nhu cầu)", plain(passage.text))
    ]
    for (first, one), (second, other) in combinations(ahead, 2):
        years = [set(re.findall(r"(?<![/\d])20\d{2}(?![/\d])", passage.text)) for passage in (first, second)]
        named = [_named_total(passage.text[: total.start]) for passage, total in ((first, one), (second, other))]
        if one.value == other.value or years[0] != years[1] or named[0] != named[1]:
            continue
        yield found(
            plan, Kind.INTERNAL_CONFLICT, Severity.HIGH, second.source,
            f"Tổng kinh phí ghi hai con số: {place(first.section)} ghi {_dong(one.value)}, ở đây ghi"
            f" {_dong(other.value)}.",
            "Kiểm lại dự toán và ghi giống nhau ở cả hai nơi.", value=other.value, unit="đồng", section=second.section,
        )  # fmt: skip
        return


def _named_total(before: str) -> str:
    """What a total is of, without the words that every total bears."""
    words = plain(before)
    start = max(words.rfind("tổng "), 0)
    bare = re.sub(r"\b(?:tổng|số|cộng|mức|kinh phí|dự toán|nhu cầu|nguồn|vốn|thực hiện|triển khai|kế hoạch|này|năm|là"
    r"|dự kiến"
                  r"|khoảng|cho|của|các|nhiệm vụ|20\d\d)\b", " ", words[start:])  # fmt: skip
    return " ".join(re.findall(r"[^\W\d_]+", bare))


def _sums_in_tables(plan: PlanText, tables: Sequence[PrintedTable]) -> Iterator[Finding]:
    for table in tables:
        if not table.has(ColumnRole.BUDGET):
            continue
        values = [
            _bare_amount(row.own.get(ColumnRole.BUDGET, ""))
            for row in table.rows
            if "." not in (row.number or "").rstrip(".")
        ]
        parts = [value for value in values if value is not None]
        total = _total_row(plan, table)
        if total is None or len(parts) < 2 or abs(sum(parts) - total) <= _SUM_TOLERANCE * total:
            continue
        yield found(
            plan, Kind.INTERNAL_CONFLICT, Severity.HIGH, table.source,
            f"Cột kinh phí của bảng ở {place(table.section)}: dòng tổng ghi {format_number(total)}, các dòng cộng lại"
            f" là"
            f" {format_number(sum(parts))}.",
            "Cộng lại cột kinh phí.", value=total, section=table.section,
        )  # fmt: skip


def _total_row(plan: PlanText, table: PrintedTable) -> float | None:
    """The one figure of the row “Tổng cộng”, which is no task and stands in no row; None where there are several."""
    text = plan.document.text[table.rows[0].source.start : table.region.end + _BEHIND_TABLE]
    match = _TOTAL_ROW.search(text)
    figures = re.findall(r"\d[\d.,]*", match["figures"]) if match else []
    return _bare_amount(figures[0]) if len(figures) == 1 else None


def _bare_amount(text: str) -> float | None:
    match = re.fullmatch(r"(?P<figure>\d[\d.,]*)\s*(?:triệu|tỷ|nghìn)?\s*(?:đồng|đ)?", text.strip().lower())
    if match is None:
        return None
    try:
        return float(parse_number(match["figure"].rstrip(".,")))
    except ValueError:
        return None


def _dong(value: float) -> str:
    if value >= 1e6:
        return f"{format_number(round(value / 1e6, 3))} triệu đồng"
    return f"{format_number(value)} đồng"
