"""What a signed file says: its signatures as rows to keep, and whether it is the file of this report at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honglam.engines.documents.public import DocumentError, read_document
from honglam.toolkit.text import strip_marks

if TYPE_CHECKING:
    from honglam.engines.documents.public import SignatureReport
    from honglam.engines.reporting.models import Report


def signature_rows(found: SignatureReport) -> list[dict[str, Any]]:
    """The signatures as they are kept with the report, in the order of signing."""
    return [
        {
            "signer": one.signer, "organisation": one.organisation, "is_body": one.is_body,
            "authority": one.authority.value, "issuer": one.issuer,
            "time": one.time.isoformat() if one.time else "",
            "is_timestamped": one.is_timestamped, "holds": one.holds, "is_vouched": one.is_vouched,
            "problem": one.problem, "remark": one.remark, "serial": one.serial, "revocation": one.revocation,
        }
        for one in found.signatures
    ]  # fmt: skip


def is_this_report(data: bytes, name: str, report: Report) -> str:
    """What to look at where the words of a file do not hold the report's code or number; empty where they do.

    A scan has no words: nothing is said then, because nothing is known.
    """
    try:
        words = "".join(strip_marks(read_document(data, name=name).text).split())
    except DocumentError:
        return ""
    missing = [said for said in (report.code, report.number) if "".join(strip_marks(said).split()) not in words]
    if not missing:
        return ""
    return _("Trong tệp không thấy %(missing)s. Hãy mở tệp kiểm tra có đúng báo cáo này không.") % {
        "missing": _(" và ").join(missing)
    }
