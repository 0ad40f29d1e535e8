"""What the commands over plan files share: their options, reading a file, printing findings for people or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from honglam.engines.documents.public import read_document
from honglam.engines.plans.alignment import Comparison, Finding, PlanText, Quote, Severity, read_for_alignment

_WEIGHTS = {Severity.HIGH: "CAO", Severity.MEDIUM: "VỪA", Severity.LOW: "THẤP"}


def parser_for(name: str, description: str) -> argparse.ArgumentParser:
    """The parser of a command with the option that all of them have."""
    parser = argparse.ArgumentParser(prog=f"honglam {name}", description=description)
    parser.add_argument("--json", action="store_true", help="in JSON")
    return parser


def read_file(name: str) -> PlanText:
    """Read one plan. Raises DocumentError or OSError."""
    return read_for_alignment(read_document(Path(name)))


def print_comparison(comparison: Comparison, *, as_json: bool) -> None:
    """Print in UTF-8, whatever the terminal's encoding; messages go to standard error."""
    for message in comparison.messages:
        print(message, file=sys.stderr)
    text = json.dumps(comparison.to_json(), ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(comparison))
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()


def _lines(comparison: Comparison) -> Iterator[str]:
    if not comparison.findings:
        yield "Không thấy mâu thuẫn nào."
    for number, finding in enumerate(comparison.findings, start=1):
        yield from _finding(f"{number}. [{_WEIGHTS[finding.severity]}] {finding.kind}", finding)
    if comparison.to_review:
        yield f"Cần người xem: {len(comparison.to_review)} chỗ gần giống."
    for finding in comparison.to_review:
        yield from _finding(f"? {finding.kind}", finding)


def _finding(head: str, finding: Finding) -> Iterator[str]:
    yield f"{head}: {finding.explanation}"
    for side, quote in (("cấp trên", finding.upper), ("cấp dưới", finding.lower)):
        if quote:
            yield f"   {side}{_place(quote)}: “{quote.text}”"
    if finding.suggestion:
        yield f"   → {finding.suggestion}"


def _place(quote: Quote) -> str:
    page = f", trang {quote.source.page}" if quote.source.page else ""
    return f" (mục {quote.section}{page})" if quote.section else page
