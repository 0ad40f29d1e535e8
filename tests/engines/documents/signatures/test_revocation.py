"""Certificates that were revoked, lists that say so, and the clock by which a signature is judged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from honglam.engines.documents.signatures import Trust, Verdict, read_trust, verify_signatures

from .signing import OFFICIAL_ROOT, PUBLIC_ROOT, holder, page, revocations, root, signed, time_stamper, with_proofs

CHAIRMAN = holder("Nguyễn Văn An", "UBND xã Suối Hoa")
COMMITTEE = holder("ỦY BAN NHÂN DÂN XÃ SUỐI HOA", "UBND tỉnh Mộc Lam")
NOW = dt.datetime(2026, 9, 10, 2, tzinfo=dt.UTC)
BEFORE, LATER = NOW - dt.timedelta(days=30), NOW + dt.timedelta(days=30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chinh-phu.pem").write_bytes(root(OFFICIAL_ROOT).pem)
    return tmp_path


def original(*, stamped: bool = False) -> bytes:
    """Signed by the person and the body at NOW."""
    stamper = time_stamper(OFFICIAL_ROOT) if stamped else None
    with time_machine.travel(NOW, tick=False):
        return signed(signed(page(), CHAIRMAN, "nguoi-ky", stamper=stamper), COMMITTEE, "co-quan", stamper=stamper)


def test_a_certificate_revoked_before_it_signed_is_told_with_the_day(folder: Path) -> None:
    (folder / "thu-hoi.crl").write_bytes(revocations(OFFICIAL_ROOT, {CHAIRMAN: BEFORE}, LATER))
    report = verify_signatures(original(), read_trust(folder), now=LATER)
    assert report.verdict is Verdict.UNVOUCHED
    person, body = report.signatures
    assert not person.is_vouched and person.revoked_at == BEFORE
    assert f"thu hồi ngày {BEFORE:%d/%m/%Y}, trước lúc ký" in report.explanation
    assert body.is_vouched


def test_a_clean_list_is_named_with_its_age(folder: Path) -> None:
    (folder / "thu-hoi.crl").write_bytes(revocations(OFFICIAL_ROOT, {}, NOW))
    report = verify_signatures(original(), read_trust(folder), now=NOW + dt.timedelta(days=3))
    assert report.verdict is Verdict.ORIGINAL
    said = report.signatures[0].revocation
    assert "trên máy chủ" in said and "(3 ngày trước)" in said
    assert [one.issuer for one in report.lists] == [OFFICIAL_ROOT[0]]
    old = verify_signatures(original(), read_trust(folder), now=NOW + dt.timedelta(days=9)).signatures[0]
    assert "đã quá ngày phải cập nhật" in old.revocation


def test_without_any_list_the_page_says_so(folder: Path) -> None:
    (signature, _body) = verify_signatures(original(), read_trust(folder), now=LATER).signatures
    assert signature.revocation.startswith("Không có danh sách thu hồi của")
    assert signature.is_vouched


def test_the_list_that_a_file_carries_is_looked_at(folder: Path) -> None:
    content = with_proofs(original(), revocations(OFFICIAL_ROOT, {CHAIRMAN: BEFORE}, NOW))
    report = verify_signatures(content, read_trust(folder), now=LATER)
    assert report.verdict is Verdict.UNVOUCHED
    assert "kèm trong tệp" in report.signatures[0].revocation
    assert report.signatures[0].holds


def test_a_list_of_another_authority_or_a_forged_one_says_nothing(folder: Path) -> None:
    (folder / "khac.crl").write_bytes(revocations(PUBLIC_ROOT, {CHAIRMAN: BEFORE}, NOW))
    (folder / "gia.crl").write_bytes(revocations(OFFICIAL_ROOT, {CHAIRMAN: BEFORE}, NOW, forger=root(PUBLIC_ROOT)))
    (folder / "hong.crl").write_bytes(b"khong phai danh sach")
    report = verify_signatures(original(), read_trust(folder), now=LATER)
    assert report.verdict is Verdict.ORIGINAL
    assert report.signatures[0].revocation.startswith("Không có danh sách thu hồi")


@pytest.mark.parametrize(("stamped", "verdict"), [(True, Verdict.ORIGINAL), (False, Verdict.UNVOUCHED)])
def test_only_a_certified_time_proves_signing_before_revocation(folder: Path, stamped: bool, verdict: Verdict) -> None:
    later = NOW + dt.timedelta(days=10)
    (folder / "thu-hoi.crl").write_bytes(revocations(OFFICIAL_ROOT, {CHAIRMAN: later}, LATER))
    report = verify_signatures(original(stamped=stamped), read_trust(folder), now=LATER)
    assert report.verdict is verdict
    person = report.signatures[0]
    assert person.is_timestamped is stamped
    assert ("dấu thời gian chứng thực lúc ký" in person.remark) is stamped
    assert ("không có dấu thời gian chứng minh" in person.problem) is not stamped


def test_a_certificate_that_has_run_out_since_is_judged_by_the_signer_s_clock_and_says_so(folder: Path) -> None:
    after = dt.datetime(2030, 6, 1, tzinfo=dt.UTC)
    report = verify_signatures(original(), read_trust(folder), now=after)
    assert report.verdict is Verdict.ORIGINAL
    assert "xét theo giờ máy người ký" in report.signatures[0].remark
    stamped = verify_signatures(original(stamped=True), read_trust(folder), now=after)
    assert stamped.signatures[0].remark == ""


def test_a_stamp_of_an_authority_that_nobody_believes_certifies_nothing(folder: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        content = signed(page(), CHAIRMAN, "mot", stamper=time_stamper(PUBLIC_ROOT))
    (signature,) = verify_signatures(content, read_trust(folder), now=LATER).signatures
    assert (signature.is_timestamped, signature.is_vouched) == (False, True)


def test_no_list_makes_trust(folder: Path) -> None:
    content = with_proofs(original(), revocations(OFFICIAL_ROOT, {}, NOW))
    assert verify_signatures(content, Trust(), now=LATER).verdict is Verdict.UNVOUCHED
