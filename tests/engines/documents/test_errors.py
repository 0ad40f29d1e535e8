"""Every kind of unreadable file is refused with its own code and one clear line, before it costs memory."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from honglam.engines.documents import converting, public
from honglam.engines.documents.public import DocumentError, read_document

from .builders import PdfPage, compound_file, paragraph, pdf_file, word_file

SENTENCE = "Ủy ban nhân dân xã ban hành kế hoạch triển khai nhiệm vụ năm 2026. "
WORD = word_file(paragraph("Kế hoạch"))


def written(page_count: int = 1) -> bytes:
    pages = []
    for _ in range(page_count):
        page = PdfPage()
        for row in range(10):
            page.text(70, 100 + 20 * row, SENTENCE)
        pages.append(page)
    return pdf_file(*pages)


def scanned() -> bytes:
    page = PdfPage()
    page.picture()
    page.text(300, 40, "Người ký: Ủy ban nhân dân xã Thời gian ký: 02/02/2026 08:00:00")
    return pdf_file(page)


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt="mat-khau")
    canvas.drawString(100, 700, "Ke hoach")
    canvas.save()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return out.getvalue()


def many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(6_000):
            archive.writestr(f"word/{number}.xml", b"")
    return out.getvalue()


def old_word_file(flags: int) -> bytes:
    return compound_file(WordDocument=b"\xec\xa5\xc1\x00" + bytes(6) + struct.pack("<H", flags))


def expanding_entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document '
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>',
        )
    return out.getvalue()


CASES = {
    "encrypted docx": ("a.docx", compound_file(EncryptionInfo=b"x", EncryptedPackage=b"x"), "password_protected"),
    "encrypted doc": ("a.doc", old_word_file(0x0100), "password_protected"),
    "encrypted pdf": ("a.pdf", encrypted_pdf(), "password_protected"),
    "no bytes": ("a.txt", b"", "empty"),
    "only spaces": ("a.txt", b" \n\n\t ", "empty"),
    "docx without words": ("a.docx", word_file(paragraph("  ")), "empty"),
    "cut docx": ("a.docx", WORD[: len(WORD) // 2], "corrupt"),
    "docx of broken xml": ("a.docx", word_file("<w:p>"), "corrupt"),
    "cut pdf": ("a.pdf", written()[:400], "corrupt"),
    "noise named pdf": ("a.pdf", random.Random(1).randbytes(3000), "corrupt"),
    "entities in docx": ("a.docx", expanding_entities(), "corrupt"),
    "nested too deep docx": ("a.docx", word_file("<w:sdt><w:sdtContent>" * 5000), "corrupt"),
    "nested too deep html": ("a.html", b"<html>" + b"<div>" * 50_000 + b"x", "corrupt"),
    "zip bomb": ("a.docx", bomb(), "zip_bomb"),
    "too many members": ("a.docx", many_members(), "zip_bomb"),
    "docx named pdf": ("a.pdf", WORD, "wrong_extension"),
    "pdf named docx": ("a.docx", written(), "wrong_extension"),
    "text named docx": ("a.docx", b"Ke hoach so 1", "wrong_extension"),
    "doc named docx": ("a.docx", old_word_file(0), "wrong_extension"),
    "picture named pdf": ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "wrong_extension"),
    "workbook": ("a.xlsx", compound_file(Workbook=b"x"), "unsupported_type"),
    "no extension": ("ke-hoach", b"Ke hoach so 1", "unsupported_type"),
    "scan": ("a.pdf", scanned(), "image_only"),
    "text of no known encoding": ("a.txt", bytes(range(0x80, 0x100)) * 20, "unknown_encoding"),
}


@pytest.mark.parametrize(("name", "data", "code"), CASES.values(), ids=CASES.keys())
def test_an_unreadable_file_is_refused_with_its_own_code_and_one_line(name: str, data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(data, name=name)
    assert caught.value.code == code
    message = str(caught.value)
    assert name in message and "hãy" in message and "\n" not in message


def test_letters_of_other_scripts_are_a_broken_font_map() -> None:
    page = PdfPage()
    for row in range(20):
        page.text(70, 100 + 20 * row, SENTENCE)
    with pytest.raises(public.BrokenFonts):
        read_document(pdf_file(page, to_unicode=0x0400), name="a.pdf")


def test_a_page_of_few_words_without_a_picture_is_no_scan() -> None:
    page = PdfPage()
    page.text(70, 100, "Kế hoạch chuyển đổi số năm 2026")
    assert read_document(pdf_file(page), name="a.pdf").text == "Kế hoạch chuyển đổi số năm 2026"


def test_a_scanned_page_among_written_ones_is_named_in_a_warning() -> None:
    pages = []
    for number in range(3):
        page = PdfPage()
        if number == 1:
            page.picture()
        else:
            for row in range(20):
                page.text(70, 100 + 20 * row, SENTENCE)
        pages.append(page)
    (warning,) = read_document(pdf_file(*pages), name="a.pdf").warnings
    assert "ảnh chụp" in warning and "2" in warning


def test_the_error_says_what_the_file_really_is() -> None:
    with pytest.raises(public.WrongExtension, match=r"Word \(\.docx\).*đuôi tệp thành \.docx"):
        read_document(WORD, name="ke-hoach.pdf")


def test_half_a_gigabyte_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lon.pdf"
    with path.open("wb") as stream:
        stream.truncate(500_000_000)

    def must_not_be_read(_: Path) -> bytes:
        raise AssertionError("the file was read")

    monkeypatch.setattr(Path, "read_bytes", must_not_be_read)
    with pytest.raises(public.DocumentTooLarge, match="500 MB"):
        read_document(path)


@pytest.mark.parametrize("place", ["khong-co.docx", "."])
def test_a_path_without_a_file_is_an_error_of_its_own(tmp_path: Path, place: str) -> None:
    with pytest.raises(public.DocumentNotFound):
        read_document(tmp_path / place, name="khong-co.docx")


def test_a_document_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("honglam.engines.documents.readers.pdf.MAX_PAGES", 2)
    with pytest.raises(public.TooManyPages, match="3 trang"):
        read_document(written(3), name="a.pdf")


def test_a_doc_without_libreoffice_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting.shutil, "which", lambda _: None)
    with pytest.raises(public.ConverterMissing, match="LibreOffice"):
        read_document(old_word_file(0), name="a.doc")


def test_a_hung_conversion_is_ended_and_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(converting.shutil, "which", lambda _: str(program))
    monkeypatch.setattr(converting, "CONVERSION_SECONDS", 0.2)
    with pytest.raises(public.ConversionFailed):
        read_document(old_word_file(0), name="a.doc")


def test_bytes_without_a_name_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        read_document(b"abc")


@settings(max_examples=60, deadline=None)
@given(data=st.binary(min_size=1, max_size=2000), suffix=st.sampled_from(public.readable_suffixes()))
def test_noise_is_read_or_refused_but_never_breaks_the_reader(data: bytes, suffix: str) -> None:
    if data.startswith(b"{\\rtf") or (suffix == ".doc" and data.startswith(b"\xd0\xcf")):
        return
    try:
        read_document(data, name="a" + suffix)
    except DocumentError as error:
        assert error.code != "document_error"


@settings(max_examples=80, deadline=None)
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255), kind=st.sampled_from(["docx", "pdf"]))
def test_a_damaged_file_is_read_or_refused(place: int, byte: int, kind: str) -> None:
    data = bytearray(WORD if kind == "docx" else written())
    data[place % len(data)] = byte
    try:
        read_document(bytes(data), name=f"a.{kind}")
    except DocumentError as error:
        assert error.code != "document_error"


def test_reading_text_loads_neither_django_nor_the_heavy_readers() -> None:
    program = (
        "import sys; from honglam.engines.documents.public import read_document;"
        "read_document('Kế hoạch'.encode(), name='a.txt');"
        "print([m for m in ('django', 'lxml', 'pypdfium2', 'pdfplumber', 'docx', 'markdown_it') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
