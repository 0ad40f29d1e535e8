"""Rows that were one: found, told apart, put together, taken apart again."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry, AuditValues
from honglam.core.search.models import SearchEntry
from honglam.engines.registers import alike
from honglam.engines.registers.actions import pairs
from honglam.engines.registers.actions.papers import attach
from honglam.engines.registers.alike import likeness, same_identity
from honglam.engines.registers.errors import MergeRefused, NothingLeft, ReasonMissing, RecordEnded
from honglam.engines.registers.models import AlikePair, Attachment
from honglam.engines.registers.public import change, create, merge, register_of, tell_apart, unmerge
from tests.engines.registers.bringing import told
from tests.engines.registers.conftest import Office
from tests.engines.registers.made_rows import keeper_of, make_rows
from tests.engines.registers.test_row_pages import PDF

REASON = "Một dự án ghi hai lần"
BOOKKEEPING = {"revision", "recorded_at", "recorded_by", "valid_from"}


def state_of(row: Any) -> dict[str, Any]:
    """Everything that people know of a row."""
    row.refresh_from_db()
    return {one.name: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in BOOKKEEPING}


def disburse(office: Office, project: Any, month: datetime.date, amount: int = 10) -> Any:
    """A disbursement of a project."""
    values = {"project": project, "month": month, "amount": Decimal(amount)}
    return create(register=register_of("disbursements"), unit=office.finance, values=values, by=office.officer)


def find(office: Office) -> list[tuple[str, str, int]]:
    """The open pairs, by code."""
    pairs.find_alike(register=office.projects, by=None, told=told)
    codes = dict(office.projects.model._default_manager.values_list("uid", "code"))
    return sorted(
        (*sorted((codes[pair.first], codes[pair.second])), pair.likeness)  # type: ignore[misc]
        for pair in AlikePair.objects.filter(state="open")
    )


@pytest.mark.parametrize(("one", "other", "are_alike"), [
    (["nhà máy gỗ hưng phát"], ["nhà máy gỗ hưng phát"], True),
    (["nhà máy gỗ hưng phát"], ["nha may go hung phat"], True),
    (["nhà máy gỗ hưng phát"], ["nhà máy gỗ hưng phất"], True),
    (["trường tiểu học số 1"], ["trường tiểu học số 2"], False),
    (["giai đoạn i khu công nghiệp"], ["giai đoạn ii khu công nghiệp"], False),
    (["nhà máy gỗ", "công ty a"], ["nhà máy gỗ", ""], True),
    (["nhà máy gỗ", "công ty hưng phát"], ["nhà máy gỗ", "hợp tác xã tân lập"], False),
    (["", ""], ["", ""], False),
    (["an"], ["an"], False),
])  # fmt: skip
def test_what_is_alike(one: list[str], other: list[str], are_alike: bool) -> None:
    assert bool(likeness(one, other)) is are_alike
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("DA-01", "da 01", True), ("DA-01", "ĐA01", True), ("1-11", "11-1", False), ("12/3", "12.3", True),
    ("123", "12-3", False), ("DA-1", "DA-01", False), ("A_1", "A-1", True),
])  # fmt: skip
def test_which_identities_are_the_same_after_folding(one: str, other: str, same: bool) -> None:
    assert (same_identity(one) == same_identity(other)) is same


def test_rows_with_one_identity_or_near_names_are_found_and_others_are_not(office: Office) -> None:
    office.project(code="DA-01", name="Nhà máy chế biến gỗ Hưng Phát", investor="Công ty Hưng Phát")
    office.project(code="DA 01", name="Khu du lịch biển", investor="Công ty Biển Xanh")
    office.project(code="X-7", name="Nhà máy chế biến gỗ Hưng Phất", investor="Công ty Hưng Phát")
    office.project(code="X-8", name="Mhà máy chế biến gỗ Hưng Phát", investor="Công ty Hưng Phát")
    office.project(code="X-9", name="Trang trại bò sữa", investor="Công ty Sữa")
    assert find(office) == [
        ("DA 01", "DA-01", 100), ("DA-01", "X-7", 97), ("DA-01", "X-8", 97), ("X-7", "X-8", 95),
    ]  # fmt: skip


def test_pairs_told_apart_are_not_offered_again_and_mended_rows_leave_the_list(office: Office) -> None:
    first = office.project(code="DA-1", name="Nhà máy gỗ Hưng Phát")
    office.project(code="DA-2", name="Nhà máy gỗ Hưng Phất")
    third = office.project(code="DA-3", name="Nhà máy gỗ Hưng Phạt")
    assert len(find(office)) == 3
    pair = AlikePair.objects.order_by("pk").first()
    with pytest.raises(NotAllowed):
        tell_apart(register=office.projects, pair=pair, by=office.officer)
    tell_apart(register=office.projects, pair=pair, by=office.head)
    change(register=office.projects, row=third, values={"name": "Khu du lịch biển"}, by=office.officer)
    assert find(office) == []
    assert AlikePair.objects.get().state == "apart"
    assert AuditEntry.objects.filter(action="registers.told_apart").count() == 1
    assert first.pk


def test_a_merge_keeps_one_row_moves_what_points_at_the_other_and_is_undone_exactly(office: Office) -> None:
    keep = office.project(code="DA-1", name="Nhà máy gỗ", note="giữ")
    other = office.project(code="DA-2", name="Nhà máy gỗ Hưng Phát", capital=Decimal(70000))
    third = office.project(code="DA-3", name="Nhà máy gỗ Hưng Phất")
    moved = disburse(office, other, datetime.date(2026, 1, 31))
    stays = disburse(office, keep, datetime.date(2026, 2, 28))
    rows = (keep, other, third, moved, stays)
    before = [state_of(row) for row in rows]
    find(office)
    made = merge(register=office.projects, keep=keep, merged=[other, third], by=office.head, reason=REASON,
                 values={"name": other.name, "capital": other.capital})  # fmt: skip
    for row in rows:
        row.refresh_from_db()
    assert (keep.name, keep.capital, keep.note, keep.revision) == ("Nhà máy gỗ Hưng Phát", 70000, "giữ", 2)
    assert keep.versions.get().name == "Nhà máy gỗ"
    assert (other.merged_into, third.merged_into, bool(other.ended_on)) == (keep, keep, True)
    assert (moved.project, moved.revision, moved.versions.get().project_id) == (keep, 2, other.pk)
    assert (stays.project, stays.revision) == (keep, 1)
    assert not AlikePair.objects.filter(state="open").exists()
    unmerge(merge=made, by=office.head)
    assert [state_of(row) for row in rows] == before
    assert [row.revision for row in rows] == [3, 3, 3, 3, 1]
    made.refresh_from_db()
    assert (made.undone_by, bool(made.undone_at)) == (office.head, True)
    assert AlikePair.objects.filter(state="open").exists()
    assert {"registers.merged", "registers.unmerged"} <= set(AuditEntry.objects.values_list("action", flat=True))
    with pytest.raises(MergeRefused, match="đã được hoàn tác"):
        unmerge(merge=made, by=office.head)


def test_papers_stand_beside_the_kept_row_and_go_back_with_the_undoing(office: Office) -> None:
    keep, other = office.project(code="DA-1"), office.project(code="DA-2")
    papers = [
        attach(register=office.projects, row=row, kind="other", by=office.officer,
               upload=SimpleUploadedFile(f"{name}.pdf", PDF + name.encode()))
        for row, name in ((keep, "một"), (other, "hai"), (other, "ba"))
    ]  # fmt: skip

    def beside() -> list[Any]:
        return [Attachment.objects.get(pk=paper.pk).row_uid for paper in papers]

    made = merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON)
    assert beside() == [keep.uid] * 3
    unmerge(merge=made, by=office.head)
    assert beside() == [keep.uid, other.uid, other.uid]


def test_the_kept_row_may_take_the_identity_of_the_other(office: Office) -> None:
    keep, other = office.project(code="DA-1"), office.project(code="DA-2")
    before = [state_of(keep), state_of(other)]
    made = merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON,
                 values={"code": "DA-2"})  # fmt: skip
    assert state_of(keep)["code"] == "DA-2"
    unmerge(merge=made, by=office.head)
    assert [state_of(keep), state_of(other)] == before


def test_rows_that_would_stand_twice_in_another_register_stop_the_merge(office: Office) -> None:
    keep, other = office.project(code="DA-1"), office.project(code="DA-2")
    for project in (keep, other):
        disburse(office, project, datetime.date(2026, 1, 31))
    with pytest.raises(MergeRefused, match=r"giải ngân vốn đầu tư sẽ có hai dòng giống nhau: .*01/2026"):
        merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON)
    assert state_of(other)["ended_on"] is None


@pytest.mark.parametrize("touched", ["kept", "moved"])
def test_a_merge_is_not_undone_over_somebody_elses_change(office: Office, touched: str) -> None:
    keep, other = office.project(code="DA-1"), office.project(code="DA-2", name="Dự án hai")
    moved = disburse(office, other, datetime.date(2026, 1, 31))
    made = merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON)
    if touched == "kept":
        change(register=office.projects, row=keep, values={"note": "mới"}, by=office.officer)
    else:
        change(register=register_of("disbursements"), row=moved, values={"amount": 11}, by=office.officer)
    with pytest.raises(MergeRefused, match="Nhà máy chế biến gỗ"):
        unmerge(merge=made, by=office.head)


def test_what_a_merge_asks_for(office: Office) -> None:
    keep, other = office.project(code="DA-1"), office.project(code="DA-2")
    with pytest.raises(NotAllowed):
        merge(register=office.projects, keep=keep, merged=[other], by=office.officer, reason=REASON)
    with pytest.raises(ReasonMissing):
        merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=" ")
    with pytest.raises(NothingLeft):
        merge(register=office.projects, keep=keep, merged=[keep], by=office.head, reason=REASON)
    merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON)
    with pytest.raises(RecordEnded):
        merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON)


def test_a_large_group_of_equals_gives_few_pairs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST_OF_A_GROUP", 10)
    for number in range(20):
        office.project(code=f"A{'-' * number}1", name=f"Dự án số {number}")
    assert len(find(office)) == 9


def test_the_search_of_all_pages_follows_a_merge_and_its_undoing(office: Office) -> None:
    keep, other = office.project(code="DA-1", name="Nhà máy sợi"), office.project(code="DA-2", name="Nhà máy thép")
    titles = SearchEntry.objects.filter(kind="registers.projects").order_by("title")
    made = merge(register=office.projects, keep=keep, merged=[other], by=office.head, reason=REASON,
                 values={"name": "Nhà máy thép"})  # fmt: skip
    assert [entry.title for entry in titles] == ["Nhà máy thép"]
    unmerge(merge=made, by=office.head)
    assert [entry.title for entry in titles.all()] == ["Nhà máy sợi", "Nhà máy thép"]


def test_names_of_people_stay_masked_in_the_log_and_on_the_pages(office: Office) -> None:
    register = register_of("land_owners")
    keeper = keeper_of(register, office.province)
    keep, other = make_rows(register, 2, unit=office.finance, by=keeper)
    made = merge(register=register, keep=keep, merged=[other], by=keeper, reason=REASON)
    client = Client()
    client.force_login(keeper)
    pages = [f"/registers/land_owners/merges/{made.uid}/", f"/registers/land_owners/duplicates/{keep.uid}/{other.uid}/"]
    said = "".join(client.get(page).content.decode() for page in pages)
    said += " ".join(AuditValues.objects.values_list("summary", flat=True))
    for row in (keep, other):
        for column in register.masks:
            assert str(getattr(row, column)) not in said, column
