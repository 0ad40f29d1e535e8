"""What a file really is, by its first bytes and its directory, before any reader opens it.

Names lie: officers rename .doc to .docx, portals send HTML as .doc. The checks here are cheap and bounded,
so that a hostile or huge file is refused before it costs memory.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePath

from .errors import (
    CorruptDocument,
    DocumentNotFound,
    DocumentTooLarge,
    EmptyDocument,
    PasswordProtected,
    UnsupportedType,
    WrongExtension,
    ZipBomb,
)

MAX_FILE_BYTES = 100_000_000
# Text needs several times its size in memory; a book of a thousand pages has five million bytes.
MAX_TEXT_BYTES = 20_000_000
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_RATIO = 150
# Small files may be highly compressible without harm (an empty table repeats itself).
RATIO_COUNTS_FROM_BYTES = 20_000_000

FORMAT_BY_SUFFIX = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".doc": "doc",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".markdown": "md",
    ".txt": "txt",
}
_SUFFIX_BY_FORMAT = {"docx": ".docx", "pdf": ".pdf", "doc": ".doc", "html": ".html"}
_TEXT_FORMATS = {"txt", "md", "html"}
_NAMES = {
    "docx": "tài liệu Word (.docx)",
    "pdf": "tài liệu PDF",
    "doc": "tài liệu Word 97-2003 (.doc)",
    "rtf": "tài liệu RTF",
    "html": "trang web (.html)",
    "xlsx": "bảng tính Excel (.xlsx)",
    "xls": "bảng tính Excel 97-2003 (.xls)",
    "pptx": "bản trình chiếu PowerPoint (.pptx)",
    "ppt": "bản trình chiếu PowerPoint 97-2003 (.ppt)",
    "odt": "tài liệu OpenDocument (.odt)",
    "zip": "tệp nén ZIP",
    "rar": "tệp nén RAR",
    "7z": "tệp nén 7z",
    "image": "tệp ảnh",
    "text": "văn bản thuần",
    "binary": "dữ liệu nhị phân",
}
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
_WORD_MAGIC = b"\xec\xa5"
_WORD_FLAGS_OFFSET = 10
_WORD_ENCRYPTED = 0x0100


def load(source: str | Path | bytes, name: str) -> bytes:
    """The bytes of the file; size is checked on the directory entry, before anything is read.

    Raises DocumentNotFound, DocumentTooLarge, EmptyDocument.
    """
    if isinstance(source, bytes):
        size = len(source)
    else:
        path = Path(source)
        try:
            size = path.stat().st_size if path.is_file() else -1
        except OSError:
            size = -1
        if size < 0:
            raise DocumentNotFound(name)
    if size > MAX_FILE_BYTES:
        raise DocumentTooLarge(name, size, MAX_FILE_BYTES)
    if size == 0:
        raise EmptyDocument(name)
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise DocumentNotFound(name) from error


def format_of(data: bytes, name: str) -> str:
    """The format ("docx", "pdf", "doc", "html", "md", "txt") that name and content agree on.

    Raises UnsupportedType, WrongExtension, PasswordProtected, CorruptDocument, ZipBomb, DocumentTooLarge.
    """
    suffix = PurePath(name).suffix.lower()
    expected = FORMAT_BY_SUFFIX.get(suffix)
    actual = content_type(data, name)
    if expected is None:
        raise UnsupportedType(name, _NAMES[actual] if actual not in ("text", "binary") else None)
    if expected in _TEXT_FORMATS and len(data) > MAX_TEXT_BYTES:
        raise DocumentTooLarge(name, len(data), MAX_TEXT_BYTES)
    if actual == expected or (actual == "rtf" and expected == "doc"):
        return expected
    if expected in _TEXT_FORMATS and actual in ("text", "html"):
        return expected
    if actual == "binary":
        # Damaged beyond its first bytes, or text in an encoding that the text reader tells apart.
        if expected in _TEXT_FORMATS:
            return expected
        raise CorruptDocument(name, _NAMES[expected])
    raise WrongExtension(name, _NAMES[actual], ".txt" if actual == "text" else _SUFFIX_BY_FORMAT.get(actual))


def content_type(data: bytes, name: str) -> str:
    """What the bytes are: a format of ours, a known foreign one, "text" or "binary"."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data, name)
    if data.startswith(_OLE_MAGIC):
        return _ole_type(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"\x00" in data[:4096]:
        return "text" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "binary"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<html" in head):
        return "html"
    controls = sum(1 for byte in data[:4096] if byte < 9 or 13 < byte < 32)
    return "binary" if controls > len(data[:4096]) // 50 else "text"


def check_zip(archive: zipfile.ZipFile, name: str) -> None:
    """Refuses an archive that would unpack to far more than a document holds. Raises ZipBomb."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > RATIO_COUNTS_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or too_dense:
        raise ZipBomb(name)


def _zip_type(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_zip(archive, name)
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis"):
                return "odt"
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CorruptDocument(name, "tệp nén của Word (.docx)") from error
    if any(member.startswith("word/") for member in names):
        return "docx"
    if any(member.startswith("xl/") for member in names):
        return "xlsx"
    if any(member.startswith("ppt/") for member in names):
        return "pptx"
    return "zip"


def _ole_type(data: bytes, name: str) -> str:
    # The directory of a compound file holds the names of its streams in UTF-16.
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") + b"\x00\x00" not in data:
            continue
        if kind == "encrypted" or (kind == "doc" and _is_encrypted_word(data)):
            raise PasswordProtected(name)
        return kind
    return "ppt" if "PowerPoint Document".encode("utf-16-le") in data else "binary"


def _is_encrypted_word(data: bytes) -> bool:
    # The main stream of a .doc begins on a sector border with its signature and flags ([MS-DOC] 2.5.1).
    for start in range(512, min(len(data), 64 * 1024 * 1024), 512):
        if data.startswith(_WORD_MAGIC, start):
            flags = int.from_bytes(data[start + _WORD_FLAGS_OFFSET : start + _WORD_FLAGS_OFFSET + 2], "little")
            return bool(flags & _WORD_ENCRYPTED)
    return False
