"""Writes of arrangements: who drafts, checks, signs and issues the reports of a unit, and to whom they go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.engines.reporting.actions.rounds import refresh_drafts
from honglam.engines.reporting.arrangements import PERSON_COLUMNS, place_of
from honglam.engines.reporting.errors import ArrangementRefused
from honglam.engines.reporting.models import ReportArrangement, ReportRegime
from honglam.engines.reporting.queries import DEFINE, STEP_PERMISSIONS
from honglam.engines.reporting.schedule import reporters_on
from honglam.engines.reporting.terms import RegimeState, ReportStep, SigningForm

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

MOST_SIGNING_LINES = 4
COLUMNS = (
    "drafting_unit", "office_unit", "receiver", "drafter", "checker", "office_person", "signer", "clerk",
    "signing_form", "signer_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who does what; the fields are those of `ReportArrangement`. Nobody named: whoever holds the permission."""

    drafting_unit: Unit | None = None
    office_unit: Unit | None = None
    receiver: Unit | None = None
    drafter: User | None = None
    checker: User | None = None
    office_person: User | None = None
    signer: User | None = None
    clerk: User | None = None
    signing_form: str = SigningForm.FOR_BODY
    signing_lines: tuple[str, ...] = ()
    signer_name: str = ""


@transaction.atomic
def arrange(
    *, unit: Unit, arrangement: Arrangement, by: User, regime: ReportRegime | None = None
) -> ReportArrangement:  # fmt: skip
    """Say who does what in a unit for one regime, or for all (`regime` of None); drafts follow at once.

    Raises:
        NotAllowed: the person may not arrange for the unit.
        ArrangementRefused: the regime does not ask the unit, a part is not the unit's, a person may not do their step.
    """
    require(by, DEFINE, unit)
    _check(unit, arrangement, regime)
    row = ReportArrangement.objects.select_for_update(of=("self",)).filter(unit=unit, regime=regime).first()
    before = _told(row) if row is not None else {}
    row = row or ReportArrangement(unit=unit, regime=regime)
    for column in COLUMNS:
        setattr(row, column, getattr(arrangement, column))
    row.signing_lines = [line.strip() for line in arrangement.signing_lines if line.strip()]
    row.signer_name = arrangement.signer_name.strip()
    row.save()
    after = _told(row)
    record(
        by=by, action="reporting.arranged", target=row, unit=unit, about=[regime] if regime is not None else [],
        changes={name: (before.get(name, ""), value) for name, value in after.items()},
    )  # fmt: skip
    _refresh(unit, regime, by)
    return row


@transaction.atomic
def forget_arrangement(*, unit: Unit, by: User, regime: ReportRegime | None = None) -> bool:
    """Take an arrangement back: the unit's general one holds again, or the tree; whether there was one.

    Raises:
        NotAllowed: the person may not arrange for the unit.
    """
    require(by, DEFINE, unit)
    row = ReportArrangement.objects.select_for_update(of=("self",)).filter(unit=unit, regime=regime).first()
    if row is None:
        return False
    record(
        by=by, action="reporting.arranged", target=row, unit=unit, about=[regime] if regime is not None else [],
        changes={name: (value, "") for name, value in _told(row).items()},
    )  # fmt: skip
    row.delete()
    _refresh(unit, regime, by)
    return True


def _refresh(unit: Unit, regime: ReportRegime | None, by: User) -> None:
    """Let the unit's drafts follow: of one regime, or of all in force of which it has some."""
    of_unit = ReportRegime.objects.filter(reports__unit=unit, reports__step=ReportStep.DRAFTING)
    concerned = [regime] if regime is not None else of_unit.select_related("group", "owner", "receiver").distinct()
    for one in concerned:
        if one.state == RegimeState.IN_FORCE:
            refresh_drafts(regime=one, by=by, units=[unit])


def _check(unit: Unit, wanted: Arrangement, regime: ReportRegime | None) -> None:
    if regime is not None and unit not in reporters_on(regime, max(regime.starts_on, timezone.localdate())):
        raise ArrangementRefused(
            _("%(unit)s không phải lập “%(name)s” nên không phân công riêng được.")
            % {"unit": unit, "name": regime.name},
            "regime",
        )
    for column in ("drafting_unit", "office_unit"):
        part = getattr(wanted, column)
        if part is not None and not part.path.startswith(unit.path):
            raise ArrangementRefused(
                _("%(part)s không thuộc %(unit)s. Hãy chọn phòng, bộ phận trong đơn vị.")
                % {"part": part, "unit": unit},
                column,
            )
    if wanted.receiver is not None and wanted.receiver == unit:
        raise ArrangementRefused(_("Đơn vị không thể gửi báo cáo cho chính mình."), "receiver")
    if wanted.signing_form not in SigningForm.values:
        raise ArrangementRefused(_("Không có thể thức ký này."), "signing_form")
    if len(wanted.signing_lines) > MOST_SIGNING_LINES:
        raise ArrangementRefused(
            _("Phần chức vụ trên chữ ký có nhiều nhất %(most)d dòng.") % {"most": MOST_SIGNING_LINES}, "signing_lines"
        )
    _check_people(unit, wanted, regime)


def _check_people(unit: Unit, wanted: Arrangement, regime: ReportRegime | None) -> None:
    """Everybody who is named may do their step in the unit in which it is done."""
    general = None
    if regime is not None:
        general = ReportArrangement.objects.filter(unit=unit, regime=None).select_related(
            "drafting_unit", "office_unit"
        ).first()  # fmt: skip
    drafting = wanted.drafting_unit or (general.drafting_unit if general is not None else None)
    office = wanted.office_unit or (general.office_unit if general is not None else None)
    for step, column in PERSON_COLUMNS.items():
        person = getattr(wanted, column)
        if person is None:
            continue
        place = place_of(step, unit, drafting, office)
        if not person.is_active or not reach_of(person, STEP_PERMISSIONS[step]).covers(place):
            raise ArrangementRefused(
                _(
                    "%(person)s chưa được quyền làm bước “%(step)s” ở %(unit)s. "
                    "Hãy chọn người khác hoặc đề nghị quản trị cấp quyền."
                )
                % {"person": person.full_name, "step": step.label, "unit": place},
                column,
            )


def _told(row: ReportArrangement) -> dict[str, Any]:
    """What the log compares."""
    values: dict[str, Any] = {}
    for column in COLUMNS:
        value = getattr(row, column)
        values[column] = str(value) if value is not None else ""
    return values | {"signing_lines": "; ".join(row.signing_lines)}
