"""A commune says who drafts, checks and signs; one report goes to another body than the others."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import UnitGroup
from honglam.engines.reporting.actions.arrangements import Arrangement, arrange, forget_arrangement
from honglam.engines.reporting.actions.rounds import open_rounds
from honglam.engines.reporting.arrangements import arranged, arranged_many
from honglam.engines.reporting.errors import ArrangementRefused
from honglam.engines.reporting.models import Report, ReportArrangement
from honglam.engines.reporting.terms import ReportStep, SigningForm
from tests.people import People, give, people

from .stories import communes, make_regime, on_today, sections

__all__ = ["communes", "on_today", "people", "sections"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sections", "on_today")]


def test_what_is_written_for_the_regime_wins_then_for_the_unit_then_the_tree(
    people: People, communes: UnitGroup
) -> None:  # fmt: skip
    regime = make_regime(people, communes)
    found = arranged(people.north, regime)
    assert (found.receiver, found.people[ReportStep.DRAFTING]) == (people.science, None)
    arrange(unit=people.north, arrangement=Arrangement(drafter=people.officer, signer=people.head), by=people.head)
    arrange(
        unit=people.north, regime=regime, by=people.head,
        arrangement=Arrangement(drafter=people.head, receiver=people.police, signing_form=SigningForm.DEPUTY),
    )  # fmt: skip
    found = arranged(people.north, regime)
    assert found.people[ReportStep.DRAFTING] == people.head
    assert found.people[ReportStep.SIGNING] == people.head, "left open: taken from the unit's own"
    assert (found.receiver, found.signing_form) == (people.police, SigningForm.DEPUTY)
    other = make_regime(people, communes, name="Báo cáo khác")
    assert arranged(people.north, other).people[ReportStep.DRAFTING] == people.officer


def test_drafts_follow_the_arrangement_and_new_ones_begin_with_it(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    lines = ("KT. CHỦ TỊCH", "", "PHÓ CHỦ TỊCH")
    arrange(
        unit=people.north, by=people.head,
        arrangement=Arrangement(
            signing_form=SigningForm.DEPUTY, signing_lines=lines, signer_name="Lê Văn Cường", receiver=people.police
        ),
    )  # fmt: skip
    open_rounds(today=datetime.date(2026, 12, 1))
    for report in Report.objects.filter(unit=people.north):
        assert report.receiver == people.police
        assert (report.signing_lines, report.signer_name) == (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Lê Văn Cường")
    assert set(regime.reports.filter(unit=people.south).values_list("receiver", flat=True)) == {people.science.pk}
    assert forget_arrangement(unit=people.north, by=people.head)
    assert set(regime.reports.filter(unit=people.north).values_list("receiver", flat=True)) == {people.science.pk}
    assert not forget_arrangement(unit=people.north, by=people.head)


def test_who_is_named_must_be_allowed_the_step_in_its_unit(people: People, communes: UnitGroup) -> None:
    with pytest.raises(
        ArrangementRefused, match="Trần Thị Bình chưa được quyền làm bước “Trình ký” ở Xã Bắc Sơn"
    ) as no:
        arrange(unit=people.north, arrangement=Arrangement(signer=people.officer), by=people.head)
    assert no.value.column == "signer"
    with pytest.raises(ArrangementRefused, match="Phạm Thị Dung"):
        arrange(unit=people.north, arrangement=Arrangement(drafter=people.stranger), by=people.head)
    assert not ReportArrangement.objects.exists()


def test_a_part_of_the_commune_drafts(people: People, communes: UnitGroup) -> None:
    give(people.stranger, RoleCode.OFFICER, unit=people.north_culture)
    row = arrange(
        unit=people.north, by=people.head,
        arrangement=Arrangement(drafting_unit=people.north_culture, drafter=people.stranger),
    )  # fmt: skip
    assert row.drafting_unit == people.north_culture
    with pytest.raises(ArrangementRefused, match="không thuộc Xã Bắc Sơn"):
        arrange(unit=people.north, arrangement=Arrangement(drafting_unit=people.science), by=people.head)


def test_only_regimes_that_ask_the_unit_are_arranged(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes, group=None, units=(people.south,))
    with pytest.raises(ArrangementRefused, match="không phải lập"):
        arrange(unit=people.north, regime=regime, arrangement=Arrangement(), by=people.head)
    with pytest.raises(ArrangementRefused, match="chính mình"):
        arrange(unit=people.north, arrangement=Arrangement(receiver=people.north), by=people.head)
    with pytest.raises(NotAllowed):
        arrange(unit=people.south, arrangement=Arrangement(), by=people.head)


def test_many_are_resolved_in_one_query(
    people: People, communes: UnitGroup, django_assert_num_queries: Any
) -> None:  # fmt: skip
    regimes = [make_regime(people, communes, name=f"Báo cáo {n}") for n in range(3)]
    arrange(unit=people.north, arrangement=Arrangement(drafter=people.officer), by=people.head)
    with django_assert_num_queries(1):
        found = arranged_many((unit, regime) for unit in (people.north, people.south) for regime in regimes)
    assert len(found) == 6
    assert found[people.north.pk, regimes[2].pk].people[ReportStep.DRAFTING] == people.officer


def test_another_part_of_the_unit_brings_its_own_people(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    usual = Arrangement(drafting_unit=people.north_culture, drafter=people.officer, signer=people.head)
    arrange(unit=people.north, arrangement=usual, by=people.head)
    arrange(
        unit=people.north, regime=regime, arrangement=Arrangement(drafting_unit=people.north_police), by=people.head
    )
    found = arranged(people.north, regime)
    assert found.people[ReportStep.DRAFTING] is None, "whoever drafts among the police"
    assert found.unit_of(ReportStep.DRAFTING) == people.north_police
    assert found.people[ReportStep.SIGNING] == people.head


def test_lines_above_a_signature_belong_to_its_form(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    usual = Arrangement(signing_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer=people.head, signer_name="Cường")
    arrange(unit=people.north, arrangement=usual, by=people.head)
    assert arranged(people.north, regime).signing_lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    deputy = Arrangement(signing_form=SigningForm.DEPUTY, signer=people.coordinator)
    arrange(unit=people.north, regime=regime, arrangement=deputy, by=people.head)
    found = arranged(people.north, regime)
    assert (found.signing_lines, found.signer_name) == ((), ""), "not those of the chairman"
