"""Regimes and reports made on the spot, for tests of what becomes of them. Everything is fictional."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from honglam.core.numbering.series import next_code
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.content import Content, digest_of
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.terms import INSIDE_STEPS, SENT_STEPS, ReportStep, SignedCopy

QUARTER = (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))


def make_regime(owner: Unit, *units: Unit, **columns: Any) -> ReportRegime:
    """A quarterly regime of some units towards `owner`, due on the 20th of the quarter's last month."""
    count = ReportRegime.objects.count() + 1
    regime = ReportRegime.objects.create(
        **{
            "code": f"CD-{count}", "name": f"Báo cáo chuyển đổi số {count}", "owner": owner, "receiver": owner,
            "scheme": "quarter", "due_day": 20, "starts_on": datetime.date(2026, 1, 1),
            "sections": [], "steps": [step.value for step in INSIDE_STEPS], **columns,
        }
    )  # fmt: skip
    regime.units.add(*units)
    return regime


def make_report(regime: ReportRegime, unit: Unit, *, content: Content | None = None, **columns: Any) -> Report:
    """The report of a unit for the third quarter of 2026; frozen and numbered where its step asks for it."""
    step = ReportStep(columns.get("step", ReportStep.DRAFTING))
    start, end = columns.pop("period", QUARTER)
    given: dict[str, Any] = {
        "code": next_code("BC", 2026), "regime": regime, "unit": unit, "receiver": regime.receiver,
        "outside_receiver": regime.outside_receiver, "title": f"Báo cáo {regime.name} quý III năm 2026 của {unit}",
        "period_scheme": "quarter", "period_code": "2026-Q3", "period_start": start, "period_end": end,
        "due_on": datetime.date(2026, 9, 21), "step": step,
    }  # fmt: skip
    if step not in (ReportStep.DRAFTING, ReportStep.DROPPED):
        tree = (content or Content()).to_json()
        given |= {"content": tree, "content_sha256": digest_of(tree), "frozen_at": timezone.now()}
    if step in SENT_STEPS:
        given |= {"number": f"{Report.objects.count() + 1:02d}/BC-UBND", "issued_on": timezone.localdate(),
                  "sent_at": timezone.now(), "signer_name": "Nguyễn Văn An"}  # fmt: skip
    if columns.get("signed_file") is not None:
        given |= {"signed_copy": SignedCopy.COPY}
    return Report.objects.create(**{**given, **columns})
