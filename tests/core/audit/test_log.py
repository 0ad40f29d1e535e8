"""The log: entries are written with the write they tell of, sealed in order, and every tampering shows."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.audit import rules
from honglam.core.audit.actions import EntryDraft, erase_values, record, record_many, seal
from honglam.core.audit.errors import NotInTransaction, ReasonMissing
from honglam.core.audit.models import AuditBlock, AuditEntry, AuditErasure, AuditSeal, AuditValues
from honglam.core.audit.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> User:
    """Somebody who acts."""
    return User.objects.create(username="an", full_name="Nguyễn Văn An")


@pytest.fixture
def log(writer: User) -> list[AuditEntry]:
    """Five sealed entries, in two blocks."""
    entries = [
        record(by=writer, action="test.changed", target=writer, changes={"phone": ("", f"091{n}")}, reason="vì thế")
        for n in range(4)
    ]
    entries.append(record(by=None, action="test.imported", rows=[("1", "một"), ("2", "hai")], summary="hai dòng"))
    assert seal(most=3) == 5
    return entries


def test_an_entry_says_who_did_what_to_which_object_and_what_changed(writer: User) -> None:
    entry = record(
        by=writer,
        action="test.changed",
        target=writer,
        changes={"phone": ("0912", "0913"), "email": ("a@b", "a@b"), "since": (None, datetime.date(2026, 1, 2))},
        reason="đổi số",
    )
    assert list(AuditEntry.objects.for_target(writer)) == [entry]
    assert entry.values.changes == {"phone": ("0912", "0913"), "since": (None, "2026-01-02")}
    assert (entry.values.by_name, entry.values.target_name, entry.values.reason) == (
        "Nguyễn Văn An",
        "Nguyễn Văn An",
        "đổi số",
    )


def test_an_entry_of_the_system_itself_says_so() -> None:
    assert record(by=None, action="test.cleaned").values.by_name == "Hệ thống"


def test_a_bulk_action_is_one_entry_with_a_digest_of_its_rows(writer: User) -> None:
    rows = [(str(number), f"dòng {number}") for number in range(1000)]
    entry = record(by=writer, action="test.imported", rows=rows)
    assert entry.row_count == 1000
    assert rules.rows_digest(entry.values.salt, rows) == (1000, entry.rows_digest)
    rows[500] = ("500", "khác")
    assert rules.rows_digest(entry.values.salt, rows) != (1000, entry.rows_digest)


def test_several_entries_are_written_in_their_order_at_the_cost_of_one(
    writer: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    drafts = [
        EntryDraft(target=writer, changes={"phone": ("", f"091{n}")}, summary=f"dòng {n}", about=[writer])
        for n in range(5)
    ]
    with django_assert_max_num_queries(3):
        entries = record_many(by=writer, action="test.changed", drafts=drafts)
    assert [one.values.summary for one in AuditEntry.objects.order_by("id")] == [f"dòng {n}" for n in range(5)]
    assert [one.values.changes["phone"][1] for one in entries] == [f"091{n}" for n in range(5)]
    assert AuditEntry.objects.for_target(writer).count() == 5
    assert seal() == 5
    assert verify().first_break is None
    assert record_many(by=writer, action="test.changed", drafts=[]) == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused(writer: User) -> None:
    with pytest.raises(NotInTransaction):
        record(by=writer, action="test.changed")


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_its_write_when_the_write_is_undone(writer: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=writer, action="test.changed")
        _ = 1 / 0
    assert not AuditEntry.objects.exists()


def test_sealing_holds_every_entry_once_and_chains_the_blocks(log: list[AuditEntry]) -> None:
    first, second = AuditBlock.objects.all()
    assert [seal.entry_id for seal in first.seals.all()] == [entry.pk for entry in log[:3]]
    assert [seal.entry_id for seal in second.seals.all()] == [entry.pk for entry in log[3:]]
    assert (first.previous_digest, second.previous_digest) == (rules.GENESIS, first.digest)
    assert seal() == 0


def test_an_entry_that_commits_late_is_sealed_late_and_verifies(log: list[AuditEntry], writer: User) -> None:
    late = record(by=writer, action="test.late")
    AuditEntry.objects.filter(pk=late.pk).update(at=timezone.now() - datetime.timedelta(hours=2))
    assert seal() == 1
    assert verify().first_break is None


def test_an_untouched_log_verifies_with_the_command(log: list[AuditEntry], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")
    assert "2 khối, 5 dòng, 0 dòng chờ" in capsys.readouterr().out


def _other(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, datetime.datetime):
        return value + datetime.timedelta(microseconds=1)
    if isinstance(value, int):
        return value + 1
    return "0" * 63 + "1" if len(str(value)) == 64 else "khác"


def _columns(model: Any, *, but: set[str]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in but]


@pytest.mark.parametrize("column", _columns(AuditEntry, but={"id"}))
def test_changing_any_column_of_an_entry_shows(log: list[AuditEntry], column: str) -> None:
    victim = log[4]
    AuditEntry.objects.filter(pk=victim.pk).update(**{column: _other(getattr(victim, column) or 0)})
    found = verify().first_break
    assert found is not None and (found.block, found.entry) == (2, victim.pk)


@pytest.mark.parametrize("column", _columns(AuditValues, but={"entry_id"}))
def test_changing_any_value_shows(log: list[AuditEntry], column: str) -> None:
    victim = log[4]
    AuditValues.objects.filter(pk=victim.pk).update(**{column: _other(getattr(victim.values, column))})
    found = verify().first_break
    assert found is not None and (found.block, found.entry) == (2, victim.pk)


@pytest.mark.parametrize("column", _columns(AuditSeal, but={"id"}))
def test_changing_any_column_of_a_seal_shows(log: list[AuditEntry], column: str) -> None:
    victim = AuditSeal.objects.get(entry=log[2])
    new: Any = {"entry_id": 10_000, "block_id": 2, "position": 9}.get(column, "f" * 64)
    AuditSeal.objects.filter(pk=victim.pk).update(**{column: new})
    assert verify().first_break is not None


@pytest.mark.parametrize("column", _columns(AuditBlock, but={"number"}))
def test_changing_any_column_of_a_block_shows(log: list[AuditEntry], column: str) -> None:
    victim = AuditBlock.objects.get(number=2)
    AuditBlock.objects.filter(pk=2).update(**{column: _other(getattr(victim, column))})
    found = verify().first_break
    assert found is not None and found.block == 2


def _raw(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(statement, values)


@pytest.mark.parametrize(
    "taking_out",
    [
        pytest.param(lambda entry: AuditValues.objects.filter(pk=entry.pk).delete(), id="values"),
        pytest.param(lambda entry: AuditSeal.objects.filter(entry=entry).delete(), id="seal"),
        pytest.param(
            lambda entry: (
                AuditValues.objects.filter(pk=entry.pk).delete(),
                _raw("DELETE FROM audit_auditentry WHERE id = %s", entry.pk),
            ),
            id="entry",
        ),
    ],
)
def test_taking_anything_out_shows(log: list[AuditEntry], taking_out: Callable[[AuditEntry], Any]) -> None:
    taking_out(log[2])
    found = verify().first_break
    assert found is not None and found.block == 1
    with pytest.raises(CommandError) as error:
        call_command("verify_audit")
    assert error.value.returncode == 1


def test_taking_a_whole_block_out_shows(log: list[AuditEntry]) -> None:
    AuditSeal.objects.filter(block=1).delete()
    AuditBlock.objects.filter(number=1).delete()
    found = verify().first_break
    assert found is not None and found.block == 1


def test_cutting_off_the_end_shows_against_a_head_noted_elsewhere(log: list[AuditEntry]) -> None:
    noted = verify().head
    assert verify(expected_head=noted).first_break is None
    AuditSeal.objects.filter(block=2).delete()
    AuditBlock.objects.filter(number=2).delete()
    AuditValues.objects.filter(pk__in=[entry.pk for entry in log[3:]]).delete()
    _raw("DELETE FROM audit_auditentry WHERE id > %s", log[2].pk)
    assert verify().first_break is None  # nothing inside the database can show it
    assert verify(expected_head=noted).first_break is not None


def test_an_entry_slipped_in_with_an_old_date_shows(log: list[AuditEntry], writer: User) -> None:
    slipped = record(by=writer, action="test.slipped")
    AuditEntry.objects.filter(pk=slipped.pk).update(at=timezone.now() - datetime.timedelta(days=3))
    seal()
    found = verify().first_break
    assert found is not None and found.entry == slipped.pk


def test_values_erased_lawfully_leave_a_log_that_verifies(log: list[AuditEntry], writer: User) -> None:
    order = erase_values(entries=AuditEntry.objects.for_target(writer), by=writer, reason="Theo yêu cầu của chủ thể")
    seal()
    assert order.row_count == 4
    assert not AuditValues.objects.filter(pk__in=[entry.pk for entry in log[:4]]).exists()
    assert verify().first_break is None
    assert AuditEntry.objects.readable().get(pk=log[0].pk).action == "test.changed"


def test_erasing_needs_a_reason_and_never_erases_an_order(log: list[AuditEntry], writer: User) -> None:
    with pytest.raises(ReasonMissing):
        erase_values(entries=AuditEntry.objects.all(), by=writer, reason=" ")
    order = erase_values(entries=AuditEntry.objects.all(), by=writer, reason="lệnh")
    again = erase_values(entries=AuditEntry.objects.all(), by=writer, reason="lệnh")
    assert (order.row_count, again.row_count) == (5, 0)


def test_a_forged_erasure_shows(log: list[AuditEntry], writer: User) -> None:
    order = erase_values(entries=AuditEntry.objects.filter(pk=log[0].pk), by=writer, reason="lệnh")
    seal()
    AuditValues.objects.filter(pk=log[1].pk).delete()
    AuditErasure.objects.create(entry=log[1], order=order)
    found = verify().first_break
    assert found is not None and "không khớp" in found.problem


def test_values_changed_before_sealing_show_too(writer: User) -> None:
    entry = record(by=writer, action="test.changed", summary="thật")
    AuditValues.objects.filter(pk=entry.pk).update(summary="giả")
    found = verify().first_break
    assert found is not None and found.entry == entry.pk
