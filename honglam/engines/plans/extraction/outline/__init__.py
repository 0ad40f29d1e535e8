"""The outline of a document: which numbered lines are headings, and which section a place belongs to.

A numbered paragraph is a heading only when it heads something: a body follows it, a table stands in it, or it
runs in up to a colon ("5. Công an xã: Phối hợp …"). Paths join the printed numbers; a dotted number carries its
ancestors ("I/2.1"); appendices start afresh.
"""

from __future__ import annotations

from honglam.engines.plans.extraction.outline.building import build_outline
from honglam.engines.plans.extraction.outline.marks import ATTACHED, CLOSING, OTHER_DOCUMENT, RECIPIENTS
from honglam.engines.plans.extraction.outline.model import Heading, Outline

__all__ = ["ATTACHED", "CLOSING", "OTHER_DOCUMENT", "RECIPIENTS", "Heading", "Outline", "build_outline"]
