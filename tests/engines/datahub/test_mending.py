"""From a failing row to a good one: mended in place, sent back to the unit, corrected by suggestion and taken back."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.models import JobRun
from honglam.core.notices.models import Notice
from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.mending import mend, remind_units, send_back
from honglam.engines.datahub.actions.suggestions import (
    apply_suggestions,
    dismiss_suggestions,
    find_suggestions,
    forget_decided,
    undo_suggestions,
)
from honglam.engines.datahub.errors import (
    CellNotMendable,
    NothingToSendBack,
    SentBackAlready,
    SuggestionsRefused,
)
from tests.engines.datahub.conftest import Hub, house

MONDAY = datetime.date(2026, 11, 9)


def later(days: int = 5) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def check(hub: Hub) -> None:
    run_checks(dataset=hub.houses, by=None)


def test_a_cell_is_mended_through_the_source_and_the_row_is_checked_again(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    check(hub)
    before = hub.again().score
    mend(dataset=hub.houses, key="A", column="owner", value=" Bà Lan ", by=hub.steward, reason="Theo hồ sơ")
    assert hub.book.rows["A"]["owner"] == "Bà Lan"
    job = JobRun.objects.get(code="datahub.check")
    assert job.arguments["incremental"] is True
    run_checks(dataset=hub.houses, by=None, incremental=True)
    assert not hub.houses.failing_rows.exists()
    assert before is not None and hub.again().score == 100 > before


def test_a_unit_mends_its_own_rows_and_nobody_else_s(hub: Hub) -> None:
    hub.book.put(house("A", owner=None), house("C", "90002", owner=None))
    check(hub)
    mend(dataset=hub.houses, key="A", column="owner", value="Ông A", by=hub.north_officer, reason="")
    for person, key in ((hub.north_officer, "C"), (hub.viewer, "A"), (hub.south_officer, "B")):
        with pytest.raises(NotAllowed):
            mend(dataset=hub.houses, key=key, column="owner", value="x", by=person, reason="")


def test_what_the_source_refuses_and_what_cannot_be_mended_is_said(hub: Hub) -> None:
    with pytest.raises(CellNotMendable, match="lớn hơn 0"):
        mend(dataset=hub.houses, key="A", column="area", value="-5", by=hub.steward, reason="")
    with pytest.raises(CellNotMendable, match="không có cột"):
        mend(dataset=hub.houses, key="A", column="nothing", value="5", by=hub.steward, reason="")
    hub.houses.supply = ""
    hub.houses.save()
    with pytest.raises(CellNotMendable, match="gửi trả đơn vị"):
        mend(dataset=hub.houses, key="A", column="area", value="5", by=hub.steward, reason="")


def test_rows_sent_back_settle_by_themselves_when_the_unit_has_mended_them(hub: Hub) -> None:
    hub.book.put(house("A", owner=None), house("B", owner=None), house("C", "90002", owner=None))
    check(hub)
    sent = send_back(dataset=hub.houses, rule="owner-there", unit=hub.north, due_on=later(), note="Xem sổ hộ khẩu",
                     by=hub.steward)  # fmt: skip
    assert (sent.rows, sent.left) == (2, 2)
    notice = Notice.objects.get(kind="datahub.rows_sent_back")
    assert notice.recipient == hub.north_officer
    assert "2 dòng" in notice.title and "Xem sổ hộ khẩu" in notice.body
    with pytest.raises(SentBackAlready, match="xã Đồng Hạ"):
        send_back(dataset=hub.houses, rule="owner-there", unit=hub.north, due_on=later(), note="", by=hub.steward)
    hub.book.put(house("A"))
    run_checks(dataset=hub.houses, by=None, incremental=True)
    sent.refresh_from_db()
    assert (sent.left, sent.settled_at) == (1, None)
    hub.book.put(house("B"))
    run_checks(dataset=hub.houses, by=None, incremental=True)
    sent.refresh_from_db()
    assert sent.left == 0 and sent.settled_at is not None
    assert AuditEntry.objects.filter(action="datahub.rows_sent_back", by=hub.steward).count() == 1


def test_what_cannot_be_sent_back_is_refused(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    check(hub)
    with pytest.raises(NothingToSendBack, match="Không còn dòng"):
        send_back(dataset=hub.houses, rule="owner-there", unit=hub.south, due_on=later(), note="", by=hub.steward)
    with pytest.raises(NothingToSendBack, match="từ hôm nay"):
        send_back(dataset=hub.houses, rule="owner-there", unit=hub.north, due_on=later(-1), note="", by=hub.steward)
    with pytest.raises(NotAllowed):
        send_back(dataset=hub.houses, rule="owner-there", unit=hub.north, due_on=later(), note="", by=hub.north_officer)


def test_a_unit_is_reminded_once_a_working_day_when_the_day_is_near(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    check(hub)
    sent = send_back(dataset=hub.houses, rule="owner-there", unit=hub.north, due_on=later(), note="", by=hub.steward)
    sent.due_on = MONDAY + datetime.timedelta(days=2)
    sent.save()
    Notice.objects.all().delete()
    assert remind_units(today=MONDAY - datetime.timedelta(days=1)) == 0, "a Sunday"
    assert remind_units(today=MONDAY) == 1
    remind_units(today=MONDAY)
    assert Notice.objects.count() == 1
    assert remind_units(today=MONDAY + datetime.timedelta(days=1)) == 1
    sent.due_on = MONDAY + datetime.timedelta(days=9)
    sent.save()
    assert remind_units(today=MONDAY) == 0


def dirty(hub: Hub) -> None:
    hub.book.put(house("A", kind="Nhà gỗ", owner="  Ông   A "), house("B", commune="xã Tây Thượng"))


def test_suggestions_are_applied_through_the_source_and_taken_back_exactly(hub: Hub) -> None:
    dirty(hub)
    before = {code: dict(row) for code, row in hub.book.rows.items()}
    assert find_suggestions(dataset=hub.houses, by=hub.steward) == 3
    offered = {(one.key, one.column): (one.old, one.new, one.rule) for one in hub.houses.suggestions.all()}
    assert offered == {
        ("A", "kind"): ("Nhà gỗ", "wood", "kind-known"), ("A", "owner"): ("  Ông   A ", "Ông A", ""),
        ("B", "commune"): ("xã Tây Thượng", "90002", "commune-known"),
    }  # fmt: skip
    ids = list(hub.houses.suggestions.values_list("pk", flat=True))
    done = apply_suggestions(dataset=hub.houses, ids=ids, by=hub.steward)
    assert (done.done, done.left) == (3, [])
    assert (hub.book.rows["A"]["kind"], hub.book.rows["B"]["commune"]) == ("wood", "90002")
    entry = AuditEntry.objects.get(action="datahub.suggestions_applied")
    assert entry.row_count == 3
    with pytest.raises(SuggestionsRefused):
        apply_suggestions(dataset=hub.houses, ids=ids, by=hub.steward)
    assert undo_suggestions(dataset=hub.houses, ids=ids, by=hub.steward).done == 3
    assert hub.book.rows == before
    assert set(hub.houses.suggestions.values_list("state", flat=True)) == {"undone"}


def test_a_cell_that_changed_meanwhile_is_left_as_it_is(hub: Hub) -> None:
    dirty(hub)
    find_suggestions(dataset=hub.houses, by=None)
    hub.book.put(house("A", kind="brick", owner="  Ông   A "))
    ids = list(hub.houses.suggestions.filter(key="A").values_list("pk", flat=True))
    done = apply_suggestions(dataset=hub.houses, ids=ids, by=hub.steward)
    assert done.done == 1 and [key for key, _why in done.left] == ["A"]
    assert hub.book.rows["A"]["kind"] == "brick"
    hub.book.put(house("A", owner="Ông Khác"))
    assert undo_suggestions(dataset=hub.houses, ids=ids, by=hub.steward).done == 0
    assert hub.book.rows["A"]["owner"] == "Ông Khác"


def test_what_was_dismissed_is_not_suggested_again_and_what_is_stale_goes(hub: Hub) -> None:
    dirty(hub)
    find_suggestions(dataset=hub.houses, by=None)
    kind = hub.houses.suggestions.get(column="kind")
    kept = hub.houses.suggestions.get(column="owner")
    assert dismiss_suggestions(dataset=hub.houses, ids=[kind.pk], by=hub.steward) == 1
    hub.book.put(house("B"))
    assert find_suggestions(dataset=hub.houses, by=None) == 1
    assert list(hub.houses.suggestions.filter(state="open")) == [kept], "what stands keeps its address"


def test_decided_suggestions_go_when_they_cannot_be_taken_back_any_more(hub: Hub) -> None:
    dirty(hub)
    find_suggestions(dataset=hub.houses, by=None)
    apply_suggestions(dataset=hub.houses, ids=[hub.houses.suggestions.get(column="kind").pk], by=hub.steward)
    assert forget_decided(now=timezone.now() + datetime.timedelta(days=179)) == 0
    assert forget_decided(now=timezone.now() + datetime.timedelta(days=181)) == 1
    assert hub.houses.suggestions.count() == 2, "what waits for a decision waits on"


def test_who_keeps_nothing_decides_no_suggestions(hub: Hub) -> None:
    dirty(hub)
    find_suggestions(dataset=hub.houses, by=None)
    ids = list(hub.houses.suggestions.values_list("pk", flat=True))
    for verb in (apply_suggestions, dismiss_suggestions, undo_suggestions):
        with pytest.raises(NotAllowed):
            verb(dataset=hub.houses, ids=ids, by=hub.north_officer)
