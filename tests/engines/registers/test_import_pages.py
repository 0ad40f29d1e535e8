"""Imports and double rows in the browser: what an officer and a head see and press."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from honglam.core.access.models import User
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.engines.registers.actions import pairs
from honglam.engines.registers.models import AlikePair, ImportRun, Merge
from tests.engines.registers.bringing import csv_file, line, told, tried
from tests.engines.registers.conftest import Office

HERE = "/registers/projects/import/"
DOUBLES = "/registers/projects/duplicates/"


def signed_in(user: User) -> Client:
    """A browser of a person."""
    client = Client()
    client.force_login(user)
    return client


def work() -> None:
    """The worker takes everything that waits."""
    for run in JobRun.objects.filter(state=JobState.QUEUED):
        execute.call(run.pk, run.attempt)


def body(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())


def upload(client: Client, office: Office, file: Any, **others: Any) -> ImportRun:
    """Send a file through the form."""
    response = client.post(HERE, {"file": file, "unit": office.finance.code, **others})
    assert response.status_code == 302, body(response)
    found: ImportRun = ImportRun.objects.order_by("-id").first()
    assert response["Location"] == f"{HERE}{found.uid}/"
    return found


def matching(run: ImportRun, office: Office, **others: Any) -> dict[str, Any]:
    """What the form of matching sends as the machine proposes it."""
    columns = {f"column_{place}": run.mapping.get(heading, "") for place, heading in enumerate(run.headings)}
    return columns | {"unit": office.finance.code, "on_known": "update", "empty": "no", "valid_from": ""} | others


def test_an_officer_brings_a_file_tries_it_brings_it_in_and_takes_it_back(office: Office) -> None:
    client = signed_in(office.officer)
    assert "Chưa có lần nhập nào" in body(client.get(HERE))
    run = upload(client, office, csv_file([line("DA-1"), line("DA-2", capital="nhiều")]))
    page = body(client.get(f"{HERE}{run.uid}/"))
    assert "Ghép cột" in page and "Nhà máy gỗ" in page
    assert client.post(f"{HERE}{run.uid}/match/", matching(run, office)).status_code == 302
    assert "hx-get" in body(client.get(f"{HERE}{run.uid}/"))
    work()
    assert client.get(f"{HERE}{run.uid}/progress/")["HX-Refresh"] == "true"
    page = body(client.get(f"{HERE}{run.uid}/"))
    assert "Nhập: thêm 1, sửa 0 dòng" in page and "không phải là số" in page and "Dòng mới" in page
    client.post(f"{HERE}{run.uid}/begin/")
    work()
    page = body(client.get(f"{HERE}{run.uid}/"))
    assert "Hoàn tác lần nhập" in page and "Đã thêm" in page
    client.post(f"{HERE}{run.uid}/take-back/", {"reason": "Nhầm tệp"})
    work()
    assert "Kết quả hoàn tác" in body(client.get(f"{HERE}{run.uid}/"))
    assert not office.projects.model._default_manager.filter(ended_on__isnull=True).exists()
    assert "đã hoàn tác" in body(client.get(HERE))


def test_the_files_to_fetch(office: Office) -> None:
    client = signed_in(office.officer)
    template = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{HERE}template/").streaming_content)))
    assert template.sheetnames == ["Dữ liệu", "Hướng dẫn", "Danh mục"]
    assert template["Dữ liệu"]["A1"].value == "Mã số dự án *"
    assert len(template["Dữ liệu"].data_validations.dataValidation) == 2
    run = upload(client, office, csv_file([line("DA-2", capital="nhiều")]))
    client.post(f"{HERE}{run.uid}/match/", matching(run, office))
    work()
    content = b"".join(client.get(f"{HERE}{run.uid}/rejected/").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    sheet["G2"] = 5000
    mended = io.BytesIO()
    sheet.parent.save(mended)
    again = upload(client, office, SimpleUploadedFile("sua.xlsx", mended.getvalue()), mended_from=str(run.uid))
    assert (again.mended_from, "Lỗi cần sửa" in again.mapping) == (run, False)
    listed = client.get(f"{HERE}{run.uid}/?format=xlsx")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(listed.streaming_content))).active["A4"].value == "Dòng"


def test_a_file_that_is_none_is_said_beside_its_field(office: Office) -> None:
    client = signed_in(office.officer)
    response = client.post(HERE, {"file": SimpleUploadedFile("a.csv", b"\n-\n"), "unit": office.finance.code})
    assert response.status_code == 422
    assert "Không thấy dòng tiêu đề" in body(response)


def test_a_mapping_that_cannot_be_used_comes_back_with_words(office: Office) -> None:
    client = signed_in(office.officer)
    run = upload(client, office, csv_file([line("DA-1")]))
    response = client.post(f"{HERE}{run.uid}/match/", matching(run, office, column_0=""))
    assert response.status_code == 422
    assert "Chưa ghép cột: Mã số dự án" in body(response)


def test_headings_in_another_line_are_read_anew(office: Office) -> None:
    client = signed_in(office.officer)
    run = upload(client, office, csv_file([["ma", "ten"], line("DA-1")]))
    client.post(f"{HERE}{run.uid}/match/", {"move": "1", "heading_line": "2"})
    run.refresh_from_db()
    assert (run.heading_line, run.headings) == (2, ["ma", "ten"])
    response = client.post(f"{HERE}{run.uid}/match/", {"move": "1", "heading_line": "900"}, follow=True)
    assert "Dòng 900 không có tiêu đề" in body(response)


def test_an_import_that_was_cut_off_can_go_on(office: Office) -> None:
    client = signed_in(office.officer)
    run = upload(client, office, csv_file([line("DA-1")]))
    client.post(f"{HERE}{run.uid}/match/", matching(run, office))
    work()
    client.post(f"{HERE}{run.uid}/begin/")
    JobRun.objects.open().update(state=JobState.INTERRUPTED, finished_at=run.created_at)
    assert "Nhập tiếp" in body(client.get(f"{HERE}{run.uid}/"))
    client.post(f"{HERE}{run.uid}/carry-on/")
    client.post(f"{HERE}{run.uid}/stop/")
    run.refresh_from_db()
    assert run.state == "stopped"
    client.post(f"{HERE}{run.uid}/carry-on/")
    work()
    run.refresh_from_db()
    assert (run.state, run.created) == ("done", 1)


def test_an_import_is_given_up_only_before_it_wrote(office: Office) -> None:
    client = signed_in(office.officer)
    run = upload(client, office, csv_file([line("DA-1")]))
    client.post(f"{HERE}{run.uid}/drop/")
    run.refresh_from_db()
    assert run.state == "dropped"


def test_strangers_see_no_import_and_no_pair(office: Office) -> None:
    run = tried(office.projects, csv_file([line("DA-1")]), unit=office.finance, by=office.officer)
    stranger = signed_in(office.commune_officer)
    assert stranger.get(f"{HERE}{run.uid}/").status_code == 404
    assert stranger.get(f"{HERE}{run.uid}/rejected/").status_code == 404
    assert stranger.get(DOUBLES).status_code == 403
    assert signed_in(office.officer).get(DOUBLES).status_code == 403
    assert stranger.get("/registers/khong-co/import/").status_code == 404


def test_pages_of_many_refused_lines_cost_few_queries(office: Office, django_assert_max_num_queries: Any) -> None:
    rows = [line(f"DA-{number}", capital="nhiều") for number in range(120)]
    run = tried(office.projects, csv_file(rows), unit=office.finance, by=office.officer)
    client = signed_in(office.officer)
    client.get(f"{HERE}{run.uid}/")
    with django_assert_max_num_queries(32):
        page = body(client.get(f"{HERE}{run.uid}/"))
    assert page.count("không phải là số") == 50


@pytest.fixture
def doubles(office: Office) -> AlikePair:
    """Two projects that look like one."""
    office.project(code="DA-1", name="Nhà máy chế biến gỗ Hưng Phát", note="")
    office.project(code="DA-2", name="Nhà máy chế biến gỗ Hưng Phất", note="Có ghi chú")
    pairs.find_alike(register=office.projects, by=None, told=told)
    found: AlikePair = AlikePair.objects.get()
    return found


def test_a_head_merges_a_pair_and_takes_it_back(office: Office, doubles: AlikePair) -> None:
    client = signed_in(office.head)
    assert "Hưng Phất" in body(client.get(DOUBLES))
    there = f"{DOUBLES}{doubles.first}/{doubles.second}/"
    page = body(client.get(there))
    assert "<mark>DA-1</mark>" in page and "<mark>Có ghi chú</mark>" in page
    response = client.post(there, {"keep": "first", "reason": "", "value_note": "second"})
    assert response.status_code == 422 and "Hãy ghi lý do" in body(response)
    response = client.post(there, {
        "keep": "first", "reason": "Ghi hai lần", "value_code": "first", "value_name": "first", "value_note": "second",
    })  # fmt: skip
    made = Merge.objects.get()
    assert response["Location"] == f"/registers/projects/merges/{made.uid}/"
    keep = office.projects.model._default_manager.get(ended_on__isnull=True)
    assert (str(keep.uid), keep.code, keep.note) == (str(doubles.first), "DA-1", "Có ghi chú")
    assert "Ghi hai lần" in body(client.get(f"{DOUBLES}?show=merges"))
    assert "Hoàn tác gộp" in body(client.get(response["Location"]))
    client.post(f"{response['Location']}undo/")
    assert office.projects.model._default_manager.filter(ended_on__isnull=True).count() == 2
    assert "đã hoàn tác" in body(client.get(response["Location"]))


def test_the_other_row_may_stand(office: Office, doubles: AlikePair) -> None:
    signed_in(office.head).post(f"{DOUBLES}{doubles.first}/{doubles.second}/", {
        "keep": "second", "reason": "Ghi hai lần", "value_code": "first", "value_name": "second",
    })  # fmt: skip
    keep = office.projects.model._default_manager.get(ended_on__isnull=True)
    assert (str(keep.uid), keep.code, keep.name) == (str(doubles.second), "DA-1", "Nhà máy chế biến gỗ Hưng Phất")


def test_a_pair_is_told_apart_from_the_list(office: Office, doubles: AlikePair) -> None:
    client = signed_in(office.head)
    client.post(f"{DOUBLES}{doubles.first}/{doubles.second}/apart/")
    assert "Không có dòng trùng chờ xem" in body(client.get(DOUBLES))
    assert "Hưng Phất" in body(client.get(f"{DOUBLES}?show=apart"))


def test_looking_for_double_rows_is_a_job_that_is_asked_for_once(office: Office) -> None:
    client = signed_in(office.head)
    for _time in range(2):
        assert client.post(f"{DOUBLES}find/").status_code == 302
    assert JobRun.objects.filter(code="registers.find_alike").count() == 1
    work()
    assert JobRun.objects.get().state == JobState.SUCCEEDED


def test_the_list_of_pairs_costs_few_queries(office: Office, django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        office.project(code=f"A{'-' * number}1", name=f"Dự án số {number}", investor=f"Nhà đầu tư {number}")
    pairs.find_alike(register=office.projects, by=None, told=told)
    client = signed_in(office.head)
    client.get(DOUBLES)
    with django_assert_max_num_queries(26):
        assert body(client.get(DOUBLES)).count("100&nbsp;%") > 20


def test_a_late_second_try_leaves_what_the_first_found(office: Office) -> None:
    client = signed_in(office.officer)
    run = upload(client, office, csv_file([line("DA-1"), line("DA-2", capital="nhiều")]))
    client.post(f"{HERE}{run.uid}/match/", matching(run, office))
    work()
    JobRun.objects.update(state=JobState.QUEUED, finished_at=None)
    work()
    run.refresh_from_db()
    assert (run.state, run.rejected, run.rejected_rows.count()) == ("tried", 1, 1)
