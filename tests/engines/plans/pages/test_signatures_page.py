"""The clerk sees whether the file of a plan is an original: whose signatures it bears, whether it was changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglam.core.files.actions import store
from honglam.engines.plans.models import Plan
from tests.engines.documents.signatures.signing import OFFICIAL_ROOT, holder, page, root, signed
from tests.engines.plans.stories import make_plan
from tests.people import People

pytestmark = pytest.mark.django_db
CHAIRMAN = holder("Nguyễn Văn An", "UBND tỉnh Mộc Lam")
COMMITTEE = holder("ỦY BAN NHÂN DÂN TỈNH MỘC LAM", "Chính phủ")


@pytest.fixture
def trusted(tmp_path: Path, settings: Any) -> None:
    """The province believes the official root."""
    (tmp_path / "goc.pem").write_bytes(root(OFFICIAL_ROOT).pem)
    settings.SIGNATURE_ROOTS = tmp_path


def plan_with(people: People, content: bytes, *, issuer: Any = None) -> Plan:
    """A plan whose file this is."""
    plan = make_plan(issuer or people.province)
    plan.file = store(
        upload=SimpleUploadedFile("ke-hoach.pdf", content), by=people.coordinator, purpose="plans.document",
        allowed=("pdf", "docx"), unit=people.province,
    )  # fmt: skip
    plan.save(update_fields=["file"])
    return plan


def shown(client: Client, people: People, plan: Plan) -> str:
    client.force_login(people.coordinator)
    return client.get(reverse("plans:signatures", args=[plan.uid])).content.decode()


@pytest.mark.usefixtures("trusted")
def test_an_original_names_the_person_and_the_body(people: People, client: Client) -> None:
    plan = plan_with(people, signed(signed(page(), CHAIRMAN, "nguoi"), COMMITTEE, "co-quan"))
    text = shown(client, people, plan)
    assert "Bản gốc điện tử" in text
    assert "Nguyễn Văn An" in text
    assert "Chữ ký số của cơ quan" in text
    assert "chuyên dùng công vụ" in text


def test_without_believed_roots_the_page_says_what_is_missing(people: People, client: Client) -> None:
    text = shown(client, people, plan_with(people, signed(page(), CHAIRMAN, "nguoi")))
    assert "chưa xác nhận được Nguyễn Văn An" in text
    assert "HONGLAM_SIGNATURE_ROOTS" in text


def test_a_scan_is_a_copy(people: People, client: Client) -> None:
    assert "Bản sao, không có giá trị ký số" in shown(client, people, plan_with(people, page("Đã ký, đóng dấu")))


def test_a_file_of_another_kind_has_no_such_page(people: People, client: Client) -> None:
    client.force_login(people.coordinator)
    plan = make_plan(people.province)
    assert client.get(reverse("plans:signatures", args=[plan.uid])).status_code == 404


def test_who_does_not_see_the_plan_does_not_see_its_signatures(people: People, client: Client) -> None:
    plan = plan_with(people, page(), issuer=people.north)
    client.force_login(people.stranger)
    assert client.get(reverse("plans:signatures", args=[plan.uid])).status_code == 404
    client.force_login(people.coordinator)
    assert client.get(reverse("plans:signatures", args=[plan.uid])).status_code == 200
