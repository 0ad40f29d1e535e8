"""Writes about ways in: their contract, and each delivery from its arrival to a version or an alarm."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.queueing import start
from honglam.core.notices.actions import send
from honglam.engines.datahub.errors import InflowInvalid
from honglam.engines.datahub.keepers import keepers_of
from honglam.engines.datahub.models import Dataset, Inflow, InflowRun
from honglam.engines.datahub.queries import MANAGE
from honglam.engines.datahub.rules.contracts import Judgement, has_password, is_late
from honglam.engines.datahub.terms import Alarm, InflowKind, RunState

COLUMNS = ("name", "kind", "settings", "secret", "mapping", "contract", "every_minutes", "is_active")
GOOD_STATES = (RunState.PASSED, RunState.WARNED)
LOST_AFTER = datetime.timedelta(hours=6)


@transaction.atomic
def make_inflow(*, dataset: Dataset, values: Mapping[str, Any], by: Any) -> Inflow:
    """A new way in for a dataset.

    Raises:
        NotAllowed, InflowInvalid.
    """
    require(by, MANAGE, dataset.owner)
    inflow = Inflow(dataset=dataset, **{name: value for name, value in values.items() if name in COLUMNS})
    _require_sound(inflow)
    inflow.next_due_at = _next(inflow, timezone.now()) if inflow.every_minutes else None
    inflow.save()
    record(by=by, action="datahub.inflow_made", target=inflow, unit=dataset.owner, about=[dataset])
    return inflow


@transaction.atomic
def change_inflow(*, inflow: Inflow, values: Mapping[str, Any], by: Any) -> Inflow:
    """Write a way in anew.

    Raises:
        NotAllowed, InflowInvalid.
    """
    inflow = Inflow.objects.select_for_update(of=("self",)).select_related("dataset__owner").get(pk=inflow.pk)
    require(by, MANAGE, inflow.dataset.owner)
    old = {name: getattr(inflow, name) for name in COLUMNS}
    for name, value in values.items():
        if name in COLUMNS:
            setattr(inflow, name, value)
    _require_sound(inflow)
    if inflow.every_minutes != old["every_minutes"]:
        inflow.next_due_at = _next(inflow, timezone.now()) if inflow.every_minutes else None
    inflow.save()
    changes = {name: (str(old[name]), str(getattr(inflow, name))) for name in COLUMNS}
    record(by=by, action="datahub.inflow_changed", target=inflow, unit=inflow.dataset.owner, changes=changes,
           about=[inflow.dataset])  # fmt: skip
    return inflow


@transaction.atomic
def ask_for_delivery(*, inflow: Inflow, by: Any, file: Any = None, key: str = "") -> tuple[InflowRun, JobRun]:
    """Begin a delivery: a file that somebody brought, or the source as it answers now. A job does the rest.

    Raises:
        NotAllowed, InflowInvalid (a file is wanted and none came, or the way in is closed).
    """
    if by is not None:
        require(by, MANAGE, inflow.dataset.owner)
    if not inflow.is_active:
        raise InflowInvalid(_("Nguồn này đang tắt. Hãy bật lại trước khi nhận dữ liệu."))
    if inflow.kind == InflowKind.FILE and file is None:
        raise InflowInvalid(_("Hãy chọn tệp dữ liệu."), "file")
    run = InflowRun.objects.create(inflow=inflow, file=file, by=by, started_at=timezone.now())
    if inflow.every_minutes:
        Inflow.objects.filter(pk=inflow.pk).update(next_due_at=_next(inflow, timezone.now()))
    job = start("datahub.receive", by=by, unit=inflow.dataset.owner, target=inflow, key=key, run_id=run.pk)
    return run, job


@transaction.atomic
def end_delivery(
    *, run: InflowRun, by: Any, state: RunState, judgement: Judgement, facts: Mapping[str, Any]
) -> InflowRun:
    """Write down how a delivery ended; an alarm is told to whoever keeps the dataset, a good one ends the alarm.

    `facts` are rows, bytes, digest, columns_seen, version. Nothing that was good before is touched by a bad delivery.
    One that was stopped on purpose (failed, without an alarm) leaves the alarm as it is.
    """
    for name, value in facts.items():
        setattr(run, name, value)
    run.state, run.alarm, run.message = state, judgement.alarm, judgement.message[:500]
    run.finished_at = timezone.now()
    run.save()
    inflow = Inflow.objects.select_for_update(of=("self",)).select_related("dataset__owner").get(pk=run.inflow_id)
    if judgement.alarm:
        _raise_alarm(inflow, judgement)
    elif state in GOOD_STATES:
        inflow.alarm, inflow.alarm_since = Alarm.NONE, None
        inflow.last_good_at = run.finished_at
        inflow.save(update_fields=["alarm", "alarm_since", "last_good_at"])
    record(by=by, action="datahub.delivery_received", target=inflow, unit=inflow.dataset.owner, about=[inflow.dataset],
           summary=f"{run.get_state_display()}: {run.rows}", reason=run.message)  # fmt: skip
    return run


@transaction.atomic
def end_lost_deliveries(*, by: Any = None, now: datetime.datetime | None = None) -> int:
    """End deliveries whose worker was lost, so that their way in is fetched again; how many."""
    lost = InflowRun.objects.filter(state=RunState.RUNNING, started_at__lt=(now or timezone.now()) - LOST_AFTER)
    judgement = Judgement(Alarm.UNREACHABLE, _("Lần nhận dừng giữa chừng, sẽ nhận lại vào lần tới."))
    runs = list(lost.order_by("pk"))
    for run in runs:
        end_delivery(run=run, by=by, state=RunState.FAILED, judgement=judgement, facts={})
    return len(runs)


@transaction.atomic
def raise_late_alarms(*, by: Any = None, now: datetime.datetime | None = None) -> int:
    """Say of every way in that should have brought something by now that it is late; how many are newly so."""
    moment = now or timezone.now()
    waiting = Inflow.objects.filter(is_active=True, every_minutes__gt=0, alarm="", next_due_at__lt=moment)
    late = [
        one for one in waiting.select_related("dataset__owner").order_by("pk")
        if is_late(every_minutes=one.every_minutes, due_at=one.next_due_at, now=moment)
    ]  # fmt: skip
    for inflow in late:
        _raise_alarm(inflow, Judgement(Alarm.LATE, _("Chưa nhận được dữ liệu theo lịch.")))
    return len(late)


def _raise_alarm(inflow: Inflow, judgement: Judgement) -> None:
    is_new = inflow.alarm != judgement.alarm
    inflow.alarm = judgement.alarm
    if is_new:
        inflow.alarm_since = timezone.now()
    inflow.save(update_fields=["alarm", "alarm_since"])
    if is_new and judgement.alarm != Alarm.BLOCKED:  # of a refused version the keepers were told with its rules
        _tell_keepers(inflow, judgement)


def _tell_keepers(inflow: Inflow, judgement: Judgement) -> None:
    """Tell the steward, or where there is none those who manage the owner's datasets."""
    dataset = inflow.dataset
    since = inflow.alarm_since or timezone.now()
    send(
        event=f"datahub.inflow_alarm:{inflow.pk}:{judgement.alarm}:{since:%Y%m%d%H%M%S}",
        recipients=keepers_of(dataset), unit=dataset.owner, url=reverse("datahub:inflow", args=[inflow.uid]),
        title=_("%(inflow)s: %(alarm)s") % {"inflow": inflow, "alarm": Alarm(judgement.alarm).label},
        body=_("Tập dữ liệu “%(dataset)s”. %(message)s Phiên bản đang dùng vẫn giữ nguyên.") % {
            "dataset": dataset, "message": judgement.message,
        },
    )  # fmt: skip


def _next(inflow: Inflow, after: datetime.datetime) -> datetime.datetime:
    return after + datetime.timedelta(minutes=inflow.every_minutes)


def _require_sound(inflow: Inflow) -> None:
    """Raises InflowInvalid naming the field."""
    settings = inflow.settings or {}
    if not inflow.name.strip():
        raise InflowInvalid(_("Hãy đặt tên cho nguồn."), "name")
    if inflow.kind in {InflowKind.SQL, InflowKind.HTTP} and not settings.get("url"):
        raise InflowInvalid(_("Hãy ghi địa chỉ của nguồn."), "url")
    if inflow.kind == InflowKind.SQL and not settings.get("query"):
        raise InflowInvalid(_("Hãy ghi câu truy vấn."), "query")
    if inflow.kind == InflowKind.HTTP and not str(settings["url"]).startswith(("http://", "https://")):
        raise InflowInvalid(_("Địa chỉ phải bắt đầu bằng http:// hoặc https://."), "url")
    if has_password(str(settings.get("url", ""))):
        raise InflowInvalid(
            _("Đừng ghi mật khẩu vào địa chỉ: chỗ mật khẩu ghi {secret}, mật khẩu đặt trên máy chủ."), "url"
        )
    if inflow.secret and not inflow.secret.startswith("HONGLAM_SECRET_"):
        raise InflowInvalid(_("Tên biến phải bắt đầu bằng HONGLAM_SECRET_."), "secret")
    same = Inflow.objects.filter(dataset=inflow.dataset, name=inflow.name).exclude(pk=inflow.pk)
    if same.exists():
        raise InflowInvalid(_("Tập dữ liệu đã có nguồn tên này. Hãy đặt tên khác."), "name")
