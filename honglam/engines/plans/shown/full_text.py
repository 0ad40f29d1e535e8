"""The whole document of a plan, with every place that something was read from, and one place highlighted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from honglam.engines.plans.models import Plan, Reading
from honglam.engines.plans.source_view import Mark, ShownBlock, source_view
from honglam.engines.plans.terms import ReadingState

QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class FullText:
    """Blocks to print; `quoted` are the names of the pieces that are highlighted, the first is where to scroll."""

    blocks: tuple[ShownBlock, ...]
    quoted: frozenset[str]
    first: str

    @property
    def is_empty(self) -> bool:
        """Whether the plan came without a document."""
        return not self.blocks


def full_text(plan: Plan, start: int | None, end: int | None) -> FullText:
    """The text of the plan with the code points `start` to `end` highlighted; one query for its blocks."""
    marks = [Mark(QUOTE, start, end)] if start is not None and end is not None and start < end else []
    view = source_view(plan.document_text, blocks_of(plan), marks)
    names = view.pieces_of.get(QUOTE, ())
    return FullText(view.blocks, frozenset(names), names[0] if names else "")


def blocks_of(plan: Plan) -> list[dict[str, Any]]:
    """The blocks of the reading whose text the plan has; plain lines where no reading has it any more."""
    reading = (
        Reading.objects.filter(plan=plan, state=ReadingState.ACCEPTED, document_text=plan.document_text)
        .only("blocks")
        .order_by("-pk")
        .first()
    )
    if reading is not None and reading.blocks:
        return list(reading.blocks)
    blocks, at = [], 0
    for line in plan.document_text.split("\n"):
        if line.strip():
            blocks.append({"k": "paragraph", "s": at, "e": at + len(line)})
        at += len(line) + 1
    return blocks
