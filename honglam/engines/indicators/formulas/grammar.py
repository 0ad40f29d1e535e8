"""Reading a formula: a grammar, and errors that say what is wrong where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from honglam.engines.indicators.formulas.nodes import FUNCTIONS, Call, Chain, Negative, Node, Number, Reference
from honglam.toolkit.numbers import format_number, parse_number
from honglam.toolkit.text import nfc

LONGEST = 2000
DEEPEST = 40

GRAMMAR = r"""
?start: total
?total: product (PLUS_MINUS product)*      -> chain
?product: signed (TIMES_OVER signed)*      -> chain
?signed: atom
    | "-" signed                           -> negative
?atom: NUMBER                              -> number
    | "[" CODE "]"                         -> reference
    | NAME "(" total (_BETWEEN total)* ")" -> call
    | "(" total ")"

NUMBER: /\d{1,3}(\.\d{3})+(?!\d)(,\d+)?|\d+,\d+|\d+\.\d+|\d+/
CODE: /[^\[\]\n]{1,60}/
NAME: /[a-z_]+/i
PLUS_MINUS: /[+\-\u2212]/
TIMES_OVER: /[*\/×:÷]/
_BETWEEN: /[;,]/
%ignore /\s+/
"""


class FormulaError(ValueError):
    """A formula that cannot be read; `position` is the place of the mistake in the text, counted from 1."""

    code = "indicators.formula_unreadable"

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: its parts, the codes it refers to (in order, each once), and how it was understood."""

    root: Node
    codes: tuple[str, ...]

    @property
    def canonical(self) -> str:
        """The formula in one writing: numbers 1.234,5, arguments between semicolons."""
        return written(self.root)


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes nodes from the bottom up while the text is read."""

    def number(self, token: Token) -> Node:
        """“0.125” has a decimal point, “1.234” one between thousands."""
        text = str(token)
        return Number(Decimal(text) if text.startswith("0.") else parse_number(text))

    def reference(self, token: Token) -> Node:
        """The code between brackets."""
        code = str(token).strip()
        if not code:
            raise FormulaError(_("Giữa hai dấu ngoặc vuông phải có mã chỉ tiêu."), token.start_pos)
        return Reference(code)

    def negative(self, operand: Node) -> Node:
        """A minus sign."""
        return Negative(operand, _deeper(operand))

    def chain(self, first: Node, *rest: Any) -> Node:
        """Operands with the signs between them; a lone operand stays itself."""
        if not rest:
            return first
        pairs = tuple(
            (_SIGNS.get(str(sign), str(sign)), node) for sign, node in zip(rest[::2], rest[1::2], strict=True)
        )
        return Chain(first, pairs, _deeper(first, *(node for _symbol, node in pairs)))

    def call(self, name: Token, *arguments: Node) -> Node:
        """A function with as many arguments as it takes."""
        word = str(name).lower()
        place = (name.start_pos or 0) + 1
        if word not in FUNCTIONS:
            known = {"name": str(name), "known": ", ".join(FUNCTIONS)}
            raise FormulaError(_("Không có hàm “%(name)s”. Các hàm dùng được: %(known)s.") % known, place)
        fewest, most = FUNCTIONS[word]
        if len(arguments) < fewest or (most is not None and len(arguments) > most):
            needed = {"name": word, "count": fewest}
            raise FormulaError(_("Hàm %(name)s cần %(count)s đối số, cách nhau bằng dấu chấm phẩy.") % needed, place)
        return Call(word, arguments, _deeper(*arguments))


_SIGNS = {"×": "*", ":": "/", "÷": "/", "−": "-"}
_PARSER = Lark(GRAMMAR, parser="lalr", transformer=_Builder(), maybe_placeholders=False)


@lru_cache(maxsize=2048)
def parse(text: str) -> Formula:
    """The formula of a text.

    Raises:
        FormulaError: it is empty, too long or too deep, or does not follow the grammar; the message says where.
    """
    source = nfc(text).strip()
    if not source:
        raise FormulaError(_("Công thức đang trống."))
    if len(source) > LONGEST:
        raise FormulaError(_("Công thức dài quá %(most)s ký tự; hãy tách thành nhiều chỉ tiêu.") % {"most": LONGEST})
    try:
        root: Any = _PARSER.parse(source)
    except VisitError as error:  # what a builder refused
        raise error.orig_exc if isinstance(error.orig_exc, FormulaError) else FormulaError(str(error)) from error
    except UnexpectedInput as error:
        raise FormulaError(_told(source, error), (error.pos_in_stream or 0) + 1) from error
    return Formula(root, tuple(dict.fromkeys(_codes(root))))


def written(node: Node) -> str:
    """A node as text that is read back as the same node."""
    match node:
        case Number(value=value):
            return format_number(value)
        case Reference(code=code):
            return f"[{code}]"
        case Negative(operand=operand):
            return f"-{_closed(operand)}"
        case Call(name=name, arguments=arguments):
            return f"{name}({'; '.join(written(argument) for argument in arguments)})"
        case Chain(first=first, rest=rest):
            is_sum = rest[0][0] in "+-"
            parts = [_closed(first, in_sum=is_sum)]
            parts += [f"{symbol} {_closed(operand, in_sum=is_sum)}" for symbol, operand in rest]
            return " ".join(parts)


def _closed(node: Node, *, in_sum: bool = False) -> str:
    """An operand, between brackets where it would be read otherwise without; a product stands free in a sum."""
    is_product = isinstance(node, Chain) and node.rest[0][0] in "*/"
    if isinstance(node, Chain | Negative) and not (in_sum and is_product):
        return f"({written(node)})"
    return written(node)


def _codes(node: Node) -> list[str]:
    match node:
        case Reference(code=code):
            return [code]
        case Negative(operand=operand):
            return _codes(operand)
        case Call(arguments=arguments):
            return [code for argument in arguments for code in _codes(argument)]
        case Chain(first=first, rest=rest):
            return [*_codes(first), *(code for _symbol, operand in rest for code in _codes(operand))]
    return []


def _deeper(*nodes: Node) -> int:
    depth = 1 + max(node.depth for node in nodes)
    if depth > DEEPEST:
        raise FormulaError(
            _("Công thức lồng nhau quá %(most)s lớp; hãy tách thành nhiều chỉ tiêu.") % {"most": DEEPEST}
        )
    return depth


def _told(source: str, error: UnexpectedInput) -> str:
    place = error.pos_in_stream
    is_cut_short = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if is_cut_short or place is None or not 0 <= place < len(source):
        return _("Công thức còn thiếu ở cuối: hãy xem lại dấu ngoặc và phép tính cuối cùng.")
    found = {"place": place + 1, "text": source[place : place + 20]}
    return _("Không hiểu công thức từ ký tự thứ %(place)s: “%(text)s”.") % found
