"""What stands behind letters: which column holds what, how numbers are typed, whom a cell names."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.organisations.models import UnitGroup
from honglam.engines.plans.document_numbers import number_typed
from honglam.engines.plans.document_rows import kind_named
from honglam.engines.plans.errors import ImportRefused
from honglam.engines.plans.imported_documents import read_sheet, values_of
from honglam.engines.plans.naming import UnitNames
from honglam.engines.plans.rules.document_columns import guessed_columns, heading_row, words_of
from honglam.engines.plans.terms import ImportField, PlanKind
from honglam.engines.plans.work_lines import read_line
from honglam.toolkit.sheets import SheetError
from tests.people import People

TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["Số ký hiệu", "Ngày ban hành", "Trích yếu", "Đơn vị chủ trì", "Hạn", "Nội dung", "STT", "Số đến", "Ngày đến"]
)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Số/Ký hiệu", ImportField.NUMBER),
        ("SỐ VÀ KÝ HIỆU VĂN BẢN", ImportField.NUMBER),
        ("Ngày VB", ImportField.ISSUED_ON),
        ("Trích yếu nội dung", ImportField.TITLE),
        ("Cơ quan ban hành (*)", ImportField.ISSUER),
        ("Đơn vị xử lý chính", ImportField.LEAD),
        ("ĐV phối hợp", ImportField.COORDINATING),
        ("Thời hạn hoàn thành", ImportField.DUE_ON),
        ("Hạn", ImportField.DUE_ON),
        ("Nội dung giao việc", ImportField.WORK),
        ("Nội dung", ImportField.CONTENT),
        ("Sản phẩm", ImportField.PRODUCT),
        ("Mã văn bản", ImportField.REFERENCE),
        ("STT", None),
        ("Số đến", None),
        ("Ngày đến", None),
        ("Trạng thái", None),
        ("Ngày hoàn thành", None),
        ("Lỗi cần sửa", None),
        ("", None),
    ],
)
def test_a_title_says_what_its_column_holds(title: str, field: ImportField | None) -> None:
    assert guessed_columns([title]) == ({title: field.value} if field else {})


@given(st.lists(TITLES, max_size=20))
def test_no_field_is_guessed_twice_and_every_guess_is_a_title(titles: list[str]) -> None:
    found = guessed_columns(titles)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(titles)
    assert set(found.values()) <= set(ImportField.values)


@given(st.lists(TITLES.filter(lambda title: bool(words_of(title))), max_size=12, unique_by=words_of))
def test_what_people_chose_wins_over_every_guess(titles: list[str]) -> None:
    chosen = dict.fromkeys(titles, "")
    assert guessed_columns(titles, chosen) == {}


def test_the_line_with_most_known_titles_is_the_heading() -> None:
    lines = [(1, ["DANH SÁCH VĂN BẢN"]), (2, ["Từ ngày", "01/01/2026", ""]), (3, ["Số ký hiệu", "Trích yếu", "Hạn"])]
    assert heading_row(lines) == 2
    assert heading_row([(1, ["a"]), (2, ["x", "y", "z"])]) == 1
    assert heading_row([]) == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1204/UBND-KGVX", "1204/UBND-KGVX"),
        ("số 1204", "1204"),
        ("Số: 1204/UBND", "1204/ubnd"),
        ("công văn số 15", "15"),
        ("CV số 15/UBND-KT", "15/ubnd-kt"),
        ("thông báo số 88/TB-UBND", "88/tb-ubnd"),
        ("số hóa hồ sơ", "số hóa hồ sơ"),
        ("công văn", "công văn"),
        ("sổ 12", "12"),
    ],
)
def test_words_before_a_number_are_left_out(typed: str, number: str) -> None:
    assert number_typed(typed) == number


@given(st.text(max_size=60))
def test_leaving_words_out_again_changes_nothing(typed: str) -> None:
    once = number_typed(typed)
    assert number_typed(once) == once or any(sign.isdigit() for sign in once)
    if not any(sign.isdigit() for sign in typed):
        assert once == typed.strip()


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Công văn", PlanKind.DISPATCH), ("", PlanKind.DISPATCH), ("THÔNG BÁO kết luận", PlanKind.NOTICE),
     ("Chỉ thị", PlanKind.DIRECTIVE), ("Tờ trình", PlanKind.OTHER)],
)  # fmt: skip
def test_a_kind_is_understood_by_its_words(text: str, kind: PlanKind) -> None:
    assert kind_named(text) == kind


@given(st.lists(st.lists(st.none() | st.text(max_size=12) | st.integers() | st.dates(), max_size=6), max_size=12))
def test_any_sheet_is_read_or_refused(rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for line in rows:
        try:
            book.worksheets[0].append(line)
        except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
            return
    stream = io.BytesIO()
    book.save(stream)
    try:
        sheet = read_sheet(stream)
    except (ImportRefused, SheetError) as refused:
        assert str(refused)
        return
    for _number, cells in sheet.cells():
        assert set(values_of(cells, guessed_columns(sheet.headings))) <= set(ImportField.values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "codes", "errors"),
    [
        ("Xã Bắc Sơn", ["90001"], 0),
        ("Xã Bắc Sơn; xa nam ha", ["90001", "90002"], 0),
        ("Xã Bắc Sơn, Xã Nam Hà", ["90001", "90002"], 0),
        ("Xã Bắc Sơn và Công an tỉnh", ["90001", "99.police"], 0),
        ("90001\n99.science", ["90001", "99.science"], 0),
        ("các xã, phường", ["90001", "90002"], 0),
        ("Xã Bắc Sơn; Xã Không Có", ["90001"], 1),
        ("Xã Bắc Sơn, Xã Không Có", [], 1),
        (" ; ; ", [], 0),
    ],
)
def test_a_cell_names_units_one_or_many(people: People, text: str, codes: list[str], errors: int) -> None:
    UnitGroup.objects.create(code="communes", name="Các xã, phường", rule={"kinds": ["commune"], "depth": 1})
    named = UnitNames(people.province).named(text)
    assert sorted(unit.code for unit in named.units.values()) == codes
    assert len(named.errors) == errors


@pytest.mark.django_db
def test_a_line_takes_days_as_people_write_them_and_none_that_makes_no_sense(people: People) -> None:
    names = UnitNames(people.province)
    line = {"work": "Báo cáo", "lead": "Xã Bắc Sơn"}
    first = datetime.date(2026, 3, 2)
    for written in ("5/3/2026", "05-03-2026", "2026-03-05"):
        read = read_line({**line, "due_on": written}, names, not_before=first)
        assert (read.due_on, read.errors) == (datetime.date(2026, 3, 5), {})
    for written in ("1/3/2026", "31/12/2199", "cuối năm"):
        assert set(read_line({**line, "due_on": written}, names, not_before=first).errors) == {"due_on"}


@pytest.mark.django_db
def test_a_thousand_names_ask_nothing_of_the_database(people: People, django_assert_num_queries: object) -> None:
    names = UnitNames(people.province)
    with django_assert_num_queries(0):  # type: ignore[operator]
        lines = [read_line({"work": "Báo cáo", "lead": f"Xã Bắc Sơn; Xã số {n}"}, names) for n in range(1000)]
    assert all("lead" in " ".join(line.errors) for line in lines), "the second name is nobody's"
