"""Jobs of the hub: load ids, call an action."""

from __future__ import annotations

import logging
from typing import Any

from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.jobs.errors import JobCancelled
from honglam.core.jobs.running import JobContext, job
from honglam.engines.datahub.actions import inflows, releases
from honglam.engines.datahub.actions.checks import has_changed, run_checks
from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.actions.grants import clear_files, remind
from honglam.engines.datahub.actions.mending import CHECK_JOB, remind_units
from honglam.engines.datahub.actions.reads import FILE_JOB
from honglam.engines.datahub.actions.runs import forget_changes
from honglam.engines.datahub.actions.suggestions import (
    apply_suggestions,
    find_suggestions,
    forget_decided,
    undo_suggestions,
)
from honglam.engines.datahub.actions.versions import forget_old_versions, publish, publish_rows, report_changed_files
from honglam.engines.datahub.actions.webhooks import SEND_JOB, send_due
from honglam.engines.datahub.delivering.due import due_inflows
from honglam.engines.datahub.delivering.receiving import judged, received
from honglam.engines.datahub.delivering.spooling import read_back, spooled
from honglam.engines.datahub.errors import (
    DeliveryUnreachable,
    DeliveryUnreadable,
    HubError,
    NothingToPublish,
    Overtaken,
    ReleaseInvalid,
    ReleaseUnsafe,
)
from honglam.engines.datahub.judging import Told
from honglam.engines.datahub.models import Dataset, DatasetVersion, Grant, InflowRun, OpenRelease, OpenWish
from honglam.engines.datahub.rules.contracts import Judgement
from honglam.engines.datahub.sharing import bulk
from honglam.engines.datahub.sharing.slicing import slice_of
from honglam.engines.datahub.supply import supply_of
from honglam.engines.datahub.terms import Alarm, RunState
from honglam.toolkit.errors import DomainError


@job("datahub.receive", title=gettext_lazy("Nhận dữ liệu"))
def receive(run: JobContext, *, run_id: int) -> dict[str, Any]:
    """Fetch one delivery, hold it against its contract, and make a version of it; a bad one changes nothing."""
    delivery_run = InflowRun.objects.select_related("inflow__dataset__owner", "file", "by").get(pk=run_id)
    if delivery_run.state != RunState.RUNNING:
        return {"skipped": True}
    try:
        return _received(run, delivery_run)
    except JobCancelled:
        _failed(delivery_run, Alarm.NONE, _("Đã dừng theo yêu cầu."))
        raise
    except Exception:
        _failed(delivery_run, Alarm.UNREACHABLE, _("Có lỗi khi nhận; xem công việc nhận dữ liệu."))
        raise


def _received(run: JobContext, delivery_run: InflowRun) -> dict[str, Any]:
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
    except HubError as error:
        _failed(delivery_run, _ALARMS.get(type(error), Alarm.BLOCKED), str(error))
        return {"failed": error.code}
    said = judgement
    if published is not None and published.is_refused:
        said = Judgement(Alarm.BLOCKED, _("Quy tắc chặn bị vi phạm, phiên bản tốt gần nhất vẫn đang dùng."))
    elif published is not None and not published.is_new:
        said = Judgement(Alarm.NONE, _("Dữ liệu không đổi so với phiên bản đang dùng."))
    state = RunState(published.run.state) if published is not None else RunState.BLOCKED
    version = published.version if published is not None else None
    inflows.end_delivery(run=delivery_run, by=delivery_run.by, state=state, judgement=said,
                         facts={**facts, "version": version})  # fmt: skip
    run.progress(3, 3, said.message or _("Đã nhận"))
    return {"rows": delivery.rows, "alarm": str(said.alarm)}


_ALARMS = {
    DeliveryUnreachable: Alarm.UNREACHABLE, DeliveryUnreadable: Alarm.RESHAPED, NothingToPublish: Alarm.RESHAPED,
    Overtaken: Alarm.NONE,
}  # fmt: skip


def _failed(delivery_run: InflowRun, alarm: Alarm, why: str) -> None:
    inflows.end_delivery(run=delivery_run, by=delivery_run.by, state=RunState.FAILED, judgement=Judgement(alarm, why),
                         facts={})  # fmt: skip


@job("datahub.collect", title=gettext_lazy("Lấy dữ liệu theo lịch"))
def collect(run: JobContext) -> dict[str, Any]:
    """Begin every delivery that is due, and say which are late or were lost on the way."""
    lost = inflows.end_lost_deliveries()
    late = inflows.raise_late_alarms()
    due = due_inflows(timezone.now())
    for inflow in due:
        inflows.ask_for_delivery(inflow=inflow, by=None)
    return {"begun": len(due), "late": late, "lost": lost}


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


logger = logging.getLogger(__name__)


def _told(run: JobContext, total: int = 0) -> Told:
    """Says how far a job is; a total that nobody knows grows with the work."""

    def tell(done: int, words: str) -> None:
        run.check_cancelled()
        run.progress(done, max(total, done + 1), f"{words}: {done:,}".replace(",", "."))

    return tell


def _person(person_id: int | None) -> User | None:
    return User.objects.get(pk=person_id) if person_id is not None else None


def _dataset(dataset_id: int) -> Dataset:
    return Dataset.objects.select_related("owner", "steward").get(pk=dataset_id)


@job("datahub.sync", title=gettext_lazy("Cập nhật danh mục từ các sổ"))
def sync(run: JobContext, *, person_id: int | None = None) -> dict[str, Any]:
    """Give every declared supply its dataset."""
    done = sync_supplies(by=_person(person_id))
    return {"made": done.made, "changed": done.changed, "ended": done.ended}


@job("datahub.publish", title=gettext_lazy("Đưa dữ liệu vào kho"))
def publish_dataset(run: JobContext, *, dataset_id: int, person_id: int | None = None) -> dict[str, Any]:
    """Make a version from the supply; run again it makes none where nothing changed."""
    dataset = _dataset(dataset_id)
    done = publish(dataset=dataset, by=_person(person_id), told=_told(run, _rows_before(dataset)))
    words = _("Phiên bản %(n)d bị chặn: xem quy tắc chặn.") if done.is_refused else _("Phiên bản %(n)d đang dùng.")
    run.progress(done.version.rows, max(done.version.rows, 1), words % {"n": done.version.number})
    return {"version": done.version.number, "refused": done.is_refused, "is_new": done.is_new}


@job(CHECK_JOB, title=gettext_lazy("Kiểm tra chất lượng dữ liệu"))
def check_dataset(
    run: JobContext, *, dataset_id: int, person_id: int | None = None, incremental: bool = False, asked: bool = True
) -> dict[str, Any]:
    """Check a dataset; a re-check that follows a mend (`asked` false) runs for whoever mended, keeper or not."""
    dataset = _dataset(dataset_id)
    by = _person(person_id) if asked else None
    kept = run_checks(dataset=dataset, by=by, incremental=incremental, told=_told(run, _rows_before(dataset)))
    run.progress(kept.rows, max(kept.rows, 1), _("Đã xét %(rows)d dòng, %(failing)d dòng sai.") % {
        "rows": kept.rows, "failing": kept.failing})  # fmt: skip
    return {"rows": kept.rows, "failing": kept.failing, "incremental": kept.is_incremental}


@job("datahub.nightly", title=gettext_lazy("Đưa dữ liệu mới vào kho, kiểm tra mọi tập dữ liệu"))
def nightly(run: JobContext) -> dict[str, Any]:
    """Bring datasets up to date, publish those whose source changed, check the others; one that fails holds up none."""
    sync_supplies()
    datasets = list(Dataset.objects.filter(is_active=True).select_related("owner", "steward"))
    done: dict[str, Any] = {"published": 0, "checked": 0, "failed": []}
    for number, dataset in enumerate(datasets):
        run.check_cancelled()
        run.progress(number, len(datasets), dataset.name)
        supply = supply_of(dataset.supply) if dataset.supply else None
        try:
            if supply is not None and has_changed(dataset=dataset, supply=supply):
                publish(dataset=dataset, by=None)
                done["published"] += 1
            elif supply is not None:
                run_checks(dataset=dataset, by=None)
                done["checked"] += 1
        except Exception as error:
            if not isinstance(error, DomainError):
                logger.exception("the nightly check of %s failed", dataset.code)
            done["failed"].append(f"{dataset.code}: {error}")
    run.progress(len(datasets), max(len(datasets), 1), _("Đã xong"))
    return done


@job("datahub.verify_files", title=gettext_lazy("Đối chiếu tệp của kho với mã băm"))
def verify_files(run: JobContext) -> dict[str, Any]:
    """Look at every file of every version; what changed or is lost is written to the log."""
    return {"changed": report_changed_files(told=_told(run))}


@job("datahub.forget_versions", title=gettext_lazy("Xóa tệp của phiên bản hết thời hạn lưu"))
def forget_versions(run: JobContext) -> dict[str, Any]:
    """Delete files whose retention is over."""
    now = timezone.now()
    changes = forget_changes(now=now)
    return {"deleted": forget_old_versions(), "suggestions": forget_decided(now=now), "row_changes": changes}


@job("datahub.remind_units", title=gettext_lazy("Nhắc đơn vị sửa dữ liệu được gửi trả"))
def remind_units_of_data(run: JobContext) -> dict[str, Any]:
    """Remind units of what was sent back to them."""
    return {"units": remind_units(today=timezone.localdate())}


@job("datahub.find_suggestions", title=gettext_lazy("Tìm ô dữ liệu sửa được"))
def find(run: JobContext, *, dataset_id: int, person_id: int) -> dict[str, Any]:
    """Suggest corrections; run again it suggests the same."""
    dataset = _dataset(dataset_id)
    return {"open": find_suggestions(dataset=dataset, by=_person(person_id), told=_told(run, _rows_before(dataset)))}


@job("datahub.apply_suggestions", title=gettext_lazy("Áp dụng gợi ý sửa dữ liệu"))
def apply(run: JobContext, *, dataset_id: int, ids: list[int], person_id: int, undo: bool = False) -> dict[str, Any]:
    """Apply or take back suggestions; run again it goes on with those that are left."""
    decide = undo_suggestions if undo else apply_suggestions
    by = User.objects.get(pk=person_id)
    done = decide(dataset=_dataset(dataset_id), ids=ids, by=by, told=_told(run, len(ids)))
    words = _("Đã sửa %(done)d ô, để nguyên %(left)d ô.") % {"done": done.done, "left": len(done.left)}
    reasons = "; ".join(f"{key}: {why}" for key, why in done.left[:3])
    run.progress(len(ids), len(ids), f"{words} {reasons}".strip())
    return {"done": done.done, "left": done.left[:50]}


def _rows_before(dataset: Dataset) -> int:
    last = dataset.runs.first()
    return last.rows if last is not None else 0


@job(FILE_JOB, title=gettext_lazy("Tạo tệp dữ liệu được chia sẻ"))
def make_shared_file(run: JobContext, *, grant_id: int, version_id: int, form: str) -> dict[str, Any]:
    """Write the slice of a grant as a file; run again it is written once more. Nothing for a right that is over."""
    grant = Grant.objects.select_related("dataset").get(pk=grant_id)
    if not grant.holds_on(timezone.localdate()):
        return {"skipped": True}
    part = slice_of(grant, DatasetVersion.objects.select_related("schema").get(pk=version_id))
    total = max(part.count(), 1)

    def told(done: int) -> None:
        run.check_cancelled()
        run.progress(done, total, _("Đã ghi %(done)d dòng") % {"done": done})

    return {"rows": bulk.write_file(grant, part, form, told)}


@job(SEND_JOB, title=gettext_lazy("Báo dữ liệu mới cho hệ thống đã đăng ký"))
def send_webhooks(run: JobContext) -> dict[str, Any]:
    """Make every attempt that is due."""
    return send_due()


@job("datahub.remind_of_sharing", title=gettext_lazy("Nhắc đề nghị quá hạn, quyền khai thác sắp hết"))
def remind_of_sharing(run: JobContext) -> dict[str, Any]:
    """Tell people of late answers and ending rights."""
    return remind(today=timezone.localdate())


@job("datahub.clear_shared_files", title=gettext_lazy("Dọn tệp dữ liệu chia sẻ hết hạn"))
def clear_shared_files(run: JobContext) -> dict[str, Any]:
    """Take away files that nobody may fetch any more."""
    return {"removed": clear_files(today=timezone.localdate())}
