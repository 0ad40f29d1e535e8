"""What leaves the personnel registers by files, imports and the log: nothing that the reader could not see anyway."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry, AuditValues
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.registers.actions import forget_expired
from honglam.engines.registers.actions.personal import IMPORTS_KEPT, forget_imports
from honglam.engines.registers.file_access import may_read_cells
from honglam.engines.registers.models import ImportRun, RejectedRow
from honglam.engines.registers.public import change, create, end, register_of
from honglam.packs.officials.models import Movement, Official
from tests.engines.registers.bringing import brought, counts, csv_file, tried
from tests.packs.officials.test_register import PERSON
from tests.people import People, make_person, make_unit, people

__all__ = ["people"]
STEPS = ("Người", "Việc", "Từ ngày")


def person_of(people: People, **values: Any) -> Any:
    """A file of the unit, written by its head."""
    return create(register=register_of("officials"), unit=people.north, values=PERSON | values, by=people.head)


def clerk_of(people: People) -> User:
    """Somebody who edits the files of the unit and may not unmask them."""
    return make_person("toChuc", "Lê Thị Lan", RoleCode.UNIT_ADMINISTRATOR, people.north)


def test_a_list_of_people_leaves_only_for_a_purpose_that_is_written_down(people: People) -> None:
    person_of(people)
    client = Client()
    client.force_login(User.objects.get(pk=people.head.pk))
    for code in ("officials", "movements"):
        at_once = client.get(f"/registers/{code}/", {"format": "csv"})
        assert at_once.status_code == 302 and "/export/" in at_once["Location"]
        unsaid = {"form": "csv", "columns": "", "purpose": ""}
        assert client.post(f"/registers/{code}/export/", unsaid).status_code == 422
    sent = client.post("/registers/officials/export/", {"form": "csv", "columns": "", "purpose": "Rà soát vị trí"})
    assert "Trần Thị Bình" in b"".join(sent.streaming_content).decode()
    assert AuditEntry.objects.get(action="registers.exported").values.reason == "Rà soát vị trí"


def test_the_number_of_a_person_who_is_not_found_is_masked_on_the_page_of_the_import(people: People) -> None:
    person_of(people)
    clerk, other = clerk_of(people), make_person("toChuc2", "Võ Thị Mai", RoleCode.UNIT_ADMINISTRATOR, people.north)
    rows = [["999000000001", "bổ nhiệm", "01/03/2026"], ["999000000777", "bổ nhiệm", "01/03/2026"]]
    run = tried(register_of("movements"), csv_file(rows, STEPS), unit=people.north, by=clerk)
    assert counts(run) == (1, 0, 0, 1)
    client = Client()
    for reader in (clerk, other):
        client.force_login(reader)
        page = client.get(f"/registers/movements/imports/{run.uid}/").content.decode()
        assert "999000000777" not in page and "999000000001" not in page.replace("999000000001.csv", "")
    assert may_read_cells(clerk, run) and not may_read_cells(other, run) and may_read_cells(people.head, run)


def test_a_file_finds_only_people_whom_its_bringer_may_see(people: People) -> None:
    elsewhere = make_unit("90077", "xã Xa Lạ", Kind.COMMUNE, people.province, level=Level.COMMUNE)
    stranger = make_person("chuTichXa", "Bùi Văn Lạ", RoleCode.HEAD, elsewhere)
    person_of(people)
    run = tried(register_of("movements"), csv_file([["999000000001", "bổ nhiệm", "01/03/2026"]], STEPS),
                unit=elsewhere, by=stranger)  # fmt: skip
    assert counts(run) == (0, 0, 0, 1) and "Trần Thị Bình" not in str(run.trial)


def test_a_file_does_not_tell_whether_a_row_of_others_says_the_same(people: People) -> None:
    elsewhere = make_unit("90077", "xã Xa Lạ", Kind.COMMUNE, people.province, level=Level.COMMUNE)
    stranger = make_person("chuTichXa", "Bùi Văn Lạ", RoleCode.HEAD, elsewhere)
    person_of(people)
    headings = ("Số định danh cá nhân (CCCD)", "Ngày sinh")
    for guess in ("03/02/1970", "04/02/1970"):
        for way in ("update", "skip"):
            run = tried(register_of("officials"), csv_file([["999000000001", guess]], headings), unit=elsewhere,
                        by=stranger, on_known=way)  # fmt: skip
            assert counts(run) == (0, 0, 0, 1)


def test_the_files_of_imports_with_numbers_of_people_are_not_kept_for_ever(people: People) -> None:
    person_of(people)
    rows = [["999000000001", "bổ nhiệm", "01/03/2026"], ["999000000777", "bổ nhiệm", "01/03/2026"]]
    run = brought(register_of("movements"), csv_file(rows, STEPS), unit=people.north, by=clerk_of(people))
    today = timezone.localdate()
    assert forget_imports(register=register_of("movements"), today=today + datetime.timedelta(days=IMPORTS_KEPT)) == 0
    later = today + datetime.timedelta(days=IMPORTS_KEPT + 1)
    assert forget_imports(register=register_of("movements"), today=later) == 1
    assert not ImportRun.objects.filter(pk=run.pk).exists() and not RejectedRow.objects.exists()
    assert Movement.objects.count() == 1
    assert forget_imports(register=register_of("devices"), today=later) == 0


def test_the_log_forgets_the_name_with_the_file(people: People) -> None:
    register = register_of("officials")
    row = person_of(people, full_name="Đinh Thị Ngát")
    change(register=register, row=row, values={"full_name": "Đinh Thị Ngạt"}, by=people.head, reason="Sửa họ tên")
    person_of(people, citizen_id="999000000002", full_name="Lê Văn Còn")
    end(register=register, row=row, by=people.head, reason="Nghỉ hưu theo chế độ")
    assert AuditValues.objects.filter(target_name__contains="Đinh Thị Ngạt").exists()
    later = timezone.localdate() + datetime.timedelta(days=3651)
    assert forget_expired(register=register, today=later) == 1
    assert Official.objects.get(pk=row.pk).full_name == ""
    said = " ".join(f"{one.target_name} {one.summary} {one.changes_text}" for one in AuditValues.objects.all())
    assert "Đinh Thị Ngát" not in said and "Đinh Thị Ngạt" not in said and "Lê Văn Còn" in said
    assert AuditEntry.objects.filter(action="registers.changed", target_key=str(row.pk)).exists()
