"""Rows become versions: published when nothing that blocks is broken, refused otherwise; the last good one stays."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.events.models import StoredEvent
from honglam.core.notices.models import Notice
from honglam.engines.datahub import judging, reading, storing
from honglam.engines.datahub.actions.checks import has_changed
from honglam.engines.datahub.actions.versions import forget_old_versions, publish, publish_rows
from honglam.engines.datahub.errors import NothingToPublish, Overtaken
from honglam.engines.datahub.models import DatasetVersion
from honglam.engines.datahub.supply import supply_of
from honglam.engines.datahub.terms import RunState, VersionState
from tests.engines.datahub.conftest import Hub, house


def test_a_publication_puts_the_rows_of_the_source_into_use(hub: Hub, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[tuple[int, str]] = []
    done = publish(dataset=hub.houses, by=hub.steward, told=lambda rows, words: heard.append((rows, words)))
    assert (done.version.number, done.version.state, done.version.rows) == (1, VersionState.CURRENT, 3)
    assert [row["code"] for row in reading.rows_of(done.version)] == ["A", "B", "C"]
    assert done.version.lineage["supply"] == "test.houses"
    assert done.version.lineage["rules"][0] == "code-once" and done.version.lineage["former"] is None
    assert storing.is_unchanged(done.version.folder)
    assert done.run.state == RunState.PASSED and done.run.score == 100
    assert [rows for rows, _words in heard] == [2, 3, 3, 3]
    event = StoredEvent.objects.get(kind="datahub.dataset_published")
    assert event.payload["number"] == 1 and event.payload["dataset_uid"] == str(hub.houses.uid)
    assert AuditEntry.objects.filter(action="datahub.version_published", by=hub.steward).count() == 1


def test_the_next_version_replaces_the_one_before_and_both_can_be_read(hub: Hub) -> None:
    first = publish(dataset=hub.houses, by=None).version
    hub.book.put(house("D"))
    second = publish(dataset=hub.houses, by=None).version
    first.refresh_from_db()
    assert (first.state, second.number, second.lineage["former"]) == (VersionState.FORMER, 2, 1)
    assert first.valid_to == second.valid_from
    assert (reading.count_of(first), reading.count_of(second)) == (3, 4)


def test_rows_that_did_not_change_make_no_version_but_confirm_the_one_in_use(hub: Hub) -> None:
    first = publish(dataset=hub.houses, by=None)
    again = publish(dataset=hub.houses, by=None)
    assert not again.is_new and again.version == first.version
    assert DatasetVersion.objects.count() == 1 and first.version.runs.count() == 2


def test_of_two_publications_at_once_the_later_reading_stays(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    judge, begun = judging.judge, []

    def slow(*given: Any, **named: Any) -> Any:
        if not begun:
            begun.append(True)
            hub.book.put(house("D"))
            assert publish(dataset=hub.houses, by=None).version.rows == 4
        return judge(*given, **named)

    monkeypatch.setattr(judging, "judge", slow)
    with pytest.raises(Overtaken):
        publish(dataset=hub.houses, by=None)
    current = reading.current_version(hub.houses)
    assert current is not None and (current.number, current.rows) == (1, 4)
    assert len(list(storing.folder_of(current.folder).parent.iterdir())) == 1, "nothing is left of the other"


def test_a_blocked_publication_keeps_the_last_good_version_and_tells_the_steward(hub: Hub) -> None:
    good = publish(dataset=hub.houses, by=None).version
    hub.book.extra.append(house("A", owner="Ông khác"))
    refused = publish(dataset=hub.houses, by=hub.steward)
    assert refused.is_refused and refused.version.state == VersionState.REFUSED
    assert reading.current_version(hub.houses) == good
    assert refused.version.valid_from is None and reading.count_of(refused.version) == 4
    assert StoredEvent.objects.filter(kind="datahub.dataset_published").count() == 1
    notice = Notice.objects.get(kind="datahub.version_refused")
    assert notice.recipient == hub.steward and "Mã nhà bị trùng" in notice.body
    assert hub.houses.failing_rows.get().rule_codes == ["code-once"]


def test_a_warning_does_not_keep_rows_out(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    done = publish(dataset=hub.houses, by=None)
    assert done.run.state == RunState.WARNED and done.version.state == VersionState.CURRENT


def test_delivered_rows_become_a_version_with_their_lineage(hub: Hub) -> None:
    made_from = {"kind": "delivery", "name": "Tệp tháng 11"}
    done = publish_rows(dataset=hub.houses, batches=[[house("X")], [house("Y", area="abc")]], made_from=made_from,
                        by=hub.steward)  # fmt: skip
    assert done.version.lineage["name"] == "Tệp tháng 11"
    assert reading.rows_of(done.version, ["code", "area"]) == [
        {"code": "X", "area": "100.0"}, {"code": "Y", "area": None},
    ]  # fmt: skip
    assert [(row.key, row.rule_codes) for row in hub.houses.failing_rows.all()] == [("Y", ["area-range"])]


def test_who_keeps_nothing_publishes_nothing(hub: Hub) -> None:
    for person in (hub.north_officer, hub.viewer):
        with pytest.raises(NotAllowed):
            publish(dataset=hub.houses, by=person)
    hub.houses.steward = hub.north_officer
    hub.houses.save()
    assert publish(dataset=hub.houses, by=hub.north_officer).is_new


def test_a_dataset_without_supply_says_how_rows_come(hub: Hub) -> None:
    hub.houses.supply = ""
    hub.houses.save()
    with pytest.raises(NothingToPublish, match="nguồn dữ liệu đến"):
        publish(dataset=hub.houses, by=None)


def test_files_go_when_their_retention_is_over_but_never_those_in_use(
    hub: Hub, django_capture_on_commit_callbacks: Any
) -> None:
    first = publish(dataset=hub.houses, by=None).version
    hub.book.put(house("D"))
    publish(dataset=hub.houses, by=None)
    later = timezone.now() + datetime.timedelta(days=400)
    assert forget_old_versions(now=later) == 0
    hub.houses.retention_days = 365
    hub.houses.save()
    folder = storing.folder_of(first.folder)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_versions(now=later) == 1
    assert not folder.exists()
    first.refresh_from_db()
    assert first.folder == "" and first.manifest["rows"] == 3
    assert reading.count_of(DatasetVersion.objects.get(state="current")) == 4


def test_what_was_written_while_a_long_reading_lasted_is_no_news_lost(hub: Hub) -> None:
    version = publish(dataset=hub.houses, by=None).version
    supply = supply_of("test.houses")
    assert supply is not None
    began = reading.read_at_of(version)
    DatasetVersion.objects.update(made_at=began + datetime.timedelta(minutes=10))
    hub.book.written = dict.fromkeys(hub.book.written, began - datetime.timedelta(hours=1))
    assert not has_changed(dataset=hub.houses, supply=supply)
    hub.book.written["A"] = began + datetime.timedelta(minutes=2)
    assert has_changed(dataset=hub.houses, supply=supply)
