"""Small files that stand for evidence: pictures, a scanned page, a table; made here, byte for byte."""

from __future__ import annotations

import io
import random
import struct
import zlib
from dataclasses import dataclass

from django.core.files.base import ContentFile

from honglam.core.files.actions import store
from honglam.core.files.models import StoredFile
from honglam.core.organisations.models import Unit

_WIDTH, _HEIGHT = 320, 200
_PALETTES = (
    ((214, 232, 246), (90, 140, 90), (170, 90, 60)), ((236, 226, 205), (120, 110, 70), (60, 90, 140)),
    ((222, 236, 226), (70, 120, 110), (190, 150, 60)), ((240, 240, 240), (130, 130, 140), (160, 60, 70)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A content that was stored once and may be named by many rows."""

    file: StoredFile
    stem: str


def stored_samples(unit: Unit) -> list[Sample]:
    """A handful of contents taken in through the door of files, to be shared by all evidence."""
    made = []
    for number, palette in enumerate(_PALETTES, start=1):
        pixels = _scene(random.Random(number), palette)
        made.append(("anh-hien-truong", "png", _png(pixels)))
        if number <= 2:
            made.append(("bien-ban-scan", "pdf", _pdf(pixels)))
    made.append(("danh-sach", "csv", "STT,Nội dung,Kết quả\n1,Mục thứ nhất,Đạt\n2,Mục thứ hai,Đạt\n".encode()))
    return [
        Sample(
            store(
                upload=ContentFile(content, name=f"{stem}.{extension}"), by=None, purpose="plans.evidence",
                allowed=("png", "pdf", "csv"), unit=unit,
            ),
            stem,
        )
        for stem, extension, content in made
    ]  # fmt: skip


def _scene(chance: random.Random, palette: tuple[tuple[int, int, int], ...]) -> bytes:
    """A simple landscape: sky, ground, a few houses; rows of RGB."""
    sky, ground, house = palette
    houses = [(chance.randint(10, 260), chance.randint(24, 52), chance.randint(30, 70)) for _ in range(4)]
    rows = bytearray()
    for y in range(_HEIGHT):
        for x in range(_WIDTH):
            inside = any(left <= x < left + wide and 140 - high <= y < 140 for left, wide, high in houses)
            rows += bytes(house if inside else ground if y >= 140 else sky)
    return bytes(rows)


def _png(pixels: bytes) -> bytes:
    lines = b"".join(b"\x00" + pixels[y * _WIDTH * 3 : (y + 1) * _WIDTH * 3] for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _pdf(pixels: bytes) -> bytes:
    """One page that holds the picture, as a scanner makes it."""
    picture, content = zlib.compress(pixels, 9), b"q 500 0 0 312 48 420 cm /P Do Q"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
        b"/Length %d>>\nstream\n%b\nendstream" % (_WIDTH, _HEIGHT, len(picture), picture),
    )
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer <</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
