"""Writes of open data: described, checked, released, taken back; and what the public wishes for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.jobs.queueing import start
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_code
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import searchable_text
from honglam.engines.datahub import storing
from honglam.engines.datahub.anonymity import LOOKS, Anonymity, judge
from honglam.engines.datahub.errors import ReleaseInvalid, ReleaseUnsafe
from honglam.engines.datahub.models import Dataset, DatasetVersion, OpenRelease, OpenWish
from honglam.engines.datahub.queries import RELEASE
from honglam.engines.datahub.reading import columns_of, current_version, frame_of
from honglam.engines.datahub.release_words import words_of
from honglam.engines.datahub.releases import ISSUED, joinable_with, planned_columns, quasi_of
from honglam.engines.datahub.terms import Sensitivity
from honglam.toolkit.identifiers import uuid7

if TYPE_CHECKING:
    from honglam.core.access.models import User

FORMER = "former"
"""In the manifest: the folder of the release before. Whoever fetches it just now does so to the end; it goes next."""
SAID = (
    "slug",
    "title",
    "description",
    "columns",
    "quasi",
    "least",
    "theme",
    "keywords",
    "licence",
    "frequency",
    "follows",
)


@transaction.atomic
def make_release(*, dataset: Dataset, values: Mapping[str, Any], by: User) -> OpenRelease:
    """Describe what of a dataset shall become open. Nothing is public yet.

    Raises:
        NotAllowed, ReleaseInvalid.
    """
    require(by, RELEASE, dataset.owner)
    release = OpenRelease(dataset=dataset, **{name: value for name, value in values.items() if name in SAID})
    _require_sound(release)
    release.search_text = _folded(release)
    release.save()
    record(by=by, action="datahub.release_changed", target=release, unit=dataset.owner, about=[dataset])
    return release


@transaction.atomic
def change_release(*, release: OpenRelease, values: Mapping[str, Any], by: User) -> OpenRelease:
    """Describe it anew. Other columns reach the public only when it is released again; its address never changes then.

    Raises:
        NotAllowed, ReleaseInvalid.
    """
    release = OpenRelease.objects.select_for_update(of=("self",)).select_related("dataset__owner").get(pk=release.pk)
    require(by, RELEASE, release.dataset.owner)
    old = {name: getattr(release, name) for name in SAID}
    for name, value in values.items():
        if name in SAID:
            setattr(release, name, value)
    if release.released_at is not None and release.slug != old["slug"]:
        raise ReleaseInvalid(_("Tên trong địa chỉ không đổi được sau khi đã công bố."), "slug")
    _require_sound(release)
    release.search_text = _folded(release)
    release.save()
    record(by=by, action="datahub.release_changed", target=release, unit=release.dataset.owner, about=[release.dataset],
           changes={name: (str(old[name]), str(getattr(release, name))) for name in SAID})  # fmt: skip
    return release


def check_release(*, release: OpenRelease, by: User | None) -> Anonymity:
    """What stands against releasing the current version so; nothing is written.

    Raises:
        NotAllowed, ReleaseInvalid (the dataset has no version in use, or lacks a column).
    """
    if by is not None:
        require(by, RELEASE, release.dataset.owner)
    return _judged(release, _in_use(release))


def _in_use(release: OpenRelease) -> DatasetVersion:
    version = current_version(release.dataset)
    if version is None:
        raise ReleaseInvalid(_("Tập dữ liệu chưa có phiên bản nào đang dùng."))
    return version


def _judged(release: OpenRelease, version: DatasetVersion) -> Anonymity:
    """What stands against giving these columns of one version to everybody, alone or put together with what is open."""
    _require_columns(release)
    _require_quasi(release)
    finding = judge(
        frame_of(version, release.columns), planned_columns(release.dataset, release.columns), quasi=quasi_of(release),
        least=release.least, cleared=_cleared(release),
    )  # fmt: skip
    others = joinable_with(release) if finding.is_safe else []
    known = {column.name for column in columns_of(version)}
    own, together = quasi_of(release), {name for other in others for name in quasi_of(other) if name in known}
    if not together - set(own):
        return finding
    quasi = [*own, *sorted(together - set(own))]
    joint = judge(frame_of(version, quasi), (), quasi=quasi, least=max(one.least for one in (release, *others)))
    return finding if joint.is_safe else replace(
        joint, rows=finding.rows, joined=tuple(other.title for other in others)
    )  # fmt: skip


def _cleared(release: OpenRelease) -> set[tuple[str, str]]:
    """Columns and looks of which somebody said why they are no personal data; of old statements, every look."""
    looks = release.k_report.get("cleared_looks", {})
    return {(name, look) for name in release.k_report.get("cleared", {}) for look in looks.get(name, LOOKS)}


@transaction.atomic
def clear_columns(*, release: OpenRelease, reasons: Mapping[str, str], by: User) -> OpenRelease:
    """Say of columns whose values look like personal data why they are none (numbers of offices, of papers).

    It holds for what they look like now: telephone numbers that were explained excuse no numbers of citizen's cards.

    Raises:
        NotAllowed, ReleaseInvalid (no reason).
    """
    require(by, RELEASE, release.dataset.owner)
    if short := [name for name, why in reasons.items() if len(why.strip()) < 10]:
        raise ReleaseInvalid(_("Hãy ghi lý do (ít nhất 10 ký tự) cho cột %(names)s.") % {"names": ", ".join(short)})
    release = OpenRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
    cleared = {**release.k_report.get("cleared", {}), **{name: why.strip() for name, why in reasons.items()}}
    found = _judged(release, _in_use(release)).suspicions
    looks = release.k_report.get("cleared_looks", {})
    looks |= {
        name: sorted({*(looks.get(name, ()) if name in release.k_report.get("cleared", {}) else ()),
                      *(one.looks_like for one in found if one.column == name)})
        for name in reasons
    }  # fmt: skip
    release.k_report = {**release.k_report, "cleared": cleared, "cleared_looks": looks}
    release.save(update_fields=["k_report", "changed_at"])
    record(by=by, action="datahub.release_changed", target=release, unit=release.dataset.owner,
           changes={f"cleared {name}": ("", why) for name, why in reasons.items()})  # fmt: skip
    return release


def publish_release(*, release: OpenRelease, by: User | None) -> OpenRelease:
    """Give the current version to everybody: check it, write its files, and put them in place of the former ones.

    Raises:
        NotAllowed, ReleaseInvalid, ReleaseUnsafe (it says what would tell about people; what was public stays).
    """
    return _published(release, by)


def _published(release: OpenRelease, by: User | None, *, follows: bool = False) -> OpenRelease:
    """Judge one version and give just this one; `follows`: only where it is still public."""
    if by is not None and not follows:
        require(by, RELEASE, release.dataset.owner)
    version = _in_use(release)
    finding = _judged(release, version)
    if not finding.is_safe:
        OpenRelease.objects.filter(pk=release.pk).update(k_report={**release.k_report, **finding.to_json()})
        raise ReleaseUnsafe(words_of(finding, release))
    columns = planned_columns(release.dataset, release.columns)
    with tempfile.TemporaryDirectory(prefix="honglam-release-") as folder:
        path = Path(folder) / "part.parquet"
        frame_of(version, [column.name for column in columns]).sink_parquet(path, compression="zstd")
        written = storing.adopt_files(f"open/{release.slug}/{uuid7()}", columns, [path])
    try:
        placed = _in_place(release, version, written, finding, by, follows=follows)
    except BaseException:
        shutil.rmtree(storing.folder_of(written.folder), ignore_errors=True)
        raise
    if placed.folder != written.folder:
        shutil.rmtree(storing.folder_of(written.folder), ignore_errors=True)
    return placed


@transaction.atomic
def _in_place(
    release: OpenRelease, version: DatasetVersion, written: storing.Written, finding: Anonymity, by: Any, *,
    follows: bool,
) -> OpenRelease:  # fmt: skip
    """Put what was judged and written before everybody, unless something happened meanwhile.

    Taken back meanwhile, it stays so; a newer version that is open already stays; described otherwise meanwhile, what
    was judged is not what would be given.
    """
    judged = release
    release = OpenRelease.objects.select_for_update(of=("self",)).select_related("dataset__owner", "version").get(
        pk=judged.pk)  # fmt: skip
    if any(getattr(release, name) != getattr(judged, name) for name in ("columns", "quasi", "least")):
        raise ReleaseInvalid(_("Mô tả vừa được sửa trong lúc kiểm tra. Hãy công bố lại."))
    if follows and not release.is_public:
        return release
    if release.is_public and release.version is not None and release.version.number > version.number:
        return release
    former, oldest, now = release.folder, release.manifest.get(FORMER, ""), timezone.now()
    first = release.manifest.get(ISSUED) or now.isoformat()
    release.version, release.folder = version, written.folder
    release.manifest = {**written.manifest, FORMER: former, ISSUED: first}
    release.k_report = {**release.k_report, **finding.to_json()}
    release.is_public, release.withdrawn_reason = True, ""
    release.released_at, release.released_by = now, by
    release.save()
    _clear_files(oldest)
    said = _("Phiên bản %(number)d, %(rows)d dòng") % {"number": version.number, "rows": written.rows}
    record(by=by, action="datahub.release_published", target=release, unit=release.dataset.owner, summary=said,
           about=[release.dataset])  # fmt: skip
    return release


@transaction.atomic
def withdraw_release(*, release: OpenRelease, reason: str, by: User) -> OpenRelease:
    """Take open data back: its page says so and why, its files are gone.

    Raises:
        NotAllowed, ReleaseInvalid (no reason).
    """
    release = OpenRelease.objects.select_for_update(of=("self",)).select_related("dataset__owner").get(pk=release.pk)
    require(by, RELEASE, release.dataset.owner)
    if len(reason.strip()) < 10:
        raise ReleaseInvalid(_("Hãy ghi lý do ngừng công bố (ít nhất 10 ký tự)."), "reason")
    return _taken_back(release, reason.strip(), by)


@transaction.atomic
def take_back_personal(*, dataset: Dataset, by: User | None) -> int:
    """Take back at once whatever is open with a column that the dictionary now calls personal; how many. Whoever
    releases open data is told."""
    done = 0
    for release in OpenRelease.objects.select_for_update(of=("self",)).filter(
        dataset=dataset, is_public=True
    ).select_related("dataset__owner"):  # fmt: skip
        names = [str(one.label) for one in planned_columns(dataset, release.columns) if one.personal]
        if not names:
            continue
        reason = _("Cột %(names)s nay là dữ liệu cá nhân.") % {"names": ", ".join(names)}
        _taken_back(release, reason, by)
        _tell_releasers(release, _("%(title)s: đã tự ngừng công bố") % {"title": release.title}, reason)
        done += 1
    return done


def _taken_back(release: OpenRelease, reason: str, by: User | None) -> OpenRelease:
    folder, release.folder = release.folder, ""
    release.is_public, release.withdrawn_reason = False, reason[:500]
    _clear_files(folder, release.manifest.pop(FORMER, ""))
    release.save()
    record(by=by, action="datahub.release_withdrawn", target=release, unit=release.dataset.owner, reason=reason,
           about=[release.dataset])  # fmt: skip
    return release


def _clear_files(*folders: str) -> None:
    """Take away files of a release after the commit."""
    for folder in filter(None, folders):
        transaction.on_commit(partial(shutil.rmtree, storing.folder_of(folder), ignore_errors=True))


def _tell_releasers(release: OpenRelease, title: str, body: str) -> None:
    owner = release.dataset.owner
    send(
        event=f"datahub.version_refused:open:{release.uid}:{timezone.now():%Y%m%d%H%M%S}", title=title, body=body,
        recipients=people_who_may(RELEASE, [owner.pk]), unit=owner, url=reverse("datahub:release", args=[release.uid]),
    )  # fmt: skip


def follow_version(*, dataset: Dataset, by: User | None = None) -> int:
    """Release the new version of a dataset wherever its open data follows; how many did. One that is unsafe now stays
    as it is, and whoever releases is told why."""
    done = 0
    current = current_version(dataset)
    for release in OpenRelease.objects.filter(dataset=dataset, is_public=True, follows=True).select_related(
        "dataset__owner"
    ):
        if current is not None and release.version_id == current.pk:
            continue  # released already: by hand, or by an event that came twice
        try:
            _published(release, by, follows=True)
        except (ReleaseUnsafe, ReleaseInvalid) as error:
            title = _("%(title)s: dữ liệu mở chưa cập nhật được") % {"title": release.title}
            _tell_releasers(release, title, str(error))
        else:
            done += 1
    return done


@transaction.atomic
def make_wish(*, subject: str, use: str, email: str = "", by: User | None = None) -> OpenWish:
    """Somebody of the public wishes for data; whoever releases open data for the province is told. `by` is nobody."""
    wish = OpenWish.objects.create(
        code=next_code("DLM", timezone.localdate().year), subject=subject.strip(), use=use.strip(), email=email.strip()
    )
    root = Unit.objects.filter(parent=None).order_by("pk").first()
    send(
        event=f"datahub.wish_made:{wish.uid}", recipients=people_who_may(RELEASE, [root.pk]) if root else [],
        title=_("Đề nghị mở dữ liệu: %(subject)s") % {"subject": wish.subject}, body=wish.use,
        url=reverse("datahub:wishes"), unit=root, by=by,
    )  # fmt: skip
    return wish


@transaction.atomic
def answer_wish(
    *, wish: OpenWish, answer: str, by: User, is_shown: bool = False, release: OpenRelease | None = None
) -> OpenWish:
    """Answer. Where an address of mail was left, a job sends the answer there and then forgets the address.

    Raises:
        NotAllowed, ReleaseInvalid (nothing is said).
    """
    require(by, RELEASE)
    if len(answer.strip()) < 10:
        raise ReleaseInvalid(_("Hãy ghi câu trả lời (ít nhất 10 ký tự)."), "answer")
    wish = OpenWish.objects.select_for_update().get(pk=wish.pk)
    wish.answer, wish.is_shown, wish.release = answer.strip(), is_shown, release
    wish.answered_at, wish.answered_by = timezone.now(), by
    wish.save()
    record(by=by, action="datahub.wish_answered", target=wish)
    if wish.email:
        start("datahub.answer_by_mail", by=by, key=f"wish-{wish.pk}-{wish.answered_at:%s}", wish_id=wish.pk)
    return wish


def _require_sound(release: OpenRelease) -> None:
    """Raises ReleaseInvalid naming the field."""
    if not release.columns:
        raise ReleaseInvalid(_("Hãy chọn ít nhất một cột."), "columns")
    _require_columns(release)
    if lost := sorted(set(release.quasi) - set(release.columns)):
        raise ReleaseInvalid(
            _("Cột dễ nhận dạng phải nằm trong cột công khai: %(names)s.") % {"names": ", ".join(lost)}, "quasi"
        )
    if release.least < 2:
        raise ReleaseInvalid(_("Số người ít nhất mỗi nhóm phải từ 2 trở lên."), "least")
    if OpenRelease.objects.filter(slug=release.slug).exclude(pk=release.pk).exists():
        raise ReleaseInvalid(_("Tên trong địa chỉ đã dùng. Hãy chọn tên khác."), "slug")
    personal = [column.label for column in planned_columns(release.dataset, release.columns) if column.personal]
    if personal:
        raise ReleaseInvalid(
            _("Cột dữ liệu cá nhân không được công khai: %(names)s.") % {"names": ", ".join(personal)}, "columns"
        )
    _require_quasi(release)


def _require_quasi(release: OpenRelease) -> None:
    """Of a dataset with personal data somebody has to say which columns identify together. ReleaseInvalid."""
    if release.dataset.sensitivity == Sensitivity.PERSONAL and not quasi_of(release):
        raise ReleaseInvalid(_("Tập dữ liệu có dữ liệu cá nhân: hãy chọn các cột dễ nhận dạng khi ghép lại."), "quasi")


def _require_columns(release: OpenRelease) -> None:
    known = {column.name for column in planned_columns(release.dataset, release.columns)}
    if lost := [name for name in release.columns if name not in known]:
        raise ReleaseInvalid(_("Tập dữ liệu không còn cột %(names)s.") % {"names": ", ".join(lost)}, "columns")


def _folded(release: OpenRelease) -> str:
    return searchable_text(release.title, release.description, *release.keywords, str(release.dataset.owner))
