"""Word documents (.docx): body in order, tables with merged cells, automatic numbers, notes, text boxes.

Tracked changes are read as accepted. Page numbers are not in the format (Word computes them), so pages
are None.
"""

from __future__ import annotations

from ...blocks import ReadDocument
from ...legacy_encodings import legacy_converter
from .body import BodyReader
from .package import W, WordPackage
from .styles import Styles


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a .docx. Raises CorruptDocument, PasswordProtected, ZipBomb."""
    package = WordPackage(data, name)
    root = package.main_part()
    sample, length = [], 0
    for element in root.iter(f"{W}t"):
        sample.append(element.text or "")
        length += len(sample[-1])
        if length > 20_000:
            break
    reader = BodyReader(
        package,
        Styles(package.part("word/styles.xml")),
        legacy_converter(" ".join(sample)),
    )
    return reader.read(root)
