"""From bytes to packages: which member of a file is a package, its head, its files.

Structure: QCVN 102:2016/BTTTT, format of data packages: edXML > edXMLEnvelope > edXMLHeader (MessageHeader,
TraceHeaderList) and edXMLBody (edXMLManifest > Reference); the files stand beside the envelope in AttachmentEncoded >
Attachment, tied by ContentId. Gateways differ in namespaces, in wrapping (some leave the header and body out) and in
the writing of dates, so elements are found by their local names and dates in every usual order.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from .. import sniffing
from ..errors import CorruptDocument, NotEdxml, StatusPackage, ZipBomb
from .package import EdocPackage, Organ, PackedFile
from .safe_xml import MAX_XML_BYTES, anywhere, child, children, local, parse

PACKAGE_SUFFIXES = (".edxml", ".xml")
MAX_PACKAGES = 200
MAX_FILES = 50
MAX_PACKED_BYTES = 50_000_000
_ZIP = b"PK\x03\x04"
_BOXES = (".docx", ".xlsx", ".pptx", ".zip", ".odt", ".ods")
_NOTHING = {"", "n/a", "na", "null", "none", "không", "-", "0"}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-]?(\d{2}|\d(?=[/.\-]))[/.\-]?(\d{1,2})(?!\d)")
_FIRST_YEAR = 1945  # programs write year 1 or 1900 where they mean no day
_SPACES = re.compile(r"\s+")


def packages_in(data: bytes, name: str) -> list[EdocPackage]:
    """The packages of a file: one of an .edxml or .xml, any number (to 200) of a .zip.

    Raises:
        NotEdxml: no package in it. StatusPackage: the answer of a gateway, without a document.
        UnsafeXml, CorruptDocument, DocumentTooLarge, ZipBomb, EmptyDocument: it is not taken in.
    """
    data = sniffing.load(data, name)
    if not data.startswith(_ZIP):
        return [_package(parse(data, name), name, {})]
    members = _members(data, name)
    inner = [member for member in members if member.lower().endswith(PACKAGE_SUFFIXES)]
    if not inner:
        raise NotEdxml(name)
    if len(inner) > MAX_PACKAGES:
        raise ZipBomb(name)
    return [_package(parse(members[member], member), member, members) for member in inner]


def _members(data: bytes, name: str) -> dict[str, bytes]:
    """The files of an archive by name; archives inside it stay closed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sniffing.check_zip(archive, name)
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.file_size > MAX_XML_BYTES for info in infos):
                raise ZipBomb(name)
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CorruptDocument(name, "tệp nén ZIP") from error
    except Exception as error:  # zlib.error and the like: whatever a broken member raises
        if isinstance(error, ZipBomb):
            raise
        raise CorruptDocument(name, "tệp nén ZIP") from error


def _package(root: Element, source: str, beside: Mapping[str, bytes]) -> EdocPackage:
    head = anywhere(root, "MessageHeader")
    if head is None or (child(head, "Subject") is None and child(head, "Code") is None):
        if local(root).lower() in ("edxml", "edxmlenvelope"):
            raise StatusPackage(source)
        raise NotEdxml(source)
    files, notes = _files(root, source, beside)
    kind = child(head, "DocumentType")
    return EdocPackage(
        source=source,
        document_id=_text(head, "DocumentId"),
        number=_number(_text(head, "Code", "CodeNumber"), _text(head, "Code", "CodeNotation")),
        issued_on=day_of(_text(head, "PromulgationInfo", "PromulgationDate")),
        place=_text(head, "PromulgationInfo", "Place"),
        kind=_text(kind, "TypeName") or ("" if kind is None or len(kind) else _said(kind)),
        subject=_text(head, "Subject"),
        content=_text(head, "Content"),
        signer=_text(head, "SignerInfo", "FullName") or _text(head, "SignerInfo", "Signer"),
        signer_title=_text(head, "SignerInfo", "Position"),
        due_on=day_of(_text(head, "DueDate")),
        sender=next((_organ(one) for one in children(head, "From")), Organ("", "")),
        receivers=tuple(organ for one in children(head, "To") if (organ := _organ(one)) != Organ("", "")),
        files=tuple(files),
        notes=tuple(notes),
    )


def _organ(element: Element) -> Organ:
    return Organ(_text(element, "OrganId"), _text(element, "OrganName") or _text(element, "OrganizationInCharge"))


def _text(element: Element | None, *path: str) -> str:
    found = child(element, *path)
    return "" if found is None else _said(found)


def _said(element: Element) -> str:
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", element.text or "")).strip()
    return "" if text.lower() in _NOTHING else text


def _number(number: str, notation: str) -> str:
    """“1204” and “UBND-KGVX” as “1204/UBND-KGVX”; gateways also send the whole in either place."""
    notation = notation.strip("/ ")
    if "/" in notation or not number:
        return notation if not number or "/" in notation else number
    return number if "/" in number or not notation else f"{number.strip('/ ')}/{notation}"


def day_of(text: str) -> datetime.date | None:
    """The day that a text begins with, as 2026/03/05, 2026-03-05T00:00:00, 20260305 or 05/03/2026; else nothing."""
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return datetime.date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


# --- files -----------------------------------------------------------------------------------------------------------


def _files(root: Element, source: str, beside: Mapping[str, bytes]) -> tuple[list[PackedFile], list[str]]:
    """The files that the manifest names, in its order, and what was wrong with some of them."""
    packed = {_key(_text(one, "ContentId")): one for one in _encoded(root)}
    named = list(_references(root)) or list(packed.values())
    files: list[PackedFile] = []
    notes: list[str] = []
    for reference in named[:MAX_FILES]:
        one = packed.get(_key(_text(reference, "ContentId")))
        name = _file_name(_text(reference, "AttachmentName") or _text(one, "AttachmentName"), len(files) + 1)
        content = None
        if one is not None:
            encoded = child(one, "ContentTransferEncoded")
            content = _decoded("" if encoded is None else encoded.text or "", name)
        else:
            content = _beside(beside, source, name)
        if content is None:
            notes.append(f"Không lấy được tệp kèm theo “{name}” trong gói “{source}”.")
            continue
        files.append(PackedFile(name, _text(reference, "ContentType"), _text(reference, "Description"), content))
    return files, notes


def _encoded(root: Element) -> Iterator[Element]:
    box = anywhere(root, "AttachmentEncoded")
    return children(box, "Attachment")


def _references(root: Element) -> Iterator[Element]:
    manifest = anywhere(root, "edXMLManifest")
    if manifest is None:
        manifest = anywhere(root, "Manifest")
    return children(manifest, "Reference")


def _key(content_id: str) -> str:
    return content_id.removeprefix("cid:").strip("<> ")


def _file_name(name: str, place: int) -> str:
    """A bare name: folders that a sender wrote lead nowhere."""
    return PurePosixPath(name.replace("\\", "/")).name[:200] or f"tep-kem-theo-{place}"


def _decoded(text: str, name: str) -> bytes | None:
    """The content behind base64; some gateways zip each file before they encode it."""
    if not text.strip() or len(text) > MAX_PACKED_BYTES * 3 // 2:
        return None
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if content.startswith(_ZIP) and not name.lower().endswith(_BOXES):
        return _only_member(content)
    return content or None


def _only_member(content: bytes) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sniffing.check_zip(archive, "")
            infos = [info for info in archive.infolist() if not info.is_dir()]
            return archive.read(infos[0]) if len(infos) == 1 and infos[0].file_size <= MAX_PACKED_BYTES else None
    except Exception:  # whatever is wrong with it, it is no file that can be kept
        return None


def _beside(members: Mapping[str, bytes], source: str, name: str) -> bytes | None:
    """A file of the archive that stands in the package's folder, or anywhere under this name."""
    folder = PurePosixPath(source).parent
    near = members.get(str(folder / name))
    return (
        near if near is not None else next((data for path, data in members.items() if path.endswith("/" + name)), None)
    )
