"""Lists of revoked certificates: which there are for a signer, how old they are, since when a certificate is on one.

Lists (CRL, RFC 5280) come from two places, and nothing is fetched: the file itself, where signing software laid them
into it for long-term validation (its DSS, or an attribute of the signature), and the folder of believed certificates,
where whoever keeps the server puts the lists of the authorities (*.crl). A list counts only where the signature of its
issuer on it holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, pem, x509
from cryptography import x509 as checking
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

FOLDER, FILE = "folder", "file"


@dataclass(frozen=True, slots=True)
class RevocationList:
    """One list: who issued it, when, until when it is current, and where it was found (`FOLDER` or `FILE`)."""

    issuer: str
    issued_at: dt.datetime
    next_at: dt.datetime | None
    source: str
    der: bytes

    def is_outdated(self, now: dt.datetime) -> bool:
        """Whether its issuer promised a newer one by now."""
        return self.next_at is not None and self.next_at < now


@dataclass(frozen=True, slots=True)
class Revocation:
    """What the lists say of one chain: the newest list of the signer's issuer, and the first day of revocation."""

    looked_at: RevocationList | None = None
    revoked_at: dt.datetime | None = None
    of_issuer: bool = False
    """Whether not the signer's certificate but one above it was revoked."""


def lists_in_folder(folder: Path) -> tuple[RevocationList, ...]:
    """The lists that stand beside the believed certificates; a file that is none is passed over."""
    paths = [path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".crl"]
    return tuple(found for path in paths for found in _lists(path.read_bytes(), FOLDER))


def lists_in_file(reader: PdfFileReader, signed: Iterable[Any]) -> tuple[RevocationList, ...]:
    """The lists that a PDF carries: in its store of proofs, and in its signatures."""
    contents = [*_streams(reader, "crls"), *(one for signature in signed for one in _archived(signature, "crl"))]
    return tuple(found for content in contents for found in _lists(content, FILE))


def responses_in_file(reader: PdfFileReader, signed: Iterable[Any]) -> tuple[ocsp.OCSPResponse, ...]:
    """The answers about single certificates (OCSP, RFC 6960) that a PDF carries; pyHanko judges them."""
    contents = [*_streams(reader, "ocsps"), *(one for signature in signed for one in _archived(signature, "ocsp"))]
    found = []
    for content in contents:
        try:
            response = ocsp.OCSPResponse.load(content)
            if response["response_status"].native == "successful":
                found.append(response)
        except (ValueError, KeyError, TypeError):
            continue
    return tuple(found)


def looked_up(
    chain: list[x509.Certificate], known: Iterable[x509.Certificate], lists: Iterable[RevocationList]
) -> Revocation:
    """What the lists say of a chain, the signer's certificate first; `known` are certificates that may have issued."""
    available = list(lists)
    issuers = [*chain, *known]
    newest: RevocationList | None = None
    first: tuple[dt.datetime, bool] | None = None
    for place, certificate in enumerate(chain):
        if certificate.self_issued:
            continue
        for one in _of_issuer(certificate, issuers, available):
            if place == 0 and (newest is None or one.issued_at > newest.issued_at):
                newest = one
            since = _revoked_at(one, certificate)
            if since is not None and (first is None or since < first[0]):
                first = (since, place > 0)
    return Revocation(newest, *(first or (None, False)))


def _of_issuer(
    certificate: x509.Certificate, issuers: list[x509.Certificate], lists: list[RevocationList]
) -> Iterator[RevocationList]:
    """The lists of a certificate's issuer that the issuer's key really signed."""
    keys = [one for one in issuers if one.subject == certificate.issuer]
    for one in lists:
        if _parsed(one).issuer == certificate.issuer and any(_is_signed_by(one, issuer) for issuer in keys):
            yield one


def _is_signed_by(one: RevocationList, issuer: x509.Certificate) -> bool:
    try:
        key: Any = checking.load_der_x509_certificate(issuer.dump()).public_key()
        return checking.load_der_x509_crl(one.der).is_signature_valid(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _revoked_at(one: RevocationList, certificate: x509.Certificate) -> dt.datetime | None:
    entry = checking.load_der_x509_crl(one.der).get_revoked_certificate_by_serial_number(certificate.serial_number)
    return entry.revocation_date_utc if entry is not None else None


def _streams(reader: PdfFileReader, kind: str) -> list[bytes]:
    """The proofs of a kind in the document's own store of them (PAdES, ETSI EN 319 142-1)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        return [stream.get_object().data for stream in getattr(store, kind)]
    except (NoDSSFoundError, PdfError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _archived(signed: Any, kind: str) -> list[bytes]:
    """The proofs of a kind in Adobe's attribute of a signature (1.2.840.113583.1.1.8)."""
    try:
        attributes = signed.signer_info["signed_attrs"]
        values = [value for one in attributes if one["type"].native == "adobe_revocation_info_archival"
                  for value in one["values"]]  # fmt: skip
        return [one.dump() for value in values for one in (value[kind] or ())]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _lists(content: bytes, source: str) -> Iterator[RevocationList]:
    ders = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
    for der in ders:
        try:
            parsed = crl.CertificateList.load(der)
            body = parsed["tbs_cert_list"]
            yield RevocationList(
                issuer=_name(parsed.issuer), issued_at=body["this_update"].native, next_at=body["next_update"].native,
                source=source, der=der,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError):
            continue


def _parsed(one: RevocationList) -> crl.CertificateList:
    return crl.CertificateList.load(one.der)


def _name(name: x509.Name) -> str:
    common = name.native.get("common_name", "")
    return ", ".join(common) if isinstance(common, list) else str(common or name.human_friendly)
