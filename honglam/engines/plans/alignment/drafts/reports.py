"""Reports that one plan asks for in two ways: how often, by which day, to whom; and inputs due after what they feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from honglam.engines.plans.alignment.drafts.saying import found, opened, place
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.items import ReportingDuty, Source

_OFTEN = {"weekly": 52, "monthly": 12, "quarterly": 4, "semiannual": 2, "annual": 1}
_IN_WORDS = {
    "weekly": "hằng tuần", "monthly": "hằng tháng", "quarterly": "hằng quý", "semiannual": "6 tháng",
    "annual": "hằng năm",
}  # fmt: skip
_RHYTHMS = {
    "weekly": re.compile(r"(?:hằng|hàng|mỗi) tuần|tuần/lần"),
    "monthly": re.compile(r"(?:hằng|hàng|mỗi) tháng|^(?:trước |vào )?(?:ngày \d+ )?tháng$|\btháng/lần"),
    "quarterly": re.compile(r"(?:hằng|hàng|mỗi|tháng cuối|cuối) (?:mỗi )?quí|quí/lần"),
    "semiannual": re.compile(r"\b(?:0?6|sáu) tháng"),
    "annual": re.compile(r"(?:hằng|hàng|mỗi|cuối) năm|, (?:cả |01 )?năm$|và (?:cả )?năm$"),
}
_REPORTS_ON_PLAN = re.compile(
    r"(?:tổng hợp,? |xây dựng |lập |định kì )*báo cáo (?:định kì |kết quả|tình hình|tiến độ"
    r"|việc)"
)
_ON_THE_PLAN = re.compile(r"kết quả|tiến độ|tình hình|kế hoạch|thực hiện")
_DAY = re.compile(r"(?:ngày\s+|trước\s+|vào\s+|^)(?P<day>\d{1,2})(?:/(?P<month>\d{1,2}))?(?!\d|%)")
_COLLECTIVE = re.compile(r"^(?:các|mọi|toàn thể|những|từng|tất cả)\b")
_KINDS = tuple(
    re.compile(pattern)
    for pattern in (r"\b(?:phòng|ban|đơn vị|cơ quan|đoàn thể)\b", r"\bsở\b|\bngành\b", r"\b(?:xã|phường|đặc khu"
    r"|địa phương)\b",
                    r"\b(?:thôn|tổ dân phố|xóm|bản|ấp|khóm)\b")
)  # fmt: skip
_VIA = re.compile(r"\((?:thông )?qua (?P<via>[^)]+)\)")
_SPECIFIC = re.compile(
    r"\b(?:chuyên đề|tổng kết|sơ kết|tài chính|quyết toán|sự cố|khó khăn|vướng mắc|kinh phí|giải ngân)\b"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """One passage that asks for a report: who, to whom, how often and by which day (month, day) of the period."""

    who: str
    to: str
    shown_who: str
    shown_to: str
    often: dict[str, tuple[int, int] | None]
    rule: str
    section: str
    source: Source
    quote: str

    @property
    def collects(self) -> str:
        """The body that gathers the reports: the one in brackets (“qua Phòng …”), else the recipient."""
        via = _VIA.search(self.to)
        return via["via"] if via else self.to


def report_mismatches(plan: PlanText) -> list[Finding]:
    """Passages about one report that contradict each other, and inputs that come too late for their summary."""
    places = [*_places(plan), *_rows(plan)]
    findings = []
    told: set[int] = set()
    pairs = [(one, other) for one, other in combinations(places, 2) if one.source != other.source]
    for first, second in pairs:
        finding = _same_report(plan, first, second)
        if finding and second.source.start not in told:
            told |= {first.source.start, second.source.start}
            findings.append(finding)
    for first, second in pairs:
        for part, whole in ((first, second), (second, first)):
            finding = _feeds(plan, part, whole) if part.source.start not in told else None
            if finding:
                told.add(part.source.start)
                findings.append(finding)
    return findings


def _places(plan: PlanText) -> Iterator[_Place]:
    """The reporting duties of the text, one place for each passage, reporter and recipient."""
    groups: dict[tuple[str, str, int], list[ReportingDuty]] = {}
    for duty in plan.reading.reporting:
        # A body's name is no subject: “Phòng Kế hoạch - Tài chính” gathers reports on everything.
        subject = plain(duty.quote).replace(plain(duty.to or duty.who), " ")
        if duty.frequency in _OFTEN and not _SPECIFIC.search(subject):
            groups.setdefault((plain(duty.who), plain(duty.to or ""), duty.source.start), []).append(duty)
    for (who, to, _), duties in groups.items():
        first = duties[0]
        often = {duty.frequency: _day(duty.due_rule) for duty in duties}
        rule = "; ".join(dict.fromkeys(_shown_rule(duty.frequency, duty.due_rule) for duty in duties))
        section = plan.section_at(first.source.start)
        yield _Place(who, to, first.who, first.to or "", often, rule, section, first.source, plain(first.quote))


def _rows(plan: PlanText) -> Iterator[_Place]:
    """Rows of task tables that are reports on the plan, with a rhythm in their deadline."""
    for task in plan.reading.tasks:
        words = plain(task.deadline_text or "")
        often = {name: _day(words) for name, pattern in _RHYTHMS.items() if pattern.search(words)}
        if not often or len(task.lead) != 1 or not _REPORTS_ON_PLAN.match(plain(task.name)):
            continue
        if _SPECIFIC.search(plain(task.name)):
            continue
        yield _Place(
            plain(task.lead[0]), "", task.lead[0], "", often, task.deadline_text or "", task.section_or_appendix,
            task.source, plain(task.name),
        )  # fmt: skip


def _shown_rule(frequency: str, due_rule: str | None) -> str:
    """The rule as printed, with its period where the printed words leave it out (“trước ngày 20”)."""
    if not due_rule:
        return _IN_WORDS[frequency]
    told = any(pattern.search(plain(due_rule)) for pattern in _RHYTHMS.values())
    return due_rule if told else f"{_IN_WORDS[frequency]}, {due_rule}"


def _day(due_rule: str | None) -> tuple[int, int] | None:
    """The last day as (month or 0, day); None where no day is printed."""
    match = _DAY.search(plain(due_rule or ""))
    if match is None or not 1 <= int(match["day"]) <= 31:
        return None
    return (int(match["month"] or 0), int(match["day"]))


def _same_report(plan: PlanText, first: _Place, second: _Place) -> Finding | None:
    """The same reporter and the same recipient, but another rhythm or another day."""
    if not _same_reporter(first, second):
        return None
    if (
        first.to
        and second.to
        and _bare(first.to) != _bare(second.to)
        and _bare(first.collects) != _bare(second.collects)
    ):
        return _other_recipient(plan, first, second)
    shared = first.often.keys() & second.often.keys()
    for frequency in shared:
        one, other = first.often[frequency], second.often[frequency]
        if one and other and one != other:
            return _finding(
                plan, first, second, Severity.HIGH,
                f"Cùng một báo cáo {_IN_WORDS[frequency]} của {first.shown_who}: {place(first.section)} ghi"
                f" “{first.rule}”, "
                f"ở đây ghi “{second.rule}”.",
                "Chọn một ngày và ghi giống nhau ở cả hai chỗ.",
            )  # fmt: skip
    if shared:
        return None
    return _finding(
        plan, first, second, Severity.HIGH,
        f"{first.shown_who} báo cáo {first.shown_to or second.shown_to} theo hai nhịp khác nhau:"
        f" {place(first.section)} ghi “{first.rule}”, "
        f"ở đây ghi “{second.rule}”.",
        "Chọn một kỳ báo cáo và ghi giống nhau ở cả hai chỗ.",
    )  # fmt: skip


def _same_reporter(first: _Place, second: _Place) -> bool:
    """One body named alike, or groups of units that share a kind: “các phòng, ban” and “các đơn vị” report as one."""
    if _bare(first.who) == _bare(second.who):
        return True
    if _COLLECTIVE.search(first.who) and _COLLECTIVE.search(second.who):
        return any(kind.search(first.who) and kind.search(second.who) for kind in _KINDS)
    return False


def _other_recipient(plan: PlanText, first: _Place, second: _Place) -> Finding | None:
    """One report for two bodies of a kind (two departments, two offices): only one of them can gather it.

    A body of another kind or rank is the next link of the chain, and a reporter may serve two masters on two subjects:
    the passages must both be about how this plan is carried out.
    """
    one, other = _bare(first.collects), _bare(second.collects)
    if not one or not other or one in other or other in one or _rank(one) != _rank(other):
        return None
    if not (_ON_THE_PLAN.search(first.quote) and _ON_THE_PLAN.search(second.quote)):
        return None
    together = _COLLECTIVE.search(first.who) and _COLLECTIVE.search(second.who)
    if not together and (one.split()[0] != other.split()[0] or not first.often.keys() & second.often.keys()):
        return None
    return _finding(
        plan, first, second, Severity.MEDIUM if first.often.keys() & second.often.keys() else Severity.HIGH,
        f"Cùng báo cáo của {first.shown_who}: {place(first.section)} gửi {first.shown_to} ({first.rule}), ở đây gửi"
        f" {second.shown_to} ({second.rule}).",
        "Ghi một đầu mối tổng hợp và một kỳ báo cáo ở cả hai chỗ.",
    )  # fmt: skip


def _feeds(plan: PlanText, part: _Place, whole: _Place) -> Finding | None:
    """The units' reports gathered by a body that has to report on itself: more often, or before theirs are due."""
    gathers = _bare(part.collects)
    if not gathers or gathers != _bare(whole.who) or part.who == whole.who:
        return None
    if "tổng hợp" not in part.quote and "tổng hợp" not in whole.quote:
        return None
    fastest_part = max(_OFTEN[frequency] for frequency in part.often)
    fastest_whole = max(_OFTEN[frequency] for frequency in whole.often)
    if fastest_whole > fastest_part:
        return _finding(
            plan, whole, part, Severity.MEDIUM,
            f"{whole.shown_who} phải báo cáo {whole.shown_to} {_rhythm(whole)} ({place(whole.section)}), nhưng ở đây "
            f"{part.shown_who} chỉ báo cáo {_rhythm(part)}: không đủ số liệu để tổng hợp.",
            "Cho hai kỳ báo cáo bằng nhau, hoặc ghi rõ báo cáo tổng hợp giữa hai kỳ lấy số liệu từ đâu.",
        )  # fmt: skip
    for frequency in part.often.keys() & whole.often.keys():
        given, due = part.often[frequency], whole.often[frequency]
        if given and due and given[0] == due[0] and given[1] > due[1]:
            return _finding(
                plan, whole, part, Severity.HIGH,
                f"Đơn vị gửi báo cáo sau khi báo cáo tổng hợp đã phải xong: ở đây ghi “{part.rule}”, còn"
                f" {whole.shown_who} "
                f"báo cáo “{whole.rule}” ({place(whole.section)}).",
                "Đặt ngày các đơn vị gửi báo cáo sớm hơn ngày tổng hợp ít nhất vài ngày.",
            )  # fmt: skip
    return None


def _finding(plan: PlanText, first: _Place, second: _Place, severity: Severity, why: str, suggestion: str) -> Finding:
    return found(
        plan, Kind.REPORT_MISMATCH, severity, second.source, opened(why), suggestion,
        value=second.rule, section=second.section,
    )  # fmt: skip


def _rhythm(there: _Place) -> str:
    return ", ".join(_IN_WORDS[name] for name in sorted(there.often, key=lambda name: -_OFTEN[name]))


def _bare(name: str) -> str:
    """A body's name without how the report reaches it."""
    words = re.sub(r"\([^)]*\)", " ", name)
    return re.sub(r"[\W_]+", " ", words).strip()


def _rank(name: str) -> int:
    """How high a recipient stands: two of one rank are rivals for one report, two of different ranks are a chain."""
    if (
        re.search(r"\b(?:ủ[iy] ban nhân dân|ubnd|chủ tịch|hđnd|đảng ủ[iy]|tỉnh ủ[iy])\b", name)
        and "văn phòng" not in name
    ):
        return 2
    return 1
