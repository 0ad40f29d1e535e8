"""Markdown: headings, lists, tables; the markup itself is gone."""

from __future__ import annotations

from honglam.engines.documents.public import BlockKind, read_document

TEXT = """---
title: bỏ qua
---
# KẾ HOẠCH

Đoạn văn dài
xuống dòng **đậm** và *nghiêng*.

**Cả dòng đậm**

3. ba
4. bốn
   - con

a) chữ cái

| TT | Nhiệm vụ | Chủ trì |
|----|----------|---------|
| 1  | Việc **một** | Sở A<br>Sở B |
"""


def test_markdown_is_read_into_blocks() -> None:
    document = read_document(TEXT.encode(), name="a.md")
    assert [(block.kind, block.text, block.level) for block in document.blocks[:-1]] == [
        (BlockKind.HEADING, "KẾ HOẠCH", 1),
        (BlockKind.PARAGRAPH, "Đoạn văn dài xuống dòng đậm và nghiêng.", None),
        (BlockKind.PARAGRAPH, "Cả dòng đậm", None),
        (BlockKind.ITEM, "3. ba", 1),
        (BlockKind.ITEM, "4. bốn", 1),
        (BlockKind.ITEM, "- con", 2),
        (BlockKind.PARAGRAPH, "a) chữ cái", None),
    ]
    assert [block.bold for block in document.blocks[:4]] == [False, False, True, False]


def test_a_pipe_table_is_a_table() -> None:
    (block,) = read_document(TEXT.encode(), name="a.md").tables()
    assert block.table is not None and block.table.header_rows == 1
    assert [cell.text for cell in block.table.cells] == ["TT", "Nhiệm vụ", "Chủ trì", "1", "Việc một", "Sở A\nSở B"]
