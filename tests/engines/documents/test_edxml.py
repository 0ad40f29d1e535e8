"""Packages of document systems are read whatever their gateway; what is no package, or is no honest one, is refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.documents.edxml.reading import day_of
from honglam.engines.documents.public import (
    CorruptDocument,
    DocumentError,
    EdocPackage,
    EmptyDocument,
    NotEdxml,
    Organ,
    StatusPackage,
    UnsafeXml,
    ZipBomb,
    packages_in,
)
from tests.engines.documents.edxml_samples import archive, package

PDF = b"%PDF-1.4\n%mau\n"


def one(data: bytes, name: str = "vb.edxml") -> EdocPackage:
    """The only package of a file."""
    (found,) = packages_in(data, name)
    return found


def test_a_package_tells_its_head_whom_it_goes_to_and_by_when() -> None:
    found = one(package(files={"1204.pdf": PDF}))
    assert (found.number, found.issued_on, found.kind) == ("1204/UBND-KGVX", datetime.date(2026, 3, 5), "Công văn")
    assert found.subject.startswith("V/v rà soát")
    assert found.content == ""  # “N/A” says nothing
    assert (found.signer, found.signer_title) == ("Lê Văn Mẫu", "Phó Chủ tịch")
    assert found.due_on == datetime.date(2026, 3, 31)
    assert found.sender == Organ("H99", "Ủy ban nhân dân tỉnh Thử Nghiệm")
    assert [organ.name for organ in found.receivers] == ["Xã Bắc Sơn", "Xã Nam Hà"]
    assert found.document_id == "H99,2026/03/05,1204/UBND-KGVX"
    assert [(file.name, file.content) for file in found.files] == [("1204.pdf", PDF)]


@pytest.mark.parametrize(
    ("number", "notation", "whole"),
    [
        ("1204", "UBND-KGVX", "1204/UBND-KGVX"),
        ("1204", "/UBND-KGVX", "1204/UBND-KGVX"),
        ("1204", "1204/UBND-KGVX", "1204/UBND-KGVX"),
        ("1204/UBND-KGVX", "UBND-KGVX", "1204/UBND-KGVX"),
        ("1204", "", "1204"),
        ("", "1204/UBND-KGVX", "1204/UBND-KGVX"),
        ("N/A", "N/A", ""),
    ],
)
def test_number_and_notation_are_put_together_however_they_were_sent(number: str, notation: str, whole: str) -> None:
    assert one(package(number=number, notation=notation)).number == whole


@pytest.mark.parametrize("namespace", ["http://www.e-doc.vn/Schema/", "http://www.go.vn/eDoc"])
def test_the_namespace_of_the_gateway_does_not_matter(namespace: str) -> None:
    assert one(package(namespace=namespace)).number == "1204/UBND-KGVX"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026/03/05", datetime.date(2026, 3, 5)),
        ("2026-03-05T00:00:00+07:00", datetime.date(2026, 3, 5)),
        ("05/03/2026", datetime.date(2026, 3, 5)),
        ("05/03/2026 07:00:00", datetime.date(2026, 3, 5)),
        ("20260305", datetime.date(2026, 3, 5)),
        ("2026/3/5", datetime.date(2026, 3, 5)),
        ("0001-01-01T00:00:00", None),
        ("1900/01/01", None),
        ("31/02/2026", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_days_are_read_in_every_usual_order(written: str, day: datetime.date | None) -> None:
    assert day_of(written) == day


@given(st.dates(datetime.date(1945, 1, 1), datetime.date(2100, 12, 31)))
def test_a_day_survives_every_way_of_writing_it(day: datetime.date) -> None:
    for written in (f"{day:%Y/%m/%d}", f"{day:%Y-%m-%d}T10:00:00", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}"):
        assert day_of(written) == day


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=60),
    st.integers(1, 99999),
)
def test_what_is_written_into_a_package_is_read_out_of_it(subject: str, number: int) -> None:
    found = one(package(subject=f"V/v {subject}", number=str(number), document_id=f"H99,{number}"))
    assert found.number == f"{number}/UBND-KGVX"
    assert found.document_id == f"H99,{number}"
    assert found.subject.startswith("V/v ")


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"<edXML>{text}</edXML>".encode()))
def test_no_bytes_whatever_bring_more_than_a_refusal(data: bytes) -> None:
    with pytest.raises(DocumentError):
        packages_in(data, "vb.edxml")


@given(st.integers(0, 2500), st.binary(min_size=1, max_size=20))
def test_a_damaged_package_is_read_or_refused_and_never_falls_over(place: int, noise: bytes) -> None:
    data = package(files={"1204.pdf": PDF})
    try:
        packages_in(data[:place] + noise + data[place + len(noise) :], "vb.edxml")
    except DocumentError as refused:
        assert str(refused)


def test_an_archive_holds_several_packages_and_files_beside_them() -> None:
    data = archive(
        {
            "den/1204.edxml": package(files={"1204.pdf": PDF}),
            "den/1205.xml": package(number="1205").replace(
                b'<e:edXMLManifest version="1.0">',
                b'<e:edXMLManifest version="1.0"><e:Reference><e:ContentId>x</e:ContentId>'
                b"<e:AttachmentName>phu-luc.pdf</e:AttachmentName></e:Reference>",
            ),
            "den/phu-luc.pdf": PDF + b"2",
        }
    )
    first, second = packages_in(data, "goi.zip")
    assert (first.number, second.number) == ("1204/UBND-KGVX", "1205/UBND-KGVX")
    assert [file.content for file in second.files] == [PDF + b"2"]


def test_a_file_that_the_gateway_zipped_is_unpacked() -> None:
    assert one(package(files={"1204.pdf": archive({"1204.pdf": PDF})})).files[0].content == PDF


def test_a_file_that_cannot_be_had_is_said_and_the_rest_is_read() -> None:
    data = package(files={"1204.pdf": PDF}).replace(b"<ContentId>f0", b"<ContentId>other")
    found = one(data)
    assert found.files == ()
    assert "1204.pdf" in found.notes[0]


def test_the_folders_in_a_file_name_lead_nowhere() -> None:
    assert one(package(files={"../../etc/1204.pdf": PDF})).files[0].name == "1204.pdf"
    assert one(package(files={"C:\\van ban\\1204.pdf": PDF})).files[0].name == "1204.pdf"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("before", [LAUGHS, OUTSIDE, "<!DOCTYPE edXML>"])
def test_a_document_type_is_refused_before_anything_of_it_is_read(before: str) -> None:
    with pytest.raises(UnsafeXml):
        packages_in(package(before=before), "vb.edxml")
    with pytest.raises(UnsafeXml):
        packages_in(package(before=before).decode().replace("UTF-8", "UTF-16").encode("utf-16"), "vb.edxml")


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(UnsafeXml):
        packages_in(b"<edXML>" + b"<a>" * 100_000, "vb.edxml")


def test_an_entity_that_nobody_declared_is_an_error() -> None:
    with pytest.raises(CorruptDocument):
        packages_in(package(subject="MARK").replace(b"MARK", b"&xxe;"), "vb.edxml")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        (b"<html><body>x</body></html>", NotEdxml),
        (b"<edXML><edXMLEnvelope><edXMLHeader/></edXMLEnvelope></edXML>", StatusPackage),
        (b"<edXML><edXMLEnvelope>", CorruptDocument),
        (b"\x00\x01\x02", CorruptDocument),
        (archive({"a.txt": b"x"}), NotEdxml),
        (b"PK\x03\x04 broken", CorruptDocument),
        (archive({"a.edxml": b"<a>" + b"0" * 70_000_000 + b"</a>"}), ZipBomb),
        (archive({f"{n}.edxml": b"<edXML/>" for n in range(201)}), ZipBomb),
    ],
)
def test_anything_else_is_refused_with_words(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error) as refused:
        packages_in(data, "goi.zip" if data.startswith(b"PK") else "vb.edxml")
    assert str(refused.value).strip()
