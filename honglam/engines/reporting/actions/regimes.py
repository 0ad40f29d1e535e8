"""Writes of regimes: define, change, put a proposed one in force, decline it, end it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.numbering.series import next_code
from honglam.engines.reporting.actions.rounds import drop_after, open_rounds_of, refresh_drafts
from honglam.engines.reporting.definition import STATED, RegimeDefinition, check_definition, receiver_of
from honglam.engines.reporting.errors import RegimeRefused
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.outline import OutlinePart, checked_outline, default_outline, outline_of
from honglam.engines.reporting.queries import DEFINE
from honglam.engines.reporting.terms import INSIDE_STEPS, OPTIONAL_STEPS, REGIME_PREFIX, RegimeState
from honglam.toolkit.numbers import format_date

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def define_regime(*, definition: RegimeDefinition, by: User) -> ReportRegime:
    """Put a new regime in force and open what it asks for today.

    Raises:
        NotAllowed: the person may not define regimes of the owner.
        RegimeRefused: what cannot be kept, with the column at fault.
    """
    require(by, DEFINE, definition.owner)
    reporters = check_definition(definition)
    regime = ReportRegime(
        code=next_code(REGIME_PREFIX, timezone.localdate().year), state=RegimeState.IN_FORCE, created_by=by,
        source=definition.source, plan_uid=definition.plan_uid, duty_key=definition.duty_key, quote=definition.quote,
    )  # fmt: skip
    parts = definition.sections
    _state(regime, definition, reporters, default_outline() if parts is None else parts)
    record(by=by, action="reporting.regime_defined", target=regime, unit=regime.owner, summary=regime.name)
    open_rounds_of(regime=regime, today=timezone.localdate(), by=by)
    return regime


@transaction.atomic
def redefine_regime(*, regime: ReportRegime, definition: RegimeDefinition, by: User, reason: str = "") -> ReportRegime:
    """Change a regime in force. Reports that are still drafted follow; what left its drafter stays as it was.

    Raises:
        NotAllowed: the person may not define regimes of the old or the new owner.
        RegimeRefused: it is not in force, or the change cannot be kept.
    """
    regime = _locked(regime, by, RegimeState.IN_FORCE)
    require(by, DEFINE, definition.owner)
    before = _told(regime)
    reporters = check_definition(definition, regime)
    parts = definition.sections
    _state(regime, definition, reporters, outline_of(regime.sections) if parts is None else parts)
    after = _told(regime)
    record(
        by=by, action="reporting.regime_redefined", target=regime, unit=regime.owner, reason=reason,
        changes={name: (before[name], after[name]) for name in after},
    )  # fmt: skip
    refresh_drafts(regime=regime, by=by)
    open_rounds_of(regime=regime, today=timezone.localdate(), by=by)
    return regime


@transaction.atomic
def adopt_regime(*, regime: ReportRegime, definition: RegimeDefinition, by: User) -> ReportRegime:
    """Complete a regime that was proposed, put it in force and open what it asks for today; its source stays known.

    Raises:
        NotAllowed: the person may not define regimes of the owner.
        RegimeRefused: it is not proposed any more, or it is not complete.
    """
    regime = _locked(regime, by, RegimeState.PROPOSED)
    require(by, DEFINE, definition.owner)
    reporters = check_definition(definition, regime)
    parts = definition.sections or outline_of(regime.sections) or default_outline()
    regime.state = RegimeState.IN_FORCE
    _state(regime, definition, reporters, parts)
    record(
        by=by, action="reporting.regime_defined", target=regime, unit=regime.owner, summary=regime.name,
        changes={"state": (RegimeState.PROPOSED.label, RegimeState.IN_FORCE.label)},
    )  # fmt: skip
    open_rounds_of(regime=regime, today=timezone.localdate(), by=by)
    return regime


@transaction.atomic
def decline_regime(*, regime: ReportRegime, by: User, reason: str) -> ReportRegime:
    """Say that a proposed regime is not put in force, and why; it is not proposed again.

    Raises:
        RegimeRefused: it is not proposed any more, or no reason is given.
    """
    regime = _locked(regime, by, RegimeState.PROPOSED)
    if not reason.strip():
        raise RegimeRefused(_("Hãy ghi lý do không lập chế độ báo cáo này."), "reason")
    regime.state = RegimeState.DECLINED
    regime.save(update_fields=["state"])
    record(by=by, action="reporting.regime_declined", target=regime, unit=regime.owner, reason=reason.strip())
    return regime


@transaction.atomic
def end_regime(*, regime: ReportRegime, on: datetime.date, by: User, reason: str = "") -> ReportRegime:
    """Let a regime end with a day: periods that end later are not asked for, and what was opened for them is dropped
    unless something was written in it.

    Raises:
        RegimeRefused: it is not in force, or would end before it began.
    """
    regime = _locked(regime, by, RegimeState.IN_FORCE)
    if on < regime.starts_on:
        raise RegimeRefused(
            _("Ngày hết áp dụng không được trước ngày bắt đầu %(day)s.") % {"day": format_date(regime.starts_on)}, "on"
        )
    before, regime.ends_on = regime.ends_on, on
    if on < timezone.localdate():
        regime.state = RegimeState.ENDED
    regime.save(update_fields=["ends_on", "state"])
    dropped = drop_after(regime=regime, on=on, by=by)
    record(
        by=by, action="reporting.regime_ended", target=regime, unit=regime.owner, reason=reason,
        changes={"ends_on": (before, on)},
        summary=_("%(count)d báo cáo đã mở không phải lập nữa") % {"count": dropped} if dropped else "",
    )  # fmt: skip
    return regime


@transaction.atomic
def set_outline(*, regime: ReportRegime, parts: tuple[OutlinePart, ...], by: User) -> ReportRegime:
    """Choose, order and name the sections; reports that left their drafter keep theirs.

    Raises:
        RegimeRefused: the regime is not in force nor proposed, or a section cannot be kept.
    """
    regime = _locked(regime, by, RegimeState.IN_FORCE, RegimeState.PROPOSED)
    before, regime.sections = regime.sections, checked_outline(parts)
    regime.save(update_fields=["sections"])
    record(
        by=by, action="reporting.regime_redefined", target=regime, unit=regime.owner,
        changes={"sections": (_codes(before), _codes(regime.sections))},
    )  # fmt: skip
    return regime


def _locked(regime: ReportRegime, by: User, *states: RegimeState) -> ReportRegime:
    """The regime, locked, in one of the states. NotAllowed, RegimeRefused."""
    related = ("owner", "receiver", "group", "consolidator", "feeds")
    found = ReportRegime.objects.select_for_update(of=("self",)).select_related(*related).get(pk=regime.pk)
    require(by, DEFINE, found.owner)
    if found.state not in states:
        raise RegimeRefused(
            _("Chế độ báo cáo này đang ở tình trạng “%(state)s” nên không làm được bước này.")
            % {"state": found.get_state_display()}
        )
    return found


def _state(
    regime: ReportRegime, wanted: RegimeDefinition, reporters: list[Unit], parts: tuple[OutlinePart, ...]
) -> None:  # fmt: skip
    """Write a checked definition into the record."""
    receiver = receiver_of(wanted, reporters)
    for column in STATED:
        setattr(regime, column, getattr(wanted, column))
    regime.name, regime.receiver = wanted.name.strip(), receiver
    regime.outside_receiver = wanted.outside_receiver.strip()
    regime.due_month_offset = wanted.due_month_offset if wanted.due_day is not None else 0
    regime.sections = checked_outline(parts)
    regime.steps = _steps(wanted.steps)
    regime.save()
    regime.units.set(wanted.units)
    regime.forms.set(wanted.forms)


def _steps(wanted: tuple[str, ...]) -> list[str]:
    """The steps that are kept, in their order: the optional ones only as far as they are named; nothing named: all."""
    if not wanted:
        return []
    return [step.value for step in INSIDE_STEPS if step not in OPTIONAL_STEPS or step in wanted]


def _told(regime: ReportRegime) -> dict[str, Any]:
    """What the log compares."""
    values: dict[str, Any] = {}
    for column in STATED:
        value = getattr(regime, column)
        values[column] = str(value) if hasattr(value, "pk") else value
    values["units"] = "; ".join(str(unit) for unit in regime.units.all())
    values["forms"] = "; ".join(form.code for form in regime.forms.all())
    values["sections"] = _codes(regime.sections)
    values["steps"] = ", ".join(regime.steps)
    return values


def _codes(sections: list[dict[str, Any]]) -> str:
    return "; ".join(one.get("title") or one["code"] for one in sections)
