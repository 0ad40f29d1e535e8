"""What the hub does by itself: nightly publications and checks, files looked at, and the word “dùng chung”."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.actions import start
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub import storing
from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.versions import publish, report_changed_files
from honglam.engines.datahub.models import AccessLog, AccessRequest, Dataset, Grant
from honglam.engines.datahub.shared_word import shared_score
from tests.engines.datahub.conftest import Hub, house

NOW = timezone.now()
TODAY = timezone.localdate()


def ran(code: str, **arguments: Any) -> JobRun:
    """A job, run here to its end."""
    run = start(code, by=None, **arguments)
    execute.call(run.pk, run.attempt)
    run.refresh_from_db()
    return run


def aged(hub: Hub) -> None:
    """Say that every row was written long ago."""
    for code in list(hub.book.written):
        hub.book.written[code] = NOW - datetime.timedelta(days=400)


def test_at_night_what_changed_is_published_and_the_rest_is_checked(hub: Hub) -> None:
    assert ran("datahub.nightly").result["failed"] == []
    aged(hub)
    ran("datahub.nightly")
    assert (hub.houses.versions.count(), hub.houses.runs.count()) == (1, 2), "nothing changed: checked, not published"
    hub.book.put(house("D"))
    ran("datahub.nightly")
    assert hub.houses.versions.count() == 2


def test_one_dataset_that_fails_at_night_holds_up_no_other(hub: Hub) -> None:
    hub.houses.rules.create(code="lost", kind="reference", columns=["code"], word="consistent",
                            parameters={"to": "nowhere.code"})  # fmt: skip
    run = ran("datahub.nightly")
    assert run.state == "succeeded" and "nowhere.code" in run.result["failed"][0]


def test_jobs_say_what_came_of_them(hub: Hub) -> None:
    published = ran("datahub.publish", dataset_id=hub.houses.pk, person_id=hub.steward.pk)
    assert published.result == {"version": 1, "refused": False, "is_new": True}
    hub.book.put(house("A", kind="Nhà gỗ"))
    checked = ran("datahub.check", dataset_id=hub.houses.pk, person_id=hub.steward.pk, incremental=True)
    assert checked.result == {"rows": 3, "failing": 1, "incremental": True}
    assert ran("datahub.find_suggestions", dataset_id=hub.houses.pk, person_id=hub.steward.pk).result == {"open": 1}
    ids = list(hub.houses.suggestions.values_list("pk", flat=True))
    applied = ran("datahub.apply_suggestions", dataset_id=hub.houses.pk, ids=ids, person_id=hub.steward.pk)
    assert applied.result["done"] == 1 and "Đã sửa 1 ô" in applied.message
    assert ran("datahub.sync").result == {"made": [], "changed": [], "ended": []}
    assert ran("datahub.forget_versions").result == {"deleted": 0, "suggestions": 0, "row_changes": 0}


def test_a_file_that_was_touched_is_found_and_written_to_the_log(hub: Hub) -> None:
    whole = publish(dataset=hub.houses, by=None).version
    assert report_changed_files() == []
    path = storing.paths_of(whole.folder)[0]
    path.write_bytes(path.read_bytes() + b"x")
    assert ran("datahub.verify_files").result == {"changed": [str(whole)]}
    path.unlink()
    assert report_changed_files() == [str(whole)]
    assert AuditEntry.objects.filter(action="datahub.files_changed").count() == 2


def asked(hub: Hub, number: int, *, due: int, decided: int | None, state: str = "refused") -> AccessRequest:
    """A request that was due so many days from now and decided so many days from now."""
    return AccessRequest.objects.create(
        code=f"YC-{number}", dataset=hub.houses, unit=hub.north, by=hub.north_officer, purpose="x", legal_basis="y",
        due_on=TODAY + datetime.timedelta(days=due), state=state, reason="z" if decided is not None else "",
        decided_at=None if decided is None else NOW + datetime.timedelta(days=decided),
        decided_by=None if decided is None else hub.steward,
    )  # fmt: skip


def granted(hub: Hub, number: int, unit: Any) -> Grant:
    """A right in force."""
    request = asked(hub, number, due=0, decided=0, state="granted")
    return Grant.objects.create(
        request=request, dataset=hub.houses, unit=unit, columns=["code"], starts_on=TODAY, ends_on=TODAY,
        granted_by=hub.steward,
    )  # fmt: skip


def read(hub: Hub, unit: Any, *, days_ago: int = 0, status: int = 200) -> None:
    """A read of the dataset."""
    AccessLog.objects.create(
        dataset=hub.houses, unit=unit, at=NOW - datetime.timedelta(days=days_ago), form="page", status=status
    )


def score(hub: Hub) -> float | None:
    found = shared_score(Dataset.objects.get(pk=hub.houses.pk))
    return found.score if found is not None else None


def test_a_dataset_that_nobody_asked_for_has_no_sixth_word(hub: Hub) -> None:
    assert score(hub) is None
    read(hub, hub.construction)
    assert score(hub) is None, "the owner's own reads are no sharing"
    asked(hub, 1, due=3, decided=None, state="asked")
    assert score(hub) is None, "a request that is not due yet says nothing"
    assert "shared" not in run_checks(dataset=hub.houses, by=None).scores


def test_the_sixth_word_is_the_mean_of_use_and_answers_in_time(hub: Hub) -> None:
    granted(hub, 1, hub.north)
    granted(hub, 2, hub.south)
    assert score(hub) == 50, "nobody of two reads, both were answered in time"
    read(hub, hub.north)
    assert score(hub) == 75
    read(hub, hub.south, days_ago=31)
    read(hub, hub.south, status=403)
    assert score(hub) == 75, "what is long ago or was refused is no use"
    asked(hub, 3, due=-5, decided=-1)
    asked(hub, 4, due=-5, decided=None, state="asked")
    assert score(hub) == pytest.approx((50 + 50) / 2)
    assert run_checks(dataset=hub.houses, by=None).scores["shared"] == 50


def test_reads_without_a_right_count_in_full(hub: Hub) -> None:
    read(hub, hub.north)
    assert score(hub) == 100
