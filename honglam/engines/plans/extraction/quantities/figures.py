"""Figures in running text: the number, its bound and its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from honglam.engines.plans.extraction.quantities.masking import mask
from honglam.engines.plans.extraction.quantities.units import COUNTED, COUNTED_OF_ALL, PER, unit_at

Number = float | list[float]

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_OPERATORS = {
    ">=": "không ít hơn|không dưới|không thấp hơn|không nhỏ hơn|tối thiểu|ít nhất|≥|>=|=>",
    "<=": "quá|không vượt quá|không vượt|không quá|không cao hơn|không lớn hơn|tối đa|nhiều nhất|≤|<=|=<",
    "<": "thấp hơn|nhỏ hơn|ít hơn|dưới|<",
    ">": "trên|lớn hơn|nhiều hơn|cao hơn|vượt|hơn|>",
}
OPERATOR_OF = {word: sign for sign, words in _OPERATORS.items() for word in words.split("|")}
_OPERATOR = "|".join(re.escape(word) for word in sorted(OPERATOR_OF, key=len, reverse=True))
# What may stand between the name and the bound: "đạt", "chiếm", "đạt tỷ lệ" …
_REACH = r"(?:đạt\s+(?:tỷ\s+lệ|tỉ\s+lệ|mức|từ)|đạt|chiếm|bằng|(?:xuống\s+)?còn|xuống)"
FIGURE = re.compile(
    rf"""
    (?<![\w.,/])
    (?P<reach>{_REACH}\s+)?
    (?:(?P<operator>{_OPERATOR})\s*(?:là\s+|đạt\s+|từ\s+)?|(?P<from>từ)\s+|(?P<about>khoảng|gần|đủ|đúng)\s+)?
    (?P<low>{_NUMBER}|(?:{"|".join(_WORDS)})(?=\s))
    (?:\s?/\s?(?P<of>\d+(?:\.\d{{3}})*)(?=\s+["“']?[^\W\d_]))?
    (?P<lowpercent>\s*%)?
    (?:\s*(?:-|–|—|÷|đến|tới)\s*(?P<high>{_NUMBER}))?
    (?![\w/])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# “Nâng … từ 88,6% lên 93%”: the first figure is where things stand, the second what is to be reached.
_FROM = re.compile(r"(?<![^\W\d_])từ\s+$", re.IGNORECASE)
_UP_TO = re.compile(
    r"\s+(?:(?:tăng|giảm|nâng|hạ)\s+)?(?:lên(?:\s+(?:đến|tới|thành))?|xuống(?:\s+còn)?|còn|thành)\s+", re.IGNORECASE
)
# A span of time is a quantity only where the text makes it a bound ("không quá 05 ngày", "xuống còn 02 ngày").
_TIME = re.compile(r"\s+(?:ngày làm việc|ngày|tháng|tuần)(?![^\W\d_])(?!\s*\d)", re.IGNORECASE)
# “Không để xảy ra quá 02 vụ”: the bound belongs to the negation before.
_DENIED = re.compile(r"\b(?:không|chưa)\s[^.;,]{0,40}$", re.IGNORECASE)
_YEARS = re.compile(r"\s+năm(?![^\W\d_])(?!\s*(?:\d|qua\b|nay\b|gần đây))", re.IGNORECASE)
_RATE = re.compile(
    r"\s+(?:trên|/)\s*(?P<base>(?:1|01|một|10[\d.]*)\s+(?:vạn\s+)?"
    r"(?:dân|người dân|trẻ(?: đẻ| sinh)?(?: sống)?|bé gái|ha|ca đẻ))(?![^\W\d_])",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"\s+(?:tổng\s+)?số\s+(?=[^\W\d_])", re.IGNORECASE)
_OR_MORE = re.compile(r"\s+(?:trở\s+(?P<way>lên|xuống))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure with its bound and unit; offsets count in the text it was found in.

    `start:end` is the figure as a reader would quote it ("đạt tối thiểu 75%"), `number_start:number_end`
    the digits and the unit alone.
    """

    operator: str
    target: Number | None
    unit: str | None
    text: str
    start: int
    end: int
    number_start: int
    number_end: int
    in_words: bool = False
    of: float | None = None
    """The whole of which the figure is a part: 65 in "64/65 xã"."""

    @property
    def is_percent(self) -> bool:
        """Whether the figure is a share of a hundred."""
        return self.unit == "%"

    @property
    def is_bounded(self) -> bool:
        """Whether the text itself says that the figure is a bound ("ít nhất", "trên", a range)."""
        return self.operator not in ("=", "done")


def parse_number(digits: str) -> float:
    """The value of a number as Vietnamese prints it.

    >>> parse_number("1.234,5"), parse_number("05"), parse_number("99,2"), parse_number("99.2"), parse_number("một")
    (1234.5, 5, 99.2, 99.2, 1)
    """
    word = digits.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", word):
        word = word.replace(".", "")
    value = float(word.replace(",", "."))
    return int(value) if value.is_integer() else value


def find_quantities(text: str) -> list[Quantity]:
    """All figures with a unit in a stretch of running text, left to right.

    Numbers written as words count only with a bound or after "có" ("ít nhất một cán bộ").
    """
    masked = mask(text)
    found: list[Quantity] = []
    position = 0
    while match := FIGURE.search(masked, position):
        quantity = _read_figure(text, masked, match)
        position = max(match.start() + 1, quantity.end if quantity else match.end("low"))
        if quantity:
            found.append(quantity)
    found = _without_starting_points(text, found)
    kept = [quantity for quantity in found if not any(_restates(other, quantity) for other in found)]
    return _with_rates(text, kept)


def _without_starting_points(text: str, found: list[Quantity]) -> list[Quantity]:
    """The figures, "từ 88,6% lên 93%" as the one to be reached; its quotation holds both."""
    kept: list[Quantity] = []
    for quantity in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.unit == quantity.unit
            and before.operator == "="
            and (led := _FROM.search(text, max(0, before.number_start - 6), before.number_start))
            and _UP_TO.match(text, before.end, quantity.number_start)
        ):
            words = " ".join(text[led.start() : quantity.end].split())
            kept[-1] = replace(quantity, start=led.start(), text=words)
        else:
            kept.append(quantity)
    return kept


def _with_rates(text: str, found: list[Quantity]) -> list[Quantity]:
    """The figures of a list with the base of the rate that is said behind the last of them."""
    base: str | None = None
    rated: list[Quantity] = []
    for position in range(len(found) - 1, -1, -1):
        quantity = found[position]
        following = found[position + 1] if position + 1 < len(found) else None
        if rate := _RATE.match(text, quantity.end):
            base = " ".join(rate["base"].split())
        elif following is None or not re.fullmatch(r"\s*(?:,|và|,\s*và)\s*", text[quantity.end : following.start]):
            base = None
        if base and quantity.unit and not quantity.is_percent and "/" not in quantity.unit:
            quantity = replace(quantity, unit=f"{quantity.unit}/{base}")
        rated.append(quantity)
    return rated[::-1]


def _restates(share: Quantity, part: Quantity) -> bool:
    """Whether a share says the same as a part of a whole beside it: "98,5% (64/65 xã)"."""
    if not share.is_percent or not part.of or isinstance(share.target, list) or isinstance(part.target, list):
        return False
    near = min(abs(part.start - share.end), abs(share.start - part.end)) <= 60
    return (
        near
        and share.target is not None
        and part.target is not None
        and (abs(share.target - 100 * part.target / part.of) <= 0.6)
    )


def _is_part(masked: str, match: re.Match[str]) -> bool:
    """Whether "n/m" counts n of m things; a day and a month ("trước 15/11 các xã …") do not."""
    part, whole = parse_number(match["low"]), parse_number(match["of"])
    if match["high"] or not 0 < part <= whole:
        return False
    if (
        part <= 31
        and whole <= 12
        and re.search(r"(?:ngày|trước|sau|từ|đến|vào|hết|tháng|dịp)\s+$", masked[: match.start("low")], re.IGNORECASE)
    ):
        return False
    return bool(
        re.match(
            rf"\s+[\"“']?(?:(?:tổng\s+)?số\s+)?(?:{COUNTED}|{COUNTED_OF_ALL})(?![^\W\d_])",
            masked[match.end() :],
            re.IGNORECASE,
        )
    )


def _read_figure(text: str, masked: str, match: re.Match[str]) -> Quantity | None:
    """The quantity at a match of the figure grammar; None where the number has no unit that counts."""
    in_words = not match["low"][0].isdigit()
    if match["of"] and not _is_part(masked, match):
        return None
    if (match["operator"] or "").lower() == "quá" and not _DENIED.search(masked, 0, match.start()):
        return None
    if in_words and not (match["operator"] or re.search(r"\bcó\s+$", masked[: match.start("low")], re.IGNORECASE)):
        return None
    if in_words and match["low"].lower() == "năm" and re.match(r"\s*\d", masked[match.end() :]):
        return None
    if in_words and re.match(
        r"\s+(?:số|vài|trong|cách|phần(?!\s+mềm)|bộ phận|chút|mặt|khi|lần|loạt)\b", masked[match.end("low") :]
    ):
        return None
    unit, end = ("%", match.end()) if match["lowpercent"] and not match["high"] else unit_at(masked, match.end())
    if match["lowpercent"] and match["high"] and unit != "%":
        unit = "%"
    if unit == "%" and (per := PER.match(masked, end)):
        end = per.end()
    if unit is None and (match["operator"] or re.match(r"còn|xuống", match["reach"] or "", re.IGNORECASE)):
        if span := _TIME.match(masked, match.end()):
            unit, end = " ".join(span.group().split()), span.end()
        elif OPERATOR_OF.get((match["operator"] or "").lower()) in (">=", "<=") and (
            span := _YEARS.match(masked, match.end())
        ):
            unit, end = "năm", span.end()
    if match["of"] and match["operator"] and _OF_ALL.match(masked, match.end()) and parse_number(match["of"]) <= 10:
        return _share_of_all(text, match)
    if unit is None:
        return None
    low = parse_number(match["low"])
    target: Number = low
    operator = OPERATOR_OF.get(match["operator"].lower(), "=") if match["operator"] else "="
    if match["high"]:
        high = parse_number(match["high"])
        if high <= low:
            return None
        operator, target = "range", [low, high]
    opened = match["from"] or re.search(r"\btừ\s*$", match["reach"] or "", re.IGNORECASE)
    if opened and not match["high"] and re.match(r"[^;,.]{0,80}\btrở lên\b", masked[end:]):
        operator = ">="
    if more := _OR_MORE.match(masked, end):
        operator = ">=" if more["way"].lower() == "lên" else "<="
        end = more.end()
    return Quantity(
        operator=operator,
        target=target,
        unit=unit,
        text=" ".join(text[match.start() : end].split()),
        start=match.start(),
        end=end,
        number_start=match.start("low"),
        number_end=end,
        in_words=in_words,
        of=parse_number(match["of"]) if match["of"] else None,
    )


def _share_of_all(text: str, match: re.Match[str]) -> Quantity:
    """A fraction of all ("ít nhất 3/4 số xã") as the share of a hundred that it is."""
    return Quantity(
        operator=OPERATOR_OF.get((match["operator"] or "").lower(), "="),
        target=round(100 * parse_number(match["low"]) / parse_number(match["of"]), 1),
        unit="%",
        text=" ".join(text[match.start() : match.end()].split()),
        start=match.start(),
        end=match.end(),
        number_start=match.start("low"),
        number_end=match.end(),
    )
