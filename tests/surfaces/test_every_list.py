"""Every list of the platform goes to Excel: a walk over all addresses that fails when a new list cannot.

Each address that answers a GET is declared here, as a list with its headings or as no list with the reason. The lists
are opened with a library of their own, so that a page that only pretends to be a workbook is caught.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.surfaces.declared_pages import ListPage, at, tab
from tests.surfaces.full_world import World, people, world
from tests.surfaces.hub_lists import HUB_LISTS
from tests.surfaces.imported_world import import_of, merge_of, pair_of
from tests.surfaces.pages_without_lists import NO_LISTS
from tests.surfaces.test_url_walk import OTHERS_PUBLIC, OTHERS_SIGNED_IN, addresses

__all__ = ["people", "world"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORK = ("Mã", "Kế hoạch")
NO_FILTERS: dict[str, str] = {}


FORM_OF_NORTH: dict[str, Callable[[World], Any]] = {
    "uid": lambda w: w.form.uid,
    "period": lambda w: w.submission.period_code,
    "unit": lambda w: w.people.north.code,
}
LISTS: dict[str, list[ListPage]] = {
    "search": [ListPage(("Loại", "Mã", "Tên"), at("search"), {"q": "khongcogi"}, {"q": "chuyen doi so"})],
    "plans:readings": [ListPage(("Văn bản", "Tệp"), at("plans:readings"), {"state": "dropped"})],
    "plans:reading": [ListPage(("Phần", "Nội dung"), at("plans:reading", uid=lambda w: w.reading.uid))],
    "plans:plans": [ListPage(("Số, ký hiệu",), at("plans:plans"), {"q": "khongcogi"})],
    "plans:tasks": [ListPage(WORK, at("plans:tasks"), {"q": "khongcogi"})],
    "plans:shares": [ListPage(WORK, at("plans:shares"), {"q": "khongcogi"})],
    "plans:extensions": [ListPage(("Mã", "Nhiệm vụ"), at("plans:extensions"), {"q": "khongcogi"})],
    "plans:task": [
        ListPage(WORK, at("plans:task_sheet", uid=lambda w: w.task.uid), offered_at=lambda w: w.task.get_absolute_url())
    ],
    "plans:unit_work": [ListPage(WORK, at("plans:unit_work", code=lambda w: w.people.north.code), {"q": "khongcogi"})],
    "plans:my_work_sheet": [
        ListPage(("Phần", *WORK), at("plans:my_work_sheet"), offered_at=lambda w: reverse("desk:home"))
    ],
    "plans:document_imports": [ListPage(("Tệp", "Nguồn"), at("plans:document_imports"), {"state": "dropped"})],
    "plans:document_import": [
        ListPage(
            ("Dòng", "Số, ký hiệu"),
            at("plans:document_import", uid=lambda w: w.document_import.uid),
            {"state": "created"},
        ),
    ],
    "plans:checks": [ListPage(("Dự thảo", "Đối chiếu với"), at("plans:checks"), {"q": "khongcogi"})],
    "plans:check": [
        ListPage(("Mức độ", "Loại"), at("plans:check", uid=lambda w: w.check.uid), {"standing": "dismissed"})
    ],
    "plans:plan_alignment": [
        ListPage(("Dự thảo", "Đối chiếu với"), at("plans:plan_alignment", uid=lambda w: w.aligned.plan.uid))
    ],
    "plans:target": [ListPage(("Đơn vị", "Kỳ"), at("plans:target", uid=lambda w: w.target.uid))],
    "plans:plan_tab": [
        ListPage(("Mã", "Kế hoạch"), tab("tasks")),
        ListPage(("Đơn vị", "Chủ trì"), tab("tasks"), query={"by": "unit"}),
        ListPage(("Mã", "Kế hoạch"), tab("duties")),
        ListPage(("Nhóm", "Mã", "Chỉ tiêu"), tab("targets")),
        ListPage(("Mã", "Nhiệm vụ", "Đơn vị chủ trì"), tab("clears"), {"lacks": "work"}),
        ListPage(("Loại", "Số, ký hiệu"), tab("legal")),
        ListPage(("Đơn vị báo cáo",), tab("reporting")),
    ],
    "indicators:indicators": [ListPage(("Mã", "Chỉ tiêu"), at("indicators:indicators"), {"q": "khongcogi"})],
    "indicators:indicator": [ListPage(("Đơn vị", "Kỳ"), at("indicators:indicator", uid=lambda w: w.indicator.uid))],
    "indicators:own_forms": [ListPage(("Mã biểu", "Tên biểu"), at("indicators:own_forms"), {"q": "khongcogi"})],
    "indicators:received_forms": [
        ListPage(("Mã biểu", "Tên biểu"), at("indicators:received_forms"), {"q": "khongcogi"})
    ],
    "indicators:received_form": [
        ListPage(
            ("Đơn vị", "Tình trạng"),
            at("indicators:received_form", uid=lambda w: w.form.uid, period=lambda w: "2026-Q1"),
            {"q": "khongcogi"},
        )
    ],
    "indicators:entry": [ListPage(("Mã", "Nhóm", "Chỉ tiêu"), at("indicators:entry", **FORM_OF_NORTH))],
    "indicators:over_units": [
        ListPage(
            ("Mã", "Đơn vị"),
            at(
                "indicators:over_units",
                uid=lambda w: w.form.uid,
                period=lambda w: "2026-Q1",
                indicator=lambda w: w.indicator.code,
            ),
        )
    ],
    "indicators:form": [ListPage(("Thứ tự", "Nhóm", "Mã"), at("indicators:form", uid=lambda w: w.form.uid))],
    "indicators:rules": [ListPage(("Loại kiểm tra", "Quy tắc"), at("indicators:rules", uid=lambda w: w.indicator.uid))],
    "indicators:form_rules": [
        ListPage(("Loại kiểm tra", "Quy tắc"), at("indicators:form_rules", uid=lambda w: w.form.uid))
    ],
    "indicators:rollup": [ListPage(("Đơn vị", "Đơn vị tính"), at("indicators:rollup"), query={"form": "B-T-1"})],
    "indicators:drill": [
        ListPage(
            ("Đơn vị", "Chỉ tiêu", "Kỳ"),
            at("indicators:drill", uid=lambda w: w.indicator.uid, period=lambda _world: "2026-Q1"),
        )
    ],
    "indicators:series": [ListPage(("Kỳ", "Giá trị"), at("indicators:series", uid=lambda w: w.indicator.uid))],
    "indicators:completeness": [ListPage(("Kỳ, đơn vị", "Đến hạn"), at("indicators:completeness"))],
    "indicators:completeness_rows": [
        ListPage(("Mã biểu", "Tên biểu"), at("indicators:completeness_rows"), {"standing": "waiting"})
    ],
    "reporting:reports": [
        ListPage(("Mã tra cứu", "Báo cáo"), at("reporting:reports"), {"q": "khongcogi"}, {"group": "all"})
    ],
    "reporting:upper_forms": [ListPage(("Tên biểu",), at("reporting:upper_forms"), {"q": "khongcogi"})],
    "reporting:upper_form": [ListPage(("Trang tính", "Ô"), at("reporting:upper_form", uid=lambda w: w.upper_form.uid))],
    "reporting:filled_form": [
        ListPage(("Trang tính", "Ô"), at("reporting:filled_form", uid=lambda w: w.filled_form.uid))
    ],
    "reporting:gatherings": [ListPage(("Tên biểu",), at("reporting:gatherings"), {"q": "khongcogi"})],
    "reporting:regimes": [ListPage(("Mã", "Tên báo cáo"), at("reporting:regimes"), {"q": "khongcogi"})],
    "reporting:regime": [ListPage(("Đơn vị",), at("reporting:regime", uid=lambda w: w.regime.uid), {"q": "khongcogi"})],
    "reporting:arrangements": [
        ListPage(("Nơi nhận", "Tên báo cáo"), at("reporting:arrangements"), query={"unit": "90001"})
    ],
    "reporting:gathering": [
        ListPage(
            ("Tệp gửi về", "Đơn vị"),
            at("reporting:gathering", uid=lambda w: w.gathering.uid),
            {"outcome": "unreadable"},
        )
    ],
    "reporting:demands": [
        ListPage(("Đơn vị", "Số yêu cầu"), at("reporting:demands"), {"q": "khongcogi"}),
        ListPage(("Yêu cầu", "Loại"), at("reporting:demands"), {"q": "khongcogi"}, {"unit": "90001"}),
    ],
    "reporting:proposals": [ListPage(("Đơn vị", "Báo cáo"), at("reporting:proposals"), {"q": "khongcogi"})],
    "reporting:take_over": [
        ListPage(("Đơn vị", "Loại"), at("reporting:take_over", uid=lambda w: w.consolidated.uid), {"q": "khongcogi"})
    ],
    "registers:index": [ListPage(("Lĩnh vực", "Sổ"), at("registers:index"), {"q": "khongcogi"})],
    "registers:pack": [
        ListPage(("Lĩnh vực", "Sổ"), at("registers:pack", pack=lambda _world: "investment"), {"q": "khongcogi"})
    ],
    "registers:rows": [
        ListPage(("Mã số dự án", "Tên dự án"), at("registers:rows", code=lambda _world: "projects"), {"q": "khongcogi"})
    ],
    **HUB_LISTS,
    "organisations:list": [ListPage(("Mã", "Mã định danh"), at("organisations:list"), {"q": "khongcogi"})],
    "organisations:export": [
        ListPage(
            ("Mã", "Mã định danh"), at("organisations:export"), {"q": "khongcogi"}, offered_at=at("organisations:list")
        )
    ],
    "organisations:groups": [ListPage(("Mã", "Tên nhóm"), at("organisations:groups"))],
    "organisations:group": [ListPage(("Mã", "Tên"), at("organisations:group", code=lambda w: w.group.code))],
    "access:people": [ListPage(("Họ và tên",), at("access:people"), {"q": "khongcogi"}, posted="access:export_people")],
    "access:roles": [ListPage(("Phần", "Quyền"), at("access:roles"))],
    "access:log": [ListPage(("Thời điểm",), at("access:log"), {"first": "2099-01-01"}, posted="access:export_log")],
    "access:personal": [ListPage(("Bảng", "Cột"), at("access:personal"))],
    "calendar:year": [ListPage(("Ngày", "Là"), at("calendar:year"))],
    "calendar:export": [ListPage(("Ngày", "Là"), at("calendar:export"), offered_at=at("calendar:year"))],
    "calendar:hours": [ListPage(("Áp dụng từ",), at("calendar:hours"))],
    "registers:imports": [
        ListPage(
            ("Tệp", "Đơn vị quản lý"), lambda w: import_of(w) and "/registers/projects/import/", {"state": "dropped"}
        )
    ],
    "registers:import_run": [
        ListPage(
            ("Dòng", "Lỗi và cách sửa"),
            at("registers:import_run", code=lambda w: "projects", uid=lambda w: import_of(w).uid),
        )
    ],
    "registers:duplicates": [
        ListPage(("Độ giống (%)",), lambda w: pair_of(w) and "/registers/projects/duplicates/", {"show": "apart"}),
        ListPage(
            ("Lúc", "Người gộp"), lambda w: merge_of(w) and "/registers/projects/duplicates/", query={"show": "merges"}
        ),
    ],
    "jobs:runs": [ListPage(("Công việc", "Trạng thái"), at("jobs:runs"), {"state": "failed"})],
    "events:deliveries": [ListPage(("Sự kiện", "Luồng xử lý"), at("events:deliveries"), {"q": "khongcogi"})],
    "jobs:schedule": [ListPage(("Công việc", "Khi nào"), at("jobs:schedule"))],
    "notices:inbox": [ListPage(("Thông báo", "Nội dung"), at("notices:inbox"), {"kind": "none"})],
}
CASES = [
    pytest.param(page, id=f"{name} {number}") for name, pages in LISTS.items() for number, page in enumerate(pages, 1)
]


def undeclared(names: Iterable[str]) -> list[str]:
    """Addresses of which nobody said whether they are lists."""
    return sorted(set(names) - set(LISTS) - set(NO_LISTS))


def rows_of(answer: Any, headings: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The rows below the heading row of a workbook; AssertionError where it is none, or has other headings."""
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Type"] == XLSX, f"{answer.headers['Content-Type']} is no workbook"
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    found = [number for number, row in enumerate(rows) if row[: len(headings)] == headings]
    assert found, f"no row begins with {headings}: {rows[:5]}"
    return [row for row in rows[found[0] + 1 :] if any(cell is not None for cell in row)]


def exported(client: Client, page: ListPage, world: World, query: Mapping[str, str]) -> Any:
    """The workbook of a list as the page asks for it."""
    if page.posted:
        address = f"{reverse(page.posted)}?{'&'.join(f'{key}={value}' for key, value in query.items())}"
        return client.post(address, {"purpose": "Kiểm tra danh sách"})
    return client.get(page.path(world), {**query, "format": "xlsx"})


def signed_in(world: World) -> Client:
    """A browser of the person who sees everything."""
    client = Client()
    client.force_login(world.reader)
    return client


def test_every_address_says_whether_it_is_a_list(world: World) -> None:
    client, pages = signed_in(world), set()
    for address in addresses():
        others = address.name.rpartition(":")[2] in OTHERS_PUBLIC | OTHERS_SIGNED_IN or address.is_api
        if not others and client.get(address.path).status_code != 405:  # 405: a verb, not a page
            pages.add(address.name)
    assert undeclared(pages) == [], "say in LISTS how they go to Excel, or in NO_LISTS why they are no lists"
    assert sorted((set(LISTS) | set(NO_LISTS)) - pages) == [], "these are no pages any more"
    assert not set(LISTS) & set(NO_LISTS)


@pytest.mark.parametrize("page", CASES)
def test_a_list_goes_to_excel_with_its_rows(page: ListPage, world: World) -> None:
    assert rows_of(exported(signed_in(world), page, world, page.query), page.headings)


@pytest.mark.parametrize("page", [case for case in CASES if case.values[0].nothing])
def test_a_sheet_holds_what_the_filters_of_the_address_leave(page: ListPage, world: World) -> None:
    assert rows_of(exported(signed_in(world), page, world, {**page.query, **page.nothing}), page.headings) == []


@pytest.mark.parametrize("page", CASES)
def test_a_list_offers_its_sheet(page: ListPage, world: World) -> None:
    place = (page.offered_at or page.path)(world)
    text = signed_in(world).get(place, page.query).content.decode()
    if page.posted:
        assert f'action="{reverse(page.posted)}' in text
    else:
        assert "format=xlsx" in text or f'href="{page.path(world)}' in text


@pytest.mark.parametrize(
    "page", [case for case in CASES if not case.values[0].posted and not case.values[0].offered_at]
)
def test_a_list_that_prints_prints_its_rows(page: ListPage, world: World) -> None:
    client = signed_in(world)
    text = client.get(page.path(world), page.query).content.decode()
    if "format=print" in text:
        paper = client.get(page.path(world), {**page.query, "format": "print"}).content.decode()
        assert "print-page" in paper and "<td" in paper


def test_a_list_without_a_sheet_would_be_noticed(world: World) -> None:
    assert undeclared([*LISTS, *NO_LISTS, "plans:new_list"]) == ["plans:new_list"]
    for answer in (HttpResponse("<table></table>"), HttpResponse("x", content_type=XLSX), HttpResponse(status=404)):
        with pytest.raises((AssertionError, zipfile.BadZipFile)):
            rows_of(answer, ("Mã",))
    page = LISTS["plans:tasks"][0]
    with pytest.raises(AssertionError, match="no row begins"):
        rows_of(exported(signed_in(world), page, world, NO_FILTERS), ("Code",))


def test_a_text_that_looks_like_a_formula_stays_a_text(world: World) -> None:
    world.task.name = '=HYPERLINK("http://x.example")'
    world.task.save()
    answer = signed_in(world).get(reverse("plans:tasks"), {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_stranger_s_sheet_holds_no_more_than_their_page(world: World) -> None:
    client = Client()
    client.force_login(world.people.stranger)
    assert all(
        "Bắc Sơn" not in str(row) for row in rows_of(client.get(reverse("plans:tasks"), {"format": "xlsx"}), WORK)
    )
    assert client.get(reverse("jobs:runs"), {"whose": "all", "format": "xlsx"}).status_code == 200
    runs = client.get(reverse("jobs:runs"), {"whose": "all", "format": "xlsx"})
    assert rows_of(runs, ("Công việc",)) == []
    assert client.get(reverse("access:roles"), {"format": "xlsx"}).status_code == 403


def test_the_sheet_of_units_holds_everything_below_the_opened_one(world: World) -> None:
    client, headings = signed_in(world), ("Mã", "Mã định danh")
    all_rows = rows_of(client.get(reverse("organisations:export")), headings)
    below = rows_of(client.get(reverse("organisations:list"), {"at": "90001", "format": "xlsx"}), headings)
    assert {row[0] for row in below} == {"90001", "90001.culture", "90001.police"}
    assert len(all_rows) > len(below)
