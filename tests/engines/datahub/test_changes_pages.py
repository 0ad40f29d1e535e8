"""Which rows moved a score, on the page that says so; work on a dataset that is followed to its end."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.releases import make_release
from honglam.engines.datahub.actions.versions import publish
from tests.engines.datahub.conftest import Hub, house


def text_of(user: User, name: str, **asked: Any) -> str:
    """What a person reads on a page of the dataset of houses."""
    client = Client()
    client.force_login(user)
    return str(client.get(reverse(f"datahub:{name}", args=["test-houses"]), asked).content.decode())


@pytest.fixture
def changed(hub: Hub) -> Hub:
    """Two checks; between them A was mended, and E and B went wrong."""
    hub.book.put(house("A", owner=None))
    run_checks(dataset=hub.houses, by=None)
    hub.book.put(house("A"), house("B", "90002", area="-1"), house("E", built="2025-01-01"))
    run_checks(dataset=hub.houses, by=None)
    return hub


def test_the_rows_that_moved_the_score_are_named_with_the_rules(changed: Hub) -> None:
    text = text_of(changed.steward, "row_changes")
    assert all(words in text for words in ("Nhà A", "Thiếu chủ nhà", "Nhà E", "Bán trước khi xây", "/houses/A/"))
    mended = text_of(changed.steward, "row_changes", way="healed")
    assert "Nhà A" in mended and "Nhà E" not in mended
    run = changed.houses.runs.order_by("-id")[0]
    assert "Nhà A" in text_of(changed.steward, "row_changes", run=run.uid)
    first = changed.houses.runs.order_by("id")[0]
    assert "Nhà A" not in text_of(changed.steward, "row_changes", run=first.uid)
    assert "Không có dòng nào khớp" in text_of(changed.steward, "row_changes", q="khong-co")


def test_the_page_of_quality_says_how_many_changed_and_leads_to_them(changed: Hub) -> None:
    text = text_of(changed.steward, "dataset_quality")
    assert "<strong>1</strong> dòng đã sửa xong lỗi, <strong>2</strong> dòng có lỗi mới" in text
    assert f"{reverse('datahub:row_changes', args=['test-houses'])}?run=" in text


def test_a_unit_sees_its_own_rows_only(changed: Hub) -> None:
    north = text_of(changed.north_officer, "row_changes")
    assert "Nhà A" in north and "Nhà E" in north and "Nhà B" not in north
    assert "Nhà A" not in text_of(changed.viewer, "row_changes")


def test_changes_go_out_as_excel(changed: Hub) -> None:
    client = Client()
    client.force_login(changed.steward)
    answer = client.get(reverse("datahub:row_changes", args=["test-houses"]), {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert {"Nhà A", "Thiếu chủ nhà", "Nhà B", "Diện tích bất thường"} <= cells


def test_a_page_stays_with_its_work_when_other_work_follows(changed: Hub) -> None:
    client = Client()
    client.force_login(changed.steward)
    client.post(reverse("datahub:check", args=["test-houses"]))
    mine = JobRun.objects.for_target(changed.houses).latest("pk")
    JobRun.objects.filter(pk=mine.pk).update(state="succeeded", finished_at=timezone.now())
    client.post(reverse("datahub:publish", args=["test-houses"]))
    asked = {"run": str(mine.uid), "at": "/datahub/"}
    part = client.get(reverse("datahub:dataset_job", args=["test-houses"]), asked).content.decode()
    assert f"job-{mine.uid}" in part and 'data-job="succeeded"' in part


def test_open_data_is_begun_from_the_page_of_its_dataset_and_found_from_there(hub: Hub) -> None:
    publish(dataset=hub.houses, by=None)
    address = reverse("datahub:new_release", args=["test-houses"])
    assert address in text_of(hub.manager, "dataset")
    assert address not in text_of(hub.steward, "dataset")
    release = make_release(dataset=hub.houses, by=hub.manager, values={
        "slug": "nha-o", "title": "Nhà ở mở", "description": "Nhà", "columns": ["code"], "quasi": ["code"], "least": 5,
        "theme": "REGI", "keywords": [], "licence": "cc-by-4.0", "frequency": "MONTHLY", "follows": True,
    })  # fmt: skip
    assert reverse("datahub:release", args=[release.uid]) in text_of(hub.manager, "dataset")
