"""The bulletin of a working morning: what one person is told, by topic, and how it is worded."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from honglam.core.access.people_for_units import people_by_unit
from honglam.engines.plans.models import Assignment, Extension, ProgressEntry
from honglam.engines.plans.share_steps import DIRECT, REPORT
from honglam.engines.plans.terms import AssignmentRole, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_LINES = 12
MOST_OF_A_TOPIC = 5
"""Where several topics share a bulletin, each is cut shorter; the numbers above the lines are whole."""


class Topic(models.TextChoices):
    """What a bulletin speaks of, in the order in which it does."""

    DUE = "due", gettext_lazy("Sắp đến hạn")
    LATE = "late", gettext_lazy("Quá hạn")
    RETURNED = "returned", gettext_lazy("Bị trả lại")
    LATE_IN_UNIT = "late_in_unit", gettext_lazy("Việc của đơn vị quá hạn")
    TO_CONFIRM = "to_confirm", gettext_lazy("Chờ xác nhận hoàn thành")
    TO_DECIDE = "to_decide", gettext_lazy("Chờ quyết định gia hạn")
    LATE_BELOW = "late_below", gettext_lazy("Việc đã giao bị trễ")


def _counted(topic: str, count: int) -> str:
    words = {
        Topic.DUE: ngettext("%d việc sắp đến hạn", "%d việc sắp đến hạn", count),
        Topic.LATE: ngettext("%d việc quá hạn", "%d việc quá hạn", count),
        Topic.RETURNED: ngettext("%d việc bị trả lại", "%d việc bị trả lại", count),
        Topic.LATE_IN_UNIT: ngettext("%d việc của đơn vị quá hạn", "%d việc của đơn vị quá hạn", count),
        Topic.TO_CONFIRM: ngettext("%d việc chờ xác nhận", "%d việc chờ xác nhận", count),
        Topic.TO_DECIDE: ngettext("%d đề nghị gia hạn", "%d đề nghị gia hạn", count),
        Topic.LATE_BELOW: ngettext("%d việc đã giao bị trễ", "%d việc đã giao bị trễ", count),
    }
    return words[Topic(topic)] % count


@dataclass
class Bulletin:
    """What one person is told on one morning; a share stands under the first of its topics."""

    person: User
    topics: dict[str, dict[int, Assignment]] = field(default_factory=dict)
    has_news: bool = False

    def add(self, topic: Topic, share: Assignment, *, is_news: bool) -> None:
        """One share under a topic; `is_news` where it alone is reason to send the bulletin."""
        self.has_news = self.has_news or is_news
        if not any(share.pk in shares for shares in self.topics.values()):
            self.topics.setdefault(topic, {})[share.pk] = share

    @property
    def only(self) -> Assignment | None:
        """The share, where the bulletin is about a single one."""
        shares = [share for found in self.topics.values() for share in found.values()]
        return shares[0] if len(shares) == 1 else None

    @property
    def title(self) -> str:
        """“3 việc sắp đến hạn, 1 việc bị trả lại”."""
        return ", ".join(_counted(topic, len(self.topics[topic])) for topic in Topic if topic in self.topics)

    @property
    def body(self) -> str:
        """The pieces under their topics, each with its day and unit."""
        most = MOST_LINES if len(self.topics) == 1 else MOST_OF_A_TOPIC
        lines: list[str] = []
        for topic in Topic:
            if topic not in self.topics:
                continue
            shares = sorted(self.topics[topic].values(), key=lambda one: (one.due_on or datetime.date.max, one.pk))
            lines += [f"{topic.label}:"] if len(self.topics) > 1 else []
            lines += [_line(share) for share in shares[:most]]
            if len(shares) > most:
                lines.append(_("và %d việc khác") % (len(shares) - most))
        return "\n".join(lines)


def _line(share: Assignment) -> str:
    day = f"{share.due_on:%d/%m}: " if share.due_on else ""
    return f"{day}{share.task.name[:120]} ({share.unit})"


def waiting_for_people(bulletins: dict[int, Bulletin], *, since: datetime.date) -> None:
    """Put what was returned, what waits for confirmation and which wishes wait for a word into the bulletins.

    What came on or after `since` is news. A dozen queries, however much waits.
    """
    parts = (
        (Topic.RETURNED, _returned(since)),
        (Topic.TO_CONFIRM, _claimed(since)),
        (Topic.TO_DECIDE, _wishes(since)),
    )
    for topic, found in parts:
        for person, share, is_news in found:
            bulletins.setdefault(person.pk, Bulletin(person)).add(topic, share, is_news=is_news)


Waiting = Iterable[tuple["User", Assignment, bool]]


def _returned(since: datetime.date) -> Waiting:
    """Work that was given back, for whoever does it or the unit."""
    shares = list(
        Assignment.objects.current().filter(state=WorkState.RETURNED).select_related("task", "unit", "person")
    )
    returned = ProgressEntry.objects.filter(assignment__in=shares, state=WorkState.RETURNED)
    fresh = set(returned.filter(reported_at__date__gte=since).values_list("assignment", flat=True))
    people = people_by_unit(REPORT, {share.unit_id for share in shares if share.person is None})
    for share in shares:
        for person in [share.person] if share.person else people.get(share.unit_id, []):
            yield person, share, share.pk in fresh


def _claimed(since: datetime.date) -> Waiting:
    """Reported work, for who directs the issuer and who reports for a monitoring unit other than the doer's."""
    claimed = Assignment.objects.current().waiting_for_confirmation()
    shares = list(claimed.select_related("task", "unit"))
    fresh = set(claimed.filter(last_report_at__date__gte=since).values_list("pk", flat=True))
    monitors: dict[int, set[int]] = {}
    watching = Assignment.objects.given().filter(
        role=AssignmentRole.MONITORING, task__in={share.task_id for share in shares}
    )
    for task, unit in watching.values_list("task", "unit"):
        monitors.setdefault(task, set()).add(unit)
    directing = people_by_unit(DIRECT, {share.task.issuer_id for share in shares})
    reporting = people_by_unit(REPORT, {unit for units in monitors.values() for unit in units})
    for share in shares:
        people = {person.pk: person for person in directing.get(share.task.issuer_id, [])}
        for unit in monitors.get(share.task_id, set()) - {share.unit_id}:
            people |= {person.pk: person for person in reporting.get(unit, [])}
        for person in people.values():
            yield person, share, share.pk in fresh


def _wishes(since: datetime.date) -> Waiting:
    """Later dates that were asked for and that work still needs, for those who direct the issuer."""
    wishes = list(Extension.objects.waiting().select_related("assignment__task", "assignment__unit"))
    fresh = set(Extension.objects.waiting().filter(asked_at__date__gte=since).values_list("pk", flat=True))
    directing = people_by_unit(DIRECT, {wish.assignment.task.issuer_id for wish in wishes})
    for wish in wishes:
        for person in directing.get(wish.assignment.task.issuer_id, []):
            yield person, wish.assignment, wish.pk in fresh
