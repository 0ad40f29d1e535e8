"""Files are what their content says, are kept once, and are read by those who may."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.audit.models import AuditEntry
from honglam.core.files import rules
from honglam.core.files.actions import remove_orphans, store
from honglam.core.files.errors import (
    BrokenFile,
    DangerousContent,
    EmptyFile,
    ExtensionMismatch,
    FileRefused,
    FileTooLarge,
    KindNotAllowed,
)
from honglam.core.files.kinds import KINDS
from honglam.core.files.models import StoredFile
from honglam.core.files.registry import declare_purpose, forget
from tests.people import People

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
EXE = b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def png(width: int = 2, height: int = 2, extra: bytes = b"") -> bytes:
    """A small picture; `extra` is appended behind its end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00" + bytes(6)))
    return PNG_HEAD + head + body + chunk(b"IEND", b"") + extra


def office(part: str, *, members: dict[str, bytes] | None = None, content_types: bool = True) -> bytes:
    """An Office document with one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if content_types:
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
        for name, content in (members or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


DOCX, XLSX, PPTX = office("word/document.xml"), office("xl/workbook.xml"), office("ppt/presentation.xml")
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100) + b"\xff\xd9"
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(20)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(40)
DOC = OLE + "WordDocument".encode("utf-16-le") + bytes(100)
TEXT = "Kế hoạch chuyển đổi số năm 2026\n".encode()
PAGE = b"<!DOCTYPE html><html><body>x</body></html>"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A folder for contents, and a purpose whose files only the one who brought them may read."""
    settings.MEDIA_ROOT = tmp_path / "files"
    declare_purpose(
        "test.paper", "Giấy tờ thử", may_read=lambda user, file: user.username == "head", most_bytes=1_000_000
    )
    yield settings.MEDIA_ROOT
    forget("test.paper")


def bring(content: bytes, name: str, *, by: Any = None, allowed: tuple[str, ...] = tuple(KINDS)) -> StoredFile:
    """Take an upload in."""
    return store(upload=SimpleUploadedFile(name, content), by=by, purpose="test.paper", allowed=allowed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "a.pdf", "pdf"),
        (DOCX, "a.docx", "docx"),
        (XLSX, "A.XLSX", "xlsx"),
        (PPTX, "a.pptx", "pptx"),
        (DOC, "a.doc", "doc"),
        (png(), "a.png", "png"),
        (JPG, "a.JPEG", "jpg"),
        (WEBP, "a.webp", "webp"),
        (HEIC, "IMG_1.HEIC", "heic"),
        (TEXT, "a.txt", "txt"),
        (TEXT, "a.md", "md"),
        ("mã,tên\n1,Nguyễn\n".encode("utf-16"), "a.csv", "csv"),
        ("Uy ban nhân dân".encode("cp1258"), "a.txt", "txt"),
        (PAGE, "a.htm", "html"),
    ],
)
def test_the_content_decides_the_kind(content: bytes, name: str, kind: str) -> None:
    file = bring(content, name)
    assert (file.kind, file.media_type, file.size) == (kind, KINDS[kind].media_type, len(content))
    assert file.path.read_bytes() == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "refused"),
    [
        (EXE, "ke-hoach.pdf", KindNotAllowed),
        (b"\x7fELF" + bytes(50), "a.docx", KindNotAllowed),
        (b"#!/bin/sh\nrm -rf x\n", "a.txt", KindNotAllowed),
        (PAGE, "anh.png", ExtensionMismatch),
        (PAGE, "a.txt", ExtensionMismatch),
        (b"  \n<script>alert(1)</script>", "a.csv", ExtensionMismatch),
        (PDF, "a.docx", ExtensionMismatch),
        (DOCX, "a.pdf", ExtensionMismatch),
        (DOCX, "a", ExtensionMismatch),
        (TEXT, "a.pdf", ExtensionMismatch),
        (office("a.txt", content_types=False), "a.zip", KindNotAllowed),
        (office("a.txt", content_types=False), "a.docx", KindNotAllowed),
        (png(extra=DOCX), "a.png", DangerousContent),
        (JPG + PDF, "a.jpg", DangerousContent),
        (JPG[:20] + b"<script>alert(1)</script>" + JPG[20:], "a.jpg", DangerousContent),
        (png(60_000, 60_000), "a.png", DangerousContent),
        (office("word/document.xml", members={"word/vbaProject.bin": b"x"}), "a.docx", DangerousContent),
        (office("word/document.xml", members={"word/a.xml": bytes(60_000_000)}), "a.docx", DangerousContent),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", DangerousContent),
        (DOCX[: len(DOCX) // 2], "a.docx", BrokenFile),
        (PDF[:20], "a.pdf", BrokenFile),
        (bytes(range(256)), "a.txt", KindNotAllowed),
        (b"", "a.txt", EmptyFile),
        (TEXT * 40_000, "a.txt", FileTooLarge),
    ],
)
def test_what_deceives_or_harms_is_refused(content: bytes, name: str, refused: type[FileRefused], place: Path) -> None:
    with pytest.raises(refused) as error:
        bring(content, name)
    assert str(error.value).strip() and name in str(error.value)
    assert not StoredFile.objects.exists()
    assert [path for path in place.glob("**/*") if path.is_file()] == []


@pytest.mark.django_db
def test_a_known_kind_that_is_not_wanted_here_is_refused_with_what_is_wanted() -> None:
    with pytest.raises(KindNotAllowed, match="Excel") as error:
        bring(XLSX, "a.xlsx", allowed=("pdf", "docx"))
    assert "PDF, Word (.docx)" in str(error.value)


@pytest.mark.django_db
def test_equal_contents_are_kept_once_under_their_own_names(people: People, place: Path) -> None:
    first, second = bring(PDF, "một.pdf", by=people.officer), bring(PDF, "hai.pdf", by=people.head)
    assert first.path == second.path
    assert (first.name, second.name) == ("một.pdf", "hai.pdf")
    assert len([path for path in place.rglob("*") if path.is_file()]) == 1
    assert AuditEntry.objects.for_target(second).get().values.changes["name"] == (None, "hai.pdf")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\An\\Kế hoạch.docx", "Kế hoạch.docx"),
        ("kế\u202ehoạch.pdf", "kế hoạch.pdf"),
        ('a"b\r\nc.pdf', "a b c.pdf"),
        ("...", "tep"),
        ("", "tep"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_names_are_made_safe(name: str, expected: str) -> None:
    assert rules.clean_name(name) == expected


def test_those_who_may_read_get_the_file_and_nobody_else_learns_of_it(people: People) -> None:
    file = bring(PDF, "Kế hoạch số 1.pdf", by=people.officer)
    address = reverse("files:download", args=[file.uid])
    answers = {}
    for person in (people.officer, people.head, people.stranger, people.leader):
        client = Client()
        client.force_login(person)
        answers[person.username] = client.get(address)
    codes = {name: answer.status_code for name, answer in answers.items()}
    assert codes == {"officer": 200, "head": 200, "stranger": 404, "leader": 404}
    assert Client().get(address).status_code == 302
    answer = answers["head"]
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''K%E1%BA%BF")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_a_page_is_never_shown_in_the_browser_only_saved(people: People) -> None:
    file = bring(PAGE, "trang.html", by=people.officer)
    client = Client()
    client.force_login(people.officer)
    answer = client.get(reverse("files:download", args=[file.uid]), {"view": ""})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_uploads_left_half_way_go_after_a_week_with_their_content(people: People, place: Path) -> None:
    old, young = bring(PDF, "cũ.pdf", by=people.officer), bring(TEXT, "mới.txt", by=people.officer)
    week = datetime.timedelta(days=8)
    StoredFile.objects.filter(pk=old.pk).update(created_at=timezone.now() - week)
    long_ago = (timezone.now() - week).timestamp()
    os.utime(old.path, (long_ago, long_ago))
    assert remove_orphans(by=None) == (1, 1)
    assert list(StoredFile.objects.all()) == [young]
    assert not old.path.exists() and young.path.exists()
    assert AuditEntry.objects.get(action="files.orphans_removed").row_count == 1
    assert remove_orphans(by=None) == (0, 0)


def test_a_content_that_another_upload_shares_stays(people: People) -> None:
    old, other = bring(PDF, "cũ.pdf", by=people.officer), bring(PDF, "kia.pdf", by=people.head)
    week = datetime.timedelta(days=8)
    StoredFile.objects.filter(pk=old.pk).update(created_at=timezone.now() - week)
    os.utime(old.path, ((timezone.now() - week).timestamp(),) * 2)
    assert remove_orphans(by=None) == (1, 0)
    assert other.path.exists()
