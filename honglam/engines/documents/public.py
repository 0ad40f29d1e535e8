"""The door of the engine: `read_document` and the block model; `packages_in` for packages of document systems.

Works without Django and without a database, because the command line reads files on machines that have
neither.
"""

from __future__ import annotations

import importlib
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol, cast

from . import sniffing
from .blocks import Block, BlockKind, Cell, ReadDocument, Span, Table
from .converting import to_pdf
from .edxml import EdocPackage, Organ, PackedFile, packages_in
from .errors import (
    BrokenFonts,
    ConversionFailed,
    ConverterMissing,
    CorruptDocument,
    DocumentError,
    DocumentNotFound,
    DocumentTooLarge,
    EmptyDocument,
    ImageOnly,
    NotEdxml,
    PasswordProtected,
    PdfConversionFailed,
    PdfConverterMissing,
    StatusPackage,
    TooManyPages,
    UnknownEncoding,
    UnsafeXml,
    UnsupportedType,
    WrongExtension,
    ZipBomb,
)

if TYPE_CHECKING:
    from .signatures import SignatureReport

__all__ = [
    "Block",
    "BlockKind",
    "BrokenFonts",
    "Cell",
    "ConversionFailed",
    "ConverterMissing",
    "CorruptDocument",
    "DocumentError",
    "DocumentNotFound",
    "DocumentTooLarge",
    "EdocPackage",
    "EmptyDocument",
    "ImageOnly",
    "NotEdxml",
    "Organ",
    "PackedFile",
    "PasswordProtected",
    "PdfConversionFailed",
    "PdfConverterMissing",
    "ReadDocument",
    "Span",
    "StatusPackage",
    "Table",
    "TooManyPages",
    "UnknownEncoding",
    "UnsafeXml",
    "UnsupportedType",
    "WrongExtension",
    "ZipBomb",
    "packages_in",
    "read_document",
    "readable_suffixes",
    "to_pdf",
    "verify_signatures",
]


class Reader(Protocol):
    """A module under `readers`: one function from bytes to a document."""

    def read(self, data: bytes, *, name: str) -> ReadDocument:
        """The document in `data`; `name` is for messages. Raises DocumentError."""


# Named, not imported: PDF and HTML libraries take longer to load than a text file takes to read.
_READERS = {
    "docx": "word",
    "pdf": "pdf",
    "doc": "old_word",
    "html": "web_page",
    "md": "markdown",
    "txt": "plain_text",
}


def read_document(source: str | Path | bytes, *, name: str | None = None) -> ReadDocument:
    """Reads a file (a path, or its bytes) into text and blocks; spans count code points of `text` (NFC).

    `name` is the file's name with its extension, for bytes always needed; a path gives its own. Every
    failure is a DocumentError whose text is one Vietnamese line for the person who sent the file.
    """
    if name is None:
        if isinstance(source, bytes):
            raise TypeError("bytes need a name: its extension says what they should be")
        name = PurePath(source).name
    data = sniffing.load(source, name)
    reader = cast(Reader, importlib.import_module(f"{__package__}.readers.{_READERS[sniffing.format_of(data, name)]}"))
    document = reader.read(data, name=name)
    if not any(char.isalnum() for char in document.text):
        raise EmptyDocument(name)
    return document


def verify_signatures(data: bytes, *, name: str, roots: Path | None = None) -> SignatureReport:
    """Who signed a PDF and whether it is as it was signed; `roots` is the folder of believed certificates.

    Raises:
        CorruptDocument: the file cannot be read as a PDF.
    """
    # Named, not imported: cryptography is loaded only where signatures are looked at.
    signatures = importlib.import_module(f"{__package__}.signatures")
    try:
        report: SignatureReport = signatures.verify_signatures(data, signatures.read_trust(roots))
    except signatures.PdfUnreadable as error:
        raise CorruptDocument(name, "PDF") from error
    return report


def readable_suffixes() -> tuple[str, ...]:
    """The extensions of the files that can be read, with their dots, for upload forms and help texts."""
    return tuple(sniffing.FORMAT_BY_SUFFIX)
