"""Word 97-2003 (.doc) and RTF under that name: converted to .docx by LibreOffice where it is installed."""

from __future__ import annotations

from dataclasses import replace

from ..blocks import ReadDocument
from ..converting import convert, converter
from ..errors import ConversionFailed, ConverterMissing
from . import word


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a .doc. Raises ConverterMissing, ConversionFailed and what the .docx reader raises."""
    program = converter()
    if program is None:
        raise ConverterMissing(name)
    converted = convert(program, data, ".doc", ".docx", "docx:MS Word 2007 XML")
    if converted is None:
        raise ConversionFailed(name)
    return replace(word.read(converted, name=name), format="doc")
