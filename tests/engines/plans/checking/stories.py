"""Checks for the stories that tests tell: findings without reading a document, and rounds of them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions import checks
from honglam.engines.plans.alignment import Comparison, Finding, Kind, Quote, Severity
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.models import PlanCheck, PlanFinding
from tests.engines.plans.checking.drafts import word

WEAKER = "Tỷ lệ hồ sơ trực tuyến đạt 60%"
ANNEX = "Chi tiết tại Phụ lục IV kèm theo"


def quote(text: str, start: int = 0, section: str = "I") -> Quote:
    """A quotation as the rules give it."""
    return Quote(text, None, None, section, Source(start, start + len(text), None))


def finding(
    kind: Kind = Kind.WEAKER_TARGET, lower: str = WEAKER, upper: str = "", severity: Severity = Severity.HIGH,
    **more: Any,
) -> Finding:  # fmt: skip
    """A finding that quotes the draft (and the upper plan)."""
    said = {"explanation": "Thấp hơn mức 80% của tỉnh.", "suggestion": "Tỷ lệ hồ sơ trực tuyến đạt 80%"} | more
    return Finding(kind, severity, quote(upper) if upper else None, quote(lower) if lower else None, **said)


def upload(content: bytes | None = None, name: str = "du-thao.docx") -> SimpleUploadedFile[bytes]:
    """A draft as a browser sends it."""
    return SimpleUploadedFile(name, word(f"- {WEAKER}.", f"- {ANNEX}.") if content is None else content)


def begun(unit: Unit, by: User, **more: Any) -> PlanCheck:
    """A check whose first round waits."""
    return checks.check_draft(upload=more.pop("upload", None) or upload(), unit=unit, by=by, **more)


def keep(check_run: PlanCheck, *found: Finding, doubtful: tuple[Finding, ...] = ()) -> PlanCheck:
    """End the round that waits with these findings."""
    comparison = Comparison(list(found), list(doubtful))
    checks.keep_comparison(check_run=check_run, number=check_run.started_round, comparison=comparison, text_length=1000)
    check_run.refresh_from_db()
    return check_run


def ended(unit: Unit, by: User, *found: Finding, doubtful: tuple[Finding, ...] = ()) -> PlanCheck:
    """A check whose first round found these."""
    return keep(begun(unit, by), *found, doubtful=doubtful)


def again(check_run: PlanCheck, by: User, *found: Finding, **more: Any) -> PlanCheck:
    """Another round with these findings."""
    return keep(checks.check_again(check_run=check_run, by=by, **more), *found)


def the(check_run: PlanCheck, kind: Kind) -> PlanFinding:
    """The finding of a kind."""
    return check_run.findings.select_related("check_run").get(kind=kind)
