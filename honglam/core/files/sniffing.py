"""What a file really is: decided by its content, bounded in time and memory, before anything opens it in earnest.

A name is a claim. The signature of the content decides; for text, which has none, the name chooses among the kinds of
text and the content must be text. Whatever carries the marks of two kinds (a picture that is also a page or an
archive) is refused.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.files.errors import BrokenFile, DangerousContent, ExtensionMismatch
from honglam.core.files.kinds import KINDS, FileKind, kind_of_extension

_HEAD = 4096
_TAIL = 66_000
_MOST_MEMBERS = 10_000
_MOST_UNPACKED = 600_000_000
_MOST_RATIO = 200
_RATIO_COUNTS_FROM = 20_000_000
_MOST_PIXELS = 150_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<iframe", b"<body", b"<?php")
# Every byte that text in any of the usual encodings may hold: all but control characters other than white space.
_WRITTEN = bytes(code for code in range(256) if code >= 32 or code in {7, 8, 9, 10, 11, 12, 13, 27})
_UNKNOWN = {
    b"MZ": gettext_lazy("chương trình chạy được (.exe)"),
    b"\x7fELF": gettext_lazy("chương trình chạy được"),
    b"#!": gettext_lazy("tập lệnh chạy được"),
    b"Rar!": gettext_lazy("tệp nén RAR"),
    b"7z\xbc\xaf": gettext_lazy("tệp nén 7z"),
    b"\x1f\x8b": gettext_lazy("tệp nén GZIP"),
    b"GIF8": gettext_lazy("ảnh GIF"),
    b"BM": gettext_lazy("ảnh BMP"),
    b"II*\x00": gettext_lazy("ảnh TIFF"),
    b"MM\x00*": gettext_lazy("ảnh TIFF"),
    b"{\\rtf": gettext_lazy("tài liệu RTF"),
}


class UnknownContent(ValueError):
    """The content is of no kind that is taken anywhere; the text names what it is, as far as that is known."""


def sniff(stream: BinaryIO, name: str, size: int) -> FileKind:
    """The kind of a file's content, checked against its name.

    Raises:
        UnknownContent: no known kind. ExtensionMismatch: the name claims another kind.
        DangerousContent, BrokenFile: of a known kind, and not to be taken in.
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    claimed = kind_of_extension(name.rpartition(".")[2]) if "." in name else None
    found = _by_signature(stream, head, name, size)
    if found is None:
        return _as_text(stream, head, name, claimed)
    if found.is_image:
        _refuse_second_face(stream, head, name, size)
    if claimed is not found:
        raise ExtensionMismatch(name, str(found.label))
    return found


def _by_signature(stream: BinaryIO, head: bytes, name: str, size: int) -> FileKind | None:
    if head.startswith(b"%PDF-"):
        _check_pdf(stream, name, size)
        return KINDS["pdf"]
    if head.startswith(b"PK\x03\x04"):
        return _office(stream, name)
    if head.startswith(_OLE):
        return _compound(stream, head, name)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_pixels(name, *_png_size(head, name))
        return KINDS["png"]
    if head.startswith(b"\xff\xd8\xff"):
        return KINDS["jpg"]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return KINDS["webp"]
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"}:
        return KINDS["heic"]
    for signature, label in _UNKNOWN.items():
        if head.startswith(signature) and (signature != b"BM" or b"\x00" in head[:64]):
            raise UnknownContent(str(label))
    return None


def _as_text(stream: BinaryIO, head: bytes, name: str, claimed: FileKind | None) -> FileKind:
    """Text has no signature: the name chooses the kind, the content must be text, and a web page must say it is one."""
    if not _is_text(stream):
        raise UnknownContent(_("dữ liệu không nhận ra được"))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = start.startswith(_PAGE_MARKS) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start)
    if claimed is None or not claimed.is_text:
        label = KINDS["html"].label if is_page else _("văn bản thuần")
        if claimed is None:
            raise UnknownContent(str(label))
        raise ExtensionMismatch(name, str(label))
    if is_page and claimed.code != "html":
        raise ExtensionMismatch(name, str(KINDS["html"].label))
    return claimed


def _is_text(stream: BinaryIO) -> bool:
    """Whether the content has no control characters besides white space; UTF-16 with a mark counts as text."""
    stream.seek(0)
    first = stream.read(2)
    if first in (b"\xff\xfe", b"\xfe\xff"):
        return True
    stream.seek(0)
    return all(not chunk.translate(None, delete=_WRITTEN) for chunk in _chunks(stream))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(1 << 20):
        yield chunk


def _check_pdf(stream: BinaryIO, name: str, size: int) -> None:
    stream.seek(max(0, size - 2048))
    if b"%%EOF" not in stream.read():
        raise BrokenFile(name)


def _office(stream: BinaryIO, name: str) -> FileKind:
    """Which Office document a ZIP archive is; its directory is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error) as error:
        raise BrokenFile(name) from error
    packed = sum(member.compress_size for member in members) or 1
    unpacked = sum(member.file_size for member in members)
    bomb = unpacked > _RATIO_COUNTS_FROM and unpacked / packed > _MOST_RATIO
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or bomb:
        raise DangerousContent(name, _("nội dung nén phình ra quá lớn"))
    names = {member.filename for member in members}
    if any(member.endswith("vbaProject.bin") for member in names):
        raise DangerousContent(name, _("tệp có macro; hãy lưu lại dạng không macro (.docx, .xlsx)"))
    for part, code in _OFFICE_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return KINDS[code]
    raise UnknownContent(_("tệp nén ZIP"))


def _compound(stream: BinaryIO, head: bytes, name: str) -> FileKind:
    """Old Office files and encrypted new ones share a container; names of streams are stored in UTF-16."""
    stream.seek(0)
    content = stream.read(30_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise DangerousContent(name, _("tệp có mật khẩu; hãy bỏ mật khẩu rồi tải lên lại"))
    if "WordDocument".encode("utf-16-le") in content:
        return KINDS["doc"]
    if "Workbook".encode("utf-16-le") in content:
        return KINDS["xls"]
    raise UnknownContent(_("tệp Office đời cũ không nhận ra được"))


def _png_size(head: bytes, name: str) -> tuple[int, int]:
    if head[12:16] != b"IHDR" or len(head) < 24:
        raise BrokenFile(name)
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _check_pixels(name: str, width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise DangerousContent(name, _("ảnh quá lớn (hơn 150 triệu điểm ảnh)"))


def _refuse_second_face(stream: BinaryIO, head: bytes, name: str, size: int) -> None:
    """A picture that is also a page, a PDF or an archive is made to deceive some reader."""
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    if b"PK\x05\x06" in tail or b"%PDF-" in head or any(mark in head.lower() for mark in _PAGE_MARKS[:3]):
        raise DangerousContent(name, _("ảnh có giấu nội dung khác bên trong"))
