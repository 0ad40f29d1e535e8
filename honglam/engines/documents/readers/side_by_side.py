"""Text set side by side in a file that keeps columns by spaces: the letterhead, and recipients beside the signature.

Layout-preserving converters print both sides of such a block on one line. Here each side is read down on its own,
left before right, as the PDF reader does. The text keeps its length: words move only inside the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_MOTTO = re.compile(r"CỘNG\s+H(?:ÒA|OÀ|ÓA|OÁ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM")
_DATED = re.compile(r"\bngày\b.{0,12}(?:\btháng\b|$)")
_NUMBER_OR_SUBJECT = re.compile(r"Số\s*[:.\d/]|V/v\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"nơi\s+(?:nhận|gửi)\s*:?", re.IGNORECASE)
_BULLET = re.compile(r"[-–+•*]")
_FIGURES = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_LINES_OF_LETTERHEAD, _LINES_OF_SIGNATURE = 16, 40
_RIGHT_FROM = 18
_INDENT = 6
_BESIDE = 12


@dataclass(frozen=True, slots=True)
class _Segment:
    left: int
    right: int


def set_apart(text: str) -> str:
    """The text, as long as before, with both sides of letterheads and signature blocks one below the other."""
    if "  " not in text:
        return text
    lines = text.split("\n")
    _set_apart_letterhead(lines)
    index = 0
    while index < len(lines):
        if _RECIPIENTS.match(lines[index].lstrip(" ")):
            _set_apart_signature(lines, index)
        index += 1
    return "\n".join(lines)


def _segments(line: str) -> list[_Segment]:
    return [_Segment(match.start(), match.end()) for match in _SEGMENT.finditer(line)]


def _set_apart_letterhead(lines: list[str]) -> None:
    """The block at the top: it holds the motto on its right and ends with the last line that has two sides."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return
    head = range(first, min(len(lines), first + _LINES_OF_LETTERHEAD))
    motto = next(((index, match.start()) for index in head if (match := _MOTTO.search(lines[index]))), None)
    if motto is None:
        return
    before = [segment for segment in _segments(lines[motto[0]]) if segment.right + 2 <= motto[1]]
    gutter = (before[-1].right + motto[1]) // 2 if before else motto[1] - 2
    sides: list[tuple[str, str]] = []
    stop, two_sided, dated = first, False, False
    for index in head:
        parted = None if "\f" in lines[index] or "\t" in lines[index] else _parted(lines[index], gutter)
        if parted is None:
            break
        left, right = parted
        wrapped = stop == index and _goes_on(left or right)
        numbered = stop == index and bool(_NUMBER_OR_SUBJECT.match(left))
        if dated and not wrapped and not numbered:
            break
        sides.append(parted)
        dated = dated or bool(_DATED.search(right))
        if (left and right) or _DATED.search(right) or wrapped or (dated and numbered):
            stop = index + 1
            two_sided = two_sided or bool(left and right)
    if two_sided and motto[0] < stop:
        _write(lines, first, stop, sides[: stop - first])


def _goes_on(words: str) -> bool:
    """Whether words go on from the line above: "tháng 01 năm 2026", "năm 2026", a bare year."""
    return words[:1].islower() or bool(re.fullmatch(r"20\d\d", words))


def _parted(line: str, gutter: int) -> tuple[str, str] | None:
    """(left, right) of a line of the letterhead; None where words run across the gutter."""
    segments = _segments(line)
    if len(segments) > 1:
        # The sides are centred, so the gap may lie a little beside the gutter.
        gaps = [(one.right, other.left) for one, other in pairwise(segments)]
        low, high = min(gaps, key=lambda gap: max(gap[0] - gutter, gutter - gap[1], 0))
        if max(low - gutter, gutter - high, 0) > _BESIDE:
            return None
        return line[:low].strip(), line[high:].strip()
    if not segments:
        return "", ""
    only = segments[0]
    if only.left + 4 < gutter < only.right - 4:
        return None
    return (line.strip(), "") if only.left + only.right < 2 * gutter else ("", line.strip())


def _set_apart_signature(lines: list[str], first: int) -> None:
    """The block from "Nơi nhận" to the last recipient; what stands on its right comes behind."""
    margin = len(lines[first]) - len(lines[first].lstrip(" "))
    sides: list[tuple[str, str]] = []
    stop, last_left = first, ""
    for index in range(first, min(len(lines), first + _LINES_OF_SIGNATURE)):
        line = lines[index]
        if "\t" in line or ("\f" in line and index > first):
            break
        left, right = _beside(line, margin)
        if left and index > first and not _BULLET.match(left) and (not last_left or last_left[-1] in ";."):
            break
        sides.append((left, right))
        if left:
            stop, last_left = index + 1, "" if index == first else left
    kept = sides[: stop - first]
    if any(right for _, right in kept):
        _write(lines, first, stop, kept)


def _beside(line: str, margin: int) -> tuple[str, str]:
    """(recipient, what stands beside it); a page's number counts to the right."""
    segments = _segments(line)
    if not segments:
        return "", ""
    if segments[0].left > margin + _INDENT or _FIGURES.fullmatch(line.strip()):
        far = segments[0].left >= margin + _RIGHT_FROM or _FIGURES.fullmatch(line.strip())
        return ("", line.strip()) if far else (line.strip(), "")
    for one, other in pairwise(segments):
        if other.left >= margin + _RIGHT_FROM:
            return line[: one.right].strip(), line[other.left :].strip()
    return line.strip(), ""


def _write(lines: list[str], first: int, stop: int, sides: list[tuple[str, str]]) -> None:
    """Prints both sides one below the other in the room that the block took."""
    left = [text for text, _ in sides if text]
    right = [text for _, text in sides if text]
    room = sum(len(line) + 1 for line in lines[first:stop]) - 1
    printed = "\n".join([*left, *right])
    if len(printed) < room:
        printed = "\n".join([*left, "", *right])
    if len(printed) > room:
        return
    # What is left of the room stands as spaces behind the last word.
    lines[first:stop] = [printed.ljust(room)]
