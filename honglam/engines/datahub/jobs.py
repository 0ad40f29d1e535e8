"""Jobs of the hub: load ids, call an action."""

from __future__ import annotations

from typing import Any

from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.jobs.running import JobContext, job
from honglam.engines.datahub.actions import inflows, releases
from honglam.engines.datahub.actions.versions import publish_rows
from honglam.engines.datahub.delivering.receiving import judged, received
from honglam.engines.datahub.delivering.spooling import read_back, spooled
from honglam.engines.datahub.errors import (
    DeliveryUnreachable,
    DeliveryUnreadable,
    NothingToPublish,
    ReleaseInvalid,
    ReleaseUnsafe,
)
from honglam.engines.datahub.models import InflowRun, OpenRelease, OpenWish
from honglam.engines.datahub.rules.contracts import Judgement
from honglam.engines.datahub.terms import Alarm, RunState


@job("datahub.receive", title=gettext_lazy("Nhận dữ liệu"))
def receive(run: JobContext, *, run_id: int) -> dict[str, Any]:
    """Fetch one delivery, hold it against its contract, and make a version of it; a bad one changes nothing."""
    delivery_run = InflowRun.objects.select_related("inflow__dataset__owner", "file", "by").get(pk=run_id)
    if delivery_run.state != RunState.RUNNING:
        return {"skipped": True}
    inflow = delivery_run.inflow
    schema = inflow.dataset.schemas.first()
    columns = schema.read_columns() if schema is not None else []
    run.progress(0, 3, _("Đang lấy dữ liệu"))
    try:
        with received(delivery_run, columns) as delivery, spooled(delivery.batches, columns) as folder:
            run.check_cancelled()
            judgement = judged(inflow, delivery)
            facts: dict[str, Any] = {
                "rows": delivery.rows, "bytes": delivery.bytes, "columns_seen": delivery.names,
            }  # fmt: skip
            run.progress(1, 3, _("Đang kiểm tra cam kết và chất lượng"))
            published = None
            if not judgement.alarm:
                published = publish_rows(
                    dataset=inflow.dataset, batches=read_back(folder), by=delivery_run.by,
                    made_from={"kind": "delivery", "inflow": inflow.name, "run": str(delivery_run.uid)},
                )  # fmt: skip
        facts["digest"] = delivery.digest
    except (DeliveryUnreachable, DeliveryUnreadable, NothingToPublish) as error:
        alarm = Alarm.UNREACHABLE if isinstance(error, DeliveryUnreachable) else Alarm.RESHAPED
        inflows.end_delivery(run=delivery_run, by=delivery_run.by, state=RunState.FAILED,
                             judgement=Judgement(alarm, str(error)), facts={})  # fmt: skip
        return {"failed": error.code}
    said = judgement
    if published is not None and not published.is_new:
        said = Judgement(Alarm.NONE, _("Dữ liệu không đổi so với phiên bản đang dùng."))
    state = RunState(published.run.state) if published is not None else RunState.BLOCKED
    version = published.version if published is not None else None
    inflows.end_delivery(run=delivery_run, by=delivery_run.by, state=state, judgement=said,
                         facts={**facts, "version": version})  # fmt: skip
    run.progress(3, 3, judgement.message or _("Đã nhận"))
    return {"rows": delivery.rows, "alarm": str(judgement.alarm)}


@job("datahub.collect", title=gettext_lazy("Lấy dữ liệu theo lịch"))
def collect(run: JobContext) -> dict[str, Any]:
    """Begin every delivery that is due, and say which are late."""
    late = inflows.raise_late_alarms()
    due = inflows.due_inflows(timezone.now())
    for inflow in due:
        inflows.ask_for_delivery(inflow=inflow, by=None)
    return {"begun": len(due), "late": late}


@job("datahub.release", title=gettext_lazy("Công bố dữ liệu mở"))
def release_open_data(run: JobContext, *, release_id: int, person_id: int) -> dict[str, Any]:
    """Check and release; what stands against it is said on the page of the release."""
    release = OpenRelease.objects.select_related("dataset__owner").get(pk=release_id)
    run.progress(0, 1, _("Đang kiểm tra dữ liệu cá nhân"))
    try:
        releases.publish_release(release=release, by=User.objects.get(pk=person_id))
    except (ReleaseInvalid, ReleaseUnsafe) as error:
        run.progress(1, 1, str(error))
        return {"refused": error.code}
    run.progress(1, 1, _("Đã công bố"))
    return {"released": release.slug}


@job("datahub.answer_by_mail", title=gettext_lazy("Gửi trả lời đề nghị mở dữ liệu"))
def answer_by_mail(run: JobContext, *, wish_id: int) -> dict[str, Any]:
    """Send the answer to a wish to the address that was left, and forget the address."""
    wish = OpenWish.objects.get(pk=wish_id)
    if not wish.email:
        return {"skipped": True}
    send_mail(_("Trả lời: %(subject)s") % {"subject": wish.subject}, wish.answer, None, [wish.email])
    OpenWish.objects.filter(pk=wish.pk).update(email="")
    return {"sent": True}
