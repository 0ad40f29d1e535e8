"""Who does what for a report inside its unit: what is written for the regime, else for the unit, else the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from honglam.engines.reporting.models import ReportArrangement, ReportRegime
from honglam.engines.reporting.terms import INSIDE_STEPS, OPTIONAL_STEPS, ReportStep, SigningForm

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

PERSON_COLUMNS = {
    ReportStep.DRAFTING: "drafter", ReportStep.CHECKING: "checker", ReportStep.OFFICE: "office_person",
    ReportStep.SIGNING: "signer", ReportStep.CLERK: "clerk",
}  # fmt: skip
_PART_OF = {
    ReportStep.DRAFTING: "drafting_unit", ReportStep.CHECKING: "drafting_unit", ReportStep.OFFICE: "office_unit",
    ReportStep.SIGNING: "", ReportStep.CLERK: "office_unit",
}  # fmt: skip
"""The column that names the part of the unit in which a step is done."""
_RELATED = (
    "drafting_unit", "office_unit", "receiver", "drafter", "checker", "office_person", "signer", "clerk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arranged:
    """What holds for one unit and regime. A person of None means: whoever holds the permission in that unit."""

    unit: Unit
    steps: tuple[ReportStep, ...]
    people: dict[ReportStep, User | None]
    drafting_unit: Unit | None
    office_unit: Unit | None
    receiver: Unit | None
    outside_receiver: str
    signing_form: SigningForm
    signing_lines: tuple[str, ...]
    signer_name: str

    def unit_of(self, step: ReportStep) -> Unit:
        """The unit whose people do a step."""
        return place_of(step, self.unit, self.drafting_unit, self.office_unit)


def place_of(step: ReportStep, unit: Unit, drafting_unit: Unit | None, office_unit: Unit | None) -> Unit:
    """Where a step is done: drafting and checking in the drafting part, office and clerk in the office."""
    if step in (ReportStep.DRAFTING, ReportStep.CHECKING):
        return drafting_unit or unit
    return (office_unit if step in (ReportStep.OFFICE, ReportStep.CLERK) else None) or unit


def arranged(unit: Unit, regime: ReportRegime) -> Arranged:
    """What holds for a unit and a regime; one query."""
    return arranged_many([(unit, regime)])[unit.pk, regime.pk]


def arranged_many(asked: Iterable[tuple[Unit, ReportRegime]]) -> dict[tuple[int, int], Arranged]:
    """What holds for many units and regimes, by (unit, regime); one query, however many they are.

    Units whose regime names no receiver need their `parent` loaded.
    """
    pairs = {(unit.pk, regime.pk): (unit, regime) for unit, regime in asked}
    written: dict[tuple[int, int | None], ReportArrangement] = {}
    if pairs:
        of_regimes = Q(regime__in={regime for _unit, regime in pairs}) | Q(regime__isnull=True)
        rows = ReportArrangement.objects.filter(of_regimes, unit__in={unit for unit, _regime in pairs})
        written = {(row.unit_id, row.regime_id): row for row in rows.select_related(*_RELATED)}
    return {
        key: resolve(unit, regime, [row for of in (regime.pk, None) if (row := written.get((unit.pk, of))) is not None])
        for key, (unit, regime) in pairs.items()
    }


def resolve(unit: Unit, regime: ReportRegime, rows: list[ReportArrangement]) -> Arranged:
    """What holds by the rows of a unit, the one of the regime first; a column left open is filled by the next.

    Who works in a part of the unit comes no farther than the row that names the part: where the police of a commune
    drafts one report, the usual drafter of the culture office does not. A signature is worded where its form is chosen.
    """

    def first(column: str, upto: str = "") -> object | None:
        for row in rows:
            if value := getattr(row, column):
                return value
            if upto and getattr(row, upto):
                return None
        return None

    receiver = first("receiver") or regime.receiver
    if receiver is None and not regime.outside_receiver:
        receiver = unit.parent
    steps = tuple(step for step in INSIDE_STEPS if step not in OPTIONAL_STEPS or step in (regime.steps or INSIDE_STEPS))
    form = SigningForm(rows[0].signing_form) if rows else SigningForm.FOR_BODY
    lines = next((row.signing_lines for row in rows if row.signing_lines and row.signing_form == form), ())
    return Arranged(
        unit=unit,
        steps=steps,
        people={step: first(column, _PART_OF[step]) for step, column in PERSON_COLUMNS.items()},  # type: ignore[misc]
        drafting_unit=first("drafting_unit"),  # type: ignore[arg-type]
        office_unit=first("office_unit"),  # type: ignore[arg-type]
        receiver=receiver,  # type: ignore[arg-type]
        outside_receiver="" if receiver else regime.outside_receiver,
        signing_form=form,
        signing_lines=tuple(lines),
        signer_name=str(first("signer_name", "signer") or ""),
    )
