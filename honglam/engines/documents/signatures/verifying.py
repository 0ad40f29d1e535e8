"""Verifying the signatures of one PDF file."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from asn1crypto import ocsp, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from honglam.engines.documents.signatures.authorities import Authority, Trust, authority_of
from honglam.engines.documents.signatures.revocation import (
    FILE,
    Revocation,
    RevocationList,
    lists_in_file,
    looked_up,
    responses_in_file,
)
from honglam.toolkit.text import fold

_BODY = re.compile(
    r"^(?:ủ[iy] ban|ubnd|hội đồng|hđnd|sở|bộ|văn phòng|ban|phòng|công an|chi cục|cục|trung tâm|tỉnh ủ[iy]"
    r"|thành ủy|đảng ủ[iy]"
    r"|đảng bộ|huyện ủy|mặt trận|tỉnh đoàn|liên đoàn|hội|trường|bệnh viện|thanh tra|báo|đài|kho bạc|thuế"
    r"|tòa án|viện"
    r"|công ti|công ty|tổng công ty|ngân hàng|tập đoàn)(?![^\W\d_])"
)
# What may follow a signature: further signatures and their proofs. Filling in a field, which PDF permits by itself, is
# not among them: it changes what a plan says.
_DIFFERENCES = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)
_WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


class PdfUnreadable(ValueError):
    """The file cannot be read as a PDF; `code` is stable."""

    code = "signatures.unreadable"


class Verdict(StrEnum):
    """What a file is worth as an original.

    ORIGINAL: both signatures (person and body) hold and are vouched for. SIGNED: what signatures there are hold and are
    vouched for, but one of the two is missing. UNVOUCHED: the bytes are those that were signed, but no believed
    authority stands behind a signer. BROKEN: the file was changed after signing, or a signature does not hold. COPY: no
    digital signature at all; a picture of a stamp is no signature.
    """

    ORIGINAL = "original"
    SIGNED = "signed"
    UNVOUCHED = "unvouched"
    BROKEN = "broken"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: whose, when, and what of it holds.

    `is_unchanged`: the signed bytes are as they were, and nothing but permitted additions (further signatures, comments
    of a signature field) came after. `is_vouched`: the chain leads to a believed root, was valid at the time of signing
    and was not revoked by then. `timestamp` is the time that a time-stamping authority certified; `claimed_time` what
    the signer's machine said. `revocation` is what the lists of revoked certificates say, and which was looked at.
    `remark` is what to know besides, of a signature that counts.
    """

    field_name: str
    signer: str
    organisation: str
    serial: str
    is_body: bool
    authority: Authority
    issuer: str
    claimed_time: dt.datetime | None
    timestamp: dt.datetime | None
    is_valid: bool
    is_unchanged: bool
    is_vouched: bool
    problem: str
    revoked_at: dt.datetime | None = None
    revocation: str = ""
    remark: str = ""

    @property
    def time(self) -> dt.datetime | None:
        """When it was signed: the certified time where there is one, else what the signer's machine said."""
        return self.timestamp or self.claimed_time

    @property
    def is_timestamped(self) -> bool:
        """Whether a time-stamping authority certified when it was signed."""
        return self.timestamp is not None

    @property
    def holds(self) -> bool:
        """Whether the signature is mathematically right and the file is as it was signed."""
        return self.is_valid and self.is_unchanged


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """All signatures of a file in the order of signing, and the verdict with its reason in Vietnamese.

    `lists` are the lists of revoked certificates that were there to look at.
    """

    signatures: tuple[Signature, ...]
    verdict: Verdict
    explanation: str
    lists: tuple[RevocationList, ...] = ()


def verify_signatures(content: bytes, trust: Trust | None = None, *, now: dt.datetime | None = None) -> SignatureReport:
    """Verify all signatures of a PDF. Raises PdfUnreadable. Nothing is fetched; `now` is the clock (by default ours).

    Revocation is looked up in the lists that the file carries and in those that stand beside the believed certificates.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, OSError, RecursionError, AssertionError, TypeError) as error:
        raise PdfUnreadable("Không đọc được tệp này như một tệp PDF; hãy xin lại tệp gốc.") from error
    trust = trust or Trust()
    proofs = _Proofs(
        trust, (*trust.lists, *lists_in_file(reader, embedded)), responses_in_file(reader, embedded),
        now or dt.datetime.now(dt.UTC),
    )  # fmt: skip
    found = tuple(_verified(one, proofs) for one in embedded)
    return SignatureReport(found, *_judge(found), lists=proofs.lists if found else ())


@dataclass(frozen=True, slots=True)
class _Proofs:
    """What all signatures of a file are judged by."""

    trust: Trust
    lists: tuple[RevocationList, ...]
    responses: tuple[ocsp.OCSPResponse, ...]
    now: dt.datetime


def _verified(embedded: EmbeddedPdfSignature, proofs: _Proofs) -> Signature:
    """The signature as verified; one whose container cannot even be read is a broken signature, not a broken page."""
    try:
        return _verify(embedded, proofs)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError, AttributeError, LookupError):
        return Signature(
            field_name=embedded.field_name or "", signer="không rõ tên", organisation="", serial="", is_body=False,
            authority=Authority.UNKNOWN, issuer="", claimed_time=None, timestamp=None, is_valid=False,
            is_unchanged=False, is_vouched=False, problem="Chữ ký hỏng, không đọc được.",
        )  # fmt: skip


def _verify(embedded: EmbeddedPdfSignature, proofs: _Proofs) -> Signature:
    certificate: x509.Certificate = embedded.signer_cert
    claimed = embedded.self_reported_timestamp
    status, problem = _status(embedded, proofs, claimed)
    stamp = _certified_time(status)
    if stamp is not None and stamp != claimed:
        status, problem = _status(embedded, proofs, stamp)
    names = certificate.subject.native
    signer = _text(names.get("common_name")) or "không rõ tên"
    found = Signature(
        field_name=embedded.field_name or "",
        signer=signer,
        organisation=_text(names.get("organization_name")) or _text(names.get("organizational_unit_name")),
        serial=f"{certificate.serial_number:x}",
        is_body=bool(_BODY.match(fold(signer))),
        authority=_authority(status),
        issuer=_text(certificate.issuer.native.get("common_name")),
        claimed_time=claimed,
        timestamp=stamp,
        is_valid=bool(status and status.valid),
        is_unchanged=bool(status and status.intact and _is_unchanged(status)),
        is_vouched=bool(status and status.trusted),
        problem=problem or (_problem(status) if status else ""),
    )
    path = status.validation_path if status else None
    chain = list(path.iter_certs(include_root=True))[::-1] if path is not None else [certificate]
    known = (*proofs.trust.roots, *proofs.trust.others, *embedded.other_embedded_certs)
    return _with_lists(found, certificate, looked_up(chain, known, proofs.lists), proofs)


def _status(
    embedded: EmbeddedPdfSignature, proofs: _Proofs, moment: dt.datetime | None
) -> tuple[PdfSignatureStatus | None, str]:
    """What pyHanko says of a signature at a moment, or why it says nothing."""
    try:
        signer, stamp = _context(proofs, moment), _context(proofs, moment)
        return validate_pdf_signature(embedded, signer, stamp, diff_policy=_DIFFERENCES), ""
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError) as error:
        return None, f"Chữ ký hỏng: {error}"


def _certified_time(status: PdfSignatureStatus | None) -> dt.datetime | None:
    """The time that a believed time-stamping authority certified."""
    stamp = status.timestamp_validity if status else None
    return stamp.timestamp if stamp and stamp.valid and stamp.intact and stamp.trusted else None


def _with_lists(found: Signature, certificate: x509.Certificate, revocation: Revocation, proofs: _Proofs) -> Signature:
    """The signature with what the lists of revoked certificates and the certificate's own end say of it.

    Only a certified time proves that somebody signed before a certificate was revoked: a machine's clock can be set.
    """
    words = _looked_at(found, revocation.looked_at, proofs)
    ended = certificate.not_valid_after
    remark = ""
    if found.is_vouched and not found.is_timestamped and ended < proofs.now:
        remark = (
            f"Chứng thư hết hạn ngày {ended:%d/%m/%Y}. Không có dấu thời gian, nên xét theo giờ máy người ký: "
            "lúc đó chứng thư còn hạn."
        )
    since = revocation.revoked_at
    if since is None:
        return replace(found, revocation=words, remark=remark)
    whose = "Chứng thư của cơ quan cấp" if revocation.of_issuer else "Chứng thư"
    day = f"{whose} đã bị thu hồi ngày {since:%d/%m/%Y}"
    if found.timestamp is not None and found.timestamp < since:
        remark = f"{day}, sau khi ký; dấu thời gian chứng thực lúc ký nên chữ ký vẫn có giá trị."
        return replace(found, revoked_at=since, revocation=words, remark=remark)
    is_before = found.time is None or since <= found.time
    why = "trước lúc ký." if is_before else "sau giờ máy người ký, nhưng không có dấu thời gian chứng minh lúc ký."
    problem = found.problem if not found.holds else f"{day}, {why}"
    return replace(found, is_vouched=False, problem=problem, revoked_at=since, revocation=words)


def _looked_at(found: Signature, looked_at: RevocationList | None, proofs: _Proofs) -> str:
    """Which list was looked at, and how old it is."""
    if looked_at is None and proofs.responses:
        return "Đã xét trả lời về chứng thư (OCSP) kèm trong tệp."
    if looked_at is None:
        return f"Không có danh sách thu hồi của {found.issuer or 'cơ quan cấp'} để đối chiếu."
    days = max((proofs.now - looked_at.issued_at).days, 0)
    where = "kèm trong tệp" if looked_at.source == FILE else "trên máy chủ"
    old = f"{days} ngày trước" if days else "hôm nay"
    outdated = "; đã quá ngày phải cập nhật" if looked_at.is_outdated(proofs.now) else ""
    return (
        f"Đã đối chiếu danh sách thu hồi của {looked_at.issuer} {where}, "
        f"phát hành ngày {looked_at.issued_at:%d/%m/%Y} ({old}{outdated})."
    )


def _authority(status: PdfSignatureStatus | None) -> Authority:
    """What the believed chain says; any certificate may be embedded in a file, so nothing else counts."""
    if status is None or not status.trusted or status.validation_path is None:
        return Authority.UNKNOWN
    return authority_of(list(status.validation_path.iter_certs(include_root=True)))


def _context(proofs: _Proofs, moment: dt.datetime | None) -> ValidationContext:
    """Only the province's own roots count, at the time of signing; revocation is looked up by `revocation`."""
    return ValidationContext(
        trust_roots=list(proofs.trust.roots),
        other_certs=list(proofs.trust.others),
        ocsps=list(proofs.responses),
        retroactive_revinfo=True,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment.astimezone(dt.UTC) if moment else None,
    )


def _is_unchanged(status: PdfSignatureStatus) -> bool:
    return status.coverage in _WHOLE and bool(status.docmdp_ok)


def _problem(status: PdfSignatureStatus) -> str:
    if not status.intact:
        return "Nội dung tệp không còn như lúc ký."
    if not status.valid:
        return "Chữ ký không khớp với chứng thư của người ký."
    if not _is_unchanged(status):
        return "Sau khi ký, tệp đã bị thêm nội dung."
    if status.revocation_details is not None:
        return f"Chứng thư đã bị thu hồi ngày {status.revocation_details.revocation_date:%d/%m/%Y}."
    if not status.trusted:
        return "Không có cơ quan chứng thực nào mà tỉnh tin cậy đứng sau chứng thư này."
    return ""


def _judge(found: tuple[Signature, ...]) -> tuple[Verdict, str]:
    if not found:
        return (
            Verdict.COPY,
            "Bản sao, không có giá trị ký số: tệp không có chữ ký số nào; hình con dấu không phải chữ ký số.",
        )
    broken = next((one for one in found if not one.holds), None)
    if broken:
        return Verdict.BROKEN, f"Chữ ký của {broken.signer} không còn giá trị. {broken.problem}"
    unvouched = next((one for one in found if not one.is_vouched), None)
    if unvouched:
        return (
            Verdict.UNVOUCHED,
            f"Tệp còn nguyên như lúc ký, nhưng chưa xác nhận được {unvouched.signer}. {unvouched.problem}",
        )
    has_person, has_body = any(not one.is_body for one in found), any(one.is_body for one in found)
    if has_person and has_body:
        return Verdict.ORIGINAL, "Bản gốc điện tử: đủ chữ ký số của người có thẩm quyền và của cơ quan; tệp còn nguyên."
    missing = "của cơ quan" if has_person else "của người có thẩm quyền"
    return Verdict.SIGNED, f"Chữ ký số có giá trị và tệp còn nguyên, nhưng thiếu chữ ký số {missing}."


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value or "")
