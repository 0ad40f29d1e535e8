"""The pages of people, posts, roles and the log, as those who use them see them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from honglam.core.access.actions import doors
from honglam.core.access.actions import people as people_actions
from honglam.core.access.models import Role, User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.actions import erase_values
from honglam.core.audit.models import AuditEntry
from tests.people import People, give, make_person


def client_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    """The page."""
    return str(response.content.decode())


@pytest.fixture
def admin(people: People) -> Client:
    """The administrator's browser."""
    return client_of(people.administrator)


def test_the_list_shows_the_people_of_ones_own_units(people: People, admin: Client) -> None:
    everybody = text(admin.get(reverse("access:people")))
    assert all(person.full_name in everybody for person in User.objects.all())
    of_head = text(client_of(people.head).get(reverse("access:people")))
    assert people.officer.full_name in of_head
    assert people.stranger.full_name not in of_head
    assert client_of(people.officer).get(reverse("access:people")).status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "binh"}, {"officer"}),
        ({"q": "Trần Bình"}, {"officer"}),
        ({"role": "head"}, {"head"}),
        ({"state": "off"}, set()),
        ({"q": "khong co ai"}, set()),
    ],
)
def test_the_list_is_filtered_from_the_address_bar(
    people: People, admin: Client, asked: dict[str, str], found: set[str]
) -> None:
    page = admin.get(reverse("access:people"), asked).context["page"]
    assert {person.username for person in page} == found


def test_who_holds_several_posts_stands_in_the_list_once(people: People) -> None:
    give(people.officer, RoleCode.VIEWER, unit=people.north)
    page = client_of(people.head).get(reverse("access:people")).context["page"]
    assert sorted(person.username for person in page) == ["head", "officer"]


def test_the_manager_of_one_unit_opens_no_post_of_another(people: People) -> None:
    manager = make_person("manager", "Đinh Văn Nam", RoleCode.ADMINISTRATOR, people.north)
    own, other = people.officer.memberships.get(), people.stranger.memberships.get()
    for name in ("access:post", "access:end_post"):
        assert client_of(manager).get(reverse(name, args=[own.uid])).status_code == 200
        assert client_of(manager).get(reverse(name, args=[other.uid])).status_code == 403
    assert client_of(manager).get(reverse("access:create_post", args=[people.officer.uid])).status_code == 200
    assert client_of(manager).get(reverse("access:create_post", args=[people.stranger.uid])).status_code == 404


def test_the_list_costs_the_same_for_many_people(
    people: People, admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    admin.get(reverse("access:people"))  # what is kept between requests is there
    with django_assert_max_num_queries(12) as few:
        before = admin.get(reverse("access:people")).context["page"].paginator.count
    for number in range(20):
        give(make_person(f"p{number}", f"Người Thứ {number}"), RoleCode.VIEWER, unit=people.south)
    with django_assert_max_num_queries(len(few)):
        page = admin.get(reverse("access:people"))
    assert page.context["page"].paginator.count == before + 20
    assert all(f"Người Thứ {number}" in text(page) for number in range(20)), "the list was not read whole"


def test_an_account_is_made_with_a_temporary_password_and_a_post(people: People, admin: Client) -> None:
    page = admin.post(
        reverse("access:create_person"),
        {"full_name": "Bùi Văn Mới", "username": "moi", "email": "", "phone": "", "position": "", "language": "vi"},
    )
    person = User.objects.get(username="moi")
    assert person.must_change_password and person.check_password(page.context["password"])
    answer = admin.post(
        reverse("access:create_post", args=[person.uid]),
        {
            "role": Role.objects.get(code="officer").pk,
            "scope_kind": "subtree",
            "unit": people.south.code,
            "starts_on": timezone.localdate().isoformat(),
        },
    )
    assert answer.status_code == 302
    assert person.memberships.get().seat == people.south


def test_a_taken_name_is_said_at_its_field(people: People, admin: Client) -> None:
    form = {"full_name": "X", "username": "Officer", "email": "HEAD@tinh.example", "language": "vi"}
    page = text(admin.post(reverse("access:create_person"), form))
    assert "Tên đăng nhập này đã có người dùng" in page and "đã gắn với một tài khoản khác" in page


@pytest.mark.parametrize(
    ("username", "email", "said"),
    [("officer", "", "“officer” đã có người dùng"), ("moi", "head@tinh.example", "đã gắn với một tài khoản khác")],
)
def test_a_name_that_somebody_took_a_moment_before_is_said_too(
    people: People, admin: Client, monkeypatch: pytest.MonkeyPatch, username: str, email: str, said: str
) -> None:
    looks = iter([lambda _user: None])  # at the first look the other account is not yet to be seen
    look = people_actions._require_free
    monkeypatch.setattr(people_actions, "_require_free", lambda user: next(looks, look)(user))
    monkeypatch.setattr(User, "validate_unique", lambda *_args, **_more: None)
    monkeypatch.setattr(User, "validate_constraints", lambda *_args, **_more: None)
    form = {"full_name": "X", "username": username, "email": email, "language": "vi"}
    answer = admin.post(reverse("access:create_person"), form)
    assert said in text(answer)
    assert not User.objects.filter(full_name="X").exists()


def test_contact_data_is_masked_and_shown_for_a_reason_that_is_written_down(people: People) -> None:
    User.objects.filter(pk=people.officer.pk).update(phone="0912345678")
    head, address = client_of(people.head), reverse("access:person", args=[people.officer.uid])
    assert "0912345678" not in text(head.get(address)) and "09•••••678" in text(head.get(address))
    reveal = reverse("access:reveal_person", args=[people.officer.uid])
    assert "0912345678" not in text(head.post(reveal, {"reason": ""}, follow=True))
    assert "0912345678" in text(head.post(reveal, {"reason": "Gọi họp gấp"}))
    readings = AuditEntry.objects.for_target(people.officer).filter(action="personal.read")
    assert readings.count() == 3
    assert {entry.values.reason for entry in readings} == {"Gọi họp gấp"}


def test_a_person_out_of_reach_is_not_shown(people: People) -> None:
    assert client_of(people.head).get(reverse("access:person", args=[people.stranger.uid])).status_code == 403


def test_the_export_needs_a_purpose_and_is_written_down(people: People, admin: Client) -> None:
    address = reverse("access:export_people")
    assert admin.post(address, {"purpose": "ngắn"}).status_code == 302
    answer = admin.post(address, {"purpose": "Lập danh sách tập huấn chuyển đổi số"})
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert "Trần Thị Bình" in {cell for row in book.active.values for cell in row}
    entry = AuditEntry.objects.get(action="access.people_exported")
    assert (entry.row_count, entry.values.reason) == (6, "Lập danh sách tập huấn chuyển đổi số")


def sheet(*rows: tuple[str, ...]) -> io.BytesIO:
    """An Excel file of people."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Họ và tên", "Tên đăng nhập", "Thư điện tử", "Điện thoại", "Chức danh", "Đơn vị", "Vai trò"])
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "nguoi.xlsx"
    return stream


def test_people_come_in_from_excel_all_or_none(people: People, admin: Client) -> None:
    good = ("Bùi Văn Một", "mot", "mot@tinh.example", "0912000001", "Chuyên viên", "xã nam hà", "Chuyên viên")
    bad = ("Bùi Văn Hai", "officer", "mot@tinh.example", "", "", "Xã Không Có", "Vua")
    address = reverse("access:import_people")
    page = admin.post(address, {"sheet": sheet(good, bad)})
    assert {error.cell for error in page.context["errors"]} == {"B3", "C3", "F3", "G3"}
    assert not User.objects.filter(username="mot").exists()
    page = admin.post(address, {"sheet": sheet(good)})
    ((person, password),) = page.context["made"]
    assert person.check_password(password) and person.memberships.get().unit == people.south
    assert AuditEntry.objects.get(action="access.users_imported").row_count == 1


def test_the_template_can_be_filled_in_and_brought_back(people: People, admin: Client) -> None:
    answer = admin.get(reverse("access:import_template"))
    stream = io.BytesIO(answer.getvalue())
    stream.name = "mau.xlsx"
    page = admin.post(reverse("access:import_people"), {"sheet": stream})
    assert [error.heading for error in page.context["errors"]] == ["Đơn vị"]  # the example's unit is no unit


def test_a_post_is_ended_from_its_page(people: People, admin: Client) -> None:
    post = people.officer.memberships.get()
    address = reverse("access:end_post", args=[post.uid])
    assert people.head.full_name in text(admin.get(address))
    form = {"ends_on": timezone.localdate().isoformat(), "hand_over_to": people.head.pk, "reason": "Chuyển công tác"}
    assert admin.post(address, form).status_code == 302
    post.refresh_from_db()
    assert post.ends_on == timezone.localdate()
    assert admin.get(reverse("access:person", args=[people.officer.uid])).status_code == 200


def test_an_account_is_switched_off_and_on(people: People, admin: Client) -> None:
    address = reverse("access:switch_person", args=[people.officer.uid])
    admin.post(address, {"reason": "nghỉ việc"})
    assert not User.objects.get(pk=people.officer.pk).is_active
    admin.post(address, {"reason": "trở lại"})
    assert User.objects.get(pk=people.officer.pk).is_active


def test_roles_stand_in_a_matrix_and_are_edited(people: People, admin: Client) -> None:
    assert "Quản lý người dùng" in text(admin.get(reverse("access:roles")))
    viewer = Role.objects.get(code="viewer")
    address = reverse("access:role", args=["viewer"])
    assert admin.get(address).status_code == 200
    admin.post(address, {"name": viewer.name, "description": "", "permissions": ["access.view_people"]})
    viewer.refresh_from_db()
    assert viewer.permissions == ["access.view_people"]
    assert client_of(people.head).get(address).status_code == 403


def test_the_own_profile_changes_own_data_only(people: People) -> None:
    client = client_of(people.officer)
    form = {
        "full_name": "Trần Thị Bình",
        "email": "moi@tinh.example",
        "phone": "0911",
        "position": "",
        "language": "en",
    }
    assert client.post(reverse("access:profile"), form | {"is_active": "", "username": "x"}).status_code == 302
    person = User.objects.get(pk=people.officer.pk)
    assert (person.email, person.language, person.username, person.is_active) == (
        "moi@tinh.example",
        "en",
        "officer",
        True,
    )
    form["email"] = "head@tinh.example"
    page = client.post(reverse("access:profile"), form)
    assert page.status_code == 200 and page.context["form"].errors


def test_other_devices_are_signed_out(people: People) -> None:
    here, elsewhere = client_of(people.officer), client_of(people.officer)
    here.post(reverse("access:end_sessions"))
    assert here.get(reverse("access:profile")).status_code == 200
    assert elsewhere.get(reverse("access:profile")).status_code == 302


def test_the_log_is_read_within_reach_filtered_and_taken_out(people: People, admin: Client) -> None:
    auditor = make_person("auditor", "Kiều Thị Lan", RoleCode.AUDITOR, people.north)
    page = client_of(auditor).get(reverse("access:log"))
    units = {entry.unit_id for entry in page.context["entries"]}
    assert units == {people.north.pk}
    page = admin.get(reverse("access:log"), {"action": "access.role_granted", "q": "", "unit": people.south.code})
    assert [entry.values.target_name for entry in page.context["entries"]] == ["Phạm Thị Dung"]
    answer = admin.post(reverse("access:export_log"))
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert "Giao vị trí công tác" in {cell for row in book.active.values for cell in row}
    assert client_of(people.officer).get(reverse("access:log")).status_code == 403


def test_erased_entries_still_stand_in_the_log(people: People, admin: Client) -> None:
    erase_values(entries=AuditEntry.objects.all(), by=people.administrator, reason="Lệnh thử")
    page = text(admin.get(reverse("access:log")))
    assert "nội dung đã được xóa theo quy định" in page and "Phạm Thị Dung" not in page
    assert "đã được xóa" in text(admin.get(reverse("access:person", args=[people.officer.uid])))


def test_the_register_of_personal_columns_names_purpose_and_law(people: People, admin: Client) -> None:
    page = text(admin.get(reverse("access:personal")))
    assert "access.user.phone" in page and "91/2025/QH15" in page


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ({"scope_kind": "subtree"}, "Hãy chọn đơn vị: gõ vài chữ"),
        ({"scope_kind": "field", "unit": "90002"}, "Hãy chọn lĩnh vực."),
        ({"scope_kind": "group", "unit": "90002"}, "Hãy chọn nhóm đơn vị."),
        ({"scope_kind": "subtree", "unit": "không có đâu"}, "Không có đơn vị nào mang tên hoặc mã"),
    ],
)
def test_a_new_post_says_what_its_scope_lacks(people: People, admin: Client, scope: dict[str, str], said: str) -> None:
    address = reverse("access:create_post", args=[people.officer.uid])
    answer = admin.post(address, {"role": Role.objects.get(code="officer").pk, "starts_on": "01/02/2026"} | scope)
    assert answer.status_code == 422 and said in text(answer)


def test_a_post_over_the_whole_province_is_given_by_those_who_reach_it(people: People, admin: Client) -> None:
    address = reverse("access:create_post", args=[people.officer.uid])
    given = {"role": Role.objects.get(code="viewer").pk, "scope_kind": "province", "starts_on": "01/02/2026"}
    manager = make_person("qtxa", "Quản trị xã", RoleCode.UNIT_ADMINISTRATOR, people.north)
    assert 'value="province"' not in text(client_of(manager).get(address))
    assert client_of(manager).post(address, given).status_code == 422
    assert admin.post(address, given | {"unit": "90002"}).status_code == 302, "a field of another scope is passed over"
    post = people.officer.memberships.get(role__code="viewer")
    assert (post.unit, post.starts_on.isoformat()) == (people.province, "2026-02-01")


def test_the_log_shows_stored_codes_in_words_and_takes_days_as_they_are_written(people: People, admin: Client) -> None:
    doors.note_sign_in(by=people.officer, origin="203.0.113.7", method="password, mfa")
    address = reverse("access:log")
    today = timezone.localdate()
    page = text(admin.get(address, {"first": f"{today:%d/%m/%Y}", "last": f"{today:%d/%m/%Y}"}))
    assert "mật khẩu, xác thực hai lớp hoặc khóa bảo mật" in page and "password" not in page.partition("<tbody")[2]
    assert "203.0.113.7" not in text(admin.get(address, {"last": "01/01/2020"}))
    assert admin.get(address, {"first": "32/13/2026"}).context["filters"].errors["first"]
