"""Certificate authorities, people and bodies that we invent, and PDF files that they sign with real cryptography."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import cache

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen import canvas

OFFICIAL_ROOT = ("Chứng thực số chuyên dùng công vụ (thử)", "Ban Cơ yếu Chính phủ")
_FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
PUBLIC_ROOT = ("VNPT-CA thử nghiệm", "Tập đoàn VNPT")


@dataclass(frozen=True)
class Holder:
    """A key and its certificate, with the certificate above it."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def _named(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    )


def _issue(subject: x509.Name, *, by: Holder | None, days: int, first: dt.datetime, stamps: bool = False) -> Holder:
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
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
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    return Holder(key, certificate, by.certificate if by else certificate)


@cache
def root(names: tuple[str, str]) -> Holder:
    """A root authority."""
    return _issue(_named(*names), by=None, days=3650, first=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))


@cache
def holder(common: str, organisation: str, names: tuple[str, str] = OFFICIAL_ROOT, days: int = 1800) -> Holder:
    """Somebody to whom that root gave a certificate on 1 January 2025."""
    return _issue(_named(common, organisation), by=root(names), days=days, first=_FIRST)


def page(text: str = "BÁO CÁO", field: str = "") -> bytes:
    """A PDF of one page, with one field to fill in where asked."""
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    sheet.drawString(72, 720, text)
    if field:
        sheet.acroForm.textfield(name=field, value="100", x=72, y=600)
    sheet.save()
    return stream.getvalue()


def revocations(
    names: tuple[str, str], gone: dict[Holder, dt.datetime], issued_at: dt.datetime, forger: Holder | None = None
) -> bytes:
    """The list of a root's revoked certificates, each with its day; `forger` signs it in the root's name."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root(names).certificate.subject)
        .last_update(issued_at)
        .next_update(issued_at + dt.timedelta(days=7))
    )
    for who, day in gone.items():
        entry = x509.RevokedCertificateBuilder().serial_number(who.certificate.serial_number).revocation_date(day)
        builder = builder.add_revoked_certificate(entry.build())
    made = builder.sign((forger or root(names)).key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def with_proofs(content: bytes, *lists: bytes) -> bytes:
    """The file with lists of revoked certificates in its store of proofs."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=[asn1_crl.CertificateList.load(one) for one in lists])
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def time_stamper(names: tuple[str, str]) -> DummyTimeStamper:
    """A time-stamping authority below a root, with the clock of this machine."""
    who = _issue(_named("Cấp dấu thời gian (thử)", names[1]), by=root(names), days=1800, first=_FIRST, stamps=True)
    return DummyTimeStamper(asn1_certificate(who.certificate), _asn1_key(who), certs_to_embed=_store(who.issuer))


def signed(
    content: bytes, who: Holder, field: str, also: Holder | None = None, stamper: DummyTimeStamper | None = None
) -> bytes:
    """The file with one more signature; `also`: a certificate that is laid into it without need."""
    store = _store(who.issuer, *([also.certificate] if also else []))
    signer = signers.SimpleSigner(
        signing_cert=asn1_certificate(who.certificate), signing_key=_asn1_key(who), cert_registry=store
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    metadata = signers.PdfSignatureMetadata(field_name=field)
    stream = signers.sign_pdf(writer, metadata, signer=signer, timestamper=stamper)
    return bytes(stream.getbuffer())


def asn1_certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The certificate as pyHanko takes it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(who: Holder) -> asn1_keys.PrivateKeyInfo:
    der = serialization.Encoding.DER
    key = who.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return asn1_keys.PrivateKeyInfo.load(key)


def _store(*certificates: x509.Certificate) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    for certificate in certificates:
        store.register(asn1_certificate(certificate))
    return store
