"""Sixty-nine communes report to a department: two late, one missing; its own report is put together from theirs."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.engines.documents.signatures.signing import page as paper
from tests.journeys import errands, reporting
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

COMMUNES, LATE = 69, 2
DEPARTMENT = "Sở Khoa học và Công nghệ"
BELOW, ABOVE = "Kết quả phổ cập kỹ năng số của xã, phường", "Tổng hợp kết quả phổ cập kỹ năng số"
DIFFICULTIES = (
    "Đường truyền ở thôn {} hay gián đoạn.",
    "Thiếu người hướng dẫn ở thôn {}.",
    "Chưa có phòng học ở thôn {}.",
)
PROPOSAL = "Đề nghị cấp tài liệu hướng dẫn cho các tổ công nghệ số cộng đồng."
MISSING_OFFICER = "reporter_missing"
# The clerks of all communes are one person here, and a scan stands for the signed paper: sixty-eight reports are
# frozen, numbered and sent by the verbs that their own people would use.
STORY = """
import base64
from honglam.core.organisations.models import UnitGroup
from django.core.files.uploadedfile import SimpleUploadedFile
from honglam.engines.reporting.actions import issuing, reports as way, writing
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.outline import default_outline

period = latest_over(TODAY - days(15), Scheme.QUARTER)
province, department = Unit.objects.get(code="42"), Unit.objects.get(code="42.science-technology")
group = UnitGroup.objects.get(code="all-communes")
communes = list(group.units_on(period.end, province))
give_by = dict(issuer=province, by="coordinator", given=period.start + days(2))
everybody = give("Mở lớp kỹ năng số ở nhà văn hóa", communes, due=period.start + days(40), **give_by)
some = give("Lập tổ hỗ trợ dịch vụ công tại bộ phận một cửa", communes[:30], due=period.start + days(20), **give_by)
do(everybody, "clerks", "coordinator", period.start + days(30), communes[::3])
do(some, "clerks", "coordinator", period.start + days(35), communes[:10])

opening = period.end + days(1)
with on(opening):
    above = reporting.define_regime(by=person("coordinator"), definition=reporting.RegimeDefinition(
        {above!r}, province, period.start, scheme=Scheme.QUARTER, due_after_working_days=9, units=(department,),
        sections=default_outline(consolidates=True)))
    below = reporting.define_regime(by=person("coordinator"), definition=reporting.RegimeDefinition(
        {below!r}, province, period.start, scheme=Scheme.QUARTER, due_after_working_days=5, group=group,
        receiver=department, feeds=above, steps=("drafting", "signing", "clerk")))

scan, clerk = base64.b64decode({paper!r}), person("clerks")

def write(report, place):
    if place < len({difficulties!r}):
        writing.add_entry(report=report, kind="difficulty", text={difficulties!r}[place].format(place + 1), by=clerk)
    if place == 0:
        writing.add_entry(report=report, kind="proposal", text={proposal!r}, addressed_to=department, by=clerk)

def send(report, place, day):
    with on(day):
        write(report, place)
        for _step in ("signing", "clerk"):
            report = way.pass_on(report=report, by=clerk)
        report = issuing.number_report(report=report, number="68/BC-UBND", issued_on=day, by=clerk,
                                       signer_name="Lê Văn Cường")
        upload = SimpleUploadedFile("bao-cao.pdf", scan, "application/pdf")
        issuing.bring_signed_file(report=report, upload=upload, by=clerk, is_copy_confirmed=True)
        issuing.send_report(report=report, by=clerk)

rounds = Report.objects.filter(regime=below, period_end=period.end).select_related("unit", "regime", "receiver")
rounds = sorted(rounds, key=lambda one: communes.index(one.unit))
assert len(rounds) == {communes!r}
for place, report in enumerate(rounds[:-1]):
    send(report, place, report.due_on + days(2) if place >= len(rounds) - 1 - {late!r} else opening)
kept = Report.objects.filter(pk__in=[one.pk for one in rounds]).select_related("unit")
told = [[str(one.unit), str(one.uid), one.number, one.content]
        for one in kept.order_by("unit__position", "unit__sort_key", "unit_id")]
own = Report.objects.get(regime=above, period_end=period.end)
print(json.dumps({{"below": str(below.uid), "above": str(own.uid), "end": period.end.isoformat(), "told": told,
                  "missing": rounds[-1].unit.name, "order": [str(r.unit) for r in rounds]}}))
"""
WHO_IS_LAST = """
from honglam.core.organisations.models import UnitGroup
group = UnitGroup.objects.get(code="all-communes")
print(json.dumps(list(group.units_on(TODAY, Unit.objects.get(code="42")))[-1].code))
"""


@dataclass(frozen=True)
class Told:
    """What the communes sent: their frozen contents by name, the regime, the department's report, who is missing."""

    regime: str
    report: str
    end: str
    missing: str
    late: list[str]
    contents: dict[str, dict[str, object]]
    addresses: dict[str, str]

    def figure(self, unit: str, key: str) -> int:
        """A figure of the work of one commune, as it was frozen."""
        found = {one["key"]: one["value"] for one in _figures(self.contents[unit])}
        return int(found[key])

    def total(self, key: str) -> int:
        """The sum over all that sent."""
        return sum(self.figure(unit, key) for unit in self.contents)


def _figures(tree: object) -> Iterator[dict[str, str]]:
    """All figures in a frozen tree."""
    if isinstance(tree, dict):
        if "key" in tree and "printed" in tree:
            yield tree
        for value in tree.values():
            yield from _figures(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _figures(value)


@pytest.fixture(scope="module")
def told(installation: Installation) -> Told:
    """Sixty-six reports in time, two late, one still being drafted."""
    last = reporting.told_by(installation, WHO_IS_LAST)
    installation.add_people(
        ("clerks", "Văn thư các xã", "head", "42"), (MISSING_OFFICER, "Phan Thị Ngân", "officer", last)
    )
    script = STORY.format(
        above=ABOVE, below=BELOW, paper=base64.b64encode(paper("BAO CAO")).decode(), difficulties=DIFFICULTIES,
        proposal=PROPOSAL, communes=COMMUNES, late=LATE,
    )  # fmt: skip
    said = reporting.told_by(installation, script)
    sent = [one for one in said["told"] if one[2]]
    assert len(sent) == COMMUNES - 1
    return Told(
        regime=f"/reports/regimes/{said['below']}/", report=f"/reports/{said['above']}/", end=said["end"],
        missing=said["missing"], late=said["order"][-1 - LATE : -1],
        contents={unit: content for unit, _uid, _number, content in sent},
        addresses={unit: f"/reports/{uid}/" for unit, uid, _number, _content in sent},
    )  # fmt: skip


def test_sixty_nine_reports_become_one(sit_down: SitDown, told: Told) -> None:
    desk = sit_down("science")
    _see_who_is_late_and_remind(desk, told)
    expect(sit_down(MISSING_OFFICER).open("/notices/").locator("main")).to_contain_text("chưa gửi")
    _read_the_sums(desk, told)
    _follow_a_number_to_its_commune(desk, told)
    _take_over(desk, told)
    _answer(desk)
    _annex(desk, told)
    reporting.pass_on(desk, told.report, "Trưởng phòng kiểm tra")
    desk.check()


def _see_who_is_late_and_remind(desk: Desk, told: Told) -> None:
    """The head of the department: who sent, who is late, who is missing; a word to the missing one."""
    page = desk.open(f"{told.regime}?period={told.end}")
    stats = page.locator(".stats")
    for label, count in (("Gửi đúng hạn", COMMUNES - LATE - 1), ("Gửi muộn", LATE), ("Quá hạn chưa gửi", 1)):
        link = stats.get_by_role("link", name=re.compile(label))
        assert errands.figure(link.inner_text().replace(label, "")) == count
    desk.photograph("reports-matrix")
    stats.get_by_role("link", name=re.compile("Gửi muộn")).click()
    rows = page.locator("#matrix tbody tr")
    expect(rows).to_have_count(LATE)
    for name in told.late:
        expect(rows.filter(has_text=name)).to_have_count(1)
    page = desk.open(f"{told.regime}?period={told.end}&standing=missing")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(told.missing)
    with errands.next_page(page):
        page.get_by_role("button", name="Nhắc các đơn vị chưa gửi").click()
    expect(page.get_by_text("Đã nhắc 1 đơn vị.")).to_be_visible()
    desk.check()


def _table_row(page: Page, unit: str) -> list[str]:
    """The cells of a unit in the table of work by unit."""
    row = page.locator(".report-annex tr").filter(has=page.get_by_role("rowheader", name=unit, exact=True))
    return [cell.strip() for cell in row.first.locator("td").all_inner_texts()]


def _read_the_sums(desk: Desk, told: Told) -> None:
    """The department's own report: the sums are those of what was frozen; the missing one is named, not nought."""
    page = desk.open(told.report)
    received = reporting.section(page, "received")
    expect(received).to_contain_text(f"Đã nhận {COMMUNES - 1} báo cáo: {COMMUNES - 1 - LATE} đúng hạn, {LATE} muộn")
    expect(received).to_contain_text(told.missing)
    for name in told.late:
        expect(received).to_contain_text(name)
    annex = page.locator(".report-annex").first
    heads = [cell.strip() for cell in annex.locator("thead th").all_inner_texts()]
    keys = {"Tổng số nhiệm vụ": "work.in_force", "Hoàn thành trong kỳ": "work.done", "Quá hạn": "work.overdue"}
    total = annex.locator("tr.is-total td").all_inner_texts()
    whole = {label: next(i for i, head in enumerate(heads) if head.startswith(label)) - 1 for label in keys}
    for label, key in keys.items():
        assert errands.figure(total[whole[label]]) == told.total(key), label
    assert told.total("work.in_force") > COMMUNES
    assert set(_table_row(page, told.missing)) == {"…"}
    expect(annex.locator("tbody tr")).to_have_count(COMMUNES + 1)
    expect(annex).to_contain_text("không tính là 0")
    desk.photograph("reports-consolidated")


def _follow_a_number_to_its_commune(desk: Desk, told: Told) -> None:
    """A row of the table opens the report of its commune, which says the same figure."""
    unit = next(iter(told.contents))
    page = desk.page
    annex = page.locator(".report-annex").first
    annex.get_by_role("rowheader", name=unit, exact=True).get_by_role("link").click()
    page.wait_for_url(lambda url: told.addresses[unit] in url)
    desk.check()
    work = reporting.section(page, "work")
    expect(work).to_contain_text(f"{told.figure(unit, 'work.in_force')} nhiệm vụ")


def _take_over(desk: Desk, told: Told) -> None:
    """Three difficulties of three communes, without a word retyped."""
    page = desk.open(told.report)
    page.get_by_role("link", name="Lấy khó khăn, kiến nghị từ báo cáo cấp dưới").click()
    desk.check()
    texts = [text.format(place + 1) for place, text in enumerate(DIFFICULTIES)]
    for text in texts:
        page.get_by_role("row").filter(has_text=text).get_by_role("checkbox").check()
    with errands.next_page(page, until="load"):
        page.get_by_role("button", name="Lấy các ý đã chọn").click()
    taken = page.locator("#entries-difficulty ol > li")
    expect(taken).to_have_count(len(texts))
    for text, unit in zip(texts, told.contents, strict=False):
        expect(taken.filter(has_text=text)).to_contain_text(f"Lấy từ báo cáo của {unit}")
    desk.check()


def _answer(desk: Desk) -> None:
    """A proposal that asks the department is answered."""
    page = desk.open("/reports/proposals/")
    row = page.get_by_role("row").filter(has_text=PROPOSAL)
    words = row.get_by_label("Nội dung trả lời")
    if not words.is_visible():  # a proposal that stands alone is open already
        row.locator("summary").click()
    words.fill("Sở gửi tài liệu trong tuần sau.")
    with errands.next_page(page):
        row.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text("Đã gửi trả lời cho")).to_be_visible()
    desk.check()


def _annex(desk: Desk, told: Told) -> None:
    """The Excel annex has a row for every commune, and the same sums."""
    answer = desk.page.request.get(f"{desk.installation.url}{told.report}annexes.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.body()), data_only=True)
    sheets = [list(sheet.values) for sheet in book.worksheets]
    units = {*told.contents, told.missing}
    rows = next(rows for rows in sheets if units <= {str(row[0]) for row in rows})
    assert sum(1 for row in rows if row[0] in told.contents) == COMMUNES - 1
    figures = json.loads(desk.page.request.get(f"{desk.installation.url}{told.report}figures.json").text())["figures"]
    values = {one["key"]: one["value"] for one in figures if one["section"] == "units_work"}
    assert int(values["total.work.in_force"]) == told.total("work.in_force")
