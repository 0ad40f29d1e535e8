"""Markdown: headings, lists and pipe tables of CommonMark with the table extension; markup itself is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..assembly import Assembler, DraftCell
from ..blocks import BlockKind, ReadDocument
from ..errors import UnknownEncoding
from ..legacy_encodings import decode_text, legacy_converter
from .tab_tables import plain_words

_FRONT_MATTER = re.compile(r"\A\ufeff?---\s*\n.*?\n---\s*\n", re.DOTALL)
_MAX_NESTING = 40


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a Markdown file in any encoding that plain text may have. Raises UnknownEncoding."""
    text = decode_text(data)
    if text is None:
        raise UnknownEncoding(name)
    converter = legacy_converter(text)
    text = _FRONT_MATTER.sub("", converter(text) if converter else text)
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    out = Assembler()
    _Walk(out).blocks(parser.parse(text))
    return out.finish("md")


class _Walk:
    """Goes through the flat list of tokens, holding the open lists and the pending item number."""

    def __init__(self, out: Assembler) -> None:
        self._out = out
        self._lists: list[int | None] = []
        self._marker: str | None = None

    def blocks(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "table_open":
                stop = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close")
                self._table(tokens[index:stop])
                index = stop
            elif token.type == "inline":
                self._text(tokens[index - 1], token)
            elif token.type in ("fence", "code_block"):
                self._out.add(BlockKind.PARAGRAPH, token.content)
            elif token.type == "html_block":
                self._out.add(BlockKind.PARAGRAPH, plain_words(token.content))
            else:
                self._list(token)
            index += 1

    def _list(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self._lists.append(int(token.attrGet("start") or 1) - 1)
        elif token.type == "bullet_list_open":
            self._lists.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self._lists.pop()
        elif token.type == "list_item_open":
            number = self._lists[-1]
            if number is None:
                self._marker = token.markup
            else:
                self._lists[-1] = number + 1
                self._marker = f"{number + 1}{token.markup}"

    def _text(self, opening: Token, inline: Token) -> None:
        text = _plain(inline)
        bold, italic = _emphasis(inline, "strong_open"), _emphasis(inline, "em_open")
        marker, self._marker = self._marker, None
        if opening.type == "heading_open":
            self._out.add(BlockKind.HEADING, text, level=int(opening.tag[1:]), bold=bold, italic=italic)
        elif marker is not None:
            level = len(self._lists)
            self._out.add(BlockKind.ITEM, f"{marker} {text}", level=level, marker=marker, bold=bold, italic=italic)
        else:
            self._out.add(BlockKind.PARAGRAPH, text, bold=bold, italic=italic)

    def _table(self, tokens: Sequence[Token]) -> None:
        cells: list[DraftCell] = []
        row, column, header_rows = -1, 0, 0
        for token in tokens:
            if token.type == "tr_open":
                row, column = row + 1, 0
            elif token.type == "thead_close":
                header_rows = row + 1
            elif token.type == "inline":
                cells.append(DraftCell(row, column, _plain(token)))
                column += 1
        self._out.add_table(cells, header_rows=header_rows, shows_merges=False)


def _plain(inline: Token) -> str:
    pieces = []
    for token in inline.children or ():
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            # A soft break is a wrapped line; only a hard one was meant.
            pieces.append(" " if token.type == "softbreak" else "\n")
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(token.content)
    return "".join(pieces)


def _emphasis(inline: Token, opening: str) -> bool:
    """Whether every word of the block stands inside the emphasis."""
    depth, inside, words = 0, True, False
    for token in inline.children or ():
        if token.type == opening:
            depth += 1
        elif token.type == opening.replace("open", "close"):
            depth -= 1
        elif token.type == "text" and token.content.strip():
            words, inside = True, inside and depth > 0
    return words and inside
