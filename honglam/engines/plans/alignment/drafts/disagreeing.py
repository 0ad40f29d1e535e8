"""One piece of work that the plan describes in two ways: with two last days, or under two leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from honglam.engines.plans.alignment.drafts.saying import found, place
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, plain, terms
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.tasks import Work, main_clause, shown_day, work_of
from honglam.engines.plans.extraction.deadlines import read_deadline
from honglam.engines.plans.extraction.roles import Role

_SAME_FROM = 0.72
_CARRIED_FROM = 0.8
_SAME_LED_FROM = 0.68
_FEWEST_TERMS = 6
_LEADS = re.compile(r"^(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|chịu trách nhiệm|đầu mối)\b")
_HELPS = re.compile(
    r"^(?:phối hợp|tham gia|hỗ trợ|cung cấp|theo dõi|đôn đốc|tổng hợp|kiểm tra|giám sát|thẩm định|hướng dẫn)\b"
)
_YEAR_ONLY = re.compile(r"(?:trong |đến |hết |cuối )*(?:năm )?20\d{2}\.?|giai đoạn .*|.*20\d{2}\s*[-–]\s*20\d{2}.*")
_BY_WHEN = re.compile(
    r"\b(?:trước|chậm nhất|trong|xong|đến|hết|vào|phấn đấu)\s[^;.]{0,20}?(?:ngày \d{1,2}/\d{1,2}(?:/\d{4})?"
    r"|\d{1,2}/\d{1,2}/\d{4}"
    r"|tháng \d{1,2}(?:/\d{4})?|quý [IVX1-4]+(?:/\d{4})?)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:Là [^,;]{0,60}, )?(?:chủ trì|đầu mối)(?:,? phối hợp)?(?: chặt chẽ)?(?: với| cùng)?[, ]+", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:tổ chức|triển khai|hướng dẫn|xây dựng|tham mưu|rà soát|phát triển|thực hiện|đề xuất|nghiên cứu|kiểm tra"
    r"|ban hành"
    r"|đẩy mạnh|lập|cung cấp|số hóa|nâng cấp|duy trì|vận hành|quản lý|tập huấn|đào tạo|tuyên truyền|theo dõi"
    r"|khai thác)\b"
)
_COLLECTIVE = re.compile(r"^(?:các|mọi|toàn thể|tất cả|những)\b")
_SENTENCE = re.compile(r"[^.;]+(?:[.;]|$)")


def two_dates(plan: PlanText, likeness: Likeness) -> list[Finding]:
    """The same work with different last days in two parts of the plan: a row against a duty or a sentence.

    Rows of one table that are nearly alike are steps or places of one kind of work; where they are the very same work,
    that is told as a repetition (`repeated`).
    """
    dated = [work for work in [*work_of(plan), *_sentences(plan)] if _is_precise(work)]
    findings = []
    told: set[int] = set()
    for first, second in combinations(dated, 2):
        if second.source.start in told or first.deadline == second.deadline or _overlap(first, second):
            continue
        if first.section == second.section and first.leads and second.leads:
            continue
        if not _is_same(first, second, likeness):
            continue
        told.add(second.source.start)
        findings.append(_dates(plan, first, second))
    return findings


def _is_precise(work: Work) -> bool:
    """Whether a deadline is a day, month or quarter; a mere year says nothing against a month of that year."""
    if not work.deadline or not work.deadline[0].isdigit():
        return False
    return not _YEAR_ONLY.fullmatch(plain(work.deadline_text or ""))


def _sentences(plan: PlanText) -> Iterator[Work]:
    """Sentences of prose that say by when something will be done, outside results, bases and duties."""
    year = plan.reading.doc.year
    for passage in plan.passages:
        if passage.role in (Role.RESULTS, Role.BASIS, Role.IMPLEMENTATION):
            continue
        for sentence in _SENTENCE.finditer(passage.text):
            named = _BY_WHEN.search(sentence.group())
            due = read_deadline(named.group(), year=year) if named else None
            if named and due:
                text = sentence.group().replace(named.group(), " ")
                yield Work(text, text, due, named.group().strip(), passage.section, passage.source, ())


def _is_same(first: Work, second: Work, likeness: Likeness) -> bool:
    one, other = main_clause(first.name), main_clause(second.name)
    if min(len(terms(one)), len(terms(other))) < _FEWEST_TERMS:
        return False
    if _numbers(one) != _numbers(other):
        return False
    if likeness.score(one, other) >= _SAME_FROM:
        return True
    return max(likeness.carried(one, other), likeness.carried(other, one)) >= _CARRIED_FROM and not (
        first.leads and second.leads
    )


def _numbers(text: str) -> set[str]:
    """Numerals that tell works apart: "đợt 1", "giai đoạn 2", "cấp độ 3", "quý I"."""
    return set(
        re.findall(
            r"\b(?:đợt|giai đoạn|cấp độ|lần|mức|quí|kì|phần|khóa|vòng)\s+(?:thứ\s+)?(\d{1,2}|[ivx]+)\b", plain(text)
        )
    )


def _overlap(first: Work, second: Work) -> bool:
    return first.source.start < second.source.end and second.source.start < first.source.end


def _dates(plan: PlanText, first: Work, second: Work) -> Finding:
    return found(
        plan, Kind.INTERNAL_CONFLICT, Severity.HIGH, second.source,
        f"Cùng một việc có hai thời hạn: {place(first.section)} ghi “{first.deadline_text}”"
        f" ({shown_day(first.deadline)}), ở đây"
        f" ghi “{second.deadline_text}” ({shown_day(second.deadline)}).",
        "Chọn một thời hạn và ghi giống nhau ở cả hai nơi.", value=second.deadline, section=second.section,
    )  # fmt: skip


def two_leads(plan: PlanText, likeness: Likeness) -> list[Finding]:
    """The same work led by different bodies in two places.

    A duty counts as leading where it says so; helping with what another leads is how plans are meant to be. Two rows
    of one table share out work: that they have different leads is no conflict.
    """
    rows = {task.source.start for task in plan.reading.tasks}
    led = [work for work in _led(plan) if work.leads]
    findings = []
    told: set[int] = set()
    clauses = [_without_frame(work.name) for work in led]
    for place_of_first, place_of_second in likeness.alike_pairs(clauses, _SAME_LED_FROM):
        first, second = led[place_of_first], led[place_of_second]
        if second.source.start in told or _share_a_lead(first, second) or _overlap(first, second):
            continue
        if first.source.start in rows and second.source.start in rows and first.section == second.section:
            continue
        one, other = clauses[place_of_first], clauses[place_of_second]
        if _audience(one) != _audience(other) and _audience(one) and _audience(other):
            continue
        if min(len(terms(one)), len(terms(other))) < _FEWEST_TERMS:
            continue
        told.add(second.source.start)
        findings.append(_leads(plan, first, second))
    return findings


def _led(plan: PlanText) -> Iterator[Work]:
    rows = {task.source.start for task in plan.reading.tasks}
    for work in work_of(plan):
        name = plain(work.name)
        if any(_COLLECTIVE.match(plain(lead)) for lead in work.leads):
            continue
        if work.source.start in rows or _LEADS.match(name):
            if not _HELPS.match(name):
                yield work


def _share_a_lead(first: Work, second: Work) -> bool:
    """Whether some lead of one is a lead of the other, by its words without dashes."""
    left = {re.sub(r"[\W_]+", " ", plain(name)).strip() for name in first.leads}
    right = {re.sub(r"[\W_]+", " ", plain(name)).strip() for name in second.leads}
    return any(one in other or other in one for one in left for other in right)


def _without_frame(text: str) -> str:
    """The main clause from its first verb on, without “Chủ trì, phối hợp với …” before it."""
    opening = _OPENING.match(text)
    if opening is None:
        return main_clause(text)
    verb = _VERB.search(text, opening.end())
    return main_clause(text[verb.start() :] if verb else text[opening.end() :])


def _audience(text: str) -> str:
    """For whom: the first two syllables behind “cho”; empty where nobody is named."""
    match = re.search(r"\bcho (?:các |đội ngũ )?([^\W\d_]+ [^\W\d_]+)", plain(text))
    return match.group(1) if match else ""


def _leads(plan: PlanText, first: Work, second: Work) -> Finding:
    return found(
        plan, Kind.INTERNAL_CONFLICT, Severity.MEDIUM, second.source,
        f"Cùng một việc có hai đơn vị chủ trì: {place(first.section)} giao {', '.join(first.leads)}, ở đây giao"
        f" {', '.join(second.leads)}.",
        "Giao một đơn vị chủ trì, đơn vị kia ghi phối hợp.", section=second.section,
    )  # fmt: skip
