"""The register: what is asked of a commune, by whom, how often; what is asked twice; who may see it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.actions import create_group
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.engines.indicators.models import (
    FormLine,
    FormVersion,
    Indicator,
    IndicatorForm,
    IndicatorValue,
    Submission,
)
from honglam.engines.reporting.actions.demands import note_demand
from honglam.engines.reporting.demands.register import asked_twice, authorities_of, demands_of, table_of
from honglam.engines.reporting.demands.rows import Demand, DemandKind, sums_of
from honglam.engines.reporting.errors import DemandRefused
from honglam.engines.reporting.models import (
    MappedCell,
    Report,
    ReportRegime,
    UpperForm,
    UpperFormVersion,
    WorkbookGathering,
)
from honglam.engines.reporting.overlaps import asked_already, labels_in, labels_of_form
from honglam.engines.reporting.terms import RegimeState
from tests.engines.plans.stories import make_reading
from tests.engines.reporting.forms import LINES, list_form, sums_form
from tests.people import People, people

__all__ = ["people"]
TODAY = datetime.date(2026, 5, 12)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A Tuesday in May."""
    with time_machine.travel(datetime.datetime(2026, 5, 12, 3, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def communes(people: People) -> UnitGroup:
    """All communes."""
    return create_group(by=None, code="communes", name="Các xã", rule={"kinds": ["commune"], "depth": 1})


def regime(people: People, **columns: Any) -> ReportRegime:
    """A quarterly regime of the department: due on the 20th of the last month."""
    defaults: dict[str, Any] = {
        "code": f"CD-{ReportRegime.objects.count()}", "name": "Báo cáo chuyển đổi số", "owner": people.science,
        "receiver": people.science, "scheme": "quarter_cut_off", "due_day": 20,
        "starts_on": datetime.date(2026, 1, 1),
    }  # fmt: skip
    return ReportRegime.objects.create(**(defaults | columns))


def form(people: People, indicator: Indicator | None = None, **columns: Any) -> IndicatorForm:
    """A quarterly form of the communes."""
    defaults: dict[str, Any] = {
        "code": f"B-{IndicatorForm.objects.count()}", "name": "Biểu hồ sơ", "scheme": "quarter",
        "receiver": people.science, "starts_on": datetime.date(2026, 1, 1), "due_after_working_days": 5,
    }  # fmt: skip
    made = IndicatorForm.objects.create(**(defaults | columns))
    if indicator is not None:
        version, _is_new = FormVersion.objects.get_or_create(form=made, number=1)
        FormLine.objects.create(form=made, version=version, indicator=indicator, position=1)
    return made


def indicator(name: str = LINES[1], measure: str = "hồ sơ") -> Indicator:
    """A figure that is measured."""
    code = f"CT-{Indicator.objects.count()}"
    return Indicator.objects.create(code=code, name=name, measure=measure, name_key=code)


def figure(of: Indicator, unit: Unit, people: People, value: int = 1200) -> IndicatorValue:
    """What a unit stored for the first quarter."""
    return IndicatorValue.objects.create(
        indicator=of, unit=unit, period_scheme="quarter", period_code="2026-Q1",
        period_start=datetime.date(2026, 1, 1), period_end=datetime.date(2026, 3, 31), value=Decimal(value),
        entered_by=people.officer,
    )  # fmt: skip


def upper_form(people: People, of: Indicator) -> UpperForm:
    """A monthly form of a ministry that the commune has mapped to a figure."""
    made = UpperForm.objects.create(
        unit=people.north, name="Biểu Bộ", asked_by="Bộ Nội vụ", scheme="month", created_by=people.officer
    )
    blank = make_reading(people.north, people.officer).file
    version = UpperFormVersion.objects.create(form=made, number=1, file=blank, created_by=people.officer)
    MappedCell.objects.create(version=version, sheet="1", cell="C5", indicator=of, measure="value")
    return made


def of_kind(found: list[Demand], kind: DemandKind) -> Demand:
    """The only demand of a kind."""
    (one,) = [demand for demand in found if demand.kind == kind]
    return one


def signed_in(user: Any) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def test_every_kind_of_demand_on_a_commune_stands_in_its_register(people: People, communes: UnitGroup) -> None:
    regime(people, group=communes)
    regime(people, group=communes, name="Chờ xem", state=RegimeState.PROPOSED, scheme="month", due_day=None)
    inner = regime(people, name="Nội bộ", owner=people.north, receiver=people.north, scheme="month", due_day=25)
    inner.units.add(people.north_culture)
    regime(people, name="Đã thôi", state=RegimeState.ENDED, group=communes)
    asked = indicator()
    form(people, asked, group=communes)
    upper_form(people, asked)
    WorkbookGathering.objects.create(
        unit=people.police, name="Rà soát Excel", form=make_reading(people.north, people.officer).file,
        group=communes, created_by=people.coordinator,
    )  # fmt: skip
    note_demand(unit=people.north, name="Báo cáo nhanh bão", due_on=datetime.date(2026, 5, 14), by=people.officer,
                outside_asker="Bộ Nông nghiệp", document="Qua điện thoại")  # fmt: skip
    found = demands_of(people.north)
    assert {demand.kind for demand in found} == set(DemandKind)
    quarterly = of_kind([one for one in found if not one.is_internal], DemandKind.REGIME)
    assert (quarterly.next_due, quarterly.times) == (datetime.date(2026, 6, 22), 4)  # 20 June is a Saturday
    assert of_kind(found, DemandKind.ONCE).asked_by == "Bộ Nông nghiệp" and found[0].kind == DemandKind.FORM
    assert of_kind(found, DemandKind.UPPER_FORM).asked_by == "Bộ Nội vụ"
    sums = sums_of(found)
    assert (sums.demands, sums.times, sums.askers) == (5, 4 + 4 + 12 + 1 + 1, 4)
    assert (sums.proposed, sums.internal) == (1, 1)
    assert not demands_of(people.police)


def test_a_form_that_was_not_sent_in_time_is_overdue_and_one_that_was_is_not(people: People) -> None:
    quarterly = form(people)
    quarterly.units.add(people.north, people.south)
    Submission.objects.create(
        form=quarterly, unit=people.north, period_scheme="quarter", period_code="2026-Q1", state="submitted",
        period_start=datetime.date(2026, 1, 1), period_end=datetime.date(2026, 3, 31), is_on_time=False,
        due_on=datetime.date(2026, 4, 7), submitted_at=datetime.datetime(2026, 4, 20, 3, tzinfo=datetime.UTC),
        submitted_by=people.officer,
    )  # fmt: skip
    (sent,) = demands_of(people.north)
    assert (sent.overdue, sent.late, sent.last_sent) == (False, True, datetime.date(2026, 4, 20))
    assert sent.next_due == datetime.date(2026, 7, 7)
    (missing,) = demands_of(people.south)
    assert missing.overdue and missing.next_due == datetime.date(2026, 4, 7)


def test_an_open_report_says_when_it_is_due_and_a_sent_one_when_it_came(people: People) -> None:
    quarterly = regime(people)
    quarterly.units.add(people.north)
    report = Report.objects.create(
        code="BC-1", regime=quarterly, unit=people.north, title="Báo cáo", period_scheme="quarter_cut_off",
        period_code="2026-Q1@14", period_start=datetime.date(2025, 12, 15), period_end=datetime.date(2026, 3, 14),
        due_on=datetime.date(2026, 3, 20),
    )  # fmt: skip
    (one,) = demands_of(people.north)
    assert one.overdue and one.next_due == datetime.date(2026, 3, 20)
    Report.objects.filter(pk=report.pk).update(
        step="sent", number="1/BC", issued_on=datetime.date(2026, 3, 23), content={}, content_sha256="0",
        frozen_at=datetime.datetime(2026, 3, 22, tzinfo=datetime.UTC),
        sent_at=datetime.datetime(2026, 3, 23, 3, tzinfo=datetime.UTC),
    )  # fmt: skip
    (one,) = demands_of(people.north)
    assert (one.overdue, one.late, one.last_sent) == (False, True, datetime.date(2026, 3, 23))


def test_noting_a_demand_wants_one_asker_and_days_in_order(people: People) -> None:
    said: dict[str, Any] = {"unit": people.north, "name": "Số hộ nghèo", "due_on": TODAY, "by": people.officer}
    for wrong in (
        {}, {"asker": people.science, "outside_asker": "Bộ"}, {"asker": people.north}, {"asker": people.science,
        "name": " "}, {"asker": people.science, "data_from": TODAY, "data_to": datetime.date(2026, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(DemandRefused):
            note_demand(**(said | wrong))
    made = note_demand(**said, asker=people.science)
    assert (made.only_from, made.only_to) == (datetime.date(2026, 1, 1), TODAY)
    assert AuditEntry.objects.filter(action="reporting.demand_noted").exists()


def test_what_is_stored_is_not_asked_for_again(people: People, communes: UnitGroup) -> None:
    stored = indicator("Số hồ sơ tiếp nhận trực tuyến")
    figure(stored, people.north, people)
    figure(indicator("Tỷ lệ hồ sơ tiếp nhận trực tuyến", "%"), people.north, people, 80)
    form(people, stored, group=communes)
    labels = labels_of_form(sums_form())
    assert set(LINES) <= set(labels)
    (one,) = asked_already(labels, people.north)
    assert one.label == LINES[1] and one.stored[0].figure == "1.200 hồ sơ"
    assert [demand.name for demand in one.demands] == ["Biểu hồ sơ"]
    assert asked_already(labels, people.south) == [] and asked_already(labels, None) == []
    assert "Tên điểm" in labels_of_form(list_form())
    assert labels_in(" Số hộ ; Số khẩu\n\n") == ["Số hộ", "Số khẩu"]


def test_two_forms_that_ask_for_one_figure_are_named(people: People, communes: UnitGroup) -> None:
    asked = indicator()
    form(people, asked, group=communes)
    form(people, asked, group=communes, name="Biểu khác", receiver=people.police)
    upper_form(people, asked)
    (twice,) = asked_twice(demands_of(people.north))
    assert twice.indicator == asked and len(twice.demands) == 3


def test_the_page_of_a_commune_sums_up_filters_and_goes_to_excel(people: People, communes: UnitGroup) -> None:
    regime(people, group=communes)
    regime(people, group=communes, name="Báo cáo an ninh", receiver=people.police, scheme="month_cut_off")
    client, address = signed_in(people.officer), reverse("reporting:demands")
    page = client.get(address).content.decode()
    assert "<strong>2</strong> yêu cầu báo cáo, <strong>16</strong> lượt/năm, từ <strong>2</strong> nơi" in page
    page = client.get(address, {"asker": "Công an tỉnh"}).content.decode()
    assert "Báo cáo an ninh" in page and "Báo cáo chuyển đổi số" not in page
    assert "Không có yêu cầu nào" in client.get(address, {"q": "khongcogi"}).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address, {"format": "xlsx"}).streaming_content)))
    assert "Báo cáo an ninh" in {str(cell.value) for row in book.active.iter_rows() for cell in row}
    assert client.get(address, {"unit": people.south.code}).status_code == 404


def test_the_province_sees_a_table_of_units_and_opens_one(people: People, communes: UnitGroup) -> None:
    regime(people, group=communes)
    single = regime(people, name="Riêng xã Nam Hà", scheme="month_cut_off")
    single.units.add(people.south)
    lines = table_of(authorities_of(people.leader))
    assert [line.unit for line in lines[:2]] == [people.south, people.north]
    assert [line.sums.times for line in lines[:2]] == [16, 4]
    client = signed_in(people.leader)
    page = client.get(reverse("reporting:demands")).content.decode()
    assert "Tất cả 20 lượt báo cáo một năm" in page
    assert "Riêng xã Nam Hà" in client.get(reverse("reporting:demands"), {"unit": people.south.code}).content.decode()


def test_a_demand_is_noted_on_the_page(people: People) -> None:
    client, address = signed_in(people.officer), reverse("reporting:note_demand")
    assert "Ghi vào sổ" in client.get(address).content.decode()
    wrong = client.post(address, {"unit": people.north.pk, "name": "Báo cáo nhanh", "due_on": "14/05/2026"})
    assert wrong.status_code == 422 and "Hãy ghi một nơi yêu cầu" in wrong.content.decode()
    right = client.post(
        address, {"unit": people.north.pk, "name": "Báo cáo nhanh", "due_on": "14/05/2026",
                  "outside_asker": "Bộ Y tế", "document": "12/BYT"}, follow=True,
    )  # fmt: skip
    assert "Báo cáo nhanh" in right.content.decode() and "Bộ Y tế" in right.content.decode()
    assert client.post(address, {"unit": people.south.pk, "name": "x", "due_on": "14/05/2026"}).status_code == 422


def test_overlaps_are_told_for_typed_labels_and_for_a_form(people: People) -> None:
    figure(indicator(), people.north, people)
    client, address = signed_in(people.officer), reverse("reporting:overlaps")
    typed = client.post(address, {"labels": f"{LINES[1]}\nSố cây xanh", "unit": people.north.pk}).content.decode()
    assert "1 trên 2 nội dung đã có số" in typed and "1.200" in typed
    blank = ContentFile(sums_form(), name="bieu.xlsx")
    assert "Đang hỏi số liệu đã có" in client.post(address, {"form": blank}).content.decode()
    broken = ContentFile(b"no workbook", name="bieu.xlsx")
    assert "Không mở được tệp này" in client.post(address, {"form": broken}).content.decode()
    assert "Chưa thấy số liệu nào" in client.post(address, {"labels": "Số cây xanh"}).content.decode()
    assert client.post(address, {"labels": LINES[1], "unit": people.south.pk}).status_code == 200
    assert "form-overlaps" in client.get(reverse("reporting:new_gathering")).content.decode()


def test_the_number_of_queries_does_not_grow_with_demands_and_units(
    people: People, communes: UnitGroup, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        regime(people, group=communes, name=f"Chế độ {number}")
        form(people, group=communes, name=f"Biểu {number}")
    with django_assert_max_num_queries(24):
        assert len(demands_of(people.north)) == 24
    with django_assert_max_num_queries(24):
        table_of([people.province, people.north, people.south, people.science])


def test_a_person_of_one_office_sees_the_demands_on_that_office(people: People, communes: UnitGroup) -> None:
    regime(people, group=communes)
    inner = regime(people, name="Riêng phòng")
    inner.units.add(people.north_culture)
    assert authorities_of(people.officer) == [people.north]
    assert [one.name for one in demands_of(people.north_culture)] == ["Riêng phòng"]
