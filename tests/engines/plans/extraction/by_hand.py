"""Documents written by hand in the shapes of Vietnamese drafting, and ways to lay them out differently."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from honglam.engines.documents.blocks import Block, BlockKind, ReadDocument
from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import PlanReading, read_plan
from honglam.engines.plans.extraction.lines import text_width

FOLDER = Path(__file__).parent / "documents"


def names() -> list[str]:
    """The documents at hand."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def text_of(name: str) -> str:
    """The text of a document at hand."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@cache
def reading_of(name: str) -> PlanReading:
    """The reading of a document at hand, through the reader of text files."""
    return read_plan(read_document(FOLDER / f"{name}.txt"))


def document(text: str, *, file_format: str = "txt") -> ReadDocument:
    """A document of one block a line, as a trivial reader would give it."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, line, start, start + len(line)))
        start += len(line) + 1
    return ReadDocument(text, tuple(blocks), file_format)


def wrapped(text: str, *, width: int = 33_000, indent: int = 2_800, double: bool = True) -> str:
    """The text as a PDF viewer gives it: lines broken at a measure, doubled line feeds, pages with numbers."""
    printed: list[str] = []
    for paragraph in text.split("\n"):
        if not paragraph.strip() or "\t" in paragraph:
            printed.append(paragraph)
            continue
        line, room = "", width - indent
        for word in paragraph.split(" "):
            if line and text_width(f"{line} {word}") > room:
                printed.append(line)
                line, room = word, width
            else:
                line = f"{line} {word}" if line else word
        printed.append(line)
    paged: list[str] = []
    for index, line in enumerate(printed):
        if index and index % 40 == 0:
            paged += [str(index // 40 + 1), ""]
        paged.append(line)
    return ("\n\n" if double else "\n").join(line for line in paged if double is False or line.strip())
