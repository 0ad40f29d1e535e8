"""Whatever the format and the words: every span points at its words, and the text is NFC."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honglam.engines.documents.public import BlockKind, EmptyDocument, ReadDocument, read_document

from . import builders

_WORDS = st.lists(
    st.sampled_from(
        [
            "Ủy ban",
            "nhân dân",
            "57-",
            "NQ/TW",
            "-",
            "1.",
            "a)",
            "II",
            "≥ 50%",
            "đ",
            "Sở A;",
            "quý",
            "\u00a0",
            "12",
            "x\u200b",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
_SPELLED = st.tuples(_WORDS, st.sampled_from(["NFC", "NFD"])).map(
    lambda pair: unicodedata.normalize(pair[1], pair[0])  # type: ignore[arg-type]
)
_CELL = st.lists(_SPELLED, min_size=0, max_size=3).map("\n".join)
_TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), min_size=1, max_size=4)
)
_DOCUMENT = st.lists(st.one_of(_SPELLED, _TABLE), min_size=1, max_size=6)
Parts = list[str | list[list[str]]]


def check(document: ReadDocument) -> None:
    """The invariants of the block model."""
    assert unicodedata.is_normalized("NFC", document.text)
    end = 0
    for block in document.blocks:
        assert block.start >= end
        assert document.text[block.start : block.end] == block.text and block.text.strip()
        end = block.end
        assert (block.kind is BlockKind.TABLE) == (block.table is not None)
        assert block.marker is None or block.text.startswith(block.marker)
        if block.table is None:
            continue
        covered: set[tuple[int, int]] = set()
        for cell in block.table.cells:
            places = {
                (cell.row + down, cell.column + right)
                for down in range(cell.row_span)
                for right in range(cell.column_span)
            }
            assert not places & covered
            covered |= places
            assert max(row for row, _ in places) < block.table.row_count
            assert max(column for _, column in places) < block.table.column_count
            assert cell.parts and all(block.start <= part.start <= part.end <= block.end for part in cell.parts)
            said = " ".join(document.text[part.start : part.end] for part in cell.parts)
            assert said.split() == cell.text.split()


def as_word(parts: Parts) -> bytes:
    body = ""
    for part in parts:
        if isinstance(part, str):
            body += builders.paragraph(part)
        else:
            body += builders.table(*[[builders.cell(text) for text in row] for row in part])
    return builders.word_file(body)


def as_web_page(parts: Parts) -> bytes:
    body = ""
    for part in parts:
        if isinstance(part, str):
            body += f"<p>{builders.escape(part)}</p>"
        else:
            rows = ("".join(f"<td>{builders.escape(text)}</td>" for text in row) for row in part)
            body += "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    return f"<html><body>{body}</body></html>".encode()


def as_plain_text(parts: Parts) -> bytes:
    texts = [
        part if isinstance(part, str) else "\n".join("\t".join(text.replace("\n", " ") for text in row) for row in part)
        for part in parts
    ]
    return "\n\n".join(texts).encode()


def as_markdown(parts: Parts) -> bytes:
    texts = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        else:
            rows = ["| " + " | ".join(text.replace("\n", "<br>") for text in row) + " |" for row in part]
            texts.append("\n".join([rows[0], "|" + "---|" * len(part[0]), *rows[1:]]))
    return "\n\n".join(texts).encode()


def as_pdf(parts: Parts) -> bytes:
    pages = [builders.PdfPage()]
    y = 80.0
    for part in parts:
        if y > 600:
            pages.append(builders.PdfPage())
            y = 80.0
        if isinstance(part, str):
            pages[-1].text(80, y, part)
            y += 18
        else:
            ys = [y + 50 * row for row in range(len(part) + 1)]
            xs = [50 + 120 * column for column in range(len(part[0]) + 1)]
            cells = {(r, c): text for r, row in enumerate(part) for c, text in enumerate(row) if text}
            pages[-1].grid(xs, ys, cells, size=8)
            y = ys[-1] + 30
    pages[0].text(80, 780, "Ủy ban nhân dân xã ban hành kế hoạch")
    return builders.pdf_file(*pages)


WRITERS = {".docx": as_word, ".html": as_web_page, ".txt": as_plain_text, ".md": as_markdown, ".pdf": as_pdf}


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=60, deadline=None)
@given(parts=_DOCUMENT)
def test_every_span_points_at_its_words(suffix: str, parts: Parts) -> None:
    try:
        document = read_document(WRITERS[suffix](parts), name="a" + suffix)
    except EmptyDocument:
        return
    check(document)


_SPAN = st.integers(1, 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(_SPAN, _SPAN), min_size=1, max_size=4), min_size=1, max_size=4))
def test_spans_of_any_web_table_do_not_overlap(rows: list[list[tuple[int, int]]]) -> None:
    cells = ("".join(f"<td rowspan={high} colspan={wide}>a {high}</td>" for high, wide in row) for row in rows)
    html = "<html><body><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "<tr><td>b<td>c</table></body></html>"
    check(read_document(html.encode(), name="a.html"))


_MERGE = st.sampled_from(
    ["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', "<w:hMerge/>", '<w:hMerge w:val="restart"/>']
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.tuples(_MERGE, _SPAN), min_size=1, max_size=4), min_size=1, max_size=5))
def test_merges_of_any_word_table_do_not_overlap(rows: list[list[tuple[str, int]]]) -> None:
    table = [[builders.cell("a", f'<w:gridSpan w:val="{wide}"/>{merge}') for merge, wide in row] for row in rows]
    check(read_document(builders.word_file(builders.table(*table)), name="a.docx"))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.sampled_from("vh"), st.integers(0, 3), st.integers(0, 3))))
def test_walls_missing_anywhere_in_a_grid_do_not_make_cells_overlap(without: set[tuple[str, int, int]]) -> None:
    page = builders.PdfPage()
    page.text(80, 60, "Ủy ban nhân dân")
    places = {(row, column): f"{row} {column}" for row in range(3) for column in range(3)}
    page.grid((80, 160, 240, 320), (100, 140, 180, 220), places, without=sorted(without))
    check(read_document(builders.pdf_file(page), name="a.pdf"))


def test_the_reference_plans_keep_the_invariants(plans_folder) -> None:  # type: ignore[no-untyped-def]
    for plan in sorted(plans_folder.glob("*.txt")):
        document = read_document(plan)
        for block in document.blocks:
            assert document.text[block.start : block.end] == block.text
            for cell in block.table.cells if block.table else ():
                assert block.start <= cell.start <= cell.end <= block.end
