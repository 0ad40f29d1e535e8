"""An officer maps a received form once; it is filled from stored values for every period, and says what it lacks."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.engines.indicators.terms import ValueState
from honglam.engines.reporting.actions import upper_forms as actions
from honglam.engines.reporting.actions.upper_forms import CellDraft
from honglam.engines.reporting.errors import UpperFormRefused
from honglam.engines.reporting.forms.stored import measured_figures
from honglam.engines.reporting.models import FilledForm, MappedCell, UpperForm
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.engines.reporting.upper_forms import doubts_of, newest_version
from honglam.toolkit.periods import Scheme, parse
from tests.engines.indicators.stories import make_indicator, on_day, put
from tests.engines.reporting.forms import opened
from tests.people import People, people

from .blanks import indicator_lines, two_sheets, unit_lines
from .stories import Q1, SHEET, Measures, make_measures, put_months, received_form, upload

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: Any) -> None:
    on_day(monkeypatch, datetime.date(2026, 4, 9))


@pytest.fixture
def measures(people: People) -> Measures:
    return make_measures(people)


@pytest.fixture
def first_quarter(people: People, measures: Measures) -> Measures:
    """Three approved months of the northern commune, and the same of the year before for one indicator."""
    put_months(measures.received, people.north, (100, 110, 120))
    put_months(measures.online, people.north, (80, 90, 100))
    put_months(measures.taxes, people.north, (1000, 2000, 3500))
    put_months(measures.accounts, people.north, (7000, 7100, 7250))
    put_months(measures.online, people.north, (60, 60, 60), year=2025)
    return measures


def cells_of(filled: FilledForm, sheet: str = SHEET) -> Any:
    return opened(filled.file.path.read_bytes())[sheet]


def why(filled: FilledForm) -> dict[str, str]:
    return {one["cell"]: one["gap"] for one in filled.missing}


def test_a_form_is_filled_from_what_was_reported_by_month(people: People, first_quarter: Measures) -> None:
    form = received_form(people)
    filled = actions.fill_form(form=form, period=Q1, by=people.officer)
    sheet = cells_of(filled)
    assert (sheet["E8"].value, sheet["E9"].value, sheet["F9"].value) == (330, 270, 270)
    assert sheet["E12"].value == 6.5, "6.500 triệu đồng are 6,5 tỷ đồng"
    assert sheet["E15"].value == "=SUM(E8:E9)"
    assert (sheet["A1"].value, sheet["A3"].value) == ("Đơn vị: Xã Bắc Sơn", "Kỳ báo cáo: Quý I năm 2026")
    assert sheet["E17"].value == "……, ngày 09 tháng 4 năm 2026"
    assert sheet["E10"].value is None
    gaps = why(filled)
    assert (gaps["E10"], gaps["E13"], gaps["D8"]) == ("unmapped", "waiting", "no_target")
    assert AuditEntry.objects.get(action="reporting.upper_form_filled").values.summary.startswith("Quý I/2026: điền")


def test_what_nobody_approved_or_nobody_gave_stays_empty_with_the_place_to_enter_it(
    people: People, measures: Measures
) -> None:
    put_months(measures.online, people.north, (80, 90, 100), state=ValueState.SUBMITTED)
    put_months(measures.received, people.north, (100, 110))
    filled = actions.fill_form(form=received_form(people), period=Q1, by=people.officer)
    gaps = {one["cell"]: one for one in filled.missing}
    assert gaps["E9"]["gap"] == "not_approved"
    assert gaps["E8"]["gap"] == "no_figure", "two months are no quarter"
    assert gaps["E12"]["gap"] == "no_figure"
    assert gaps["E9"]["url"].endswith(f"/2026-03/{people.north.code}/")
    assert cells_of(filled)["E9"].value is None


def test_a_department_fills_a_line_for_each_commune_that_reports_to_it(people: People, first_quarter: Measures) -> None:
    put_months(first_quarter.received, people.south, (10, 20, 30))
    form = received_form(
        people, unit_lines(), scheme=Scheme.MONTH, unit=people.science, by=people.coordinator, name="Theo xã"
    )
    filled = actions.fill_form(form=form, period=parse("2026-03"), by=people.coordinator)
    sheet = cells_of(filled, "Theo xã")
    assert (sheet["C6"].value, sheet["C7"].value, sheet["E6"].value) == (120, 30, 100)
    assert sheet["F6"].value == pytest.approx(66.7)
    assert why(filled)["D6"] == "no_earlier"
    assert "C8" in why(filled), "the third line is no commune of this province"


def test_an_officer_sees_no_figures_of_another_commune(people: People, first_quarter: Measures) -> None:
    put_months(first_quarter.received, people.south, (10, 20, 30))
    form = received_form(people, unit_lines(), scheme=Scheme.MONTH)
    filled = actions.fill_form(form=form, period=parse("2026-03"), by=people.officer)
    assert cells_of(filled, "Theo xã")["C6"].value == 120
    assert why(filled)["C7"] == "not_allowed"


def test_calculated_shares_are_made_from_the_sums_of_the_months(people: People, first_quarter: Measures) -> None:
    form = received_form(people, two_sheets())
    sheet = cells_of(actions.fill_form(form=form, period=Q1, by=people.officer), "Biểu 2")
    assert sheet["C4"].value == pytest.approx(0.818), "270 of 330, written as a share because the cell shows percents"


def test_the_province_gets_what_its_communes_make_together_once_all_have_reported(
    people: People, measures: Measures
) -> None:
    put(measures.online, people.north, parse("2026-03"), 100)
    asked = {"indicator_ids": [measures.online.pk], "units": [people.province], "period": parse("2026-03")}
    partly = measured_figures(**asked)[measures.online.pk, people.province.pk]
    assert (partly.value, partly.is_approved) == (100, False), "one of two communes"
    put(measures.online, people.south, parse("2026-03"), 50)
    whole = measured_figures(**asked)[measures.online.pk, people.province.pk]
    assert (whole.value, whole.is_approved) == (150, True)


def test_figures_cost_the_same_for_more_indicators_and_more_units(
    people: People, first_quarter: Measures, django_assert_max_num_queries: Any
) -> None:
    everything = [one.pk for one in vars(first_quarter).values()]
    kinds = {FormMeasure.VALUE, FormMeasure.CUMULATIVE, FormMeasure.GROWTH}
    for keys, units in ((everything[:1], [people.north]), (everything, [people.north, people.south])):
        with django_assert_max_num_queries(16):
            measured_figures(indicator_ids=keys, units=units, period=Q1, measures=kinds)


# --- mapping ---------------------------------------------------------------------------------------------------------


def test_proposals_wait_to_be_taken_over_and_doubtful_ones_say_why(people: People, measures: Measures) -> None:
    form = actions.add_upper_form(
        upload=upload(indicator_lines()), unit=people.north, name="", scheme=Scheme.QUARTER, by=people.officer
    )
    version = newest_version(form)
    assert form.name == "Biểu 05-CĐS", "the file's name where none is given"
    assert set(version.cells.values_list("is_proposed", flat=True)) == {True}
    assert "khác chữ" in doubts_of(version)[SHEET, "E13"]
    with pytest.raises(UpperFormRefused, match="Chưa ô nào được ghép"):
        actions.fill_form(form=form, period=Q1, by=people.officer)
    assert actions.map_cells(form=form, accept=[(SHEET, "E8"), (SHEET, "E9")], by=people.officer) == 2
    change = {"accept": [(SHEET, "E8"), (SHEET, "F8")], "clear": [(SHEET, "E9")]}
    assert actions.map_cells(form=form, by=people.officer, **change) == 2, "what is taken over already is not counted"
    assert not version.cells.filter(cell="E9").exists()
    entry = AuditEntry.objects.filter(action="reporting.upper_form_mapped").first()
    assert entry is not None
    assert entry.values.summary == "2 ô"


def test_a_cell_is_mapped_by_hand_and_what_cannot_be_is_refused(people: People, measures: Measures) -> None:
    form = received_form(people)
    draft = CellDraft(SHEET, "E10", CellContent.FIGURE, measures.taxes, FormMeasure.PREVIOUS, people.south, Decimal(2))
    actions.map_cells(form=form, change=[draft], by=people.officer)
    cell = MappedCell.objects.get(version__form=form, cell="E10")
    assert (cell.indicator, cell.unit, cell.factor, cell.is_proposed) == (
        measures.taxes, people.south, 2, False,
    )  # fmt: skip
    for spoilt, words in (
        (CellDraft(SHEET, "E15", CellContent.FIGURE, measures.taxes, FormMeasure.VALUE), "công thức"),
        (CellDraft(SHEET, "E10"), "chọn chỉ tiêu"),
        (CellDraft(SHEET, "E10", CellContent.FIGURE, measures.taxes), "số nào"),
        (CellDraft(SHEET, "E10", CellContent.FIGURE, measures.taxes, FormMeasure.VALUE, None, Decimal(0)), "Hệ số"),
    ):
        with pytest.raises(UpperFormRefused, match=words):
            actions.map_cells(form=form, change=[spoilt], by=people.officer)


def test_cells_are_proposed_anew_when_their_indicator_has_come(people: People, measures: Measures) -> None:
    form = received_form(people)
    assert actions.propose_mapping(form=form, by=people.officer) == 0
    make_indicator(people, "Hồ sơ giải quyết quá hạn", measure="hồ sơ")
    assert actions.propose_mapping(form=form, by=people.officer) == 4


def test_the_next_blank_keeps_its_mapping_where_lines_moved(people: People, first_quarter: Measures) -> None:
    form = received_form(people)
    mapped = newest_version(form).cells.filter(is_proposed=False).count()
    version = actions.replace_blank(form=form, upload=upload(indicator_lines(inserted=True)), by=people.officer)
    assert (version.number, version.cells.filter(is_proposed=False).count()) == (2, mapped)
    assert any(note["kind"] == "fresh" and "bưu chính" in note["text"] for note in version.notes)
    assert doubts_of(version)[SHEET, "E14"], "a doubt goes along with its cell"
    filled = actions.fill_form(form=form, period=Q1, by=people.officer)
    sheet = cells_of(filled)
    assert (sheet["E8"].value, sheet["E9"].value, sheet["E10"].value, sheet["E13"].value) == (330, None, 270, 6.5)
    assert filled.version == version


def test_a_form_with_many_cells_is_filled_in_the_background(
    people: People, first_quarter: Measures, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "MANY_CELLS", 3)
    form = received_form(people)
    run = actions.ask_filling(form=form, period=Q1, by=people.officer)
    assert isinstance(run, JobRun)
    execute.call(run.pk, run.attempt)
    run.refresh_from_db()
    assert run.error == ""
    filled = FilledForm.objects.get()
    assert (run.state, run.result["filled"], cells_of(filled)["E8"].value) == ("succeeded", filled.filled_count, 330)
    assert list(JobRun.objects.for_target(form)) == [run]


@pytest.mark.parametrize(
    ("period", "words"), [("2026-03", "theo quý"), ("2026-Q3", "chưa bắt đầu")]
)  # fmt: skip
def test_only_periods_of_the_form_that_have_begun_are_filled(
    people: People, measures: Measures, period: str, words: str
) -> None:
    with pytest.raises(UpperFormRefused, match=words):
        actions.fill_form(form=received_form(people), period=parse(period), by=people.officer)


def test_files_that_are_no_form_are_refused_with_what_to_do(people: People) -> None:
    given: dict[str, Any] = {"unit": people.north, "name": "Biểu", "scheme": Scheme.QUARTER, "by": people.officer}
    for content, words in ((b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Save As"), (b"a;b;c", "xlsx")):
        with pytest.raises(UpperFormRefused, match=words) as refused:
            actions.add_upper_form(upload=upload(content, "bieu.xls"), **given)
        assert refused.value.column == "upload"
    with pytest.raises(FileRefused):
        actions.add_upper_form(upload=SimpleUploadedFile("bieu.pdf", indicator_lines()), **given)
    received_form(people, name="Biểu")
    with pytest.raises(UpperFormRefused, match="đã có biểu mang tên"):
        actions.add_upper_form(upload=upload(indicator_lines()), **given)


def test_only_who_fills_forms_of_the_unit_does_so(people: People, measures: Measures) -> None:
    form = received_form(people)
    for person in (people.stranger, people.leader):
        assert not UpperForm.objects.visible_to(person).filter(pk=form.pk).exists()
        with pytest.raises(NotAllowed):
            actions.map_cells(form=form, clear=[(SHEET, "E8")], by=person)
        with pytest.raises(NotAllowed):
            actions.fill_form(form=form, period=Q1, by=person)
    actions.drop_form(form=form, by=people.officer)
    with pytest.raises(UpperFormRefused, match="đã được bỏ"):
        actions.fill_form(form=form, period=Q1, by=people.officer)
    assert received_form(people), "the name is free again"
