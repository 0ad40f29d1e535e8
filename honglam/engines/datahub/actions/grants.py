"""The life of a right to read: revoked, ending, over; keys by which systems read through it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import Letter, send, send_many
from honglam.engines.datahub.errors import GrantOver, ReasonMissing, RequestInvalid
from honglam.engines.datahub.models import AccessRequest, ApiKey, Grant
from honglam.engines.datahub.queries import ASK, DECIDE
from honglam.engines.datahub.sharing.bulk import remove_files
from honglam.engines.datahub.sharing.keys import SHOWN, digest_of, new_key
from honglam.engines.datahub.sharing.scope import ENDING_DAYS
from honglam.engines.datahub.sharing.waiting import askers_of, deciders_of, may_read

if TYPE_CHECKING:
    from honglam.core.access.models import User

SHORTEST_REASON = 5
MOST_KEYS = 10


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key as it is shown once; `text` is empty when the same form came a second time."""

    key: ApiKey
    text: str


@transaction.atomic
def revoke(*, grant: Grant, reason: str, by: User) -> Grant:
    """End a right before its day, with a reason; the unit hears of it, keys and files are of no use any more.

    Raises:
        NotAllowed, ReasonMissing; GrantOver: it ended already.
    """
    require(by, DECIDE, grant.dataset.owner)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
    locked = Grant.objects.select_for_update(of=("self",)).select_related("dataset__owner", "unit", "request__by")
    found = locked.get(pk=grant.pk)
    if found.revoked_at is not None or found.ends_on < timezone.localdate():
        raise GrantOver(_("Quyền này đã hết hoặc đã thu hồi từ trước."))
    found.revoked_at, found.revoked_by, found.revoked_reason = timezone.now(), by, reason.strip()[:500]
    found.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    record(by=by, action="datahub.grant_revoked", target=found, unit=found.dataset.owner, reason=reason,
           about=[found.request, found.dataset])  # fmt: skip
    send(
        event=f"datahub.grant_revoked:{found.uid}", recipients=askers_of(found), by=by, unit=found.unit,
        title=_("Quyền khai thác “%s” bị thu hồi") % found.dataset, body=reason.strip(), url=found.get_absolute_url(),
    )  # fmt: skip
    transaction.on_commit(lambda: remove_files(found))
    return found


@transaction.atomic
def make_key(*, grant: Grant, name: str, by: User, uid: UUID | None = None) -> MadeKey:
    """Make a key for a system of the unit; its text is given back once and stored nowhere.

    `uid` is the form's: sent twice, there is one key and its text is not shown again.

    Raises:
        NotAllowed; GrantOver; RequestInvalid: no name, or too many keys.
    """
    _require_reader(grant, by)
    if not grant.holds_on(timezone.localdate()):
        raise GrantOver(_("Quyền khai thác đã hết hoặc bị thu hồi; hãy đề nghị gia hạn rồi tạo khóa."))
    Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if uid is not None and (known := ApiKey.objects.filter(uid=uid, grant=grant).first()) is not None:
        return MadeKey(known, "")
    if not name.strip():
        raise RequestInvalid(_("Hãy ghi tên hệ thống sẽ dùng khóa này."), "name")
    if grant.keys.filter(revoked_at__isnull=True).count() >= MOST_KEYS:
        raise RequestInvalid(_("Đã có %(most)d khóa; hãy thu hồi khóa không dùng.") % {"most": MOST_KEYS}, "name")
    text = new_key()
    key = ApiKey(grant=grant, name=name.strip()[:120], prefix=text[:SHOWN], digest=digest_of(text), made_by=by)
    if uid is not None and not ApiKey.objects.filter(uid=uid).exists():
        key.uid = uid
    key.save(force_insert=True)
    record(by=by, action="datahub.key_made", target=grant, unit=grant.unit, summary=f"{key.name} ({key.prefix}…)",
           about=[grant.dataset])  # fmt: skip
    return MadeKey(key, text)


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User) -> ApiKey:
    """End a key at once: for the unit that made it, and for the owner of the dataset. Twice is once."""
    if not may_read(by, key.grant, timezone.localdate()):
        require(by, DECIDE, key.grant.dataset.owner)
    found = (
        ApiKey.objects.select_for_update(of=("self",)).select_related("grant__unit", "grant__dataset").get(pk=key.pk)
    )
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        record(by=by, action="datahub.key_revoked", target=found.grant, unit=found.grant.unit,
               summary=f"{found.name} ({found.prefix}…)", about=[found.grant.dataset])  # fmt: skip
    return found


@transaction.atomic
def remind(*, today: datetime.date, by: User | None = None) -> dict[str, int]:
    """Tell owners of requests that wait beyond their day, units of rights that end within a week.

    A late request is told of once a day, an end once. Counts of both, for the run's record.
    """
    late = list(AccessRequest.objects.overdue(today).select_related("dataset__owner__parent", "unit"))
    deciders = {owner.pk: deciders_of(owner) for owner in {one.dataset.owner for one in late}}
    letters = [
        Letter(
            f"datahub.request_overdue:{one.uid}:{today:%Y%m%d}", deciders[one.dataset.owner_id],
            _("Đề nghị khai thác %(code)s quá hạn trả lời") % {"code": one.code},
            _("%(unit)s đề nghị “%(dataset)s”, hạn trả lời %(due)s.")
            % {"unit": one.unit, "dataset": one.dataset, "due": f"{one.due_on:%d/%m/%Y}"},
            one.get_absolute_url(), one.dataset.owner,
        )
        for one in late
    ]  # fmt: skip
    send_many(letters=letters, by=by)
    last = today + datetime.timedelta(days=ENDING_DAYS)
    ending = list(
        Grant.objects.in_force(today).filter(ends_on__lte=last).select_related("dataset", "unit", "request__by")
    )
    send_many(letters=[_ending(one) for one in ending], by=by)
    return {"overdue": len(late), "ending": len(ending)}


@transaction.atomic
def clear_files(*, today: datetime.date, by: User | None = None) -> int:
    """Take away made files that nobody may fetch any more: of rights that are over, of versions that were replaced."""
    removed = 0
    over = Grant.objects.filter(Q(ends_on__lt=today) | Q(revoked_at__isnull=False)).only("pk", "uid")
    for one in over.iterator(chunk_size=500):
        removed += remove_files(one)
    for one in Grant.objects.in_force(today).select_related("dataset").iterator(chunk_size=500):
        version = one.dataset.versions.filter(state="current").first()
        removed += remove_files(one, keep=version) if version is not None else 0
    if removed:
        record(by=by, action="datahub.shared_files_cleared", summary=str(removed))
    return removed


def _ending(grant: Grant) -> Letter:
    return Letter(
        f"datahub.grant_ending:{grant.uid}:{grant.ends_on:%Y%m%d}", askers_of(grant),
        _("Quyền khai thác “%s” sắp hết hạn") % grant.dataset,
        _("Hết ngày %(day)s. Cần dùng tiếp thì bấm “Đề nghị gia hạn” trên trang này.")
        % {"day": f"{grant.ends_on:%d/%m/%Y}"},
        grant.get_absolute_url(), grant.unit,
    )  # fmt: skip


def _require_reader(grant: Grant, by: User) -> None:
    if not may_read(by, grant, timezone.localdate()):
        raise NotAllowed(ASK, str(grant.unit))
