"""Verifying the signatures of one PDF file."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from asn1crypto import x509
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
    of a signature field) came after. `is_vouched`: the chain leads to a believed root and was valid at the time of
    signing. `timestamp` is the time that a time-stamping authority certified; `claimed_time` what the signer's machine
    said.
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

    @property
    def holds(self) -> bool:
        """Whether the signature is mathematically right and the file is as it was signed."""
        return self.is_valid and self.is_unchanged


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """All signatures of a file in the order of signing, and the verdict with its reason in Vietnamese."""

    signatures: tuple[Signature, ...]
    verdict: Verdict
    explanation: str


def verify_signatures(content: bytes, trust: Trust | None = None, *, now: dt.datetime | None = None) -> SignatureReport:
    """Verify all signatures of a PDF. Raises PdfUnreadable. Nothing is fetched, and lists of revoked
    certificates are not looked at."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, OSError, RecursionError, AssertionError, TypeError) as error:
        raise PdfUnreadable("Không đọc được tệp này như một tệp PDF; hãy xin lại tệp gốc.") from error
    found = tuple(_verified(one, trust or Trust(), now) for one in embedded)
    return SignatureReport(found, *_judge(found))


def _verified(embedded: EmbeddedPdfSignature, trust: Trust, now: dt.datetime | None) -> Signature:
    """The signature as verified; one whose container cannot even be read is a broken signature, not a broken page."""
    try:
        return _verify(embedded, trust, now)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError, AttributeError, LookupError):
        return Signature(
            field_name=embedded.field_name or "", signer="không rõ tên", organisation="", serial="", is_body=False,
            authority=Authority.UNKNOWN, issuer="", claimed_time=None, timestamp=None, is_valid=False,
            is_unchanged=False, is_vouched=False, problem="Chữ ký hỏng, không đọc được.",
        )  # fmt: skip


def _verify(embedded: EmbeddedPdfSignature, trust: Trust, now: dt.datetime | None) -> Signature:
    certificate: x509.Certificate = embedded.signer_cert
    claimed = embedded.self_reported_timestamp
    problem, status = "", None
    try:
        status = validate_pdf_signature(
            embedded, _context(trust, now or claimed), _context(trust, now or claimed), diff_policy=_DIFFERENCES
        )
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError) as error:
        problem = f"Chữ ký hỏng: {error}"
    stamp = status.timestamp_validity if status else None
    names = certificate.subject.native
    signer = str(names.get("common_name", "")) or "không rõ tên"
    return Signature(
        field_name=embedded.field_name or "",
        signer=signer,
        organisation=_text(names.get("organization_name")) or _text(names.get("organizational_unit_name")),
        serial=f"{certificate.serial_number:x}",
        is_body=bool(_BODY.match(fold(signer))),
        authority=_authority(status),
        issuer=_text(certificate.issuer.native.get("common_name")),
        claimed_time=claimed,
        timestamp=stamp.timestamp if stamp and stamp.valid and stamp.intact else None,
        is_valid=bool(status and status.valid),
        is_unchanged=bool(status and status.intact and _is_unchanged(status)),
        is_vouched=bool(status and status.trusted),
        problem=problem or (_problem(status) if status else ""),
    )


def _authority(status: PdfSignatureStatus | None) -> Authority:
    """What the believed chain says; any certificate may be embedded in a file, so nothing else counts."""
    if status is None or not status.trusted or status.validation_path is None:
        return Authority.UNKNOWN
    return authority_of(list(status.validation_path.iter_certs(include_root=True)))


def _context(trust: Trust, moment: dt.datetime | None) -> ValidationContext:
    """Only the province's own roots count, at the time of signing; revocation is not checked."""
    return ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=list(trust.others),
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
