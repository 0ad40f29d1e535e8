"""The pages of the directory: everybody signed in may look, those who manage may change, figures stay bounded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglam.core.access.actions import create_role
from honglam.core.directory import demo
from honglam.core.organisations.actions import add_alias, create, create_group
from honglam.core.organisations.derived import refresh_search_text
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.search.models import SearchEntry
from tests.people import People, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(people: People, client: Client) -> Client:
    client.force_login(people.administrator)
    return client


@pytest.fixture
def officer(people: People) -> Client:
    client = Client()
    client.force_login(people.officer)
    return client


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(f"organisations:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_is_sent_to_the_door(client: Client, db: None) -> None:
    for name in ("list", "groups", "boundaries", "suggest", "export", "import", "new"):
        response = client.get(reverse(f"organisations:{name}"))
        assert response.status_code == 302 and "login" in response["Location"]


def test_the_tree_opens_step_by_step(people: People, officer: Client) -> None:
    top = page(officer, "list")
    assert "Xã Bắc Sơn" in top and "Công an xã Bắc Sơn" not in top
    assert "Công an xã Bắc Sơn" in page(officer, "list", at="90001")
    assert "Công an xã Bắc Sơn" in page(officer, "list", at="99.police")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"kind": "commune"}, "Xã Nam Hà", "Sở Khoa học"),
        ({"bloc": "armed_forces"}, "Công an xã Bắc Sơn", "Sở Khoa học"),
        ({"commune": "90001"}, "Phòng Văn hóa", "Sở Khoa học"),
        ({"kind": "commune", "q": "bac son"}, "Xã Bắc Sơn</a>", "Xã Nam Hà</a>"),
    ],
)
def test_filters_stand_in_the_address(
    people: People, admin: Client, query: dict[str, str], shown: str, hidden: str
) -> None:
    create(by=None, code="90001.x", name="Xã Bắc Sơn (bộ phận)", kind="office", bloc="front", parent=people.north)
    Unit.objects.filter(pk=people.north.pk).update(search_text="xa bac son")
    html = page(admin, "list", **query)
    assert shown in html and hidden not in html


def test_an_unknown_filter_shows_nothing_or_is_passed_over(people: People, officer: Client) -> None:
    assert "Không có đơn vị nào khớp" in page(officer, "list", q="không có đâu")
    assert "Không có đơn vị nào khớp" in page(officer, "list", commune="77777")
    assert page(officer, "list", kind="district", page="900")


def test_the_list_costs_the_same_however_long_it_is(
    people: People, officer: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        create(
            by=None,
            code=f"8{number:04}",
            name=f"Xã {number}",
            kind="commune",
            bloc="government",
            parent=people.province,
        )
    page(officer, "list")
    with django_assert_max_num_queries(14):
        html = page(officer, "list", kind="commune")
    assert [number for number in range(40) if f">Xã {number}<" not in html] == []


def test_a_card_tells_superiors_history_and_groups(people: People, officer: Client) -> None:
    create_group(by=None, code="police", name="Công an các xã", rule={"kinds": ["force"]})
    add_alias(by=None, unit=people.north_police, alias="CA Bắc Sơn")
    html = page(officer, "unit", people.north_police.uid)
    for words in ("Xã Bắc Sơn", "Công an tỉnh", "CA Bắc Sơn", "Công an các xã", "Lực lượng vũ trang"):
        assert words in html
    assert reverse("organisations:edit", args=[people.north_police.uid]) not in html


def test_a_card_costs_a_bounded_number_of_queries(
    people: People, officer: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(24):
        html = page(officer, "unit", people.north.uid)
    assert "Xã Bắc Sơn" in html and "Công an xã Bắc Sơn" in html


def test_no_day_at_the_end_of_time_breaks_a_form(people: People, admin: Client) -> None:
    for name, values in (("rename", {"name": "Xã Mới", "on": "01/01/0001"}), ("close", {"last_day": "31/12/9999"}),
                         ("merge", {"into": "90002", "on": "01/01/0001"})):  # fmt: skip
        answer = admin.post(reverse(f"organisations:{name}", args=[people.north.uid]), values)
        assert answer.status_code == 422 and "1900" in answer.content.decode(), name
    people.north.refresh_from_db()
    assert (people.north.name, people.north.ends_on) == ("Xã Bắc Sơn", None)


def test_those_who_do_not_manage_cannot_change(people: People, officer: Client) -> None:
    uid = people.north.uid
    for name in ("edit", "rename", "move", "merge", "close", "alias_add"):
        assert officer.post(reverse(f"organisations:{name}", args=[uid]), {"name": "X"}).status_code == 403
    assert officer.post(reverse("organisations:new"), {}).status_code == 403
    assert officer.post(reverse("organisations:import"), {}).status_code == 403
    assert officer.post(reverse("organisations:groups"), {"code": "x"}).status_code == 403


def test_a_unit_is_made_changed_renamed_and_closed_through_the_pages(people: People, admin: Client) -> None:
    made = admin.post(
        reverse("organisations:new"),
        {"code": "90002.office", "name": "Văn phòng", "kind": "office", "bloc": "government", "parent": "90002"},
    )
    unit = Unit.objects.get(code="90002.office")
    assert made["Location"] == reverse("organisations:unit", args=[unit.uid])
    values = {"bloc": "government", "confidence": "high", "position": "5", "phone": "0239 000 000"}
    assert admin.post(reverse("organisations:edit", args=[unit.uid]), values).status_code == 302
    admin.post(reverse("organisations:rename", args=[unit.uid]), {"name": "Văn phòng mới", "on": "2026-03-01"})
    admin.post(reverse("organisations:alias_add", args=[unit.uid]), {"alias": "VPM"})
    admin.post(reverse("organisations:close", args=[unit.uid]), {"last_day": "2026-06-30", "successors": "90002"})
    unit.refresh_from_db()
    assert (unit.name, unit.phone, str(unit.ends_on)) == ("Văn phòng mới", "0239 000 000", "2026-06-30")
    html = page(admin, "unit", unit.uid)
    assert "Tên cũ: Văn phòng" in html and "VPM" in html and "Được kế thừa bởi" in html
    alias = unit.aliases.get()
    admin.post(reverse("organisations:alias_remove", args=[unit.uid, alias.pk]))
    assert not unit.aliases.exists()


def test_what_cannot_be_done_is_said_on_the_form(people: People, admin: Client) -> None:
    refused = admin.post(reverse("organisations:close", args=[people.north.uid]), {"last_day": "2026-06-30"})
    assert refused.status_code == 422 and "trực thuộc đang hoạt động" in refused.content.decode()
    unknown = admin.post(
        reverse("organisations:merge", args=[people.north.uid]), {"into": "nowhere", "on": "2026-06-30"}
    )
    assert unknown.status_code == 422 and "nowhere" in unknown.content.decode()


def test_communes_merge_and_units_move_through_the_pages(people: People, admin: Client) -> None:
    admin.post(reverse("organisations:move", args=[people.north_culture.uid]), {"parent": "90002"})
    people.north_culture.refresh_from_db()
    assert people.north_culture.parent == people.south
    admin.post(reverse("organisations:merge", args=[people.north.uid]), {"into": "90002", "on": "2026-07-01"})
    people.north.refresh_from_db()
    assert str(people.north.ends_on) == "2026-06-30"


def test_a_unit_is_put_only_under_superiors_that_the_person_manages(people: People, client: Client) -> None:
    keeps_units = ["organisations.manage_units"]
    create_role(code="unit_keeper", name="Cán bộ tổ chức", permissions=keeps_units, by=None)
    client.force_login(make_person("local", "Mai Văn Nam", "unit_keeper", people.north))
    culture = reverse("organisations:move", args=[people.north_culture.uid])
    assert client.post(culture, {"parent": "90001", "second_parent": "99.science"}).status_code == 403
    people.north_culture.refresh_from_db()
    assert people.north_culture.second_parent is None
    police = reverse("organisations:move", args=[people.north_police.uid])
    assert client.post(police, {"parent": "90001", "second_parent": "99.science"}).status_code == 403
    assert client.post(police, {"parent": "90001", "second_parent": "99.police"}).status_code == 302
    people.north_police.refresh_from_db()
    assert people.north_police.second_parent == people.police
    assert client.post(police, {"parent": "90001"}).status_code == 302
    people.north_police.refresh_from_db()
    assert people.north_police.second_parent is None


def test_a_file_is_shown_before_it_is_taken(people: People, admin: Client) -> None:
    content = "Mã,Tên,Loại,Mã cấp trên\n90001.v1,Thôn 1,Thôn,90001\n".encode()
    shown = admin.post(reverse("organisations:import"), {"file": SimpleUploadedFile("thon.csv", content)})
    assert shown.status_code == 200 and "Sẽ thêm 1 đơn vị" in shown.content.decode()
    assert not Unit.objects.filter(code="90001.v1").exists()
    admin.post(reverse("organisations:import"), {"token": shown.context["token"]})
    assert Unit.objects.filter(code="90001.v1").exists()
    again = admin.post(reverse("organisations:import"), {"token": shown.context["token"]})
    assert again.status_code == 422 and "Mã đã được dùng" in again.content.decode()
    forged = admin.post(reverse("organisations:import"), {"token": "forged"}, follow=True)
    assert "hết hạn" in forged.content.decode()


def test_a_wrong_file_is_answered_row_by_row(people: People, admin: Client) -> None:
    content = "Mã,Tên,Loại,Mã cấp trên\n90001.v1,,Thôn,90001\n".encode()
    shown = admin.post(reverse("organisations:import"), {"file": SimpleUploadedFile("thon.csv", content)})
    html = shown.content.decode()
    assert shown.status_code == 422 and "Không được để trống" in html and "token" not in shown.context["token"]
    assert admin.post(reverse("organisations:import"), {}).status_code == 422


def test_the_template_of_the_import_is_a_file_that_can_be_imported(people: People, admin: Client) -> None:
    text = admin.get(reverse("organisations:import_template")).content.decode("utf-8-sig")
    assert text.startswith("Mã,Tên,Loại,Mã cấp trên")


def test_groups_are_shown_made_and_given_members(people: People, admin: Client) -> None:
    values = {"code": "communes", "name": "Các xã", "scope": "province", "kinds": ["commune"]}
    assert admin.post(reverse("organisations:groups"), values).status_code == 302
    html = page(admin, "group", "communes")
    assert "Xã Bắc Sơn" in html and "Xã Nam Hà" in html
    admin.post(reverse("organisations:group", args=["communes"]), {"alias": "Mọi xã"})
    admin.post(
        reverse("organisations:group", args=["communes"]),
        {"included": "99.science", "excluded": "90002", "on": "2026-01-01"},
    )
    html = page(admin, "group", "communes")
    assert "Sở Khoa học" in html and "Mọi xã" in html
    assert {one.unit.code for one in UnitGroup.objects.get(code="communes").members.all()} == {"99.science", "90002"}
    assert "Mọi xã" in page(admin, "groups")
    assert admin.post(reverse("organisations:groups"), values).status_code == 422


def test_a_picker_gets_units_by_unmarked_words(people: People, officer: Client) -> None:
    unit = create(by=None, code="90001.kt", name="Phòng Kinh tế", kind="office", bloc="government", parent=people.north)
    found = json.loads(officer.get(reverse("organisations:suggest"), {"q": "kinh te"}).content)
    shown = {"key": str(unit.uid), "text": "Phòng Kinh tế (Xã Bắc Sơn)", "label": "Phòng Kinh tế", "note": "Xã Bắc Sơn"}
    assert found == {"options": [shown]}
    assert json.loads(officer.get(reverse("organisations:suggest")).content) == {"options": []}


def test_a_picker_offers_only_what_lies_within_the_reach_of_a_permission(people: People, admin: Client) -> None:
    for unit in (people.north, people.south):
        refresh_search_text(unit)
        unit.save()
    head = Client()
    head.force_login(people.head)

    communes = {"Xã Bắc Sơn", "Xã Nam Hà"}

    def offered(client: Client, **asked: str) -> set[str]:
        answer = client.get(reverse("organisations:suggest"), {"q": "xa"} | asked)
        return communes & {option["label"] for option in json.loads(answer.content)["options"]}

    assert offered(head) == communes
    assert offered(head, within="access.view_people") == {"Xã Bắc Sơn"}
    assert offered(head, within="no.such_permission") == set()
    assert offered(admin, within="organisations.manage_units") == communes


def test_a_superior_is_named_by_typing_and_doubt_comes_back_as_a_choice(people: People, admin: Client) -> None:
    for unit in (people.north, people.south):
        refresh_search_text(unit)
        unit.save()
    address = reverse("organisations:move", args=[people.north_culture.uid])
    answer = admin.post(address, {"parent": "xa", "parent_key": str(people.north.uid)})
    html = answer.content.decode()
    assert answer.status_code == 422 and "có thể là nhiều đơn vị" in html
    assert f'name="parent_choice" value="{people.south.uid}"' in html
    admin.post(address, {"parent": "xa", "parent_choice": str(people.south.uid)})
    people.north_culture.refresh_from_db()
    assert people.north_culture.parent == people.south


def test_the_list_goes_out_as_a_workbook(people: People, officer: Client) -> None:
    response = officer.get(reverse("organisations:export"), {"kind": "commune"})
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_the_boundary_layer_is_not_sent_twice(people: People, officer: Client) -> None:
    first = officer.get(reverse("organisations:boundaries"))
    assert first["Content-Type"] == "application/geo+json"
    again = officer.get(reverse("organisations:boundaries"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_unit_made_on_a_page_is_found_by_the_search(people: People, admin: Client) -> None:
    values = {"code": "90002.hh", "name": "Phòng Hành chính", "kind": "office", "bloc": "government", "parent": "90002"}
    admin.post(reverse("organisations:new"), values)
    unit = Unit.objects.get(code="90002.hh")
    admin.post(reverse("organisations:alias_add", args=[unit.uid]), {"alias": "Phòng Tổng hợp"})
    entry = SearchEntry.objects.get(kind="unit", object_id=unit.pk)
    assert entry.title == "Phòng Hành chính" and entry.excerpt == "Phòng Tổng hợp"
    demo.load(None)
    assert SearchEntry.objects.filter(kind="unit").count() == Unit.objects.count()
