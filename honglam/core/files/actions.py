"""Writes of files: taking one in, and clearing away what nobody needs."""

from __future__ import annotations

import datetime
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.models import User
from honglam.core.audit.actions import record
from honglam.core.files.errors import EmptyFile, FileTooLarge, KindNotAllowed
from honglam.core.files.kinds import KINDS, FileKind
from honglam.core.files.models import StoredFile
from honglam.core.files.registry import purpose as purpose_of
from honglam.core.files.registry import purposes
from honglam.core.files.rules import clean_name, content_path
from honglam.core.files.sniffing import UnknownContent, sniff

LEFT_HALF_WAY = datetime.timedelta(days=7)


@transaction.atomic
def store(
    *,
    upload: File | BinaryIO,
    by: User | None,
    purpose: str,
    allowed: Iterable[str],
    unit: models.Model | None = None,
    name: str = "",
) -> StoredFile:
    """Take a file in: its size, what it really is, its digest; equal contents are kept once.

    `allowed` are codes of kinds (`honglam.core.files.kinds`). Pictures are kept as they came, place and time of the
    camera included, because evidence must not be altered; they are served to those who may read them, never to the
    public.

    Raises:
        FileRefused: too large, empty, of a kind that is not allowed, not what its name says, dangerous, or broken.
        KeyError: nobody declares the purpose, or there is no such kind.
    """
    kinds = [KINDS[code] for code in allowed]
    limit = purpose_of(purpose).most_bytes
    name = clean_name(name or getattr(upload, "name", "") or "")
    stream: BinaryIO = upload.file if isinstance(upload, File) and upload.file is not None else upload  # type: ignore[assignment]
    size = _size(stream)
    if not size:
        raise EmptyFile(name)
    if size > limit:
        raise FileTooLarge(name, limit)
    kind = _checked_kind(stream, name, size, kinds)
    file = StoredFile(
        name=name,
        kind=kind.code,
        media_type=kind.media_type,
        size=size,
        sha256=_digest(stream),
        purpose=purpose,
        unit_id=unit.pk if unit is not None else None,
        by=by,
    )
    _keep(stream, file.path)
    file.save()
    record(
        by=by,
        action="files.stored",
        target=file,
        unit=unit,
        changes={"name": (None, name), "sha256": (None, file.sha256), "size": (None, size)},
    )
    return file


@transaction.atomic
def remove_orphans(*, by: User | None, older_than: datetime.timedelta = LEFT_HALF_WAY) -> tuple[int, int]:
    """Remove uploads left half-way, then contents that no row names any more; returns (rows, contents).

    Contents younger than `older_than` stay: their rows may not be committed yet.
    """
    alone = [declared.code for declared in purposes() if declared.stands_alone]
    left = StoredFile.objects.older_than(older_than).exclude(purpose__in=alone).referred_to_by_nobody()
    rows = list(left.values_list("pk", "uid", "name"))
    if rows:
        record(by=by, action="files.orphans_removed", rows=[(str(uid), name) for _pk, uid, name in rows])
        StoredFile.objects.filter(pk__in=[pk for pk, _uid, _name in rows]).delete()
    return len(rows), _remove_contents(timezone.now() - older_than)


@transaction.atomic
def remove(*, files: Iterable[StoredFile], by: User | None, reason: str = "") -> int:
    """Take files back whose purpose is over; how many. Their contents go with the next `remove_orphans` that finds them
    old enough and named by no other row.

    Raises:
        ProtectedError: something still points at one of them.
    """
    gone = {file.pk: (str(file.uid), file.kind) for file in files}
    if gone:
        record(by=by, action="files.removed", rows=list(gone.values()), reason=reason)
        StoredFile.objects.filter(pk__in=gone).delete()
    return len(gone)


def _remove_contents(before: datetime.datetime) -> int:
    root, removed = Path(settings.MEDIA_ROOT), 0
    for path in sorted(root.glob("??/??/*")) if root.exists() else []:
        young = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC) >= before
        if not young and not StoredFile.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _checked_kind(stream: BinaryIO, name: str, size: int, allowed: list[FileKind]) -> FileKind:
    labels = [str(kind.label) for kind in allowed]
    try:
        kind = sniff(stream, name, size)
    except UnknownContent as error:
        raise KindNotAllowed(name, str(error) or _("dữ liệu không nhận ra được"), labels) from error
    if kind not in allowed:
        raise KindNotAllowed(name, str(kind.label), labels)
    return kind


def _size(stream: BinaryIO) -> int:
    stream.seek(0, os.SEEK_END)
    return stream.tell()


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    running = hashlib.sha256()
    while chunk := stream.read(1 << 20):
        running.update(chunk)
    return running.hexdigest()


def _keep(stream: BinaryIO, path: Path) -> None:
    """Copy the content to its place at one stroke; a content that is there already only becomes young again."""
    assert path.name and path == Path(settings.MEDIA_ROOT) / content_path(path.name)
    if path.exists():
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    stream.seek(0)
    handle, incoming = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    temporary = Path(incoming)
    try:
        with os.fdopen(handle, "wb") as target:
            while chunk := stream.read(1 << 20):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        temporary.chmod(0o640)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
