"""Who signed a PDF, whether the bytes are still those that were signed, and whether the signer can be believed.

Who uses it: the clerk (văn thư) who receives “báo cáo đã ký.pdf” and must know in a moment whether it is an original:
signed by the person and stamped by the body with their digital signatures, or a scan with a picture of a stamp that
proves nothing. Decree 30/2020/NĐ-CP (articles 12, 13 and annex I) asks for both signatures of an electronic original:
that of the person who has the authority to sign, and that of the body. Cryptography and the rules of PDF are pyHanko's
(MIT); nothing is fetched from outside: revoked certificates are looked up in what the file carries and in the lists
beside the believed certificates. Works without Django and without a database.
"""

from honglam.engines.documents.signatures.authorities import Authority, Trust, read_trust
from honglam.engines.documents.signatures.revocation import RevocationList
from honglam.engines.documents.signatures.verifying import (
    PdfUnreadable,
    Signature,
    SignatureReport,
    Verdict,
    verify_signatures,
)

__all__ = [
    "Authority",
    "PdfUnreadable",
    "RevocationList",
    "Signature",
    "SignatureReport",
    "Trust",
    "Verdict",
    "read_trust",
    "verify_signatures",
]
