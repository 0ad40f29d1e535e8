"""By what a finding is known again when a mended draft is checked: its kind and what it quotes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from honglam.engines.plans.alignment import Finding, Kind, Quote
from honglam.toolkit.text import fold

MISSING_BELOW = (Kind.MISSING_TARGET, Kind.MISSING_TASK)
"""Kinds that quote the upper plan alone because the draft says nothing."""


def stable_keys(findings: Iterable[Finding]) -> list[str]:
    """One key for each finding: equal where kind and folded quotations are, numbered where several are equal.

    Numbers of pages and places play no part, so that a finding stays itself when text before it changes.
    """
    seen: Counter[str] = Counter()
    keys = []
    for finding in findings:
        said = [_folded(finding.upper), _folded(finding.lower)]
        parts = [finding.kind.value, *(said if any(said) else [fold(finding.explanation)])]
        digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
        seen[digest] += 1
        keys.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return keys


def is_about_upper(finding: Finding) -> bool:
    """Whether a finding is a fault of the upper plan alone, which the drafting unit can only report."""
    return finding.lower is None and finding.upper is not None and finding.kind not in MISSING_BELOW


def _folded(quote: Quote | None) -> str:
    return fold(quote.text) if quote else ""
