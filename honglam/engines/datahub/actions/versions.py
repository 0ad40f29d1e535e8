"""Writes of versions: rows become Parquet files, are judged, and are taken into use or kept as refused.

    publish(dataset=projects, by=user)                                    # from the supply, as it stands
    publish_rows(dataset=prices, batches=rows, made_from={…}, by=user)    # from a delivery that was read

The long part (reading, writing, judging) runs outside any transaction; what it comes to is written in one.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.events.actions import announce
from honglam.core.notices.actions import send
from honglam.engines.datahub import judging, live, reading, scores, storing
from honglam.engines.datahub.actions.datasets import bring_up_to_date
from honglam.engines.datahub.actions.runs import keep_run
from honglam.engines.datahub.errors import NothingToPublish, Overtaken
from honglam.engines.datahub.events import DatasetPublished
from honglam.engines.datahub.judging import Told, nobody_listens
from honglam.engines.datahub.keepers import keepers_of
from honglam.engines.datahub.models import Dataset, DatasetVersion, QualityRun, SchemaVersion
from honglam.engines.datahub.rules.promises import may_forget
from honglam.engines.datahub.sight import require_keeper
from honglam.engines.datahub.supply import supply_of
from honglam.engines.datahub.terms import RunState, VersionState
from honglam.toolkit.identifiers import uuid7

if TYPE_CHECKING:
    from honglam.core.access.models import User

Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication came to. `is_new` is false where the rows are those of the version in use."""

    version: DatasetVersion
    run: QualityRun
    is_new: bool

    @property
    def is_refused(self) -> bool:
        """Whether a blocking rule kept the rows out."""
        return self.run.state == RunState.BLOCKED


def publish(*, dataset: Dataset, by: User | None, told: Told = nobody_listens) -> Published:
    """Make a version of a dataset from its supply as it stands now; `told(rows, words)` hears how far it is.

    Raises:
        NotAllowed: the person neither keeps the dataset's quality nor is its steward.
        NothingToPublish: the dataset has no supply, or its supply is gone. Overtaken: newer rows came meanwhile.
    """
    require_keeper(by, dataset)
    supply = supply_of(dataset.supply) if dataset.supply else None
    if supply is None:
        raise NothingToPublish(
            _("Tập dữ liệu này không có nguồn khai báo sẵn; dữ liệu vào bằng nguồn dữ liệu đến hoặc tệp tải lên.")
        )
    schema = bring_up_to_date(dataset=dataset, by=by) or _schema_of(dataset)
    columns = schema.read_columns()
    made_from = {"kind": "supply", "supply": supply.code, "name": str(supply.name)}
    with live.RowsAsRead.all(dataset, columns, _counted(supply.rows(None), told)) as place:
        return _published(dataset, schema, place, made_from, by, told)


def publish_rows(
    *, dataset: Dataset, by: User | None, made_from: Mapping[str, Any], batches: Iterable[Sequence[Row]],
    told: Told = nobody_listens,
) -> Published:  # fmt: skip
    """Make a version from rows that were delivered, spelled as supplies spell them (whoever reads a file brings them
    into that form). They are judged as they came, before values are made typed.

    `made_from` says what the rows are from, for the lineage: {"kind": "delivery", "name": …, "run": uid of the run …}.
    The caller has asked for rights. A version that a blocking rule refuses is kept, and the last good one stays.

    Raises:
        NothingToPublish: the dataset has no columns yet. RuleUnanswerable: a rule compares with what is not there.
        Overtaken: newer rows came meanwhile.
    """
    schema = _schema_of(dataset)
    with live.RowsAsRead.all(dataset, schema.read_columns(), _counted(batches, told)) as place:
        return _published(dataset, schema, place, made_from, by, told)


def _published(
    dataset: Dataset, schema: SchemaVersion, place: live.RowsAsRead, made_from: Mapping[str, Any], by: User | None,
    told: Told,
) -> Published:  # fmt: skip
    """Judge the rows of a workplace, write them as a version, and write down what came of it."""
    columns, rules, started_at = schema.read_columns(), judging.active_rules(dataset), timezone.now()
    told(place.rows, _("Đang kiểm tra theo quy tắc"))
    verdict = judging.judge(dataset, columns, rules, place.paths, state=place.state)
    told(place.rows, _("Đang ghi tệp"))
    uid = uuid7()
    written = storing.write_version(f"{dataset.code}/{uid}", columns, place.batches())
    try:
        judged = judging.Judged(verdict, tuple(rules), started_at)
        made_from = {**made_from, reading.READ_AT: place.taken_at.astimezone(datetime.UTC).isoformat()}
        published = _kept(dataset, schema, uid, written, judged, made_from, by)
    except BaseException:
        shutil.rmtree(storing.folder_of(written.folder), ignore_errors=True)
        raise
    if published is None:
        shutil.rmtree(storing.folder_of(written.folder), ignore_errors=True)
        raise Overtaken()
    place.keep_as_read(str(published.version.uid))
    return published


def _schema_of(dataset: Dataset) -> SchemaVersion:
    schema = dataset.schemas.first()
    if schema is None:
        raise NothingToPublish(_("Tập dữ liệu chưa có từ điển cột; hãy khai cột trước khi đưa dữ liệu vào."))
    return schema


def _counted(batches: Iterable[Sequence[Row]], told: Told) -> Iterator[Sequence[Row]]:
    rows = 0
    for batch in batches:
        rows += len(batch)
        told(rows, _("Đang đọc dữ liệu"))
        yield batch


@transaction.atomic
def _kept(
    dataset: Dataset, schema: SchemaVersion, uid: UUID, written: storing.Written, judged: judging.Judged,
    made_from: Mapping[str, Any], by: User | None,
) -> Published | None:  # fmt: skip
    """Write down a version and its run; take it into use where nothing that blocks is broken.

    None, and nothing is written, where the version in use was read from its source after this one.
    """
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("owner", "steward").get(pk=dataset.pk)
    former = dataset.versions.filter(state=VersionState.CURRENT).first()
    is_refused = judged.state == RunState.BLOCKED
    if former is not None and former.lineage.get(reading.READ_AT, "") > str(made_from[reading.READ_AT]):
        return None
    if former is not None and former.digest == written.digest and not is_refused:
        transaction.on_commit(partial(shutil.rmtree, storing.folder_of(written.folder), ignore_errors=True))
        return Published(former, keep_run(dataset=dataset, version=former, judged=judged, by=by), False)
    now = timezone.now()
    number = (dataset.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = DatasetVersion(
        uid=uid, dataset=dataset, number=number, schema=schema, rows=written.rows, folder=written.folder,
        manifest=written.manifest, digest=written.digest, made_by=by,
        lineage={**made_from, "rules": [rule.code for rule in judged.rules],
                 "former": former.number if former is not None else None},
    )  # fmt: skip
    if is_refused:
        version.state = VersionState.REFUSED
    else:
        if former is not None:
            former.state, former.valid_to = VersionState.FORMER, now
            former.save(update_fields=["state", "valid_to"])
        version.state, version.valid_from = VersionState.CURRENT, now
    version.save(force_insert=True)
    run = keep_run(dataset=dataset, version=version, judged=judged, by=by)
    if is_refused:
        _tell_refused(dataset, version, run, by)
    else:
        announce(event=DatasetPublished(dataset.uid, version.uid, version.number), by=by)
    record(by=by, action="datahub.version_refused" if is_refused else "datahub.version_published", target=dataset,
           unit=dataset.owner, summary=_("Phiên bản %(number)d, %(rows)d dòng") % {
               "number": version.number, "rows": version.rows})  # fmt: skip
    return Published(version, run, True)


def _tell_refused(dataset: Dataset, version: DatasetVersion, run: QualityRun, by: User | None) -> None:
    """Tell the steward, or whoever keeps quality at the owner, why the new rows are not in use."""
    blocking = [rule for rule in scores.broken_rules(run) if rule["effect"] == "blocks"]
    words = "; ".join(f"{rule['message'] or rule['code']}: {rule['count']}" for rule in blocking[:5])
    send(
        event=f"datahub.version_refused:{version.uid}", recipients=keepers_of(dataset),
        title=_("%(name)s: phiên bản %(number)d bị chặn") % {"name": dataset.name, "number": version.number},
        body=_("Quy tắc chặn bị vi phạm: %(rules)s. Phiên bản tốt gần nhất vẫn đang dùng.") % {"rules": words},
        url=reverse("datahub:dataset_quality", args=[dataset.code]), unit=dataset.owner, by=by,
    )  # fmt: skip


@transaction.atomic
def forget_old_versions(*, by: User | None = None, now: datetime.datetime | None = None) -> int:
    """Delete the files of versions whose dataset's retention is over; their lines and manifests stay. How many.

    Versions in use, and those that open data stands on, are never touched.
    """
    moment = now or timezone.now()
    old = (
        DatasetVersion.objects.exclude(state=VersionState.CURRENT).exclude(folder="")
        .filter(dataset__retention_days__isnull=False, releases__isnull=True).select_related("dataset__owner")
    )  # fmt: skip
    count = 0
    for version in old.select_for_update(of=("self",)):
        ended_at = version.valid_to or version.made_at
        if may_forget(is_current=False, ended_at=ended_at, retention_days=version.dataset.retention_days, now=moment):
            folder, version.folder = version.folder, ""
            version.save(update_fields=["folder"])
            transaction.on_commit(partial(shutil.rmtree, storing.folder_of(folder), ignore_errors=True))
            record(by=by, action="datahub.version_forgotten", target=version.dataset, unit=version.dataset.owner,
                   summary=_("Phiên bản %(number)d") % {"number": version.number})  # fmt: skip
            count += 1
    return count


def report_changed_files(*, by: User | None = None, told: Told = nobody_listens) -> list[str]:
    """Read every file of every version and compare it with its manifest; names of versions that differ or are lost.

    Each is written to the log: a file of a version never changes, so somebody or something touched it.
    """
    changed = []
    versions = DatasetVersion.objects.exclude(folder="").select_related("dataset__owner").order_by("pk")
    for number, version in enumerate(versions.iterator(chunk_size=100), 1):
        told(number, _("Đang đối chiếu tệp"))
        try:
            whole = storing.is_unchanged(version.folder)
        except OSError:
            whole = False
        if not whole:
            changed.append(str(version))
            with transaction.atomic():
                record(by=by, action="datahub.files_changed", target=version.dataset, unit=version.dataset.owner,
                       summary=_("Phiên bản %(number)d") % {"number": version.number})  # fmt: skip
    return changed
