"""A row is added, changed, moved and ended; what it was stays."""

from __future__ import annotations

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import connection

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.engines.registers.errors import (
    MoveRefused,
    ReasonMissing,
    RecordChanged,
    RecordEnded,
    RecordInvalid,
    RecordKnown,
    TooEarly,
    TooLate,
)
from honglam.engines.registers.public import change, change_many, create, create_many, end, move
from tests.engines.registers.conftest import Office

DAY = datetime.timedelta(days=1)


def test_what_a_row_was_stays_queryable_by_day(office: Office) -> None:
    project = office.project()
    since = project.valid_from
    change(register=office.projects, row=project, values={"capital": Decimal(60000)}, by=office.officer,
           valid_from=since + 10 * DAY, act="QĐ 12/QĐ-UBND")  # fmt: skip
    model, versions = office.projects.model.objects, office.projects.versions.objects
    assert [row.capital for row in versions.former_on(since + 9 * DAY)] == [Decimal(50000)]
    assert not model.holding_on(since + 9 * DAY).exists()
    assert [row.capital for row in model.holding_on(since + 10 * DAY)] == [Decimal(60000)]
    assert not versions.former_on(since + 10 * DAY).exists()
    assert versions.get().act == "QĐ 12/QĐ-UBND"


def test_a_change_never_begins_before_the_one_it_follows(office: Office) -> None:
    project = office.project()
    with pytest.raises(TooEarly):
        change(register=office.projects, row=project, values={"note": "x"}, by=office.officer,
               valid_from=project.valid_from - DAY)  # fmt: skip


def test_nothing_is_written_over_somebody_elses_change(office: Office) -> None:
    project = office.project()
    change(register=office.projects, row=project, values={"note": "một"}, by=office.head, revision=1)
    with pytest.raises(RecordChanged, match="Trần Văn Sơn"):
        change(register=office.projects, row=project, values={"note": "hai"}, by=office.officer, revision=1)


def test_the_same_values_write_nothing(office: Office) -> None:
    project = office.project()
    before = AuditEntry.objects.count()
    row = change(register=office.projects, row=project, values={"name": " Nhà máy  chế biến gỗ "}, by=office.officer)
    assert (row.revision, AuditEntry.objects.count()) == (1, before)


def test_two_standing_rows_never_have_one_identity(office: Office) -> None:
    office.project()
    with pytest.raises(RecordKnown, match="Nhà máy chế biến gỗ"):
        office.project(name="Nhà máy khác")


def test_who_may_not_see_the_row_with_the_same_identity_learns_only_who_keeps_it(office: Office) -> None:
    project = office.project()
    values = {name: getattr(project, name) for name in ("code", "investor", "investor_kind", "sector", "commune")}
    with pytest.raises(RecordKnown, match="Sở Tài chính quản lý") as refused:
        create(register=office.projects, unit=office.commune, by=office.commune_officer,
               values=values | {"name": "Dự án khác", "capital": 1})  # fmt: skip
    assert "Nhà máy" not in str(refused.value)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other anyway")
@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_the_same_row_at_once_add_it_once(office: Office) -> None:
    together, outcomes = threading.Barrier(2), []

    def add() -> None:
        together.wait()
        try:
            outcomes.append(office.project().code)
        except RecordKnown:
            outcomes.append("known")
        finally:
            connection.close()

    people = [threading.Thread(target=add) for _number in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(outcomes) == ["DA-1", "known"]


def test_what_the_model_refuses_is_said_by_column(office: Office) -> None:
    with pytest.raises(RecordInvalid) as refused:
        office.project(sector="mining", capital="nhiều")
    assert set(refused.value.faults) == {"sector", "capital"}


def test_a_conditional_column_is_asked_only_when_it_applies(office: Office) -> None:
    with pytest.raises(RecordInvalid) as refused:
        office.project(is_delayed=True)
    assert set(refused.value.faults) == {"delay_reason"}
    project = office.project(is_delayed=True, delay_reason="Vướng mặt bằng")
    row = change(register=office.projects, row=project, values={"is_delayed": False}, by=office.officer)
    row.refresh_from_db()
    assert row.delay_reason == ""


def test_an_officer_moves_what_needs_no_decision_and_a_head_decides(office: Office) -> None:
    project = office.project()
    with pytest.raises(NotAllowed):
        move(register=office.projects, row=project, move="approve", by=office.officer)
    with pytest.raises(MoveRefused, match="Văn bản chấp thuận"):
        move(register=office.projects, row=project, move="approve", by=office.head)
    change(register=office.projects, row=project, by=office.officer,
           values={"approval": "QĐ 5/QĐ-UBND", "approved_on": datetime.date(2026, 1, 5)})  # fmt: skip
    assert move(register=office.projects, row=project, move="approve", by=office.head).state == "approved"
    assert move(register=office.projects, row=project, move="prepare", by=office.officer).state == "preparing"
    with pytest.raises(MoveRefused):
        move(register=office.projects, row=project, move="operate", by=office.officer)
    with pytest.raises(ReasonMissing):
        move(register=office.projects, row=project, move="stop", by=office.head)


def test_a_row_that_ended_is_not_written_and_frees_its_identity(office: Office) -> None:
    project = office.project()
    with pytest.raises(ReasonMissing):
        end(register=office.projects, row=project, by=office.head, reason="")
    end(register=office.projects, row=project, by=office.head, reason="Ghi nhầm hai lần")
    with pytest.raises(RecordEnded):
        change(register=office.projects, row=project, values={"note": "x"}, by=office.officer)
    assert office.project().pk != project.pk


def test_a_row_does_not_leave_the_list_before_the_day_of_its_end(office: Office) -> None:
    project = office.project()
    with pytest.raises(TooLate, match="không được sau hôm nay"):
        end(register=office.projects, row=project, by=office.head, reason="Hết hạn dự án", on=project.valid_from + DAY)
    assert office.projects.model.objects.standing().exists()


def test_a_stranger_writes_nothing(office: Office) -> None:
    project = office.project()
    with pytest.raises(NotAllowed):
        change(register=office.projects, row=project, values={"note": "x"}, by=office.commune_officer)


def test_many_rows_change_in_few_queries_and_one_entry_of_the_log(
    office: Office, django_assert_max_num_queries: object
) -> None:
    rows = create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"DA-{number}", "name": f"Dự án {number}", "investor": "Công ty B", "investor_kind": "domestic",
         "sector": "trade", "commune": office.commune, "capital": 10} for number in range(300)
    ])  # fmt: skip
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        changed = change_many(register=office.projects, rows=rows, values={"sector": "tourism"}, by=office.officer)
    assert changed == 300
    assert AuditEntry.objects.count() == before + 1
    assert office.projects.model.objects.filter(sector="tourism", revision=2).count() == 300
    assert office.projects.versions.objects.filter(sector="trade").count() == 300


def test_rows_are_found_without_marks(office: Office) -> None:
    office.project()
    assert office.projects.model.objects.saying("che bien go").exists()
    assert not office.projects.model.objects.saying("thuỷ sản").exists()
