"""The lines of a flattened table cut at every place where a cell could end.

A converter that flattens a table writes its cells one after the other, each in its own wrapped lines; where the
last line of a cell and the first of the next stand on one height, it writes them on one line. So a cell may end
at a line's end, and inside a line before a number, a unit, a deadline, a target or another capital.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass

from ...deadlines import deadline_fit
from ...unit_names import begins_unit
from ..columns import Role
from ..numerals import Numeral, read_numeral

INLINE, LINE, BLANK, PAGE = range(4)

_DEADLINE_START = re.compile(
    r"(?:Quý|Quí|Tháng|tháng|Năm|năm 20|Trước|Thường|Hằng|Hàng|Trong|Từ|Đến|Giai|Cả năm|Cuối|Đầu|Khi|Theo|Định"
    r"|Hoàn thành|Liên"
    r"|Ngay|Sau|Chậm|20\d\d|\d{1,2}/(?:\d{1,2}/)?20\d\d|\d{1,2}/\d{1,2}\b)"
)
_TARGET = re.compile(
    r"(?:[≥≤><]=?\s?)?\d[\d.,]*(?:\s?[-–÷]\s?\d[\d.,]*)?\s?%?(?=\s|$)|Đạt\b|Có\b|Hoàn\b|Trên\b|Tối\b|Ít\b|Dưới\b|Từ\b"
)
_DANGLING = re.compile(
    r"(?:[,(/&–-]|(?:^|\s)(?:và|của|các|những|với|cho|trong|theo|về|tại|từ|đến|để|hoặc|là|do|bằng|trên|được|một"
    r"|nhằm|bảo|đảm"
    r"|thuộc|không|phải|sẽ|đã|như|ngày|tháng|quý|đến năm|từ năm|trước năm|hết năm|giai|giai đoạn|thường|hằng"
    r"|hàng|(?<!quyết )(?<!nghị )(?<!quy )(?<!xác )định))$",
    re.IGNORECASE,
)
_DATE_END = re.compile(r"(?:^|/)20\d\d$|\d/\d{1,2}$|\d%$")
_BARE_HEAD = re.compile(
    r"(?:^|\s)(?:Trung tâm|Văn phòng|Phòng|(?<!của )(?<!thuộc )(?<!phòng )(?<!đốc )(?<!đạo )(?<!tra )Sở|Ủy ban|Uỷ ban"
    r"|Hội|Ban|Trường|Đoàn|Bộ)$"
)
# “Chủ trì: Sở Y tế; phối hợp: Công an tỉnh” in one cell.
_FIGURE = re.compile(r"(?:[≥≤><]=?)?\d[\d.,]*[%‰]?")
_BOUNDS = ("≥", "≤", ">", "<", ">=", "<=")
_RATE = re.compile(r"[^\W\d_]+/[\w]")
_MULTIPLES = ("nghìn", "triệu", "tỷ", "tỉ")
# “đồng”, “triệu đồng/người/năm”, “bé trai/100 bé gái”: how many words a unit of measure may have.
_LONGEST_MEASURE = 4
_LABEL = re.compile(r"(?:(?:Cơ quan|Đơn vị)\s+)?(?:Chủ trì|CHỦ TRÌ|Phối hợp|Thực hiện)\s*:")
_CHAIN_REACH = 7
_BINDS = ("và", "của", "các", "với")
_BINDS_NUMBER = ("số", "tháng", "quý", "ngày", "năm", "đến", "từ", "trước", "quí")
_PERIODS = ("tháng", "quý", "năm", "quí")
_DAY_OF_YEAR = re.compile(r"\d{1,2}/\d{1,2}(?:/20\d\d)?(?!\d)")
_GRADES = ("lớp", "khóa", "thứ")
_COUNTS = re.compile(r"\d|[IVX]+\b")
# “Như trên”, “nt”: a cell that says it is the one above it.
_DITTO = re.compile(r"(?:Như trên|nt)(?!\w)")
# “chính sách BHXH”, “đóng BHYT”: what names a body may name what it deals with.
_TAKES_OBJECT = ("sách", "độ", "thẻ", "quỹ", "đóng", "gia", "nợ", "nộp", "hưởng", "trợ cấp", "cấp")
_MATTER = re.compile(r"(?:BHXH|BHYT|BHTN|Bảo hiểm|Thuế)(?![^\W\d_])")
_BULLET = re.compile(r"[-–+•*▪●✓]\s*\S")


@dataclass(slots=True)
class Atom:
    """A stretch of one line that is never cut, and what stands before it.

    `gap` is INLINE (the same line), LINE, BLANK (a blank line before) or PAGE; `spaces` is the width of the gap
    inside a line; `trailing` the number of spaces at the end of the atom's line, where the atom ends it.
    """

    start: int
    end: int
    text: str
    gap: int
    spaces: int
    trailing: int
    ends_line: bool
    indented: bool
    typed: bool = False
    numeral: Numeral | None = None
    lower: bool = False
    bullet: bool = False
    dangling: bool = False
    unit: bool = False
    label: bool = False
    deadline: bool = False
    first_word: int = 0
    chained: int = 0
    after_number: bool = False
    ditto: bool = False


def cut_lines(
    text: str,
    start: int,
    end: int,
    pages: Sequence[int] = (),
    page_numbers: Container[int] = (),
    *,
    roles: Collection[Role] = (),
) -> list[Atom]:
    """The atoms of `text[start:end]`, in order; `pages` says where pages begin, as far as that is known.

    `page_numbers` are the places of lines that hold nothing but the number of a page: they are no atoms.
    `roles` are those of the columns: where they hold figures, every figure of a line may fill a cell.
    """
    atoms: list[Atom] = []
    position = start
    gap_text = ""
    after_number = False
    for raw in re.split(r"(\n+)", text[start:end]):
        if raw.startswith("\n"):
            gap_text += raw
        elif not raw.strip():
            gap_text += raw and " "
        elif position + len(raw) - len(raw.lstrip()) in page_numbers:
            after_number = True
        else:
            atoms.extend(cut := _cut_line(raw, position, PAGE if after_number else _gap_of(gap_text), roles))
            cut[0].after_number = after_number
            after_number = False
            gap_text = ""
        position += len(raw)
    page_starts = set(pages)
    for atom in atoms:
        if atom.start in page_starts and atom.gap != INLINE:
            atom.gap = PAGE
    if atoms:
        atoms[0].gap = BLANK
    _mark_chains(atoms)
    return atoms


def _mark_chains(atoms: list[Atom]) -> None:
    """Counts for every numeral whether its predecessor and its successor stand near: then it is a row's number."""
    numerals = [atom for atom in atoms if atom.numeral is not None and not atom.numeral.printed.islower()]
    for index, atom in enumerate(numerals):
        numeral = atom.numeral
        assert numeral is not None
        if numeral.kind == "dotted":
            atom.chained = 2
            continue
        near = numerals[max(0, index - _CHAIN_REACH) : index], numerals[index + 1 : index + 1 + _CHAIN_REACH]
        for others, step in zip(near, (-1, 1), strict=True):
            wanted = (numeral.value[0] + step,)
            if any(
                other.numeral and other.numeral.kind == numeral.kind and other.numeral.value == wanted
                for other in others
            ):
                atom.chained += 1


def _gap_of(between: str) -> int:
    if "\n\n\n" in between:
        return PAGE
    return BLANK if between.count("\n") > 1 else LINE


def _cut_line(raw: str, position: int, gap: int, roles: Collection[Role]) -> list[Atom]:
    """Cuts one line; the numeral at its head is an atom of its own."""
    shouting = sum(char.isupper() for char in raw) > 0.6 * sum(char.isalpha() for char in raw)
    words = [(match.start(), match.end(), match[0]) for match in re.finditer(r"\S+", raw)]
    line = raw.rstrip()
    cuts: list[tuple[int, bool]] = [(0, True)]
    for index in range(1, len(words)):
        kind = _cut_before(words, index, line) or _cut_at_figure(words, index, roles)
        if kind == "typed" or (kind and not shouting):
            cuts.append((index, kind == "typed"))
    atoms = []
    trailing = len(raw) - len(line)
    for order, (first, typed) in enumerate(cuts):
        last = cuts[order + 1][0] - 1 if order + 1 < len(cuts) else len(words) - 1
        begin, finish = words[first][0], words[last][1]
        spaces = begin - words[first - 1][1] if first else 0
        atom = Atom(
            start=position + begin,
            end=position + finish,
            text=raw[begin:finish],
            gap=INLINE if first else gap,
            spaces=spaces,
            trailing=trailing if last == len(words) - 1 else 0,
            ends_line=last == len(words) - 1,
            indented=not first and begin > 0,
            typed=typed,
        )
        atoms.append(_described(atom, line[begin:]))
    return atoms


def _cut_before(words: list[tuple[int, int, str]], index: int, line: str) -> str | None:
    """Could a cell begin with this word of a line? “typed” where its kind is plain to see."""
    begin, _, word = words[index]
    before = words[index - 1][2]
    if begin - words[index - 1][1] >= 2:
        return "typed"
    if index == 1 and read_numeral(before):
        return "typed" if not word[0].islower() else None
    rest = line[begin:]
    if before[-1] in "-–/(&“'" or before in ('"', '("') or before.lower() in _BINDS:
        return None
    if _COUNTS.match(rest) and (_binds(words, index) or before in _BOUNDS):
        return None
    if word in ("%", "‰") and not before[-1].isdigit():
        # A sign of measure that stands by itself fills a cell.
        return "typed"
    ended = not before[-1].isdigit() or _DATE_END.search(before)
    if _DEADLINE_START.match(rest) or (_TARGET.match(rest) and ended):
        return "typed"
    if _DITTO.match(rest) or (before == "nt" or (before == "trên" and words[index - 2][2] == "Như")):
        return "typed"
    if before.lower() in _TAKES_OBJECT and _MATTER.match(rest):
        return None
    if word[0].isupper() and (begins_unit(rest) or _LABEL.match(rest)):
        return "typed"
    if word[0].isupper() and before[-1] not in ",;":
        return "capital"
    if re.search(r"(?:%|Đạt|Có|\bthành)$", before) and _TARGET.match(before):
        return "capital"
    return None


def _binds(words: list[tuple[int, int, str]], index: int) -> bool:
    """Does the word before a number hold it (“số 15”, “lớp 12”)?

    A share is no document's number (“ký số 100%”), and what is counted takes none behind it (“03 lớp 02 lớp”).
    """
    before = words[index - 1][2].lower()
    if before == "số":
        return not words[index][2].endswith("%")
    if _DAY_OF_YEAR.match(words[index][2]) and before in _PERIODS:
        # “… tổng kết năm | 15/12/2026”: a day is no number of a year.
        return False
    if before == "kết" and words[index + 1 :] and words[index + 1][2].strip(",;.") in _PERIODS:
        # “sơ kết 6 tháng” names what is done.
        return True
    counted = index > 1 and bool(_FIGURE.fullmatch(words[index - 2][2]))
    return before in _BINDS_NUMBER or (before in _GRADES and not counted)


def _cut_at_figure(words: list[tuple[int, int, str]], index: int, roles: Collection[Role]) -> str | None:
    """Could a figure, or the unit of measure before one, be a cell of its own?"""
    word, before = words[index][2], words[index - 1][2]
    if Role.BUDGET in roles and _FIGURE.fullmatch(word) and _FIGURE.fullmatch(before) and before[-1].isdigit():
        return "typed"
    if Role.TARGET not in roles and Role.BASELINE not in roles:
        return None
    if _FIGURE.fullmatch(word):
        # “ngày 25” is a date, “ngày 1,2 1,3” a unit of measure before figures.
        bound = _binds(words, index) and not (words[index + 1 :] and _FIGURE.fullmatch(words[index + 1][2]))
        return None if bound or before in (*_BOUNDS, "-", "–", "÷") else "typed"
    if word in _BOUNDS:
        return "typed"
    if Role.MEASURE not in roles or (_FIGURE.fullmatch(before) and before[-1].isdigit()):
        return None
    if word in _MULTIPLES or any(_RATE.match(other) for _, _, other in words[index : index + 2]):
        return "capital"
    following = next((place for place in range(index + 1, len(words)) if _FIGURE.fullmatch(words[place][2])), None)
    return "capital" if following is not None and following - index <= _LONGEST_MEASURE else None


def _described(atom: Atom, rest: str) -> Atom:
    """Fills in what costs look at; `rest` is the line from the atom on."""
    text = atom.text
    atom.numeral = read_numeral(text) if atom.gap != INLINE else None
    first = re.search(r"[^\W\d_]", text)
    atom.bullet = bool(_BULLET.match(text))
    atom.lower = bool(first and first[0].islower() and first.start() == 0)
    atom.dangling = bool(_DANGLING.search(text) or _BARE_HEAD.search(text))
    atom.label = bool(_LABEL.match(rest))
    atom.unit = atom.label or begins_unit(rest)
    atom.deadline = len(text) < 40 and deadline_fit(text) >= 0.95
    atom.ditto = is_ditto(text)
    atom.first_word = len(text.split(maxsplit=1)[0])
    return atom


def is_ditto(text: str) -> bool:
    """Does a cell say that it is the one above it (“như trên”)?"""
    return bool(_DITTO.fullmatch(text))


def lines_of(atoms: Sequence[Atom]) -> list[str]:
    """The lines that a run of atoms makes."""
    lines: list[str] = []
    for atom in atoms:
        if atom.gap == INLINE and lines:
            lines[-1] += " " + atom.text
        else:
            lines.append(atom.text)
    return lines
