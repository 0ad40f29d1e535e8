"""The pages: a head finds what is asked of whom, defines a regime with its real dates, and sees who is missing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.organisations.models import UnitGroup
from honglam.engines.reporting.actions.arrangements import Arrangement, arrange
from honglam.engines.reporting.models import ReportArrangement, ReportRegime
from honglam.engines.reporting.outline import OutlinePart
from honglam.engines.reporting.pages.regimes.outlining import changed
from honglam.engines.reporting.terms import RegimeState
from tests.people import People, people

from .stories import SINCE, communes, make_regime, on_today, sections, send_off

__all__ = ["communes", "on_today", "people", "sections"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sections", "on_today")]
Q2 = datetime.date(2026, 6, 14)


@pytest.fixture
def desk(client: Client, people: People) -> Client:
    client.force_login(people.coordinator)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def posted(people: People, groups: UnitGroup, **changed: Any) -> dict[str, Any]:
    fields = {
        "name": "Kết quả chuyển đổi số", "kind": "periodic", "due_rule": "day", "scheme": "quarter_cut_off",
        "due_day": "20", "due_month_offset": "0", "due_roll": "next", "starts_on": "01/01/2026", "group": groups.pk,
        "owner": people.science.name, "owner_key": str(people.science.uid), "receiver": people.science.name,
        "receiver_key": str(people.science.uid), "steps": ["checking"],
    }  # fmt: skip
    return fields | changed


def test_the_empty_list_says_what_it_is_for_and_gives_the_first_step(desk: Client) -> None:
    page = text(desk.get(reverse("reporting:regimes")))
    assert "Chưa có chế độ báo cáo nào" in page and reverse("reporting:new_regime") in page


def test_what_was_proposed_stands_on_top(desk: Client, people: People, communes: UnitGroup) -> None:
    make_regime(people, communes, name="A đang áp dụng")
    proposed = ReportRegime.objects.create(
        code="CDBC-2026-9", name="Z đề xuất", state=RegimeState.PROPOSED, owner=people.science, starts_on=SINCE
    )
    page = text(desk.get(reverse("reporting:regimes")))
    assert page.index("Z đề xuất") < page.index("A đang áp dụng")
    assert "Hằng quý (chốt số liệu ngày 14), chậm nhất ngày 20" in page and "21/09/2026" in page
    only = text(desk.get(reverse("reporting:regimes"), {"state": "in_force"}))
    assert "Z đề xuất" not in only
    assert "Z đề xuất" not in text(desk.get(reverse("reporting:regimes"), {"kind": "ad_hoc"}))
    about = text(desk.get(reverse("reporting:regimes"), {"unit": "90001"}))
    assert "A đang áp dụng" in about and "Z đề xuất" not in about
    page = text(desk.get(proposed.get_absolute_url()))
    assert "Hoàn thiện và áp dụng" in page
    desk.post(reverse("reporting:decline_regime", args=[proposed.uid]), {"reason": "Trùng"})
    proposed.refresh_from_db()
    assert proposed.state == RegimeState.DECLINED


def test_a_list_of_many_asks_as_little_as_a_list_of_one(
    desk: Client, people: People, communes: UnitGroup, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        make_regime(people, communes, name=f"Báo cáo {n}")
    with django_assert_max_num_queries(22):
        desk.get(reverse("reporting:regimes"))


def test_a_regime_is_defined_on_the_page_and_its_outline_comes_next(
    desk: Client, people: People, communes: UnitGroup
) -> None:
    page = text(desk.get(reverse("reporting:new_regime")))
    assert "21/09/2026" in page and "dời từ 20/09/2026" in page, "the first look has its dates"
    answer = desk.post(reverse("reporting:new_regime"), posted(people, communes))
    regime = ReportRegime.objects.get()
    assert answer.headers["Location"] == reverse("reporting:regime_outline", args=[regime.uid])
    assert regime.steps == ["drafting", "checking", "signing", "clerk"]
    assert regime.reports.count() == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"due_rule": "day", "scheme": "month", "due_day": "5", "due_month_offset": "1"}, "05/10/2026"),
        ({"due_rule": "day", "scheme": "quarter", "due_day": "20"}, "số liệu chưa chốt"),
        ({"due_rule": "working_days", "scheme": "week", "due_after_working_days": "2"}, "15/09/2026"),
        ({"due_rule": "once", "only_due_on": "20/09/2026", "only_from": "01/08/2026", "only_to": "09/09/2026"},
         "Một lần, hạn 20/09/2026"),
        ({"due_rule": "day", "scheme": "week", "due_day": "5"}, "không tính hạn theo ngày của tháng"),
        ({"due_rule": "day", "scheme": "month", "due_day": "trăm"}, "Điền kỳ và hạn"),
        ({}, "Điền kỳ và hạn"),
    ],
)  # fmt: skip
def test_the_next_dates_are_shown_while_the_rule_is_typed(
    desk: Client, query: dict[str, str], expected: str
) -> None:  # fmt: skip
    given = {"starts_on": "01/01/2026", **query} if query else {}
    assert expected in text(desk.get(reverse("reporting:preview_regime"), given))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"due_day": ""}, "Hãy ghi hạn gửi."),
        ({"group": ""}, "Hãy chọn nhóm đơn vị hoặc đơn vị phải báo cáo."),
        ({"outside_receiver": "Bộ Công an"}, "Chọn một nơi nhận"),
        ({"name": ""}, "field-errors"),
    ],
)
def test_a_refused_form_comes_back_with_the_reason_at_its_field(
    desk: Client, people: People, communes: UnitGroup, changed: dict[str, str], words: str
) -> None:
    answer = desk.post(reverse("reporting:new_regime"), posted(people, communes, **changed))
    assert answer.status_code == 422 and words in text(answer)
    assert not ReportRegime.objects.exists()


def test_a_proposed_regime_is_adopted_and_a_kept_one_changed_on_the_same_form(
    desk: Client, people: People, communes: UnitGroup
) -> None:
    proposed = ReportRegime.objects.create(
        code="CDBC-2026-9", name="Báo cáo", state=RegimeState.PROPOSED, owner=people.science, starts_on=SINCE,
        quote="định kỳ trước ngày 20 của tháng cuối quý báo cáo",
    )  # fmt: skip
    address = reverse("reporting:edit_regime", args=[proposed.uid])
    assert "trước ngày 20 của tháng cuối quý" in text(desk.get(address))
    desk.post(address, posted(people, communes))
    proposed.refresh_from_db()
    assert proposed.state == RegimeState.IN_FORCE
    answer = desk.post(address, posted(people, communes, due_day="25", reason="Văn bản mới"))
    assert answer.headers["Location"] == proposed.get_absolute_url()
    proposed.refresh_from_db()
    assert proposed.due_day == 25
    assert "Văn bản mới" in text(desk.get(proposed.get_absolute_url()))


def test_the_outline_is_ordered_with_buttons_and_kept_when_saved(
    desk: Client, people: People, communes: UnitGroup
) -> None:
    regime = make_regime(people, communes, sections=(OutlinePart("work"), OutlinePart("next")))
    address = reverse("reporting:regime_outline", args=[regime.uid])
    lines = {"code": ["work", "next"], "key": ["work", "next"], "title": ["", "Nhiệm vụ quý sau"]}
    page = text(desk.post(address, {**lines, "do": "up:1"}))
    assert page.index("Nhiệm vụ quý sau") < page.index('value="work"')
    regime.refresh_from_db()
    assert [one["code"] for one in regime.sections] == ["work", "next"], "nothing is kept before it is saved"
    page = text(desk.post(address, {**lines, "do": "add:", "section": "figures"}))
    assert 'value="figures"' in page
    saved = desk.post(address, {**lines, "do": "save"}, HTTP_HX_REQUEST="true")
    assert saved.headers["HX-Redirect"] == regime.get_absolute_url(), "the page of the regime is no part of the form"
    assert desk.post(address, {**lines, "do": "save"}).headers["Location"] == regime.get_absolute_url()
    regime.refresh_from_db()
    assert [(one["code"], one["title"]) for one in regime.sections] == [("work", ""), ("next", "Nhiệm vụ quý sau")]
    assert desk.post(address, {"do": "save"}).status_code == 422


@pytest.mark.parametrize(
    ("verb", "place", "expected"),
    [
        ("up", "0", "abc"), ("up", "2", "acb"), ("down", "0", "bac"), ("down", "2", "abc"), ("remove", "1", "ac"),
        ("remove", "9", "abc"), ("up", "x", "abc"), ("dance", "1", "abc"),
    ],
)  # fmt: skip
def test_a_button_of_the_outline_changes_one_thing(verb: str, place: str, expected: str) -> None:
    parts = tuple(OutlinePart(letter) for letter in "abc")
    assert "".join(part.code for part in changed(parts, verb, place, "")) == expected


def test_the_matrix_shows_who_sent_who_is_late_and_who_is_missing(
    desk: Client, people: People, communes: UnitGroup
) -> None:
    regime = make_regime(people, communes)
    send_off(regime.reports.get(unit=people.south, period_end=Q2), datetime.date(2026, 6, 25))
    page = text(desk.get(regime.get_absolute_url(), {"period": Q2.isoformat()}))
    for words in ("Gửi muộn", "Quá hạn chưa gửi", "Chưa đến hạn", "Xã Bắc Sơn", "Xã Nam Hà", "25/06/2026"):
        assert words in page
    assert "0 đúng hạn · 1 muộn · 1 thiếu" in page
    late = desk.get(regime.get_absolute_url(), {"period": Q2.isoformat(), "standing": "sent_late"})
    assert "Xã Nam Hà" in text(late) and "Xã Bắc Sơn</th>" not in text(late)
    assert "Xã Bắc Sơn</th>" in text(desk.get(regime.get_absolute_url(), {"q": "bac son"}))
    sheet = desk.get(regime.get_absolute_url(), {"format": "xlsx"})
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_matrix_asks_as_little_for_many_periods_as_for_one(
    desk: Client, people: People, communes: UnitGroup, django_assert_max_num_queries: Any
) -> None:
    regime = make_regime(people, communes)
    with django_assert_max_num_queries(27):
        desk.get(regime.get_absolute_url(), {"count": "12"})


def test_a_commune_sees_its_own_row_only(client: Client, people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    client.force_login(people.officer)
    page = text(client.get(regime.get_absolute_url()))
    assert "Xã Bắc Sơn</th>" in page and "Xã Nam Hà" not in page
    assert "Nhắc các đơn vị chưa gửi" not in page
    assert client.get(reverse("reporting:new_regime")).status_code == 403
    assert client.post(reverse("reporting:remind_regime", args=[regime.uid])).status_code in (302, 403)


def test_who_sees_nothing_of_a_regime_finds_no_page(client: Client, people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes, group=None, units=(people.south,))
    client.force_login(people.officer)
    assert client.get(regime.get_absolute_url()).status_code == 404


def test_the_receiver_reminds_with_one_button(desk: Client, people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    assert "Nhắc các đơn vị chưa gửi" in text(desk.get(regime.get_absolute_url(), {"period": Q2.isoformat()}))
    address = reverse("reporting:remind_regime", args=[regime.uid])
    assert "Đã nhắc 2 đơn vị." in text(desk.post(address, {"period": Q2.isoformat()}, follow=True))
    assert "Hôm nay đã nhắc" in text(desk.post(address, {"period": Q2.isoformat()}, follow=True))
    assert "Hãy chọn kỳ cần nhắc." in text(desk.post(address, {"period": "hôm nay"}, follow=True))


def test_a_regime_is_ended_on_its_page(desk: Client, people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    address = reverse("reporting:end_regime", args=[regime.uid])
    assert "không được trước ngày bắt đầu" in text(desk.post(address, {"on": "01/01/2025"}, follow=True))
    desk.post(address, {"on": "09/09/2026", "reason": "Thay bằng báo cáo khác"})
    regime.refresh_from_db()
    assert regime.state == RegimeState.ENDED


def test_one_commune_sees_to_which_bodies_it_reports(client: Client, people: People, communes: UnitGroup) -> None:
    make_regime(people, communes)
    make_regime(people, communes, name="An ninh mạng", receiver=people.police)
    make_regime(people, communes, name="Kinh tế", receiver=people.province)
    make_regime(people, communes, name="Thuế", receiver=None, outside_receiver="Chi cục Thuế khu vực")
    arrange(unit=people.north, arrangement=Arrangement(drafter=people.officer), by=people.head)
    client.force_login(people.head)
    page = text(client.get(reverse("reporting:arrangements")))
    assert "4 báo cáo gửi 4 nơi" in page
    assert page.index("Lịch sử") < page.rindex("Người soạn: Trần Thị Bình"), "the history of the arrangement"
    for name in ("Công an tỉnh", "Chi cục Thuế khu vực", "Tỉnh Thử Nghiệm", "Trần Thị Bình"):
        assert name in page


def test_a_head_arranges_one_report_apart_and_takes_it_back(
    client: Client, people: People, communes: UnitGroup
) -> None:
    regime = make_regime(people, communes)
    client.force_login(people.head)
    address = reverse("reporting:edit_arrangement", args=[people.north.uid])
    refused = client.post(address, {"signing_form": "tm", "signer": people.officer.pk})
    assert refused.status_code == 422, "the officer is not on offer as a signer"
    fields = {"signing_form": "kt", "signer": people.head.pk, "signing_lines": "KT. CHỦ TỊCH\r\nPHÓ CHỦ TỊCH"}
    client.post(f"{address}?regime={regime.uid}", fields)
    row = ReportArrangement.objects.get()
    assert (row.regime, row.signer, row.signing_lines) == (regime, people.head, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
    page = text(client.get(reverse("reporting:arrangements")))
    assert "phân công riêng" in page
    assert "KT. CHỦ TỊCH" in text(client.get(f"{address}?regime={regime.uid}"))
    client.post(reverse("reporting:forget_arrangement", args=[people.north.uid]), {"regime": str(regime.uid)})
    assert not ReportArrangement.objects.exists()
    assert client.get(reverse("reporting:edit_arrangement", args=[people.south.uid])).status_code == 404
