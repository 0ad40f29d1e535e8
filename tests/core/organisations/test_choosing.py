"""Choosing units by typing: what the words find, whom a sent text means, what a form shows and takes."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict

from honglam.core.organisations.actions import create
from honglam.core.organisations.choosing import found_units, meant_units, written
from honglam.core.organisations.derived import refresh_search_text
from honglam.core.organisations.fields import UnitField, UnitsField, offer
from honglam.core.organisations.models import Unit
from tests.people import People

pytestmark = pytest.mark.django_db


class Chooser(forms.Form):
    one = UnitField(required=False)
    several = UnitsField(required=False)


@pytest.fixture
def clinics(people: People) -> dict[str, Unit]:
    """Two clinics of the same name, and a department."""
    made = {}
    for unit in (people.north, people.south):
        refresh_search_text(unit)
        unit.save()
    for code, parent in (("90001.clinic", people.north), ("90002.clinic", people.south)):
        made[code] = create(by=None, code=code, name="Trạm Y tế", kind="office", bloc="government", parent=parent)
    made["99.works"] = create(
        by=None, code="99.works", name="Sở Xây dựng", kind="department", bloc="government", parent=people.province
    )
    return made


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("so xay dung", {"99.works"}),
        ("Sở Xây dựng", {"99.works"}),
        ("99.WORKS", {"99.works"}),
        ("trạm y tế", {"90001.clinic", "90002.clinic"}),
        ("Trạm Y tế (Xã Bắc Sơn)", {"90001.clinic"}),
        ("tram bac son", {"90001.clinic"}),
        ("không có đâu", set()),
        ("  ", set()),
    ],
)
def test_a_text_means_the_units_that_its_words_find(
    people: People, clinics: dict[str, Unit], typed: str, codes: set[str]
) -> None:
    assert {unit.code for unit in meant_units(typed, Unit.objects.all())} == codes


def test_every_unit_is_found_again_by_the_way_it_is_written(people: People, clinics: dict[str, Unit]) -> None:
    for unit in clinics.values():
        assert meant_units(written(unit), Unit.objects.all()) == [unit]


def test_units_that_have_ended_are_not_offered(people: People, clinics: dict[str, Unit]) -> None:
    Unit.objects.filter(code="99.works").update(ends_on="2026-01-31")
    assert found_units("so xay dung", Unit.objects.all()) == []


def sent(text: str) -> Chooser:
    return Chooser(QueryDict(text))


def test_a_key_counts_only_with_the_text_that_belongs_to_it(people: People, clinics: dict[str, Unit]) -> None:
    works, clinic = clinics["99.works"], clinics["90001.clinic"]
    kept = sent(f"one={written(clinic)}&one_key={clinic.uid}")
    assert kept.is_valid() and kept.cleaned_data["one"] == clinic
    retyped = sent(f"one=so xay dung&one_key={clinic.uid}")
    assert retyped.is_valid() and retyped.cleaned_data["one"] == works
    emptied = sent(f"one=&one_key={clinic.uid}")
    assert emptied.is_valid() and emptied.cleaned_data["one"] is None


def test_doubt_is_asked_and_answered_on_the_page(people: People, clinics: dict[str, Unit]) -> None:
    clinic = clinics["90002.clinic"]
    doubtful = sent("one=tram y te")
    assert not doubtful.is_valid() and "có thể là nhiều đơn vị" in doubtful.errors["one"][0]
    assert f'value="{clinic.uid}"' in str(doubtful["one"])
    answered = sent(f"one=tram y te&one_choice={clinic.uid}")
    assert answered.is_valid() and answered.cleaned_data["one"] == clinic


def test_several_are_ticked_or_named_one_after_a_semicolon(people: People, clinics: dict[str, Unit]) -> None:
    works, clinic = clinics["99.works"], clinics["90001.clinic"]
    form = sent(f"several_key={clinic.uid}&several=99.works%3B {clinic.code}")
    assert form.is_valid() and set(form.cleaned_data["several"]) == {works, clinic}
    shown = str(Chooser(initial={"several": [works, clinic]})["several"])
    assert shown.count("checked") == 2


def test_what_is_not_on_offer_is_not_taken(people: People, clinics: dict[str, Unit]) -> None:
    clinic = clinics["90001.clinic"]
    form = sent(f"one={written(clinic)}&one_key={clinic.uid}")
    offer(form, "one", Unit.objects.departments(), within="plans.import_plan")
    assert not form.is_valid() and "để chọn ở đây" in form.errors["one"][0]
    assert "suggest.json?within=plans.import_plan" in str(form["one"])


def test_what_was_chosen_before_is_shown_by_name(people: People, clinics: dict[str, Unit]) -> None:
    clinic = clinics["90001.clinic"]
    shown = str(Chooser(initial={"one": clinic})["one"])
    assert 'value="Trạm Y tế (Xã Bắc Sơn)"' in shown and f'value="{clinic.uid}"' in shown
