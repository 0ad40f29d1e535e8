"""A task on paper and as a workbook: all that moved about it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from honglam.core.files.models import StoredFile
from honglam.engines.plans.actions import extensions, work
from honglam.engines.plans.actions.comments import comment
from honglam.engines.plans.actions.mandates import add_mandate
from honglam.engines.plans.actions.parts import divide
from honglam.engines.plans.models import Task
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def task(people: People) -> Task:
    """A task of two communes to which everything happened."""
    due = timezone.localdate() + 30 * DAY
    made = make_task(make_plan(people.province), "Số hóa sổ hộ tịch", due_on=due)
    share = make_share(made, people.north, person=people.officer)
    make_share(made, people.south)
    picture = StoredFile.objects.create(
        name="anh-kho-luu-tru.jpg", kind="jpg", media_type="image/jpeg", size=1, sha256="1" * 64,
        purpose="plans.evidence", by=people.officer,
    )  # fmt: skip
    work.report(
        assignment=share, progress=40, text="Đã số hóa 3 quyển", by=people.officer, proofs=[work.Proof(file=picture)]
    )
    wish = extensions.ask_extension(
        assignment=share, new_due_on=due + 30 * DAY, reason="Máy quét hỏng", by=people.officer
    )
    extensions.grant_extension(
        extension=wish, by=people.coordinator, authority=extensions.Authority(number="95/UBND-TH")
    )
    divide(assignment=share, name="Quét sổ trước năm 2000", unit=people.north_culture, by=people.head)
    add_mandate(
        task=made, plan=make_plan(people.province, title="Thông báo kết luận phiên họp tháng 5"), clause="mục 2",
        by=people.coordinator,
    )  # fmt: skip
    comment(task=made, text="Sở cử người xuống hỗ trợ", by=people.coordinator)
    return made


SAID = (
    "anh-kho-luu-tru.jpg", "Đã số hóa 3 quyển", "Máy quét hỏng", "95/UBND-TH", "Quét sổ trước năm 2000",
    "Thông báo kết luận phiên họp tháng 5", "Sở cử người xuống hỗ trợ",
)  # fmt: skip


def test_the_printed_task_shows_what_moved(people: People, task: Task, browser: Browser) -> None:
    page = browser(people.coordinator).get(task.get_absolute_url(), {"format": "print"}).content.decode()
    for words in (*SAID, people.north.name, people.south.name, "gia hạn cho 1 đơn vị đến"):
        assert words in page, words


def test_the_workbook_has_a_sheet_for_each_part(people: People, task: Task, browser: Browser) -> None:
    answer = browser(people.coordinator).get(f"/plans/tasks/{task.uid}/shares.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert len(book.sheetnames) == 6
    for words in SAID:
        assert any(words in cell for cell in cells), words


def test_a_sheet_without_rows_is_left_out(people: People, browser: Browser) -> None:
    quiet = make_task(make_plan(people.province), "Rà soát hạ tầng số")
    make_share(quiet, people.north)
    answer = browser(people.coordinator).get(f"/plans/tasks/{quiet.uid}/shares.xlsx")
    assert len(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).sheetnames) == 1  # type: ignore[attr-defined]
