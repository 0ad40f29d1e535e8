"""The source of a reading is cut where items begin and end, and nothing of the text is lost."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.plans.source_view import Mark, ShownBlock, source_view

TEXT = "Sở A chủ trì xây dựng quy chế; hạn tháng 6"
WHOLE = [{"k": "paragraph", "s": 0, "e": len(TEXT)}]


def said(block: ShownBlock) -> str:
    cells = chain.from_iterable(block.rows)
    return "".join(piece.text for piece in chain(block.pieces, *(cell.pieces for cell in cells)))


def test_an_item_is_cut_out_of_its_paragraph_and_names_its_piece() -> None:
    start = TEXT.index("xây dựng")
    view = source_view(TEXT, WHOLE, [Mark("task", start, start + len("xây dựng quy chế"))])
    named = [piece for piece in view.blocks[0].pieces if piece.name]
    assert [piece.text for piece in named] == ["xây dựng quy chế"]
    assert view.pieces_of["task"] == (named[0].name,)


def test_overlapping_items_share_the_piece_where_they_overlap() -> None:
    view = source_view(TEXT, WHOLE, [Mark("a", 0, 12), Mark("b", 5, 20)])
    assert len(view.pieces_of["a"]) == 2
    assert len(view.pieces_of["b"]) == 2
    assert set(view.pieces_of["a"]) & set(view.pieces_of["b"])


def test_an_item_over_several_cells_names_a_piece_in_each() -> None:
    text = "1\tLập kế hoạch\tSở B"
    cells = [[0, 0, 1, 1, [[0, 1]]], [0, 1, 1, 1, [[2, 14]]], [0, 2, 1, 1, [[15, 19]]]]
    view = source_view(text, [{"k": "table", "s": 0, "e": 19, "t": cells, "h": 0}], [Mark("row", 0, 19)])
    assert [said_cell.pieces[0].text for said_cell in view.blocks[0].rows[0]] == ["1", "Lập kế hoạch", "Sở B"]
    assert len(view.pieces_of["row"]) == 3


def test_a_cell_torn_by_a_page_break_shows_both_parts() -> None:
    text = "đầu câu\n\ncuối câu"
    block = {"k": "table", "s": 0, "e": len(text), "t": [[0, 0, 1, 1, [[0, 7], [9, len(text)]]]]}
    assert said(source_view(text, [block], []).blocks[0]) == "đầu câu cuối câu"


def test_a_page_is_announced_once_where_it_begins() -> None:
    blocks = [{"k": "paragraph", "s": 0, "e": 2, "p": 1}, {"k": "paragraph", "s": 2, "e": 4, "p": 1},
              {"k": "paragraph", "s": 4, "e": 6, "p": 2}]  # fmt: skip
    assert [block.starts_page for block in source_view(TEXT, blocks, []).blocks] == [True, False, True]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_no_letter_is_lost_or_doubled_whatever_the_marks(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(str(number), min(span), max(span)) for number, span in enumerate(spans)]
    view = source_view(text, [{"k": "paragraph", "s": 0, "e": len(text)}], marks)
    assert said(view.blocks[0]) == text
    known = {piece.name for piece in view.blocks[0].pieces if piece.name}
    assert known == set(chain.from_iterable(view.pieces_of.values()))
