"""Units that have to finish too much at once.

A unit is overloaded in a month when the work that it alone leads and that falls due then is at least `FLOOR` pieces,
and at least `TIMES` as much as the plan usually asks of a unit in a month (the median over all units and months with
work due). The floor keeps small plans quiet; the median keeps a plan quiet in which everybody has much to do. Work
without a day, standing work, and work of several years does not fall due in a month.

Apart from units, a table is overloaded on one day when at least `ALIKE` of its dated rows (and at least `FLOOR`) end
on the plan's last day: then nothing is due on the way there. The units of that day are not told again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median

from honglam.engines.plans.alignment.drafts.saying import examples, found, place
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.items import TaskRow
from honglam.engines.plans.extraction.unit_names import split_units

FLOOR = 8
TIMES = 3.0
ALIKE = 0.7


def overloads(plan: PlanText) -> list[Finding]:
    """One finding per table without steps on the way, and one per unit and month with too much work due."""
    whole = _without_steps(plan)
    due: dict[tuple[str, str], list[TaskRow]] = defaultdict(list)
    names: dict[str, str] = {}
    for task in plan.reading.tasks:
        if len(task.lead) != 1 or not _is_day(task) or _is_long(task):
            continue
        unit = plain(task.lead[0])
        names.setdefault(unit, task.lead[0])
        due[unit, str(task.deadline)[:7]].append(task)
    usual = median(len(tasks) for tasks in due.values()) if due else 0
    last_month = f"{plan.years[1]}-12" if plan.years else ""
    findings = list(whole)
    for (unit, month), tasks in due.items():
        if len(tasks) < max(FLOOR, TIMES * usual) or _is_collective(names[unit]):
            continue
        if whole and month == last_month:
            continue
        findings.append(_finding(plan, names[unit], month, tasks, usual))
    return findings


def _without_steps(plan: PlanText) -> list[Finding]:
    """Tables in which nearly all rows end with the plan."""
    if plan.years is None:
        return []
    last_day = f"{plan.years[1]}-12-31"
    tables: dict[str, list[TaskRow]] = defaultdict(list)
    for task in plan.reading.tasks:
        if _is_day(task):
            tables[task.section_or_appendix].append(task)
    findings = []
    for section, tasks in tables.items():
        ending = [task for task in tasks if task.deadline == last_day]
        if len(ending) < max(FLOOR, ALIKE * len(tasks)):
            continue
        leads = Counter(task.lead[0] for task in ending if len(task.lead) == 1)
        most = leads.most_common(1)[0] if leads else ("", 0)
        busiest = f", riêng {most[0]} chủ trì {most[1]} việc" if most[1] >= FLOOR else ""
        shown = ending[0].deadline_text or ""
        findings.append(
            found(
                plan, Kind.OVERLOAD, Severity.MEDIUM, ending[0].source,
                f"{len(ending)} trên {len(tasks)} việc có thời hạn ở {place(section)} cùng kết thúc vào ngày cuối của"
                f" kế hoạch"
                f" (“{shown}”){busiest}: không có mốc nào ở giữa để biết việc chậm.",
                "Chia thời hạn theo quý hoặc theo năm cho từng việc; việc làm quanh năm thì ghi “thường xuyên”.",
                value=last_day, section=section,
            )
        )  # fmt: skip
    return findings


def _is_day(task: TaskRow) -> bool:
    return bool(task.deadline) and str(task.deadline)[0].isdigit()


def _is_long(task: TaskRow) -> bool:
    """Work of a period of years ends with the period, but is done all along."""
    return "-" in (task.deadline_text or "") and "giai đoạn" in plain(task.deadline_text or "")


def _is_collective(name: str) -> bool:
    return len(split_units([name])) > 1 or plain(name).startswith(("các ", "mọi ", "ủy ban nhân dân các"))


def _finding(plan: PlanText, unit: str, month: str, tasks: list[TaskRow], usual: float) -> Finding:
    year, number = month.split("-")
    first = tasks[0]
    why = (
        f"{unit} chủ trì {len(tasks)} việc cùng hết hạn trong tháng {int(number)}/{year}, trong khi các đơn vị thường"
        f" có"
        f" {usual:.0f} việc một tháng: {examples([task.name for task in tasks])}."
    )
    return found(
        plan, Kind.OVERLOAD, Severity.MEDIUM, first.source, why,
        "Chia thời hạn theo quý cho từng việc, hoặc giao bớt cho đơn vị khác chủ trì.",
        value=first.deadline, section=first.section_or_appendix,
    )  # fmt: skip
