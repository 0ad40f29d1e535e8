"""Writes of reminders: each working morning one notice a person, and a word from the receiver to who has sent nothing.

The person at the report's present step hears of it before and on its due day; when it is overdue the drafter and the
head who checks hear of it too. One person gets one notice a day, however many reports are near or late.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.actions import Letter, send_many
from honglam.core.notices.models import Notice
from honglam.engines.reporting.addresses import address_of, address_of_list
from honglam.engines.reporting.arrangements import Arranged, arranged_many
from honglam.engines.reporting.doers import Doers
from honglam.engines.reporting.errors import RemindingRefused
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.queries import RECEIVE
from honglam.engines.reporting.rules.reminding import Topic, topic_on
from honglam.engines.reporting.sight import may_remind
from honglam.engines.reporting.terms import INSIDE_STEPS, ReportStep
from honglam.toolkit.numbers import format_date

if TYPE_CHECKING:
    from honglam.core.access.models import User

KIND = "reporting.reminder"
MOST_LINES = 12
SPAN = datetime.timedelta(days=31)
"""No rung lies farther from its due day, the longest holidays included."""
_COLUMNS = ("content", "written", "signatures")


@dataclass
class Bundle:
    """What one person is told on one morning."""

    person: User
    reports: dict[Topic, dict[int, Report]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """“1 báo cáo quá hạn, 2 báo cáo sắp đến hạn”."""
        return ", ".join(_counted(topic, len(self.reports[topic])) for topic in Topic if topic in self.reports)

    @property
    def body(self) -> str:
        """The reports, each with its day, unit and receiver."""
        lines = [_line(report) for topic in Topic for report in self.reports.get(topic, {}).values()]
        more = [_("và %d báo cáo khác") % (len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
        return "\n".join(lines[:MOST_LINES] + more)

    @property
    def address(self) -> str:
        """The report, where there is only one; else the list."""
        found = [report for reports in self.reports.values() for report in reports.values()]
        return address_of(found[0]) if len(found) == 1 else address_of_list()


@transaction.atomic
def send_reminders(*, today: datetime.date, by: User | None = None) -> int:
    """Tell everybody what is near or late on a working day; how many people. Sent again it tells nobody twice.

    The number of queries depends neither on the reports nor on the people.
    """
    calendar = WorkingCalendar.load()
    if not calendar.is_working_day(today):
        return 0
    topics: dict[int, Topic] = {}
    reports = []
    near = Report.objects.open().filter(version=1, due_on__range=(today - SPAN, today + SPAN)).defer(*_COLUMNS)
    for report in near.select_related("unit__parent", "regime__receiver", "receiver").order_by("due_on", "pk"):
        topic = _topic(report.due_on, today, calendar)
        if topic is not None:
            topics[report.pk] = topic
            reports.append(report)
    bundles = _bundled(reports, topics)
    event = f"{KIND}:{today:%Y%m%d}"
    letters = [Letter(event, [one.person], one.title, one.body, one.address) for one in bundles]
    send_many(letters=letters, by=by)
    return len(bundles)


def _topic(due_on: datetime.date, today: datetime.date, calendar: WorkingCalendar) -> Topic | None:
    first, last = sorted((due_on, today))
    return topic_on(is_over=today > due_on, working_days=calendar.working_days_between(first, last))


def _bundled(reports: Sequence[Report], topics: dict[int, Topic]) -> list[Bundle]:
    arrangements = arranged_many((report.unit, report.regime) for report in reports)
    doers = Doers.of(arrangements.values(), INSIDE_STEPS)
    bundles: dict[int, Bundle] = {}
    for report in reports:
        topic = topics[report.pk]
        for person in _people(report, topic, arrangements[report.unit_id, report.regime_id], doers):
            bundle = bundles.setdefault(person.pk, Bundle(person))
            bundle.reports.setdefault(topic, {})[report.pk] = report
    return list(bundles.values())


def _people(report: Report, topic: Topic, arranged: Arranged, doers: Doers) -> list[User]:
    """Who hears of a report: whoever has it now; when it is overdue also its drafter and the head."""
    steps = {ReportStep(report.step)}
    if topic == Topic.OVERDUE:
        steps |= {ReportStep.DRAFTING, ReportStep.CHECKING}
    return [person for step in INSIDE_STEPS if step in steps for person in doers.of_step(arranged, step)]


@transaction.atomic
def remind_missing(
    *, regime: ReportRegime, period_end: datetime.date, today: datetime.date, by: User
) -> int:  # fmt: skip
    """The receiver reminds the units whose report of a period is overdue, each once a day; how many units were told.

    Raises:
        NotAllowed: the person receives no reports of this regime.
        RemindingRefused: nobody is late, all were reminded today, or nobody there can write reports.
    """
    if not may_remind(by, regime):
        require(by, RECEIVE, regime.receiver or regime.owner)
    ReportRegime.objects.select_for_update(of=("self",)).get(pk=regime.pk)
    late = Report.objects.overdue(today).filter(regime=regime, period_end=period_end, version=1)
    reports = list(late.select_related("unit__parent", "receiver").defer(*_COLUMNS).order_by("unit__position", "pk"))
    if not reports:
        raise RemindingRefused(_("Không có đơn vị nào quá hạn mà chưa gửi."))
    told = _told_today(regime, today)
    waiting = [report for report in reports if _event(regime, report, today) not in told]
    if not waiting:
        raise RemindingRefused(_("Hôm nay đã nhắc các đơn vị chưa gửi; ngày mai mới nhắc lại được."))
    arrangements = arranged_many((report.unit, regime) for report in waiting)
    doers = Doers.of(arrangements.values(), INSIDE_STEPS)
    letters = []
    for report in waiting:
        report.regime = regime
        people = _people(report, Topic.OVERDUE, arrangements[report.unit_id, regime.pk], doers)
        if others := [person for person in people if person != by]:
            letters.append(_letter(regime, report, others, today))
    if not letters:
        raise RemindingRefused(_("Các đơn vị chưa gửi chưa có ai được soạn báo cáo; đề nghị quản trị cấp quyền."))
    send_many(letters=letters, by=by)
    record(
        by=by, action="reporting.reminded", target=regime, unit=regime.receiver or regime.owner,
        summary=_("%(count)d đơn vị") % {"count": len(letters)},
        rows=[(str(letter.unit.uid), str(letter.unit)) for letter in letters if letter.unit is not None],
    )  # fmt: skip
    return len(letters)


def _letter(regime: ReportRegime, report: Report, people: Sequence[User], today: datetime.date) -> Letter:
    words = {"unit": report.unit, "title": report.title, "due": format_date(report.due_on)}
    return Letter(
        event=_event(regime, report, today), recipients=people,
        title=_("%(unit)s chưa gửi: %(title)s") % words,
        body=_("Đã quá hạn gửi %(due)s. Nơi nhận: %(receiver)s.") % {**words, "receiver": report.receiver_name},
        url=address_of(report), unit=report.unit,
    )  # fmt: skip


def _event(regime: ReportRegime, report: Report, today: datetime.date) -> str:
    return f"{KIND}:asked:{regime.pk}:{report.unit_id}:{today:%Y%m%d}"


def _told_today(regime: ReportRegime, today: datetime.date) -> set[str]:
    """Events of this regime of which somebody was told today."""
    told = Notice.objects.filter(event__startswith=f"{KIND}:asked:{regime.pk}:", event__endswith=f":{today:%Y%m%d}")
    return set(told.values_list("event", flat=True))


def _line(report: Report) -> str:
    return f"{report.due_on:%d/%m}: {report.title[:140]} ({report.unit} → {report.receiver_name})"


def _counted(topic: Topic, count: int) -> str:
    words = {
        Topic.OVERDUE: ngettext("%d báo cáo quá hạn", "%d báo cáo quá hạn", count),
        Topic.DUE_TODAY: ngettext("%d báo cáo đến hạn hôm nay", "%d báo cáo đến hạn hôm nay", count),
        Topic.DUE_SOON: ngettext("%d báo cáo sắp đến hạn", "%d báo cáo sắp đến hạn", count),
    }
    return words[topic] % count
