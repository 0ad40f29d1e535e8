"""Decisions of the overview, pure: which five things a leader should know now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honglam.engines.plans.overview.values import GroupLine, HotSpot, LateRow, UnitLine

MOST_HOT_SPOTS = 5
MOST_OF_A_KIND = 2
LAGGING_POINTS = 20
SILENT_DAYS = 30


def elapsed_percent(first: date, last: date, today: date) -> int:
    """How much of a stretch of days has passed, 0 to 100."""
    if today <= first:
        return 0
    if today >= last:
        return 100
    return round(100 * (today - first).days / (last - first).days)


def hot_spots(
    *, units: Sequence[UnitLine], groups: Sequence[GroupLine], late: Sequence[LateRow], waiting: int, waiting_url: str,
    silent: Sequence[UnitLine], silent_url: str,
) -> list[HotSpot]:  # fmt: skip
    """The five that weigh most, at most two of a kind: late units, late tasks, lagging groups, queues, silence."""
    found = [*_late_units(units), *_late_tasks(late), *_lagging_groups(groups)]
    if waiting >= 5:
        found.append(
            HotSpot(
                "waiting", _("Chờ xác nhận lâu"),
                _("%(count)d việc đã báo hoàn thành hơn 7 ngày mà chưa được xác nhận") % {"count": waiting},
                waiting_url, waiting / 2, count=waiting,
            )
        )  # fmt: skip
    if len(silent) >= 3:
        found.append(
            HotSpot(
                "silent", _("Chưa báo cáo"),
                _("%(count)d đơn vị còn việc nhưng không báo cáo trong %(days)d ngày")
                % {"count": len(silent), "days": SILENT_DAYS},
                silent_url, len(silent) / 2, count=len(silent),
            )
        )  # fmt: skip
    return _different(sorted(found, key=lambda spot: -spot.weight))


def _different(spots: Iterable[HotSpot]) -> list[HotSpot]:
    kinds: Counter[str] = Counter()
    chosen: list[HotSpot] = []
    for spot in spots:
        if kinds[spot.kind] < MOST_OF_A_KIND and len(chosen) < MOST_HOT_SPOTS:
            kinds[spot.kind] += 1
            chosen.append(spot)
    return chosen


def _late_units(units: Iterable[UnitLine]) -> list[HotSpot]:
    return [
        HotSpot(
            "unit", unit.name,
            ngettext(
                "%(late)d việc quá hạn, lâu nhất %(days)d ngày",
                "%(late)d việc quá hạn, lâu nhất %(days)d ngày",
                unit.late,
            ) % {"late": unit.late, "days": unit.longest_late_days},
            f"{unit.url}&status=overdue", unit.late * 2 + unit.longest_late_days / 10, count=unit.late,
        )
        for unit in units if unit.late
    ]  # fmt: skip


def _late_tasks(late: Iterable[LateRow]) -> list[HotSpot]:
    spots = []
    for row in late:
        if row.all_units > 1:
            text = _("%(late)d/%(all)d đơn vị chưa xong, quá hạn %(days)d ngày") % {
                "late": row.late_units, "all": row.all_units, "days": row.late_days,
            }  # fmt: skip
        else:
            text = _("%(unit)s, quá hạn %(days)d ngày") % {"unit": row.leads, "days": row.late_days}
        spots.append(HotSpot("task", row.name, text, row.url, row.late_units * 1.5 + row.late_days / 10, row.uid))
    return spots


def _lagging_groups(groups: Iterable[GroupLine]) -> list[HotSpot]:
    return [
        HotSpot(
            "group", group.title or group.plan_title,
            _("%(tasks)d nhiệm vụ, tiến độ %(progress)d %% khi thời gian đã qua %(expected)d %%")
            % {"tasks": group.tasks, "progress": group.progress, "expected": group.expected},
            group.url, (group.expected - group.progress) / 5 + group.tasks / 10, count=group.tasks,
        )
        for group in groups
        if group.expected - group.progress >= LAGGING_POINTS and group.tasks > group.done
    ]  # fmt: skip
