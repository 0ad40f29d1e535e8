"""Small makers of real files for tests: .docx from raw XML, .pdf with exact geometry, compound files.

The PDF maker needs no font file: its letters are half as wide as they are high and carry their Unicode values
in the file, which is all that a reader of text looks at.
"""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EXTRA_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def word_file(body: str, *, numbering: str = "", styles: str = "", footnotes: str = "") -> bytes:
    """A .docx of raw WordprocessingML: what stands inside <w:body>, <w:numbering> and so on."""
    parts = {"word/document.xml": f"<w:body>{body}</w:body>", "[Content_Types].xml": ""}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for path, root, inside in (
            ("word/document.xml", "document", parts["word/document.xml"]),
            ("word/numbering.xml", "numbering", numbering),
            ("word/styles.xml", "styles", styles),
            ("word/footnotes.xml", "footnotes", footnotes),
        ):
            if inside:
                xml = f'<w:{root} xmlns:w="{WORD_SPACE}" {_EXTRA_SPACES}>{inside}</w:{root}>'
                archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return out.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A <w:p> with one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def cell(text: str, properties: str = "") -> str:
    """A <w:tc>, a paragraph for each line of the text."""
    inside = "".join(paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """A <w:tbl> of rows of <w:tc>."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def escape(text: str) -> str:
    """Text for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass
class PdfPage:
    """A page under construction; coordinates in points from the top left, as one reads."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    operations: list[str] = field(default_factory=list)
    has_picture: bool = False

    def text(self, x: float, y: float, text: str, size: float = 12, *, bold: bool = False) -> None:
        """Writes a line whose baseline is at `y`; each letter is half the size wide."""
        codes = text.encode("utf-16-be").hex()
        font = "F2" if bold else "F1"
        self.operations.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {self.height - y} Tm <{codes}> Tj ET")

    def sideways(self, x: float, y: float, text: str, size: float = 12) -> None:
        """Writes upwards, as on a page printed sideways; (x, y) in the space of the unturned page, y up."""
        self.operations.append(f"BT /F1 {size} Tf 0 1 -1 0 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Strokes a line."""
        self.operations.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Fills a rectangle, in grey."""
        self.operations.append(f"0.8 g {x} {self.height - y - height} {width} {height} re f 0 g")

    def picture(self) -> None:
        """Covers the page with a picture, as a scanner does."""
        self.has_picture = True
        self.operations.append(f"q {self.width} 0 0 {self.height} 0 0 cm /Im1 Do Q")

    def grid(
        self,
        x: Sequence[float],
        y: Sequence[float],
        cells: dict[tuple[int, int], str],
        *,
        without: Sequence[tuple[str, int, int]] = (),
        size: float = 10,
    ) -> None:
        """Draws a table with lines at `x` and `y`, words in the cells; `without` names walls left out.

        ("v", row, k) leaves out the wall on line x[k] beside the row, ("h", k, column) that on y[k].
        """
        for row, (top, bottom) in enumerate(itertools.pairwise(y)):
            for k, at in enumerate(x):
                if ("v", row, k) not in without:
                    self.line(at, top, at, bottom)
        for column, (left, right) in enumerate(itertools.pairwise(x)):
            for k, at in enumerate(y):
                if ("h", k, column) not in without:
                    self.line(left, at, right, at)
        for (row, column), text in cells.items():
            for number, words in enumerate(text.split("\n")):
                self.text(x[column] + 5, y[row] + (number + 1) * (size + 2), words, size)


def pdf_file(*pages: PdfPage, to_unicode: int | None = 0) -> bytes:
    """A PDF of the pages. `to_unicode` shifts the Unicode values of its letters; None leaves them out."""
    objects: list[bytes] = []

    def add(content: str | bytes, stream: bytes | None = None) -> int:
        head = content.encode() if isinstance(content, str) else content
        objects.append(head if stream is None else head + b"\nstream\n" + stream + b"\nendstream")
        return len(objects)

    catalog, tree = add(""), add("")
    fonts = ""
    for name, base in (("F1", "Serif"), ("F2", "Serif-Bold")):
        descriptor = add(
            f"<</Type/FontDescriptor/FontName/{base}/Flags 4/FontBBox[0 -200 1000 900]/Ascent 900/Descent -200"
            "/ItalicAngle 0/CapHeight 700/StemV 80>>"
        )
        child = add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/DW 500/FontDescriptor {descriptor} 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        )
        mapping = ""
        if to_unicode is not None:
            stream = _character_map(to_unicode)
            mapping = f"/ToUnicode {add(f'<</Length {len(stream)}>>', stream)} 0 R"
        font = add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[{child} 0 R]{mapping}>>"
        )
        fonts += f"/{name} {font} 0 R"
    picture = add(
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>", b"\x7f"
    )
    kids = []
    for page in pages:
        stream = "\n".join(page.operations).encode()
        content = add(f"<</Length {len(stream)}>>", stream)
        kids.append(
            add(
                f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {page.width} {page.height}]/Rotate {page.rotate}"
                f"/Contents {content} 0 R/Resources<</Font<<{fonts}>>/XObject<</Im1 {picture} 0 R>>>>>>"
            )
        )
    objects[catalog - 1] = f"<</Type/Catalog/Pages {tree} 0 R>>".encode()
    objects[tree - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return _pdf_bytes(objects)


def _character_map(shift: int) -> bytes:
    ranges = "".join(
        f"<{high:02x}00> <{high:02x}ff> <{(high << 8) + shift:04x}>\n" for high in (0, 1, 2, 3, 0x1E, 0x20, 0x22)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"7 beginbfrange\n{ranges}endbfrange endcmap end end"
    ).encode()


def _pdf_bytes(objects: Sequence[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def compound_file(**streams: bytes) -> bytes:
    """An OLE compound file (the container of .doc and of encrypted .docx) with streams of up to 512 bytes."""
    end, free, table_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 0, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * (108 * 4)
    chain = [table_mark, end] + [end] * len(streams)
    table_sector = struct.pack(f"<{len(chain)}I", *chain) + struct.pack("<I", free) * (128 - len(chain))
    directory, data = _entry("Root Entry", 5, end, 0), b""
    for sector, (name, content) in enumerate(streams.items(), start=2):
        directory += _entry(name, 2, sector, len(content))
        data += content.ljust(512, b"\x00")
    return header + table_sector + directory.ljust(512, b"\x00") + data


def _entry(name: str, kind: int, sector: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", sector, size)
    )
