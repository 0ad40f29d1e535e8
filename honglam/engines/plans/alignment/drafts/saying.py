"""What all checks of a draft say alike: where something stands, how it begins, a finding on the draft's side."""

from __future__ import annotations

from collections.abc import Sequence

from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.items import Source
from honglam.toolkit.text import squeeze

_SHOWN_WORDS = 16
_SHOWN_EXAMPLES = 3


def found(
    plan: PlanText,
    kind: Kind,
    severity: Severity,
    source: Source,
    why: str,
    suggestion: str,
    *,
    value: float | list[float] | str | None = None,
    unit: str | None = None,
    section: str | None = None,
) -> Finding:
    """A finding about one draft: its words fill the lower side, the upper side stays empty."""
    return Finding(kind, severity, None, plan.quote(source, value, unit, section=section), why, suggestion)


def place(section: str) -> str:
    """How people point at a part of a plan: “mục II/3”, “Phụ lục 02”.

    >>> place("II/3"), place("PHỤ LỤC 02"), place("Phần II/V/1"), place("")
    ('mục II/3', 'Phụ lục 02', 'mục Phần II/V/1', 'phần đầu')
    """
    if not section:
        return "phần đầu"
    if section.upper().startswith("PHỤ LỤC"):
        return f"Phụ lục{section[7:]}"
    return f"mục {section}"


def opened(text: str) -> str:
    """The text with a capital at its head, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def briefly(text: str, words: int = _SHOWN_WORDS) -> str:
    """The first words of a statement, in quotation marks.

    >>> briefly("Rà soát hạ tầng mạng của các thôn;", 4)
    '“Rà soát hạ tầng…”'
    """
    parts = squeeze(text).strip(" .;:,").split()
    return f"“{' '.join(parts)}”" if len(parts) <= words else f"“{' '.join(parts[:words])}…”"


def examples(texts: Sequence[str], words: int = 9, noun: str = "việc") -> str:
    """The first few of many, and how many more there are."""
    shown = "; ".join(briefly(text, words) for text in texts[:_SHOWN_EXAMPLES])
    more = len(texts) - _SHOWN_EXAMPLES
    return f"{shown} và {more} {noun} nữa" if more > 0 else shown


def row_name(number: str | None, text: str) -> str:
    """A row as people name it: “số 12 “Rà soát …””, or its first words where it bears no number."""
    return f"số {number} {briefly(text, 10)}" if number else briefly(text, 10)
