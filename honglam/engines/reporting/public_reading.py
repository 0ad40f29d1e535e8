"""What anybody may know of a report that was sent: whether it is genuine, and whether it was corrected since.

Reports that were not sent answer as if they did not exist. Of people only the names and titles that stand on the paper.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from honglam.engines.reporting.content import Content
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.shown_report import shown_signatures
from honglam.engines.reporting.terms import SENT_STEPS, SignedCopy

_OF_A_SIGNATURE = (
    "signer", "organisation", "is_body", "authority", "issuer", "time", "is_timestamped", "holds", "is_vouched",
    "problem", "remark", "revocation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """Another version of a report, by what is printed on it."""

    code: str
    number: str
    issued_on: datetime.date | None
    reason: str


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A sent report as everybody may see it; `content` only where its regime makes it public."""

    code: str
    title: str
    number: str
    issued_on: datetime.date | None
    unit: str
    receiver: str
    sent_at: datetime.datetime | None
    signer: str
    signer_title: str
    signed_copy: SignedCopy | None
    signatures: tuple[dict[str, Any], ...]
    sha256: str
    corrects: PublicVersion | None
    corrected_by: PublicVersion | None
    content: Content | None


def published_report(code: str) -> PublicReport | None:
    """The report of a code, where it was sent; four queries at most."""
    sent = Report.objects.sent().select_related("unit", "receiver", "regime", "signed_file", "corrects")
    report = sent.filter(code=normal_code(code)).first()
    if report is None:
        return None
    newer = report.corrections.filter(step__in=SENT_STEPS).order_by("-version").first()
    return PublicReport(
        code=report.code, title=report.title, number=report.number, issued_on=report.issued_on, unit=str(report.unit),
        receiver=report.receiver_name, sent_at=report.sent_at, signer=report.signer_name,
        signer_title=" · ".join(report.signing_lines),
        signed_copy=SignedCopy(report.signed_copy) if report.signed_copy else None,
        signatures=tuple({name: row.get(name, "") for name in _OF_A_SIGNATURE} for row in shown_signatures(report)),
        sha256=report.signed_file.sha256 if report.signed_file is not None else "",
        corrects=_version(report.corrects, report.reason) if report.corrects is not None else None,
        corrected_by=_version(newer, newer.reason) if newer is not None else None,
        content=_without_links(report) if report.regime.is_public else None,
    )  # fmt: skip


def normal_code(typed: str) -> str:
    """A code as it is stored: capitals, no spaces, any dash a hyphen."""
    return "".join(typed.upper().split()).replace("–", "-").replace("—", "-")


def _version(report: Report, reason: str) -> PublicVersion:
    return PublicVersion(report.code, report.number, report.issued_on, reason)


def _without_links(report: Report) -> Content | None:
    """The content without the addresses of the desk, which are for people who work there."""
    return Content.from_json(_bare(report.content)) if report.content is not None else None


def _bare(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: "" if name == "link" else _bare(value) for name, value in tree.items()}
    return [_bare(one) for one in tree] if isinstance(tree, list) else tree
