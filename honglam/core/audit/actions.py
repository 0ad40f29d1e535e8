"""Writes of the log: an entry, a block, a lawful erasure."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone

from honglam.core.audit import rules
from honglam.core.audit.errors import NotInTransaction, ReasonMissing
from honglam.core.audit.models import AuditBlock, AuditEntry, AuditErasure, AuditSeal, AuditSubject, AuditValues
from honglam.core.audit.queries import target_of
from honglam.core.audit.registry import name_of

_SYSTEM = "Hệ thống"


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What one entry says besides who acts and which action it is; the fields are those of `record`."""

    target: models.Model | None = None
    unit: models.Model | None = None
    changes: Mapping[str, tuple[object, object]] | None = None
    reason: str = ""
    rows: Iterable[tuple[str, str]] | None = None
    summary: str = ""
    about: Iterable[models.Model] = ()


def record(
    *,
    by: AbstractBaseUser | None,
    action: str,
    target: models.Model | None = None,
    unit: models.Model | None = None,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
    rows: Iterable[tuple[str, str]] | None = None,
    summary: str = "",
    about: Iterable[models.Model] = (),
) -> AuditEntry:
    """Write one entry in the writer's own transaction; `by=None` is the system itself.

    `changes` maps a column to (old, new); unchanged columns are left out. A bulk action is one entry: `rows` are its
    (key, text) pairs, of which the number and a digest are kept. `about` are other objects whose history shows it.

    Raises:
        NotInTransaction: there is no transaction, so the entry could stay when the write is undone, or the reverse.
    """
    draft = EntryDraft(target, unit, changes, reason, rows, summary, about)
    (entry,) = record_many(by=by, action=action, drafts=[draft])
    return entry


def record_many(*, by: AbstractBaseUser | None, action: str, drafts: Sequence[EntryDraft]) -> list[AuditEntry]:
    """Write several entries of one action, one a draft and in their order, as `record` does; three queries at most.

    For a bulk action that touches several units, each of which finds its own entry in its history.

    Raises:
        NotInTransaction: there is no transaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    made = [_made(by, action, draft) for draft in drafts]
    AuditEntry.objects.bulk_create([entry for entry, _values in made])
    for entry, values in made:
        values.entry = entry
    AuditValues.objects.bulk_create([values for _entry, values in made])
    subjects = [
        AuditSubject(entry=entry, kind=kind, key=key)
        for (entry, _values), draft in zip(made, drafts, strict=True)
        for kind, key in dict.fromkeys(target_of(one) for one in draft.about)
    ]
    if subjects:
        AuditSubject.objects.bulk_create(subjects, batch_size=500)
    return [entry for entry, _values in made]


def _made(by: AbstractBaseUser | None, action: str, draft: EntryDraft) -> tuple[AuditEntry, AuditValues]:
    """An entry with its values, not saved yet."""
    salt = secrets.token_hex(32)
    row_count, digest_of_rows = (0, "") if draft.rows is None else rules.rows_digest(salt, draft.rows)
    kind, key = target_of(draft.target) if draft.target is not None else ("", "")
    values = AuditValues(
        salt=salt,
        by_name=_clean(_name_of(by) if by else _SYSTEM, 300),
        unit_name=_clean(str(draft.unit) if draft.unit is not None else "", 500),
        target_name=_clean(name_of(draft.target) if draft.target is not None else "", 500),
        summary=_clean(draft.summary),
        reason=_clean(draft.reason),
        changes_text=_changes_text(draft.changes or {}),
    )
    entry = AuditEntry(
        by_id=by.pk if by else None,
        action=action,
        target_kind=kind,
        target_key=key,
        unit_id=draft.unit.pk if draft.unit is not None else None,
        row_count=row_count,
        rows_digest=digest_of_rows,
        values_digest=values.digest(),
    )
    return entry, values


@transaction.atomic
def erase_values(*, entries: models.QuerySet[AuditEntry], by: AbstractBaseUser | None, reason: str) -> AuditEntry:
    """Erase what entries say in words, as the law on personal data may order; who did what kind of thing when stays.
    `by` is nobody where the time for which something may be kept is over.

    The order is itself an entry whose rows are the erased entries; orders cannot be erased, nor can the same entry
    twice.

    Raises:
        ReasonMissing: no reason (the legal basis of the order) is given.
    """
    if not reason.strip():
        raise ReasonMissing()
    erasable = list(
        entries.filter(erasure__isnull=True).exclude(action=rules.ERASURE).order_by("id").values_list("id", "uid")
    )
    order = record(
        by=by,
        action=rules.ERASURE,
        reason=reason,
        rows=[rules.erasure_row(pk, uid) for pk, uid in erasable],
    )
    AuditErasure.objects.bulk_create([AuditErasure(entry_id=pk, order=order) for pk, _ in erasable], batch_size=500)
    for start in range(0, len(erasable), 500):
        AuditValues.objects.filter(pk__in=[pk for pk, _ in erasable[start : start + 500]]).delete()
    return order


def seal(*, by: AbstractBaseUser | None = None, most: int = 1000) -> int:
    """Seal every entry that has no seal yet, in order, into blocks of at most `most` entries; returns how many.

    Safe to run twice at the same time: the second sealer fails on the block's number and leaves the rest to the first.
    A transaction that commits late is sealed late, in a later block; writers never wait for the sealer.
    """
    sealed = 0
    while count := _seal_one_block(most):
        sealed += count
    return sealed


@transaction.atomic
def _seal_one_block(most: int) -> int:
    last = AuditBlock.objects.select_for_update().order_by("-number").first()
    since = last.sealed_at - rules.LATEST_COMMIT if last else None
    entries = list(AuditEntry.objects.unsealed(since)[:most])
    if not entries:
        return 0
    digests = [entry.digest() for entry in entries]
    number, previous = (last.number + 1, last.digest) if last else (1, rules.GENESIS)
    sealed_at = timezone.now()
    block = AuditBlock.objects.create(
        number=number,
        previous_digest=previous,
        sealed_at=sealed_at,
        entry_count=len(entries),
        digest=rules.block_digest(number=number, previous=previous, sealed_at=sealed_at, digests=digests),
    )
    AuditSeal.objects.bulk_create(
        [
            AuditSeal(entry=entry, block=block, position=position, digest=digest)
            for position, (entry, digest) in enumerate(zip(entries, digests, strict=True), 1)
        ],
        batch_size=500,
    )
    return len(entries)


def _changes_text(changes: Mapping[str, tuple[object, object]]) -> str:
    kept = {
        name: [rules.plain(old), rules.plain(new)]
        for name, (old, new) in changes.items()
        if rules.plain(old) != rules.plain(new)
    }
    return rules.canonical(kept) if kept else ""


def _clean(text: str, length: int | None = None) -> str:
    # PostgreSQL keeps no NUL in text, and a digest must match what comes back.
    return text.replace("\x00", "")[:length]


def _name_of(user: AbstractBaseUser) -> str:
    return getattr(user, "full_name", "") or user.get_username()
