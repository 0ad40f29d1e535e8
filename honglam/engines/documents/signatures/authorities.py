"""Which certificate authorities are believed, and which of them serve the state.

Official signatures of cadres and bodies are issued by the specialised authority of the Government (Ban Cơ yếu Chính
phủ, Law on Electronic Transactions 20/2023/QH15, article 24; Decree 68/2024/NĐ-CP); people and enterprises buy theirs
from public authorities under the National Root. A province puts the root and issuing certificates that it believes into
one folder; without them a signature can be whole but nobody vouches for the signer, and the report says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from asn1crypto import pem, x509

from honglam.engines.documents.signatures.revocation import RevocationList, lists_in_folder
from honglam.toolkit.text import strip_marks

_SUFFIXES = (".pem", ".crt", ".cer", ".der")
# Folded without marks: the names of the specialised authority as its certificates print them.
_OFFICIAL = re.compile(
    r"ban co yeu chinh phu|co yeu|chuyen dung (?:chinh phu|cong vu)|co quan nha nuoc|government (?:ca|root|specialized)"
    r"|\bca phuc vu cac co quan"
)
_PUBLIC = re.compile(
    r"vnpt|viettel|bkav|fpt|newtel|safe-?ca|smartsign|efy|misa|cybersign|fastca|trustca|\bi-?ca\b|mobifone|one-?ca"
    r"|vietnam national root|mic national root|thong tin va truyen thong"
)


class Authority(StrEnum):
    """What kind of authority stands behind a signature."""

    OFFICIAL = "official"
    PUBLIC = "public"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trust:
    """The believed roots, the intermediate certificates that lead to them, and the lists of revoked ones."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = field(default=())
    lists: tuple[RevocationList, ...] = field(default=())


def read_trust(folder: Path | None) -> Trust:
    """The certificates in a folder (PEM or DER); self-signed ones are roots; the lists of revoked ones are its *.crl.

    A folder that is not there holds none.
    """
    if folder is None or not folder.is_dir():
        return Trust()
    found = [certificate for path in sorted(folder.iterdir()) if path.suffix.lower() in _SUFFIXES
             for certificate in _certificates(path.read_bytes())]  # fmt: skip
    return Trust(
        roots=tuple(certificate for certificate in found if certificate.self_issued),
        others=tuple(certificate for certificate in found if not certificate.self_issued),
        lists=lists_in_folder(folder),
    )


def _certificates(content: bytes) -> list[x509.Certificate]:
    if not pem.detect(content):
        return [x509.Certificate.load(content)]
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]


def authority_of(chain: list[x509.Certificate]) -> Authority:
    """What kind of authority issued a certificate, by the names of all issuers in its chain."""
    names = strip_marks(" | ".join(str(name) for certificate in chain for name in _issuer_names(certificate)))
    if _OFFICIAL.search(names):
        return Authority.OFFICIAL
    return Authority.PUBLIC if _PUBLIC.search(names) else Authority.UNKNOWN


def _issuer_names(certificate: x509.Certificate) -> list[str]:
    values = certificate.issuer.native.values()
    return [part for value in values for part in (value if isinstance(value, list) else [value])]
