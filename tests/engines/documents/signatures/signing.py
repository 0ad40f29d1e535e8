"""Certificate authorities, people and bodies that we invent, and PDF files that they sign with real cryptography."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen import canvas

OFFICIAL_ROOT = ("Chứng thực số chuyên dùng công vụ (thử)", "Ban Cơ yếu Chính phủ")
PUBLIC_ROOT = ("VNPT-CA thử nghiệm", "Tập đoàn VNPT")


@dataclass(frozen=True)
class Holder:
    """A key and its certificate, with the certificate above it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def _named(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    )


def _issue(subject: x509.Name, *, by: Holder | None, days: int, first: dt.datetime) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=by is not None, content_commitment=by is not None, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=by is None, crl_sign=by is None,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
    )  # fmt: skip
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    return Holder(key, certificate, by.certificate if by else certificate)


@cache
def root(names: tuple[str, str]) -> Holder:
    """A root authority."""
    return _issue(_named(*names), by=None, days=3650, first=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))


@cache
def holder(common: str, organisation: str, names: tuple[str, str] = OFFICIAL_ROOT, days: int = 1800) -> Holder:
    """Somebody to whom that root gave a certificate on 1 January 2025."""
    first = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    return _issue(_named(common, organisation), by=root(names), days=days, first=first)


def page(text: str = "BÁO CÁO", field: str = "") -> bytes:
    """A PDF of one page, with one field to fill in where asked."""
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    sheet.drawString(72, 720, text)
    if field:
        sheet.acroForm.textfield(name=field, value="100", x=72, y=600)
    sheet.save()
    return stream.getvalue()


def signed(content: bytes, who: Holder, field: str, also: Holder | None = None) -> bytes:
    """The file with one more signature; `also`: a certificate that is laid into it without need."""
    der = serialization.Encoding.DER
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(who.issuer.public_bytes(der)))
    if also:
        store.register(asn1_x509.Certificate.load(also.certificate.public_bytes(der)))
    key = who.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(who.certificate.public_bytes(der)),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    stream = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), signer=signer)
    return bytes(stream.getbuffer())
