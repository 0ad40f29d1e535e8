"""Signed files: an original, half an original, a changed one, one that nobody vouches for, and a mere copy."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from honglam.engines.documents.signatures import Authority, PdfUnreadable, Verdict, read_trust, verify_signatures
from honglam.engines.documents.signatures.authorities import Trust

from .signing import OFFICIAL_ROOT, PUBLIC_ROOT, holder, page, root, signed

CHAIRMAN = holder("Nguyễn Văn An", "UBND xã Suối Hoa")
COMMITTEE = holder("ỦY BAN NHÂN DÂN XÃ SUỐI HOA", "UBND tỉnh Mộc Lam")
TRADER = holder("Lê Thị Hoa", "Hộ kinh doanh", PUBLIC_ROOT)


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    for name, at in (("chinh-phu.pem", OFFICIAL_ROOT), ("cong-cong.crt", PUBLIC_ROOT)):
        (tmp_path / name).write_bytes(root(at).pem)
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư", encoding="utf-8")
    return read_trust(tmp_path)


def test_signed_by_the_person_and_the_body_it_is_an_original(trust: Trust) -> None:
    report = verify_signatures(signed(signed(page(), CHAIRMAN, "nguoi-ky"), COMMITTEE, "co-quan"), trust)
    assert report.verdict is Verdict.ORIGINAL
    person, body = report.signatures
    assert (person.signer, person.organisation, person.is_body) == ("Nguyễn Văn An", "UBND xã Suối Hoa", False)
    assert (body.signer, body.is_body) == ("ỦY BAN NHÂN DÂN XÃ SUỐI HOA", True)
    assert person.authority is body.authority is Authority.OFFICIAL
    assert all(one.holds and one.is_vouched and one.claimed_time and not one.problem for one in report.signatures)


@pytest.mark.parametrize(
    ("who", "words"),
    [(CHAIRMAN, "thiếu chữ ký số của cơ quan"), (COMMITTEE, "thiếu chữ ký số của người có thẩm quyền")],
)
def test_with_one_of_the_two_it_says_which_is_missing(trust: Trust, who: object, words: str) -> None:
    report = verify_signatures(signed(page(), who, "mot"), trust)  # type: ignore[arg-type]
    assert report.verdict is Verdict.SIGNED
    assert words in report.explanation


def test_a_bought_signature_is_told_from_an_official_one(trust: Trust) -> None:
    (signature,) = verify_signatures(signed(page(), TRADER, "mot"), trust).signatures
    assert (signature.authority, signature.is_vouched) == (Authority.PUBLIC, True)


def test_one_changed_byte_breaks_the_signature(trust: Trust) -> None:
    content = signed(page("Tong so: 1200"), CHAIRMAN, "mot")
    at = content.index(b"/Type /Page")
    report = verify_signatures(content[:at] + b"/Type /Pagf" + content[at + 11 :], trust)
    assert report.verdict is Verdict.BROKEN
    assert not report.signatures[0].is_unchanged
    assert "không còn như lúc ký" in report.explanation


def test_what_is_added_after_signing_is_found(trust: Trust) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed(page(), CHAIRMAN, "mot")))
    first_page = writer.root["/Pages"]["/Kids"][0].get_object()
    first_page["/Contents"] = writer.add_object(
        generic.StreamObject(stream_data=b"BT /F1 20 Tf 72 600 Td (9999) Tj ET")
    )
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    stream = io.BytesIO()
    writer.write(stream)
    report = verify_signatures(stream.getvalue(), trust)
    assert report.verdict is Verdict.BROKEN
    assert "bị thêm nội dung" in report.explanation


def test_nobody_vouches_where_the_root_is_not_believed() -> None:
    report = verify_signatures(signed(page(), CHAIRMAN, "mot"), Trust())
    assert report.verdict is Verdict.UNVOUCHED
    assert report.signatures[0].holds
    assert "còn nguyên như lúc ký" in report.explanation


def test_a_certificate_that_had_run_out_when_it_was_used_is_not_vouched_for(trust: Trust) -> None:
    report = verify_signatures(signed(page(), holder("Trần Văn Cũ", "UBND xã", days=30), "mot"), trust)
    assert report.verdict is Verdict.UNVOUCHED


def test_a_file_without_a_signature_is_a_copy(trust: Trust) -> None:
    report = verify_signatures(page("Đã ký và đóng dấu"), trust)
    assert (report.verdict, report.signatures) == (Verdict.COPY, ())
    assert "Bản sao, không có giá trị ký số" in report.explanation


@pytest.mark.parametrize("content", [b"", b"khong phai pdf", b"%PDF-1.7\n", page()[:200]])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(PdfUnreadable):
        verify_signatures(content)


def test_a_folder_that_is_not_there_vouches_for_nobody(tmp_path: Path) -> None:
    assert read_trust(tmp_path / "không có") == Trust()
    assert read_trust(None) == Trust()


def test_a_certificate_laid_into_the_file_makes_nobody_official(trust: Trust) -> None:
    report = verify_signatures(signed(page(), TRADER, "mot", also=root(OFFICIAL_ROOT)), trust)
    assert report.signatures[0].authority is Authority.PUBLIC
    made_up = verify_signatures(signed(page(), CHAIRMAN, "mot"), Trust())
    assert made_up.signatures[0].authority is Authority.UNKNOWN


def test_a_field_filled_in_after_signing_is_a_change(trust: Trust) -> None:
    content = signed(page(field="so_tien"), CHAIRMAN, "mot")
    assert verify_signatures(content, trust).verdict is Verdict.SIGNED
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields = writer.root["/AcroForm"]["/Fields"]
    at = next(place for place, one in enumerate(fields) if one.get_object()["/T"] == "so_tien")
    fields[at].get_object()["/V"] = generic.pdf_string("999")
    writer.mark_update(fields.raw_get(at))
    stream = io.BytesIO()
    writer.write(stream)
    assert verify_signatures(stream.getvalue(), trust).verdict is Verdict.BROKEN


def test_a_damaged_signature_is_broken_wherever_the_damage_is(trust: Trust) -> None:
    content = signed(page(), CHAIRMAN, "mot")
    begin = content.index(b"/Contents <") + len(b"/Contents <")
    found = []
    for at in range(begin, begin + 1200, 25):
        damaged = content[:at] + (b"0" if content[at : at + 1] != b"0" else b"7") + content[at + 1 :]
        try:
            found.append(verify_signatures(damaged, trust).verdict)
        except PdfUnreadable:
            continue  # damaged so that the signature is not found at all: refused, with advice
    assert found.count(Verdict.BROKEN) > len(found) / 2
