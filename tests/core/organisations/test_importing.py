"""A CSV file of units is taken whole or not at all, and every wrong row is told apart."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.actions import create, import_units
from honglam.core.organisations.errors import ImportRefused
from honglam.core.organisations.importing import HEADINGS, preview_import
from honglam.core.organisations.models import Unit

pytestmark = pytest.mark.django_db
HEAD = "Mã,Tên,Loại,Mã cấp trên"


@pytest.fixture(autouse=True)
def province() -> Unit:
    return create(by=None, code="99", name="Tỉnh Thử Nghiệm", kind="province", bloc="government", parent=None)


def test_rows_may_come_in_any_order_and_name_each_other() -> None:
    content = (
        f"{HEAD},Mã cấp trên thứ hai,Tên khác,Từ ngày\n"
        '90001.police,Công an xã Bắc Sơn,Công an,90001,99.police,"CA Bắc Sơn; CA BS",01/07/2025\n'
        "90001.v1,Thôn 1,thôn,90001,,,\n"
        "90001,Xã Bắc Sơn,Xã,99,,,2025-07-01\n"
        "99.police,Công an tỉnh,công an,99,,,\n"
    )
    units = import_units(content=content.encode("utf-8-sig"), by=None, file_name="don-vi.csv")
    assert len(units) == 4
    station = Unit.objects.get(code="90001.police")
    assert station.path == "/99/90001/90001.police/" and station.second_path == "/99/99.police/90001.police/"
    assert station.level == "commune" and station.bloc == "armed_forces"
    assert {alias.alias for alias in station.aliases.all()} == {"CA Bắc Sơn", "CA BS"}
    assert list(Unit.objects.containing("ca bs")) == [station]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.row_count) == ("organisations.units_imported", 4)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_excel_may_separate_columns_as_it_likes(delimiter: str) -> None:
    content = f"{HEAD}\n90001,Xã Bắc Sơn,Xã,99\n".replace(",", delimiter)
    assert preview_import(content=content.encode()).is_clean


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",Xã A,Xã,99", "Mã", "để trống"),
        ("90001,,Xã,99", "Tên", "để trống"),
        ("90001,Xã A,Huyện,99", "Loại", "Không có loại này"),
        ("90001,Xã A,Xã,77", "Mã cấp trên", "77"),
        ("99,Xã A,Xã,99", "Mã", "Tỉnh Thử Nghiệm"),
        ("mã sai,Xã A,Xã,99", "Mã", "chữ thường không dấu"),
        ("90001,Thôn 1,Thôn,99", "Mã cấp trên", "không đặt được"),
        (f"90001,{'A' * 251},Xã,99", "Tên", "250"),
    ],
)
def test_a_wrong_row_says_where_and_what(row: str, column: str, words: str) -> None:
    content = f"{HEAD}\n90005,Xã Đúng,Xã,99\n{row}\n"
    with pytest.raises(ImportRefused) as refused:
        import_units(content=content.encode(), by=None)
    (error,) = refused.value.errors
    assert (error.row, error.column) == (3, column)
    assert words in error.message
    assert not Unit.objects.filter(code="90005").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Thiếu cột"),
        (f"{HEAD}\n".encode(), "không có dòng"),
        ("Mã,Tên\n1,2\n".encode(), "Loại, Mã cấp trên"),
        (f"{HEAD},Màu\n1,2,3,4,5\n".encode(), "Không có cột này"),
        ("Mã".encode("utf-16"), "UTF-8"),
        (f"{HEAD}\n1,Xã A,Xã,99\n1,Xã B,Xã,99\n".encode(), "lặp lại dòng 2"),
        (f"{HEAD}\na,Phòng A,Phòng,b\nb,Phòng B,Phòng,a\n".encode(), "trỏ vòng"),
        (f"{HEAD},Từ ngày\n1,Xã A,Xã,99,31/02/2026\n".encode(), "ngày/tháng/năm"),
        (f"{HEAD},Hộp thư\n1,Xã A,Xã,99,không phải thư\n".encode(), "hộp thư"),
        (f"{HEAD},Khối\n1,Xã A,Xã,99,Lạ\n".encode(), "Không có khối này"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(content: bytes, words: str) -> None:
    errors = preview_import(content=content).errors
    assert words in " ".join(str(error) for error in errors)
    assert Unit.objects.count() == 1


def test_every_error_is_told_at_once() -> None:
    content = f"{HEAD}\n,Xã A,Xã,99\n90002,Xã B,Huyện,99\n90003,Xã C,Xã,99\n"
    assert [error.row for error in preview_import(content=content.encode()).errors] == [2, 3]


def test_the_command_checks_and_takes(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"{HEAD}\n90001,Xã Bắc Sơn,Xã,99\n", encoding="utf-8")
    call_command("import_units", str(path), "--dry-run", stdout=StringIO())
    assert Unit.objects.count() == 1
    call_command("import_units", str(path), stdout=StringIO())
    assert Unit.objects.count() == 2
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("import_units", str(path), stderr=errors)
    assert "Dòng 2" in errors.getvalue()


def test_the_headings_are_those_of_the_manual() -> None:
    assert HEADINGS[:4] == ("Mã", "Tên", "Loại", "Mã cấp trên")
