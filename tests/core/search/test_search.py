"""People find what they may see, with or without marks, the exact spelling first."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.search.errors import DuplicateKind, UnknownKind
from honglam.core.search.folding import marked, plain
from honglam.core.search.indexing import forget, index, index_many, rebuild
from honglam.core.search.models import SearchEntry
from honglam.core.search.queries import matches, search, searchable_text, suggest
from honglam.core.search.registry import IndexRow, declare_searchable
from honglam.core.search.rules import parse
from tests.core.search.conftest import ROWS
from tests.people import People


def put(title: str, number: int = 1, **columns) -> None:
    """Index something that everybody may find."""
    index(
        **{
            "obj_kind": "unit",
            "object_id": number,
            "title": title,
            "url": f"/u/{number}",
            "for_everyone": True,
            **columns,
        }
    )


def titles(text: str, user, **options) -> list[str]:
    """What a person finds."""
    return [hit.title for hit in search(text, user=user, **options).hits]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Hóa đơn điện tử", "hoá đơn"),
        ("Hóa đơn điện tử", "hoa don"),
        ("Hoá đơn điện tử", "HÓA ĐƠN"),
        ("Đường Thủy lợi", "duong thuỷ"),
        ("Ủy ban nhân dân xã Hòa Hải", "uy ban nhan dan hoa hai"),
        ("Quyết định thành lập", "quy"),  # the last word is unfinished
        ("Huyện cũ", "huy"),
        ("Kỹ năng số", "kĩ nang"),
        ("Văn hóa – Xã hội", "van hoa xa hoi"),
        ("Nghị quyết 57", "57 nghi quyet"),
        ("Tổ công nghệ số cộng đồng", '"công nghệ số" tổ'),
        ("Kế hoạch C/A (đợt 1)", "dot 1"),
    ],
)
def test_a_title_is_found_as_people_type_it(people: People, title: str, typed: str) -> None:
    put(title)
    assert titles(typed, people.officer) == [title]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Hóa đơn điện tử", "hóa chất"),
        ("Công nghệ và số liệu", '"công nghệ số"'),
        ("Điện tử", "tu die"),  # only the last word may be unfinished... and "die" is no end of a word here
        ("Quyết định", "định quyế x"),
        ("Tây", "tai"),
    ],
)
def test_what_was_not_asked_for_is_not_found(people: People, title: str, typed: str) -> None:
    put(title)
    found = titles(typed, people.officer)
    assert found == ([title] if typed == "tu die" else [])


def test_the_exact_marks_come_first(people: People) -> None:
    put("Hoa đào ngày Tết và những câu chuyện rất dài về mùa xuân", 1)
    put("Hóa đơn", 2)
    put("Hoạ sĩ, hỏa hoạn, hoà giải, hóa chất", 3, body="Không có gì.")
    assert titles("hoa", people.officer) and len(titles("hoa", people.officer)) == 3
    assert titles("hỏa", people.officer)[0].startswith("Hoạ sĩ")
    assert titles("hoá đơn", people.officer) == ["Hóa đơn"]


def test_exact_marks_in_a_body_come_before_other_marks_in_a_title(people: People) -> None:
    put("Tấm thảm", 1)
    put("Báo cáo năm", 2, body="Công tác " + "của các đơn vị trong năm qua " * 200 + "thẩm định")
    assert titles("thẩm", people.officer)[0] == "Báo cáo năm"


def test_titles_come_before_bodies(people: People) -> None:
    put("Báo cáo", 1, body="Chuyển đổi số trong trường học")
    put("Chuyển đổi số trong trường học", 2)
    assert titles("chuyển đổi số", people.officer) == ["Chuyển đổi số trong trường học", "Báo cáo"]


@pytest.mark.parametrize("typed", ["15/KH-UBND", "15/kh-ubnd", "15 / KH - UBND", "15/KH", "15 kh ubnd", "15/KH-UB"])
def test_a_document_is_found_by_its_number(people: People, typed: str) -> None:
    put("Chuyển đổi số năm 2026", 1, code="15/KH-UBND")
    put("Kế hoạch khác", 2, code="151/KH-UBND", body="căn cứ Kế hoạch số 15/KH-UBND")
    assert titles(typed, people.officer)[0] == "Chuyển đổi số năm 2026"


def test_people_find_what_their_reach_covers(people: People) -> None:
    rows = [
        ("Việc của xã Bắc Sơn", people.north),
        ("Việc của phòng Văn hóa xã Bắc Sơn", people.north_culture),
        ("Việc của xã Nam Hà", people.south),
        ("Việc của Sở", people.science),
    ]
    for number, (title, unit) in enumerate(rows):
        put(title, number, obj_kind="task", unit_ids=[unit.pk], for_everyone=False)
    put("Việc không của ai", 9, obj_kind="task", for_everyone=False)
    put("Việc chung của cả tỉnh", 10, obj_kind="task")
    assert set(titles("việc", people.head)) == {rows[0][0], rows[1][0], "Việc chung của cả tỉnh"}
    assert len(titles("việc", people.administrator)) == 6
    assert titles("việc", people.officer) == ["Việc chung của cả tỉnh"]  # holds no permission over units


def test_a_kind_that_nobody_may_see_is_never_found(people: People) -> None:
    put("Điều mật", obj_kind="secret")
    assert titles("điều mật", people.administrator) == []


def test_a_search_can_be_narrowed_to_kinds_and_paged(people: People) -> None:
    for number in range(5):
        put(f"Đơn vị số {number}", number)
    put("Đơn vị trong kế hoạch", 1, obj_kind="plan")
    assert titles("đơn vị", people.administrator, kinds=["plan"]) == ["Đơn vị trong kế hoạch"]
    first = search("đơn vị số", user=people.officer, limit=2)
    second = search("đơn vị số", user=people.officer, limit=2, offset=2)
    assert first.has_more and second.has_more
    assert not {hit.uid for hit in first.hits} & {hit.uid for hit in second.hits}
    with pytest.raises(UnknownKind):
        search("x", user=people.officer, kinds=["nothing"])


def test_an_object_is_indexed_anew_and_forgotten(people: People) -> None:
    put("Tên cũ", body="nội dung cũ")
    put("Tên mới", body="nội dung mới", date=datetime.date(2026, 3, 5))
    assert titles("tên", people.officer) == ["Tên mới"]
    assert titles("nội dung cũ", people.officer) == []
    assert forget(obj_kind="unit", object_id=1)
    assert titles("tên", people.officer) == []
    assert not forget(obj_kind="unit", object_id=1)


def test_an_object_that_changes_hands_is_found_by_its_new_unit_only(people: People) -> None:
    put("Nhiệm vụ", obj_kind="task", unit_ids=[people.south.pk], for_everyone=False)
    put("Nhiệm vụ", obj_kind="task", unit_ids=[people.north.pk, people.north.pk], for_everyone=False)
    assert titles("nhiệm vụ", people.head) == ["Nhiệm vụ"]
    assert SearchEntry.objects.get().units.count() == 1


def test_rebuilding_a_kind_replaces_what_was_there(people: People) -> None:
    put("Rác", 99, obj_kind="task")
    ROWS.extend(
        IndexRow(obj_kind="task", object_id=number, title=f"Nhiệm vụ {number}", url="/", for_everyone=True)
        for number in range(1203)
    )
    assert rebuild("task") == 1203
    assert titles("rác", people.administrator) == []
    call_command("rebuild_search", "task", verbosity=0)
    assert SearchEntry.objects.count() == 1203


def test_a_text_with_a_zero_sign_is_indexed_like_any_other(people: People) -> None:
    put("Kế hoạch\x00năm", body="nội\x00dung")
    assert titles("kế hoạch năm", people.officer) == ["Kế hoạch năm"]


def test_indexing_many_costs_the_same_per_batch(people: People) -> None:
    def cost(count: int) -> int:
        rows = [
            IndexRow(obj_kind="task", object_id=number, title="Việc", url="/", unit_ids=(people.north.pk,))
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            index_many(rows)
        return len(queries)

    # SQLite takes a limited number of values in one statement, so a batch may need a few.
    assert cost(100) <= cost(2) + 4


def test_a_search_costs_few_queries_however_much_is_found(people: People) -> None:
    for number in range(30):
        put(f"Đơn vị {number}", number)

    def cost(limit: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            search("đơn vị", user=people.officer, limit=limit)
        return len(queries)

    # One for the number of a document, one for each tier, one for the rows.
    assert cost(1) <= cost(30) <= 8


def test_suggestions_wait_for_two_characters(people: People) -> None:
    put("Đơn vị")
    assert len(suggest("đ", user=people.officer)) == 0
    assert len(suggest("đơ", user=people.officer)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        '"',
        '""',
        "***",
        "-",
        "' OR 1=1 --",
        'NEAR("a" "b")',
        "a AND",
        "đ:*x",
        "\\",
        "x" * 5000,
        "\x00",
        "&|!<->",
    ],
)
def test_nothing_that_is_typed_breaks_the_search(people: People, typed: str) -> None:
    put("Đơn vị")
    assert titles(typed, people.officer) == []


@pytest.mark.django_db
@given(st.text(max_size=30))
def test_any_text_is_a_harmless_query(text: str) -> None:
    query = parse(text)
    assert all(term.plain == plain(term.plain) for term in query.terms)
    assert all(character.isalnum() or character == " " for term in query.terms for character in term.plain)


@given(st.text(max_size=60))
def test_folding_is_stable_so_that_text_and_query_always_meet(text: str) -> None:
    assert marked(marked(text)) == marked(text)
    assert plain(marked(text)) == plain(text)


def test_kinds_are_declared_once_and_known(db) -> None:
    with pytest.raises(DuplicateKind):
        declare_searchable("task", "Lần nữa", rebuild=list)
    with pytest.raises(UnknownKind):
        index(obj_kind="nothing", object_id=1, title="x", url="/")


def test_lists_filter_on_their_own_folded_column(people: People) -> None:
    column = "title_plain"

    def found(typed: str) -> int:
        return SearchEntry.objects.filter(matches(typed, column=column)).count()

    put("Ủy ban nhân dân xã Hòa Hải")
    SearchEntry.objects.update(title_plain=searchable_text("Ủy ban nhân dân xã Hòa Hải", "15/KH-UBND"))
    assert [found(typed) for typed in ("hoà hải", "uy ban", "hai hoa", "ban dan", "", "15/kh")] == [1] * 6
    assert [found(typed) for typed in ("oa", "nam", "16/kh")] == [0] * 3
