"""The .docx package: only the parts that hold words, each bounded and parsed without entities.

The parts are read straight from the archive instead of through python-docx: pictures stay packed (memory),
damaged relations of unneeded parts do no harm, and everything a reader needs lies in the XML anyway.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from ...errors import CorruptDocument, PasswordProtected, ZipBomb
from ...sniffing import check_zip

MAX_PART_BYTES = 40_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "tài liệu Word (.docx)"


class WordPackage:
    """The XML parts of a .docx, by their name inside the archive."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise CorruptDocument(name, _KIND) from error
        check_zip(self._archive, name)

    def part(self, path: str) -> etree._Element | None:
        """The root element of a part, or None where the document has no such part.

        Raises CorruptDocument, PasswordProtected, ZipBomb.
        """
        try:
            with self._archive.open(path) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except KeyError:
            return None
        except RuntimeError as error:
            raise PasswordProtected(self.name) from error
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, zlib.error) as error:
            raise CorruptDocument(self.name, _KIND) from error
        if len(data) > MAX_PART_BYTES:
            raise ZipBomb(self.name)
        # Office Open XML has no document type declarations; one here is an attempt to expand entities.
        if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data:
            raise CorruptDocument(self.name, _KIND)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise CorruptDocument(self.name, _KIND) from error

    def main_part(self) -> etree._Element:
        """The body's part. Raises CorruptDocument where there is none."""
        root = self.part("word/document.xml")
        if root is None:
            # Some generators name it otherwise ("word/document2.xml"); the archive says which.
            others = sorted(path for path in self._archive.namelist() if path.startswith("word/document"))
            root = self.part(others[0]) if others else None
        if root is None:
            raise CorruptDocument(self.name, _KIND)
        return root


def value(element: etree._Element | None, attribute: str = "val") -> str | None:
    """The attribute in Word's name space, or None."""
    return None if element is None else element.get(W + attribute)


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:b/> is on: present and not said to be off."""
    return element is not None and element.get(W + "val", "1") not in ("0", "false", "off", "none")
