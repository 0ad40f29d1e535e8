"""A department's Excel becomes rows of a register: matched, tried, brought in, mended, taken back."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.errors import JobCancelled
from honglam.core.notices.models import Notice
from honglam.core.search.models import SearchEntry
from honglam.engines.registers.actions import import_batches, import_undoing, imports
from honglam.engines.registers.errors import ImportRefused, ReasonMissing
from honglam.engines.registers.importing.rejected_file import write_rejected
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.public import change, end, register_of
from honglam.engines.registers.terms import ImportState
from tests.engines.registers.bringing import (
    HEADINGS,
    brought,
    carried_out,
    counts,
    csv_file,
    end_jobs,
    line,
    told,
    tried,
    xlsx_file,
)
from tests.engines.registers.conftest import Office

DAY = datetime.timedelta(days=1)


def projects(office: Office) -> Any:
    """The rows of projects."""
    return office.projects.model._default_manager


def bring(office: Office, upload: Any, **choices: Any) -> ImportRun:
    """Brought in by the officer for the department."""
    return brought(office.projects, upload, unit=office.finance, by=office.officer, **choices)


def attempt(office: Office, upload: Any, **choices: Any) -> ImportRun:
    """Tried by the officer for the department."""
    return tried(office.projects, upload, unit=office.finance, by=office.officer, **choices)


def test_a_sheet_with_a_title_above_and_days_numbers_and_marks_comes_in(office: Office) -> None:
    headings = (*HEADINGS, "Ngày chấp thuận", "Chậm tiến độ", "Nguyên nhân chậm", "Kinh độ", "Vĩ độ")
    upload = xlsx_file(
        [
            [*line("DA-1", capital=50000.5), datetime.datetime(2026, 3, 5), "x", "Vướng mặt bằng", 105.9, 18.34],
            [*line("DA-2", capital="1.234,5"), "5/3/2026", "không", None, "105,9", "18,34"],
        ],
        headings, above=[["DANH MỤC DỰ ÁN ĐẦU TƯ"], ["Năm 2026"]],
    )  # fmt: skip
    run = bring(office, upload)
    assert (run.heading_line, counts(run)) == (3, (2, 0, 0, 0))
    first, second = projects(office).order_by("code")
    assert (first.capital, second.capital) == (Decimal("50000.5"), Decimal("1234.5"))
    assert first.approved_on == second.approved_on == datetime.date(2026, 3, 5)
    assert (first.is_delayed, first.delay_reason, second.is_delayed) == (True, "Vướng mặt bằng", False)
    assert (first.sector, first.commune, first.unit) == ("industry", office.commune, office.finance)
    assert (first.west, second.north, first.state, first.revision) == (105.9, 18.34, "proposed", 1)
    assert projects(office).saying("nha may go").count() == 2


def test_headings_are_known_without_marks_with_numbers_and_slips(office: Office) -> None:
    headings = ("(1) MA SO DU AN", "2. Tên dự án", "Nhà đầu tư *", "Loai nha dau tu", "Lĩnh vực", "Xã , phường",
                "Vốn đăng ký", "Ghi chép nội bộ")  # fmt: skip
    run = imports.bring(register=office.projects, unit=office.finance, by=office.officer,
                        upload=csv_file([[*line("DA-1"), "x"]], headings))  # fmt: skip
    assert list(run.mapping.values()) == ["code", "name", "investor", "investor_kind", "sector", "commune", "capital"]


def test_the_matching_of_a_person_is_remembered_for_the_same_headings(office: Office) -> None:
    headings = (*HEADINGS[:-1], "Tổng mức")
    run = imports.bring(register=office.projects, unit=office.finance, by=office.officer,
                        upload=csv_file([line("DA-1")], headings))  # fmt: skip
    assert "Tổng mức" not in run.mapping
    mapping = run.mapping | {"Tổng mức": "capital"}
    imports.match_columns(run=run, mapping=mapping, unit=office.finance, on_known="update", by=office.officer)
    import_batches.try_out(run=ImportRun.objects.get(), by=office.officer, told=told)
    again = imports.bring(register=office.projects, unit=office.finance, by=office.head,
                          upload=csv_file([line("DA-2")], headings))  # fmt: skip
    assert again.mapping == mapping


def test_trying_writes_nothing_and_tells_everything(office: Office) -> None:
    office.project(code="DA-1", name="Nhà máy gỗ")
    office.project(code="DA-2", name="Tên cũ", capital=Decimal(50000))
    before = AuditEntry.objects.filter(action="registers.imported").count()
    run = attempt(office, csv_file([
        line("DA-1"), line("DA-2", "Tên mới"), line("DA-3"), line("DA-4", capital="nhiều"), line("DA-3", "Lần hai"),
        line("", "Không mã"), line("DA-5", sector="khai khoáng", commune="xã Không Có"),
    ]))  # fmt: skip
    assert (run.state, run.lines, counts(run)) == (ImportState.TRIED, 7, (1, 1, 1, 4))
    assert projects(office).count() == 2
    assert AuditEntry.objects.filter(action="registers.imported").count() == before
    faults = {row.line: dict(row.faults) for row in run.rejected_rows.all()}
    assert "không phải là số" in faults[5]["Vốn đăng ký (triệu đồng)"]
    assert "dòng 4" in faults[6][""]
    assert set(faults[7]) == {"Mã số dự án"}
    assert set(faults[8]) == {"Lĩnh vực", "Xã, phường"}
    assert run.trial["previews"]["updated"][0]["changes"] == {"name": ["Tên cũ", "Tên mới"]}


def test_known_rows_are_changed_left_or_refused_as_was_chosen(office: Office) -> None:
    office.project(code="DA-1", name="Tên cũ")
    rows = [line("DA-1", "Tên mới"), line("DA-2")]
    assert counts(attempt(office, csv_file(rows), on_known="skip")) == (1, 0, 1, 0)
    assert counts(attempt(office, csv_file(rows), on_known="reject")) == (1, 0, 0, 1)
    run = bring(office, csv_file(rows))
    assert counts(run) == (1, 1, 0, 0)
    row = projects(office).get(code="DA-1")
    assert (row.name, row.revision, row.versions.get().name) == ("Tên mới", 2, "Tên cũ")
    assert row.versions.get().reason == "Nhập tệp so.csv"
    assert projects(office).saying("ten moi").exists()


def test_an_empty_cell_keeps_what_stands_unless_it_shall_be_cleared(office: Office) -> None:
    office.project(code="DA-1", note="Ghi chú cũ", is_delayed=True, delay_reason="Vướng mặt bằng")
    headings, rows = ("Mã số dự án", "Ghi chú", "Chậm tiến độ"), [["DA-1", "", ""]]
    assert counts(bring_or_try(office, csv_file(rows, headings))) == (0, 0, 1, 0)
    run = bring(office, csv_file(rows, headings), empty_clears=True)
    row = projects(office).get()
    assert (counts(run), row.note, row.is_delayed, row.delay_reason) == ((0, 1, 0, 0), "", False, "")


def bring_or_try(office: Office, upload: Any) -> ImportRun:
    """Tried only: nothing in it is to be written."""
    return attempt(office, upload)


def test_a_change_holds_from_the_day_that_was_named_and_never_before_the_one_it_follows(office: Office) -> None:
    project = office.project(code="DA-1")
    run = attempt(office, csv_file([line("DA-1", "Tên mới")]), valid_from=project.valid_from - DAY)
    assert "Ngày hiệu lực không được trước" in run.rejected_rows.get().faults[0][1]
    bring(office, csv_file([line("DA-1", "Tên mới"), line("DA-2")]), valid_from=project.valid_from + 9 * DAY)
    assert set(projects(office).values_list("valid_from", flat=True)) == {project.valid_from + 9 * DAY}
    former = office.projects.versions._default_manager.get()
    assert (former.valid_from, former.valid_to) == (project.valid_from, project.valid_from + 9 * DAY)


def test_what_the_database_would_refuse_is_said_line_by_line(office: Office) -> None:
    headings = (*HEADINGS, "Khởi công theo tiến độ", "Hoàn thành theo tiến độ")
    run = bring(office, csv_file([
        [*line("DA-1"), "01/05/2026", "01/04/2026"], [*line("DA-2", capital="-5"), "", ""],
        [*line("DA-3"), "01/04/2026", "01/05/2026"],
    ], headings))  # fmt: skip
    assert counts(run) == (1, 0, 0, 2)
    said = [row.faults for row in run.rejected_rows.all()]
    assert said[0] == [["", "Ngày hoàn thành theo tiến độ phải từ ngày khởi công trở đi."]]


def test_a_conditional_column_is_due_and_one_that_does_not_apply_is_not_kept(office: Office) -> None:
    headings = (*HEADINGS, "Chậm tiến độ", "Nguyên nhân chậm")
    run = bring(office, csv_file([
        [*line("DA-1"), "x", ""], [*line("DA-2"), "", "Không chậm mà có lý do"],
    ], headings))  # fmt: skip
    assert counts(run) == (1, 0, 0, 1)
    assert run.rejected_rows.get().faults[0][0] == "Nguyên nhân chậm"
    assert projects(office).get().delay_reason == ""


def test_the_state_of_an_old_book_comes_in_by_who_decides_and_never_moves_a_known_row(office: Office) -> None:
    headings, rows = (*HEADINGS, "Trạng thái"), [[*line("DA-1"), "đang xây dựng"], [*line("DA-2"), ""]]
    run = tried(office.projects, csv_file(rows, headings), unit=office.finance, by=office.officer)
    assert counts(run) == (2, 0, 0, 0)
    assert "state" not in run.mapping.values()
    run = brought(office.projects, csv_file(rows, headings), unit=office.finance, by=office.head)
    assert [row.state for row in projects(office).order_by("code")] == ["building", "proposed"]
    rows[1][-1] = "đã hoạt động"
    run = tried(office.projects, csv_file(rows, headings), unit=office.finance, by=office.head)
    assert (counts(run), run.rejected_rows.get().faults[0][0]) == ((0, 0, 1, 1), "Trạng thái")


def test_a_column_of_units_spreads_rows_over_those_that_the_person_writes_for(office: Office) -> None:
    headings = (*HEADINGS, "Đơn vị quản lý")
    rows = [[*line("DA-1"), "Sở Tài chính"], [*line("DA-2"), "xã Đồng Hạ"]]
    run = attempt(office, csv_file(rows, headings))
    assert counts(run) == (1, 0, 0, 1)
    assert "không có quyền ghi dòng của xã Đồng Hạ" in run.rejected_rows.get().faults[0][1]


def test_rows_point_at_other_registers_by_identity_or_by_name(office: Office) -> None:
    office.project(code="DA-1", name="Nhà máy gỗ")
    office.project(code="DA-2", name="Chợ Đồng Hạ")
    office.project(code="DA-3", name="Chợ Đồng Hạ")
    register = register_of("disbursements")
    headings = ("Dự án", "Tháng", "Giải ngân trong tháng (triệu đồng)")
    run = brought(register, csv_file([
        ["DA-1", "31/01/2026", "10"], ["nhà máy gỗ", "28/02/2026", "20"], ["chợ đồng hạ", "28/02/2026", "5"],
        ["DA-9", "28/02/2026", "5"],
    ], headings), unit=office.finance, by=office.officer)  # fmt: skip
    assert counts(run) == (2, 0, 0, 2)
    said = [row.faults[0] for row in run.rejected_rows.all()]
    assert "nhiều dòng tên “chợ đồng hạ”" in said[0][1]
    assert "Không có “DA-9”" in said[1][1]


def test_a_stopped_import_goes_on_with_the_first_line_that_nobody_finished(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_batches, "BATCH", 10)
    rows = [line(f"DA-{number}") for number in range(35)]
    rows.append(line("DA-3", "Lặp lại một dòng của lượt trước"))
    run = imports.begin(run=attempt(office, csv_file(rows)), by=office.officer)

    def stop_after_twenty(done: int, total: int, message: str) -> None:
        if done >= 20:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        import_batches.bring_in(run=run, by=office.officer, told=stop_after_twenty)
    imports.halted(run=run, by=office.officer)
    end_jobs()
    run = ImportRun.objects.get()
    assert (run.state, run.next_line, run.created, projects(office).count()) == ("stopped", 22, 20, 20)
    run = imports.carry_on(run=run, by=office.officer)
    run = import_batches.bring_in(run=run, by=office.officer, told=told)
    assert (run.state, counts(run), projects(office).count()) == ("done", (35, 0, 0, 1), 35)
    assert "Trùng với dòng 5" in run.rejected_rows.get().faults[0][1]


def test_two_workers_on_one_import_write_no_row_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_batches, "BATCH", 10)
    run = imports.begin(run=attempt(office, csv_file([line(f"DA-{n}") for n in range(30)])), by=office.officer)
    other = ImportRun.objects.select_related("unit", "file", "by").get(pk=run.pk)
    import_batches.bring_in(run=run, by=office.officer, told=told)
    with pytest.raises(ImportRefused):
        import_batches.bring_in(run=other, by=office.officer, told=told)
    assert projects(office).count() == 30


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    rows = [line("DA-1"), line("DA-2")]
    bring(office, csv_file(rows))
    run = attempt(office, csv_file(rows))
    assert counts(run) == (0, 0, 2, 0)
    with pytest.raises(ImportRefused, match="không thêm, không sửa"):
        imports.begin(run=run, by=office.officer)


def test_refused_lines_go_out_red_are_mended_and_come_back(office: Office) -> None:
    run = bring(office, csv_file([line("DA-1"), line("DA-2", capital="nhiều"), line("DA-3", sector="vàng")]))
    stream = io.BytesIO()
    rows = run.rejected_rows.values_list("line", "cells", "faults")
    write_rejected(stream, run.headings, rows)
    sheet = openpyxl.load_workbook(stream).active
    assert [cell.value for cell in sheet[1]] == [*HEADINGS, "Lỗi cần sửa"]
    assert "Dòng 3 của tệp trước" in sheet["H2"].value
    red = {cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == "FFF8C9C4"}
    assert red == {"G2", "E3"}
    sheet["G2"], sheet["E3"] = 70000, "năng lượng"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    upload = SimpleUploadedFile("so - dòng lỗi.xlsx", mended.getvalue())
    again = bring(office, upload, mended_from=run)
    assert (again.mended_from, again.mapping, counts(again)) == (run, run.mapping, (2, 0, 0, 0))
    assert projects(office).get(code="DA-2").capital == 70000


def test_an_import_is_taken_back_but_for_rows_that_somebody_touched(office: Office) -> None:
    office.project(code="DA-1", name="Tên cũ")
    office.project(code="DA-2", name="Tên cũ")
    run = bring(office, csv_file([line(f"DA-{n}", "Tên mới") for n in range(1, 6)]))
    assert counts(run) == (3, 2, 0, 0)
    touched, ended, pointed = (projects(office).get(code=code) for code in ("DA-2", "DA-3", "DA-5"))
    change(register=office.projects, row=touched, values={"note": "đã xem"}, by=office.head)
    end(register=office.projects, row=ended, by=office.head, reason="Ghi nhầm")
    brought(register_of("disbursements"), csv_file([["DA-5", "31/01/2026", "10"]], ("Dự án", "Tháng", "Giải ngân trong "
            "tháng (triệu đồng)")), unit=office.finance, by=office.officer)  # fmt: skip
    with pytest.raises(ReasonMissing):
        import_undoing.take_back(run=run, by=office.officer, reason="")
    run = import_undoing.take_back(run=run, by=office.officer, reason="Nhầm tệp năm trước")
    run = import_undoing.undo_batches(run=run, by=office.officer, told=told)
    assert (run.state, run.undo_report["counts"]) == ("undone", {"ended": 1, "restored": 1, "left": 3})
    assert {why for _uid, _shown, why in run.undo_report["left"]} == {
        "đã được sửa sau lần nhập", "đã ngừng hiệu lực", "có dòng của sổ “giải ngân vốn đầu tư” trỏ tới"
    }  # fmt: skip
    restored = projects(office).get(code="DA-1")
    assert (restored.name, restored.revision, restored.versions.count()) == ("Tên cũ", 3, 2)
    assert projects(office).saying("ten cu").filter(code="DA-1").exists()
    assert projects(office).get(code="DA-4").ended_on is not None
    pointed.refresh_from_db()
    touched.refresh_from_db()
    assert (pointed.ended_on, touched.name) == (None, "Tên mới")


def test_who_may(office: Office) -> None:
    with pytest.raises(NotAllowed):
        tried(office.projects, csv_file([line("DA-1")]), unit=office.finance, by=office.commune_officer)
    run = attempt(office, csv_file([line("DA-1")]))
    with pytest.raises(NotAllowed):
        imports.begin(run=run, by=office.commune_officer)
    run = carried_out(run, office.officer)
    with pytest.raises(NotAllowed):
        import_undoing.take_back(run=run, by=office.commune_officer, reason="Không phải của tôi")


def test_a_row_that_another_unit_keeps_is_refused(office: Office) -> None:
    brought(office.projects, csv_file([line("DA-1")]), unit=office.finance, by=office.officer)
    run = tried(office.projects, csv_file([line("DA-1", "Tên khác")]), unit=office.commune, by=office.commune_officer)
    assert "không có quyền ghi dòng của Sở Tài chính" in run.rejected_rows.get().faults[0][1]


def test_what_is_no_table_is_refused_with_words(office: Office) -> None:
    def refused(name: str, content: bytes, error: type[Exception]) -> str:
        with pytest.raises(error) as said:
            imports.bring(register=office.projects, unit=office.finance, by=office.officer,
                          upload=SimpleUploadedFile(name, content))  # fmt: skip
        return str(said.value)

    assert "chỉ nhận" in refused("a.txt", b"xin chao", FileRefused)
    assert "bảng mã UTF-8" in refused("a.csv", b"M\xe3 s\xf5;T\xean\nDA-1;G\xf4\n", ImportRefused)
    assert "dòng tiêu đề" in refused("a.csv", b"\n\n-\n", ImportRefused)
    assert ImportRun.objects.count() == 0


def test_a_mapping_without_the_identity_is_refused(office: Office) -> None:
    run = imports.bring(register=office.projects, unit=office.finance, by=office.officer,
                        upload=csv_file([line("DA-1")]))  # fmt: skip
    with pytest.raises(ImportRefused, match="Mã số dự án"):
        imports.match_columns(run=run, mapping={"Tên dự án": "name"}, unit=office.finance, on_known="update",
                              by=office.officer)  # fmt: skip
    with pytest.raises(ImportRefused, match="Hai cột"):
        imports.match_columns(run=run, mapping=run.mapping | {"Nhà đầu tư": "name"}, unit=office.finance,
                              on_known="update", by=office.officer)  # fmt: skip


def test_a_thousand_lines_cost_few_queries_and_one_entry_a_batch(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    run = imports.begin(
        run=attempt(office, csv_file([line(f"DA-{number}") for number in range(1000)])), by=office.officer
    )
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(70):
        import_batches.bring_in(run=run, by=office.officer, told=told)
    assert AuditEntry.objects.count() == before + 2
    assert AuditEntry.objects.filter(action="registers.imported", row_count=1000).count() == 1


def test_a_long_import_ends_with_a_notice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_batches, "TELL_FROM", 2)
    bring(office, csv_file([line("DA-1"), line("DA-2")]))
    notice = Notice.objects.get(kind="registers.import_done")
    assert (notice.recipient, notice.title) == (office.officer, "Đã nhập xong tệp so.csv")


def test_what_came_in_is_found_by_the_search_of_all_pages_until_it_is_taken_back(office: Office) -> None:
    office.project(code="DA-1", name="Tên cũ")
    run = bring(office, csv_file([line("DA-1", "Nhà máy sợi"), line("DA-2", "Nhà máy thép")]))
    titles = SearchEntry.objects.filter(kind="registers.projects").order_by("title")
    assert [entry.title for entry in titles] == ["Nhà máy sợi", "Nhà máy thép"]
    run = import_undoing.take_back(run=run, by=office.officer, reason="Nhầm tệp")
    import_undoing.undo_batches(run=run, by=office.officer, told=told)
    assert [entry.title for entry in titles.all()] == ["Tên cũ"]


def test_a_register_whose_rows_are_known_by_their_unit_needs_no_column_for_it(office: Office) -> None:
    register = register_of("networks")
    headings = ("Tên mạng, địa điểm", "Số máy tính nối mạng")
    run = brought(register, csv_file([["Trụ sở", "12"]], headings), unit=office.finance, by=office.officer)
    assert counts(run) == (1, 0, 0, 0)
    headings = (*headings, "Đơn vị quản lý")
    rows = [["Trụ sở", "15", "Sở Tài chính"], ["Trụ sở", "3", "xã Đồng Hạ"]]
    run = tried(register, csv_file(rows, headings), unit=office.finance, by=office.officer)
    assert counts(run) == (0, 1, 0, 1)
