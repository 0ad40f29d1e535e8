"""Personal and guarded columns: masked, read for a reason, never told by log or search, forgotten in time."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access import registry as permissions
from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.audit import registry
from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.registry import kind_of
from honglam.core.personal import registry as personal
from honglam.core.search.queries import search
from honglam.engines.registers import declaration
from honglam.engines.registers.actions import change, create, end, forget_expired, read_personal
from honglam.engines.registers.declaration import Personal, Register, register_of
from honglam.engines.registers.errors import ColumnHidden, DeclarationError, PurposeTooShort
from honglam.engines.registers.models import Merge
from honglam.engines.registers.naming import named
from tests.engines.registers.conftest import Office
from tests.people import make_person

SEE_CAPITAL = "investment.see_capital"
INVESTOR = "Nguyễn Thị Hồng Nhung"
REASON = "Đối chiếu hồ sơ số 12"


@pytest.fixture
def strict_register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """The register of projects, where the investor is a personal column and the capital a guarded one."""
    before = register_of("projects")
    register = dataclasses.replace(
        before, personal=(Personal("investor", "name"), Personal("approved_on", "year")), retention_days=365,
        purpose_of_personal="Liên hệ", law_of_personal="Luật Đầu tư", guarded={"capital": SEE_CAPITAL},
    )  # fmt: skip
    monkeypatch.setitem(declaration._registers, "projects", register)
    for model in (before.model, before.versions):
        for name, kind in (("investor", "name"), ("approved_on", "year")):
            column = personal.PersonalColumn(model, name, "Liên hệ", "Luật Đầu tư", 365, kind)
            monkeypatch.setitem(personal._personal, column.key, column)
    permissions.declare_permission(register.permission("unmask"), "Xem", roles=(RoleCode.HEAD,))
    permissions.declare_permission(SEE_CAPITAL, "Xem vốn", roles=(RoleCode.HEAD,))
    yield register
    permissions.forget(register.permission("unmask"))
    permissions.forget(SEE_CAPITAL)


@pytest.fixture
def strict(strict_register: Register, office: Office) -> Office:
    """The office over the strict register."""
    assert office.projects is strict_register
    return office


def project_of(office: Office, **values: Any) -> Any:
    """A project whose investor is a person, written by the head."""
    row = {
        "code": "DA-1", "name": "Trại nuôi tôm", "investor": INVESTOR, "investor_kind": "person",
        "sector": "agriculture", "commune": office.commune, "capital": Decimal(987654), **values,
    }  # fmt: skip
    return create(register=register_of("projects"), unit=office.finance, values=row, by=office.head)


def get(person: User, address: str, **query: Any) -> str:
    """A page as a person reads it."""
    client = Client()
    client.force_login(person)
    return client.get(address, query).content.decode()


def page(row: Any, name: str = "row", **more: Any) -> str:
    """An address of a row."""
    return reverse(f"registers:{name}", kwargs={"code": "projects", "uid": row.uid, **more})


def test_a_personal_value_stands_masked_everywhere(strict: Office) -> None:
    project = project_of(strict)
    change(register=register_of("projects"), row=project, values={"investor": "Lê Văn Sáu"}, by=strict.head)
    for person in (strict.head, strict.officer):
        for text in (get(person, page(project)), get(person, page(project), format="print"),
                     get(person, page(project, "edit_row"))):  # fmt: skip
            assert INVESTOR not in text and "Lê Văn Sáu" not in text
            assert "L. V. Sáu" in text
    assert not search("hong nhung", user=strict.head).hits and not search("van sau", user=strict.head).hits


def test_it_is_shown_once_for_a_reason_that_is_written_down(strict: Office) -> None:
    project = project_of(strict)
    client = Client()
    client.force_login(strict.head)
    address = page(project, "unmask", column="investor")
    assert address in get(strict.head, page(project))
    assert INVESTOR not in client.get(address).content.decode()
    short = client.post(address, {"reason": "xem"})
    assert short.status_code == 422 and INVESTOR not in short.content.decode()
    assert not AuditEntry.objects.filter(action="personal.read").exists()
    shown = client.post(address, {"reason": REASON})
    assert INVESTOR in shown.content.decode() and "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.select_related("values").get(action="personal.read")
    assert (entry.by, entry.target_key, entry.values.reason) == (strict.head, str(project.pk), REASON)
    assert "nhà đầu tư" in entry.values.summary
    fragment = client.post(address, {"reason": REASON}, headers={"HX-Request": "true"}).content.decode()
    assert INVESTOR in fragment and "<html" not in fragment
    assert INVESTOR not in get(strict.head, page(project))


def test_who_lacks_the_right_is_refused_and_offered_nothing(strict: Office) -> None:
    project = project_of(strict)
    address = page(project, "unmask", column="investor")
    assert address not in get(strict.officer, page(project))
    client = Client()
    client.force_login(strict.officer)
    assert client.post(address, {"reason": REASON}).status_code == 403
    with pytest.raises(NotAllowed):
        read_personal(register=strict.projects, row=project, column="investor", reason=REASON, by=strict.officer)
    with pytest.raises(PurposeTooShort):
        read_personal(register=register_of("projects"), row=project, column="investor", reason=" a ", by=strict.head)
    head = Client()
    head.force_login(strict.head)
    assert head.get(page(project, "unmask", column="name")).status_code == 404


def test_heads_and_auditors_see_who_read_what(strict: Office) -> None:
    project = project_of(strict)
    read_personal(register=register_of("projects"), row=project, column="investor", reason=REASON, by=strict.head)
    auditor = make_person("kiemtoan", "Hồ Thị Cúc", RoleCode.AUDITOR, strict.province)
    address = reverse("registers:readings", args=["projects"])
    for person in (strict.head, auditor):
        text = get(person, address)
        assert "Trần Văn Sơn" in text and REASON in text and INVESTOR not in text
    assert REASON in get(strict.head, address, row=str(project.uid), q="Sơn")
    assert REASON not in get(strict.head, address, q="Người khác")
    assert REASON not in get(strict.head, address, first="01/01/2090")
    client = Client()
    client.force_login(strict.head)
    sheet = client.get(address, {"format": "xlsx"})
    assert sheet.status_code == 200 and "spreadsheet" in sheet["Content-Type"]
    client.force_login(strict.officer)
    assert client.get(address).status_code == 403
    assert REASON in get(strict.head, page(project)) and REASON not in get(strict.officer, page(project))


def test_an_empty_field_keeps_a_personal_value_and_a_box_empties_it(strict: Office) -> None:
    project = project_of(strict, approved_on=datetime.date(2026, 1, 5))
    client = Client()
    client.force_login(strict.head)
    sent = {"code": "DA-1", "name": "Trại tôm", "investor": "", "investor_kind": "person", "sector": "agriculture",
            "commune": strict.commune.code, "capital": "987.654", "disbursed": "0", "approved_on": "",
            "row_unit": strict.finance.code, "row_revision": "1"}  # fmt: skip
    assert client.post(page(project, "edit_row"), sent).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.investor, project.approved_on) == ("Trại tôm", INVESTOR, datetime.date(2026, 1, 5))
    client.post(page(project, "edit_row"), {**sent, "clear__approved_on": "on", "row_revision": "2"})
    project.refresh_from_db()
    assert (project.investor, project.approved_on) == (INVESTOR, None)


def test_a_guarded_column_is_nowhere_for_those_without_the_right(strict: Office) -> None:
    project = project_of(strict)
    change(register=register_of("projects"), row=project, values={"capital": 765432}, by=strict.head)
    for address in (page(project), page(project, "edit_row")):
        text = get(strict.officer, address)
        assert "Vốn đăng ký" not in text or "Có cột bạn không được xem" in text
        assert "987.654" not in text and "765.432" not in text and "987654" not in text and "765432" not in text
    assert "765.432" in get(strict.head, page(project)) and "987.654" in get(strict.head, page(project))
    with pytest.raises(ColumnHidden):
        change(register=register_of("projects"), row=project, values={"capital": 1}, by=strict.officer)


def test_the_log_never_holds_what_is_personal_or_guarded(strict: Office) -> None:
    project = project_of(strict)
    change(register=register_of("projects"), row=project, values={"capital": 765432, "investor": "Lê Văn Sáu"},
           by=strict.head)  # fmt: skip
    written = " ".join(entry.values.changes_text for entry in AuditEntry.objects.select_related("values"))
    for secret in (INVESTOR, "Lê Văn Sáu", "987654", "765432"):
        assert secret not in written
    assert "capital" in written and "investor" in written  # that they changed is told


def test_the_log_calls_a_row_by_its_masked_name(strict: Office) -> None:
    registry.declare_name("investment.project", partial(named, register_of("projects")))
    try:
        project_of(strict, name=f"Trại tôm của {INVESTOR}")
    finally:
        registry._names.pop("investment.project")
    entry = AuditEntry.objects.select_related("values").get(action="registers.created")
    assert entry.values.target_name == "Trại tôm của N. T. H. Nhung"


def test_personal_values_are_forgotten_when_their_time_is_over(strict: Office) -> None:
    register, today = register_of("projects"), timezone.localdate()
    standing = project_of(strict, code="DA-2")
    project = project_of(strict)
    change(register=register, row=project, values={"investor": "Lê Văn Sáu"}, by=strict.head)
    end(register=register, row=project, by=strict.head, reason="Chấm dứt dự án")
    Merge.objects.create(
        register="projects", unit=strict.finance, kept_uid=standing.uid, merged_uids=[str(project.uid)],
        stored={str(project.uid): {"investor": "Lê Văn Sáu", "name": "Trại"}}, by=strict.head, at=timezone.now(),
    )  # fmt: skip
    assert forget_expired(register=register, today=today + datetime.timedelta(days=365)) == 0
    later = today + datetime.timedelta(days=367)
    assert forget_expired(register=register, today=later) == 1
    project.refresh_from_db()
    standing.refresh_from_db()
    assert (project.investor, standing.investor) == ("", INVESTOR)
    assert [former.investor for former in register.versions.objects.filter(record_id=project.pk)] == [""]
    assert Merge.objects.get().stored == {str(project.uid): {"investor": "", "name": "Trại"}}
    assert AuditEntry.objects.get(action="registers.personal_forgotten").row_count == 1
    assert forget_expired(register=register, today=later) == 0


def test_the_nightly_job_forgets_over_all_registers() -> None:
    assert kind_of("registers.forget_personal").function.__name__ == "forget_personal"


def test_a_personal_column_that_could_never_be_forgotten_stops_the_start() -> None:
    before = register_of("disbursements")
    wrong = dataclasses.replace(before, personal=(Personal("amount"),), retention_days=10)
    assert any("could never be forgotten" in fault for fault in declaration.faults_of(wrong))
    assert isinstance(DeclarationError("x"), ValueError)
