"""A draft is checked in the unit that writes it: rounds, what is set aside, what was mended, and who sees it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.files.errors import FileRefused
from honglam.core.files.models import StoredFile
from honglam.core.files.registry import may_read
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.engines.plans.actions import checks
from honglam.engines.plans.alignment import Kind, Severity
from honglam.engines.plans.errors import CheckRefused, DraftNotOwn, ReasonMissing, StepNotAllowed
from honglam.engines.plans.models import Plan, PlanCheck, PlanFinding
from honglam.engines.plans.terms import CheckState, FindingStanding, PlanState
from tests.engines.plans.checking.stories import ANNEX, again, begun, ended, finding, keep, the, upload
from tests.engines.plans.stories import make_plan
from tests.people import People, give, make_person, people

__all__ = ["people"]
pytestmark = pytest.mark.django_db
WEAKER = finding()
MISSING_ANNEX = finding(Kind.MISSING_ANNEX, ANNEX, severity=Severity.MEDIUM)


def standings(check_run: PlanCheck) -> dict[str, str]:
    """What has become of each kind of finding."""
    return {one.kind: one.standing_in(check_run) for one in check_run.findings.all()}


def test_a_draft_is_checked_in_the_background(people: People) -> None:
    check_run = begun(people.north, people.officer)
    assert check_run.name == "du-thao.docx"
    assert (check_run.state, check_run.started_round, check_run.finished_round) == (CheckState.WAITING, 1, 0)
    run = JobRun.objects.for_target(check_run).get()
    assert (run.code, run.arguments) == ("plans.check_draft", {"check_id": check_run.pk, "number": 1})
    keep(check_run, WEAKER, MISSING_ANNEX)
    assert (check_run.state, check_run.finished_round) == (CheckState.DONE, 1)
    assert check_run.rounds.get().found == 2
    assert AuditEntry.objects.filter(action="plans.check_finished").exists()


def test_nobody_checks_for_a_unit_where_they_do_not_sit(people: People) -> None:
    for person in (people.stranger, people.coordinator, people.leader):
        with pytest.raises(NotAllowed):
            begun(people.north, person)


def test_nobody_outside_the_unit_sees_a_draft(people: People) -> None:
    check_run = ended(people.north, people.officer, WEAKER)
    file = check_run.rounds.get().file
    colleague = make_person("colleague", "Phan Thị Hoa", RoleCode.OFFICER, people.north)
    below = make_person("below", "Bùi Văn Kim", RoleCode.OFFICER, people.north_culture)
    administrator = people.administrator
    give(administrator, RoleCode.COORDINATOR, unit=people.province)
    for person, sees in (
        (people.officer, True), (people.head, True), (colleague, True), (below, False), (people.stranger, False),
        (people.coordinator, False), (people.leader, False), (administrator, False),
    ):  # fmt: skip
        assert PlanCheck.objects.visible_to(person).exists() is sees, person
        assert may_read(person, file) is sees, person
    ended_post = people.officer.memberships.get()
    ended_post.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    ended_post.save()
    people.officer.forget_posts()
    assert not PlanCheck.objects.visible_to(people.officer).exists()


def test_an_upper_plan_has_to_be_one_that_the_person_sees(people: People) -> None:
    hidden = make_plan(people.south, state=PlanState.DRAFT)
    with pytest.raises(Plan.DoesNotExist):
        begun(people.north, people.officer, upper_plan=hidden)
    own = make_plan(people.north)
    assert begun(people.north, people.officer, upper_plan=own).upper_plan == own
    with pytest.raises(CheckRefused):
        begun(people.north, people.officer, upper_plan=own, upper_upload=upload(name="tinh.docx"))
    by_file = begun(people.north, people.officer, upper_upload=upload(name="tinh.docx"))
    assert by_file.upper_name == "tinh.docx"


def test_what_is_no_document_is_refused(people: People) -> None:
    with pytest.raises(FileRefused):
        begun(people.north, people.officer, upload=upload(b"\x89PNG\r\n\x1a\n" + b"0" * 40, "anh.docx"))
    assert not PlanCheck.objects.exists()


def test_a_finding_is_set_aside_with_a_reason_and_taken_back(people: People) -> None:
    check_run = ended(people.north, people.officer, WEAKER, MISSING_ANNEX)
    with pytest.raises(ReasonMissing):
        checks.dismiss(finding=the(check_run, Kind.WEAKER_TARGET), reason="  ", by=people.officer)
    found = checks.dismiss(finding=the(check_run, Kind.WEAKER_TARGET), reason="Đã thống nhất", by=people.head)
    assert (found.dismissed_by, found.reason) == (people.head, "Đã thống nhất")
    assert standings(check_run)[Kind.WEAKER_TARGET] == FindingStanding.DISMISSED
    counted = PlanCheck.objects.with_counts().get()
    assert (counted.open_count, counted.high_count, counted.dismissed_count) == (1, 0, 1)
    entry = AuditEntry.objects.get(action="plans.finding_dismissed")
    assert (entry.by, entry.values.reason) == (people.head, "Đã thống nhất")
    checks.take_dismissal_back(finding=the(check_run, Kind.WEAKER_TARGET), by=people.officer)
    assert standings(check_run)[Kind.WEAKER_TARGET] == FindingStanding.OPEN
    with pytest.raises(NotAllowed):
        checks.dismiss(finding=the(check_run, Kind.WEAKER_TARGET), reason="Không", by=people.stranger)


def test_a_mended_draft_keeps_what_was_set_aside_and_shows_what_was_mended(people: People) -> None:
    check_run = ended(people.north, people.officer, WEAKER, MISSING_ANNEX)
    checks.dismiss(finding=the(check_run, Kind.MISSING_ANNEX), reason="Ban hành kèm sau", by=people.officer)
    moved = finding(Kind.MISSING_ANNEX, ANNEX.upper(), severity=Severity.LOW, explanation="Nói cách khác.")
    fresh = finding(Kind.NO_DATE, "Tập huấn kỹ năng số")
    check_run = again(check_run, people.head, moved, fresh, upload=upload(name="du-thao-2.docx"))
    assert check_run.name == "du-thao-2.docx"
    assert standings(check_run) == {
        Kind.WEAKER_TARGET: FindingStanding.MENDED, Kind.MISSING_ANNEX: FindingStanding.DISMISSED,
        Kind.NO_DATE: FindingStanding.OPEN,
    }  # fmt: skip
    second = check_run.rounds.get(number=2)
    assert (second.found, second.new, second.mended, second.file.name) == (2, 1, 1, "du-thao-2.docx")
    annex = the(check_run, Kind.MISSING_ANNEX)
    assert (annex.explanation, annex.first_round, annex.reason) == ("Nói cách khác.", 1, "Ban hành kèm sau")


def test_what_was_mended_and_comes_back_is_open_again(people: People) -> None:
    check_run = ended(people.north, people.officer, WEAKER)
    check_run = again(check_run, people.officer)
    assert standings(check_run) == {Kind.WEAKER_TARGET: FindingStanding.MENDED}
    check_run = again(check_run, people.officer, WEAKER)
    assert standings(check_run) == {Kind.WEAKER_TARGET: FindingStanding.OPEN}
    assert PlanFinding.objects.count() == 1
    assert check_run.rounds.get(number=3).file == check_run.rounds.get(number=1).file


def test_doubts_and_faults_of_the_upper_plan_are_not_counted_as_the_drafts(people: People) -> None:
    upper_fault = finding(Kind.DUPLICATE, lower="", upper="Tập huấn kỹ năng số")
    missing = finding(Kind.MISSING_TASK, lower="", upper="Rà soát hồ sơ")
    check_run = keep(begun(people.north, people.officer), upper_fault, missing, doubtful=(finding(lower="Gần giống"),))
    assert check_run.rounds.get().found == 1
    assert [one.kind for one in check_run.findings.of_draft()] == [Kind.MISSING_TASK]
    assert check_run.findings.get(is_about_upper=True).kind == Kind.DUPLICATE
    check_run = again(check_run, people.officer, missing)
    assert check_run.rounds.get(number=2).mended == 0


def test_a_round_that_is_under_way_is_stopped_and_keeps_nothing(people: People) -> None:
    check_run = ended(people.north, people.officer, WEAKER)
    check_run = checks.check_again(check_run=check_run, by=people.officer)
    with pytest.raises(CheckRefused):
        checks.check_again(check_run=check_run, by=people.officer)
    check_run = checks.stop_check(check_run=check_run, by=people.head)
    assert JobRun.objects.for_target(check_run).first().state == JobState.CANCELLED
    keep(check_run, MISSING_ANNEX)
    assert check_run.state == CheckState.STOPPED
    assert standings(check_run) == {Kind.WEAKER_TARGET: FindingStanding.OPEN}
    with pytest.raises(StepNotAllowed):
        checks.stop_check(check_run=check_run, by=people.officer)
    check_run = again(check_run, people.officer, MISSING_ANNEX)
    assert standings(check_run)[Kind.WEAKER_TARGET] == FindingStanding.MENDED


def test_an_earlier_round_that_ends_late_changes_nothing(people: People) -> None:
    check_run = begun(people.north, people.officer)
    JobRun.objects.for_target(check_run).update(state=JobState.FAILED, finished_at=timezone.now())
    check_run = checks.check_again(check_run=check_run, by=people.officer)
    late: Any = {"check_run": check_run, "number": 1}
    checks.keep_check_failure(message="Không đọc được", **late)
    check_run.refresh_from_db()
    assert (check_run.state, check_run.error, check_run.started_round) == (CheckState.WAITING, "", 2)


def test_only_who_brought_a_draft_deletes_it_and_nothing_of_it_stays(people: People) -> None:
    check_run = begun(people.north, people.officer, upper_upload=upload(name="tinh.docx"))
    keep(check_run, WEAKER)
    again(check_run, people.officer, upload=upload(name="du-thao-2.docx"))
    with pytest.raises(DraftNotOwn, match="Trần Thị Bình"):
        checks.delete_check(check_run=check_run, by=people.head)
    checks.delete_check(check_run=check_run, by=people.officer)
    assert not PlanCheck.objects.exists()
    assert not PlanFinding.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.filter(action="plans.draft_deleted", by=people.officer).exists()
    assert AuditEntry.objects.get(action="files.removed").row_count == 3


def test_drafts_are_forgotten_after_their_time_and_comparisons_of_plans_are_not(people: People, settings: Any) -> None:
    settings.PLANS_DRAFT_RETENTION_DAYS = 30
    today = timezone.localdate()
    old, fresh = (ended(people.north, people.officer, WEAKER) for _number in range(2))
    aligned = checks.align_plan(plan=make_plan(people.north), unit=people.north, by=people.officer)
    long_ago = timezone.now() - datetime.timedelta(days=32)
    PlanCheck.objects.filter(pk__in=[old.pk, aligned.pk]).update(touched_at=long_ago)
    assert checks.forget_drafts(today=today) == 1
    assert set(PlanCheck.objects.values_list("pk", flat=True)) == {fresh.pk, aligned.pk}
    assert checks.forget_drafts(today=today) == 0


def test_a_plan_of_the_system_is_compared_for_ones_own_unit(people: People) -> None:
    plan, above = make_plan(people.north), make_plan(people.province)
    give(people.officer, RoleCode.VIEWER, unit=people.province)
    people.officer.forget_posts()
    check_run = checks.align_plan(plan=plan, unit=people.north, by=people.officer, upper_plan=above)
    assert check_run.upper_name == f"{above.citation}, {above.subject}"
    with pytest.raises(CheckRefused):
        keep(check_run, WEAKER) and checks.check_again(check_run=check_run, by=people.officer, upload=upload())
    with pytest.raises(CheckRefused, match="không xem được"):
        checks.check_again(check_run=keep(check_run), by=people.head)
    with pytest.raises(Plan.DoesNotExist):
        checks.align_plan(plan=plan, unit=people.south, by=people.stranger)
