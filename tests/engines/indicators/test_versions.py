"""A form that is drawn up anew: earlier periods keep what they were asked, filled and approved with."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from honglam.engines.indicators.actions import (
    FormDefinition,
    LineDraft,
    approve,
    redefine_form,
    submit,
)
from honglam.engines.indicators.cells import lines_of
from honglam.engines.indicators.entry import entry_of
from honglam.engines.indicators.errors import DefinitionInvalid, ValueInvalid
from honglam.engines.indicators.following import submissions_of
from honglam.engines.indicators.form_versions import first_free_period, versions_of
from honglam.engines.indicators.models import FormVersion, Indicator, IndicatorForm
from honglam.toolkit.periods import Scheme, parse
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, enter, make_form, make_indicator, on_day
from tests.people import People

pytestmark = pytest.mark.django_db
MAY = parse("2026-05")
JUNE = parse("2026-06")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, TODAY)


@pytest.fixture
def files(people: People) -> Indicator:
    return make_indicator(people, "Số hồ sơ")


@pytest.fixture
def online(people: People) -> Indicator:
    return make_indicator(people, "Số hồ sơ trực tuyến")


@pytest.fixture
def form(people: People, files: Indicator) -> IndicatorForm:
    return make_form(people, files)


def asking(form: IndicatorForm, people: People, indicators: Sequence[Indicator]) -> FormDefinition:
    """The definition that a form has, with other lines."""
    return FormDefinition(
        form.code, form.name, form.scheme, form.receiver, form.starts_on, tuple(LineDraft(one) for one in indicators),
        units=(people.north, people.south), due_after_working_days=form.due_after_working_days,
    )  # fmt: skip


def codes(form: IndicatorForm, period: Any) -> list[str]:
    return [line.indicator.code for line in lines_of(form, period)]


def sent(form: IndicatorForm, people: People, indicator: Indicator, value: int = 5) -> Any:
    enter(form, people.north, people.officer, indicator, value)
    return submit(form=form, unit=people.north, period=APRIL, by=people.officer)


def test_a_new_form_has_one_version_that_holds_from_the_beginning(people: People, form: IndicatorForm) -> None:
    (version,) = form.versions.all()
    assert (version.number, version.valid_from, version.valid_to, version.made_by) == (
        1,
        None,
        None,
        people.coordinator,
    )


def test_lines_of_a_form_that_nobody_filled_are_written_anew(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    redefine_form(form=form, definition=asking(form, people, [online, files]), by=people.coordinator)
    assert codes(form, MARCH) == [online.code, files.code]
    assert form.versions.count() == 1


def test_what_was_sent_keeps_its_lines_and_the_next_period_has_the_new_ones(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    approve(submission=sent(form, people, files), by=people.coordinator)
    assert first_free_period(form) == MAY
    redefine_form(form=form, definition=asking(form, people, [online]), by=people.coordinator, reason="QĐ 12")
    assert (codes(form, APRIL), codes(form, MAY)) == ([files.code], [online.code])
    newest, first = versions_of(form)
    assert (newest.version.number, newest.version.period_code, newest.version.reason) == (2, "2026-05", "QĐ 12")
    assert [(one.kind, one.line.key) for one in newest.changes] == [("added", online.code), ("dropped", files.code)]
    assert first.version.valid_to == datetime.date(2026, 4, 30)


def test_pages_snapshots_and_counts_of_old_periods_look_at_the_old_lines(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    submission = sent(form, people, files)
    redefine_form(form=form, definition=asking(form, people, [files, online]), by=people.coordinator)
    approved = approve(submission=submission, by=people.coordinator)
    assert set(approved.snapshot) == {files.code}
    shown = entry_of(form=form, unit=people.north, period=APRIL, user=people.officer)
    assert [line.row.key for line in shown.lines] == [files.code]
    shown = entry_of(form=form, unit=people.north, period=MAY, user=people.officer)
    assert [line.row.key for line in shown.lines] == [files.code, online.code]
    (line,) = [one for one in submissions_of(form=form, period=APRIL, user=people.officer) if one.unit == people.north]
    assert (line.filled, line.asked) == (1, 1)
    (line,) = [one for one in submissions_of(form=form, period=MAY, user=people.officer) if one.unit == people.north]
    assert line.asked == 2


def test_over_several_periods_a_line_is_open_only_where_its_version_asks_for_it(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    sent(form, people, files)
    redefine_form(form=form, definition=asking(form, people, [online]), by=people.coordinator)
    shown = entry_of(form=form, unit=people.north, period=MAY, user=people.officer, columns=2)
    asked = {(line.row.key, cell.period.code): cell.is_asked for line in shown.lines for cell in line.cells}
    assert asked == {
        (online.code, "2026-04"): False, (online.code, "2026-05"): True,
        (files.code, "2026-04"): True, (files.code, "2026-05"): False,
    }  # fmt: skip
    with pytest.raises(ValueInvalid):
        enter(form, people.north, people.officer, files, 3, MAY)


def test_a_version_does_not_begin_where_somebody_has_sent_the_form(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    sent(form, people, files)
    with pytest.raises(DefinitionInvalid, match="tháng 5"):
        redefine_form(
            form=form, definition=asking(form, people, [online]), by=people.coordinator, from_period=APRIL
        )  # fmt: skip
    assert codes(form, APRIL) == [files.code]


def test_a_version_begins_no_earlier_than_the_one_in_force_and_may_replace_it_unused(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    sent(form, people, files)
    redefine_form(form=form, definition=asking(form, people, [online]), by=people.coordinator, from_period=JUNE)
    with pytest.raises(DefinitionInvalid, match="Phiên bản 2"):
        redefine_form(form=form, definition=asking(form, people, [files]), by=people.coordinator, from_period=MAY)
    both = asking(form, people, [files, online])
    redefine_form(form=form, definition=both, by=people.coordinator, from_period=JUNE)
    assert (form.versions.count(), codes(form, MAY), codes(form, JUNE)) == (2, [files.code], [files.code, online.code])


def test_the_same_lines_make_no_version_and_another_period_kind_is_refused(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator
) -> None:
    sent(form, people, files)
    same = asking(form, people, [files])
    redefine_form(form=form, definition=replace(same, name="Tên mới"), by=people.coordinator)
    assert form.versions.count() == 1
    with pytest.raises(DefinitionInvalid):
        redefine_form(
            form=form, definition=asking(form, people, [online]), by=people.coordinator, from_period=parse("2026-Q3")
        )  # fmt: skip


def test_cumulative_periods_that_begin_together_are_told_apart_by_their_end(people: People) -> None:
    grown = make_indicator(people, "Thu ngân sách", scheme=Scheme.CUMULATIVE)
    other = make_indicator(people, "Chi ngân sách", scheme=Scheme.CUMULATIVE)
    form = make_form(people, grown, scheme=Scheme.CUMULATIVE)
    definition = asking(form, people, [other])
    redefine_form(form=form, definition=definition, by=people.coordinator, from_period=parse("2026-C6"))
    assert (codes(form, parse("2026-C3")), codes(form, parse("2026-C6"))) == ([grown.code], [other.code])


def test_the_migration_gives_every_form_its_first_version(people: People, form: IndicatorForm) -> None:
    migration = import_module("honglam.engines.indicators.migrations.0006_form_versions")
    other = IndicatorForm.objects.create(
        code="B09", name="Biểu cũ", legal_source="QĐ 1", scheme="month", receiver=people.science,
        starts_on=datetime.date(2026, 1, 1),
    )  # fmt: skip
    FormVersion.objects.filter(form=form).update(number=3, period_code="2026-05", valid_from=datetime.date(2026, 5, 1))

    class Editor:
        connection = connection

        def execute(self, statement: str) -> None:
            """Constraints are not deferred in the test."""

    before = {one.pk for one in FormVersion.objects.all()}
    FormVersion.objects.filter(form=form).update(valid_to=datetime.date(2026, 12, 31))
    migration.make_first_versions(apps, Editor())
    made = FormVersion.objects.exclude(pk__in=before)
    assert {(one.form.code, one.number, one.legal_source) for one in made} == {("B01", 1, ""), ("B09", 1, "QĐ 1")}
    assert other.lines.count() == 0
    assert form.lines.get().version in made
