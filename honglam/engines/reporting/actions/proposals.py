"""Writes of proposed regimes: from the duties of a plan, when it is amended, when it ends.

A proposal asks nobody for anything until a person puts it in force; what a person decided is never changed here.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import EntryDraft, record, record_many
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_codes
from honglam.engines.reporting.addresses import regimes_of_plan
from honglam.engines.reporting.duties import OneReport, ProposedDuty, reports_of, with_receiver
from honglam.engines.reporting.feeding import feeds_of
from honglam.engines.reporting.models import RegimeRemark, ReportRegime
from honglam.engines.reporting.queries import DEFINE
from honglam.engines.reporting.terms import REGIME_PREFIX, DutySource, RegimeKind, RegimeState, RemarkKind
from honglam.toolkit.text import fold

if TYPE_CHECKING:
    from honglam.core.access.models import User

_OPEN = (RegimeState.PROPOSED, RegimeState.IN_FORCE)
Noted = list[tuple[RemarkKind, str, dict[str, str]]]
"""Remarks to make: kind, text, and what the plan says now."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What came of the duties of a plan; `left` duties have no schedule (ad hoc, on demand)."""

    created: tuple[ReportRegime, ...] = ()
    changed: tuple[ReportRegime, ...] = ()
    vanished: tuple[ReportRegime, ...] = ()
    left: int = 0


@transaction.atomic
def propose_regimes(*, plan_uid: UUID, duties: Sequence[ProposedDuty], by: User | None) -> Proposed:
    """Propose a regime for each report that the duties of a plan ask for; done again it changes nothing.

    Of an amended plan, what is new is proposed; what is worded otherwise, and what is no longer asked for, is remarked
    on the regime that stands. No permission is asked for: nothing is in force, and who may define regimes for the
    issuer is told.
    """
    known = list(ReportRegime.objects.select_for_update(of=("self",)).filter(plan_uid=plan_uid).select_related("owner"))
    by_key = {regime.duty_key: regime for regime in known}
    reports, left = reports_of(duties)
    created: list[tuple[ReportRegime, OneReport]] = []
    changed, met = [], set()
    codes = iter(_codes_for([one for one in reports if not any(key in by_key for key in one.keys)]))
    for one in reports:
        standing = next((by_key[key] for key in one.keys if key in by_key), None)
        if standing is None:
            created.append((_create(one, next(codes), by), one))
            continue
        met.add(standing.pk)
        if _remark_change(standing, one):
            changed.append(standing)
    gone = [regime for regime in known if regime.pk not in met and regime.state in _OPEN]
    vanished = [regime for regime in gone if _remark(regime, RemarkKind.VANISHED, _vanished_words(), {}, key="gone")]
    _link(created, known)
    found = Proposed(tuple(one for one, _report in created), tuple(changed), tuple(vanished), len(left))
    if found.created or found.changed or found.vanished:
        _tell(plan_uid, found, by)
    return found


@transaction.atomic
def end_regimes_of_plan(*, plan_uid: UUID, reason: str, by: User | None) -> int:
    """End what stands on a plan that has ended: regimes in force end today, proposals are not followed up; how many.

    Reports that are already open stay: what they ask for lies in the past of the plan. Done again it changes nothing.
    """
    standing = list(
        ReportRegime.objects.select_for_update(of=("self",))
        .filter(plan_uid=plan_uid, state__in=_OPEN)
        .select_related("owner")
    )
    if not standing:
        return 0
    today = timezone.localdate()
    why = _("Kế hoạch đã kết thúc. %(reason)s") % {"reason": reason} if reason else _("Kế hoạch đã kết thúc.")
    ended = [regime for regime in standing if regime.state == RegimeState.IN_FORCE]
    for regime in ended:
        regime.state = RegimeState.ENDED
        regime.ends_on = max(regime.starts_on, min(regime.ends_on or today, today))
    declined = [regime for regime in standing if regime not in ended]
    for regime in declined:
        regime.state = RegimeState.DECLINED
    ReportRegime.objects.bulk_update(standing, ["state", "ends_on"])
    for action, regimes in (("reporting.regime_ended", ended), ("reporting.regime_declined", declined)):
        drafts = [EntryDraft(target=one, unit=one.owner, reason=why.strip()) for one in regimes]
        if drafts:
            record_many(by=by, action=action, drafts=drafts)
    owner = standing[0].owner
    send(
        event=f"reporting.regime_proposed:{plan_uid}:ended",
        recipients=people_who_may(DEFINE, {regime.owner_id for regime in standing}),
        title=_("Kế hoạch kết thúc, chế độ báo cáo thôi áp dụng"),
        body=_("%(count)d chế độ báo cáo: %(names)s")
        % {"count": len(standing), "names": "; ".join(dict.fromkeys(one.name for one in standing))[:300]},
        url=regimes_of_plan(plan_uid), by=by, unit=owner,
    )  # fmt: skip
    return len(standing)


@transaction.atomic
def settle_remark(*, remark: RegimeRemark, by: User) -> RegimeRemark:
    """Say that a remark was looked at. NotAllowed: the person may not define regimes of the owner."""
    remark = RegimeRemark.objects.select_for_update(of=("self",)).select_related("regime__owner").get(pk=remark.pk)
    require(by, DEFINE, remark.regime.owner)
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by = timezone.now(), by
        remark.save(update_fields=["settled_at", "settled_by"])
        record(
            by=by, action="reporting.remark_settled", target=remark.regime, unit=remark.regime.owner,
            summary=remark.text[:200],
        )  # fmt: skip
    return remark


def _codes_for(reports: Sequence[OneReport]) -> list[str]:
    return next_codes(REGIME_PREFIX, timezone.localdate().year, len(reports)) if reports else []


def _create(one: OneReport, code: str, by: User | None) -> ReportRegime:
    one, receiver_remark = with_receiver(one)
    duty, due = one.duty, one.due
    starts_on = max(filter(None, [duty.issued_on, datetime.date(duty.first_year, 1, 1)]))
    ends_on = max(datetime.date(duty.last_year, 12, 31), starts_on, due.only_on or starts_on)
    once: dict[str, Any] = {}
    if due.only_on is not None:
        once = {"only_due_on": due.only_on, "only_from": min(starts_on, due.only_on), "only_to": due.only_on}
    regime = ReportRegime.objects.create(
        code=code, name=_name(duty), kind=RegimeKind.AD_HOC if one.is_ad_hoc else RegimeKind.PERIODIC,
        state=RegimeState.PROPOSED, source=DutySource.PLAN, legal_basis=duty.citation[:500], plan_uid=duty.plan_uid,
        duty_key=duty.key, quote=duty.quote, scheme=due.scheme.value if due.scheme else "", due_day=due.day,
        due_month_offset=due.month_offset, due_after_working_days=due.after_working_days, due_roll=due.roll,
        due_text=duty.due_rule[:500], group=duty.group, owner=duty.issuer, receiver=duty.receiver,
        outside_receiver="" if duty.receiver else duty.outside_to[:300], consolidator=duty.via, starts_on=starts_on,
        ends_on=ends_on, created_by=by, **once,
    )  # fmt: skip
    regime.units.set(duty.units)
    for kind, text, now in _doubts(one, receiver_remark):
        _remark(regime, kind, text, now)
    record(by=by, action="reporting.regime_proposed", target=regime, unit=regime.owner, summary=regime.name)
    return regime


def _name(duty: ProposedDuty) -> str:
    """Told apart from the other reports of the plan by who owes it: three duties of a plan are three reports."""
    words = {"plan": duty.plan_title[:330], "who": duty.who.strip()[:50]}
    name = (
        _("Báo cáo tình hình thực hiện %(plan)s (%(who)s)")
        if words["who"]
        else _("Báo cáo tình hình thực hiện %(plan)s")
    )
    return (name % words)[:400]


def _doubts(one: OneReport, receiver_remark: str) -> Noted:
    """What a person should look at before the regime is put in force."""
    duty = one.duty
    noted: Noted = []
    if duty.group is None and not duty.units:
        why = _("Chưa rõ “%(name)s” là những đơn vị nào. Hãy chọn đơn vị báo cáo.") % {"name": duty.who[:200]}
        noted.append((RemarkKind.REPORTER, why, {}))
    elif duty.doubt:
        noted.append((RemarkKind.REPORTER, duty.doubt, {}))
    if duty.group is not None and duty.receiver in duty.group.units_on(timezone.localdate(), duty.issuer):
        why = _("Nơi nhận (%(receiver)s) cũng thuộc nhóm phải báo cáo. Hãy xem có cần loại ra không.")
        noted.append((RemarkKind.REPORTER, why % {"receiver": duty.receiver}, {}))
    if receiver_remark:
        noted.append((RemarkKind.RECEIVER, receiver_remark, {}))
    if said := one.due.reason or one.due.note:
        noted.append((RemarkKind.DUE, said, {}))
    return [*noted, *((RemarkKind.ALSO, text, {}) for text in one.also)]


def _remark_change(regime: ReportRegime, one: OneReport) -> bool:
    """Remark that the plan now words the duty otherwise; settle what is no longer so. Whether something is new."""
    regime.remarks.open().filter(kind=RemarkKind.VANISHED).update(settled_at=timezone.now())
    duty = one.duty
    changed = regime.remarks.open().filter(kind=RemarkKind.CHANGED)
    if fold(regime.due_text) == fold(duty.due_rule[:500]):
        changed.update(settled_at=timezone.now())
        return False
    text = _("Kế hoạch sửa đổi nay ghi thời hạn “%(now)s”, trước đây ghi “%(before)s”.") % {
        "now": duty.due_rule or "…", "before": regime.due_text or "…",
    }  # fmt: skip
    changed.exclude(key=_key(text)).update(settled_at=timezone.now())
    return _remark(regime, RemarkKind.CHANGED, text, {"due_text": duty.due_rule, "quote": duty.quote})


def _vanished_words() -> str:
    return _("Kế hoạch sửa đổi không còn yêu cầu báo cáo này. Hãy thôi áp dụng, hoặc giữ lại nếu vẫn cần.")


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _remark(regime: ReportRegime, kind: RemarkKind, text: str, now: dict[str, Any], *, key: str = "") -> bool:
    """Say it once; what was settled because the plan took it back, and now holds again, is opened again."""
    remark, is_new = RegimeRemark.objects.get_or_create(
        regime=regime, kind=kind, key=key or _key(text), defaults={"text": text, "now": now}
    )
    if not is_new and remark.settled_at is not None and remark.settled_by_id is None:
        remark.settled_at = None
        remark.save(update_fields=["settled_at"])
        return True
    return is_new


def _link(created: Sequence[tuple[ReportRegime, OneReport]], known: Iterable[ReportRegime]) -> None:
    """Say which report is consolidated into which, for what was proposed just now."""
    regimes = [regime for regime, _one in created]
    standing = [regime for regime in known if regime.state in _OPEN]
    links, far = feeds_of(regimes, [*regimes, *standing], timezone.localdate())
    for regime, into in links.items():
        regime.feeds = into
    ReportRegime.objects.bulk_update(links, ["feeds"])
    for regime, other in far.items():
        text = _("Báo cáo này được tổng hợp vào “%(name)s” nhưng hai bên chốt số liệu khác ngày. Hãy chọn chung kỳ.")
        _remark(regime, RemarkKind.DUE, text % {"name": other.name}, {})


def _tell(plan_uid: UUID, found: Proposed, by: User | None) -> None:
    """Tell who may define regimes for the issuer, once for each state of affairs."""
    touched = [*found.created, *found.changed, *found.vanished]
    marks = _key("|".join(f"{regime.pk}:{regime.due_text}" for regime in touched))
    remarks = RegimeRemark.objects.filter(regime__in=touched).count()
    parts = [
        _("%(count)d chế độ báo cáo chờ xem xét") % {"count": len(found.created)} if found.created else "",
        _("%(count)d chế độ nay ghi khác") % {"count": len(found.changed)} if found.changed else "",
        _("%(count)d chế độ không còn được yêu cầu") % {"count": len(found.vanished)} if found.vanished else "",
    ]
    send(
        event=f"reporting.regime_proposed:{plan_uid}:{marks}:{remarks}",
        recipients=people_who_may(DEFINE, {touched[0].owner_id}),
        title=_("Kế hoạch có chế độ báo cáo chờ xem xét"),
        body=_("%(basis)s: %(what)s.") % {"basis": touched[0].legal_basis, "what": ", ".join(filter(None, parts))},
        url=regimes_of_plan(plan_uid), by=by, unit=touched[0].owner,
    )  # fmt: skip
