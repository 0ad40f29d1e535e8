"""Which numbered lines are headings, and how they nest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from honglam.engines.plans.extraction.lines import UPPER, Line
from honglam.engines.plans.extraction.numbering import Marker, Rank, holds_row_of_figures, read_marker
from honglam.engines.plans.extraction.outline.marks import ATTACHED, CLOSING, OTHER_DOCUMENT, RECIPIENTS
from honglam.engines.plans.extraction.outline.model import Heading, Outline

_TERMINAL = re.compile(r"[.;!?…,][\"”’)\]]*$")
_SENTENCES = re.compile(rf"[.;]\s+[\"“]?[{UPPER}]")
_FULL_STOP = re.compile(rf"\.\s+[\"“]?[{UPPER}]")
_CITES = re.compile(r"\b\d+(?:/\d{4})?\s*[-/]\s*[A-ZĐ][A-Za-zĐđ]*(?:[-/][A-ZĐ])?")
# An order that opens a list of duties is a sentence, not a heading ("2. Giao Sở Y tế chủ trì, phối hợp:").
_ORDERS = re.compile(
    r"(?:Giao|Yêu cầu|Đề nghị)\b.*\b(?:trách nhiệm|chủ trì|phối hợp|triển khai|thực hiện|tham mưu|khẩn trương"
    r"|tập trung)\b"
)
_COLLECTIVE = re.compile(
    r"(?:(?:Đề nghị|Giao|Yêu cầu)\s+)?(?:Giám đốc |Thủ trưởng |Chủ tịch (?:UBND )?)?(?:[Cc]ác|UBND các)"
    r"(?:\s*(?:,|và)?\s*(?:[Ss]ở|[Bb]an|[Nn]gành|[Pp]hòng|[Đđ]ơn vị|[Cc]ơ quan|[Hh]ội|đoàn thể|tổ chức|xã|phường|thôn"
    r"|trường|trung tâm|[Bb]ộ|chuyên môn|trực thuộc|cấp tỉnh|cấp xã))+"
)
_RUN_IN = re.compile(r":\s+(?=\S)")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LONGEST_HEADING = 260
_LONGEST_RUN_IN = 150


def build_outline(lines: Sequence[Line], tables: Iterable[tuple[int, int]] = ()) -> Outline:
    """The outline of the prose `lines`; `tables` are the spans of the tables that stand between them."""
    builder = _Builder(lines, sorted(tables))
    headings = builder.build()
    return Outline(lines, builder.markers, headings, builder.silent)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A heading in the making."""

    marker: Marker
    line: int
    first: int
    text: str
    start: int
    end: int
    run_in: int | None
    confidence: float


class _Builder:
    """Walks the lines once, decides which are headings, then nests them by rank."""

    def __init__(self, lines: Sequence[Line], tables: Sequence[tuple[int, int]]) -> None:
        self.lines = lines
        self.table_starts = [start for start, _ in tables]
        self.markers = [None if line.footnote else read_marker(line.text) for line in lines]
        self.silent: set[int] = set()

    def build(self) -> list[Heading]:
        drafts: list[_Draft] = []
        skipping = False
        restarts: set[int] = set()
        index = 0
        while index < len(self.lines):
            line, marker = self.lines[index], self.markers[index]
            if RECIPIENTS.match(line.text):
                skipping = True
            elif skipping and OTHER_DOCUMENT.fullmatch(line.text) and self._is_attached(index):
                skipping = False
                restarts.add(len(drafts))
                if not line.text.startswith(("KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "QUY ")):
                    draft = self._appendix(index, Marker(Rank.APPENDIX, "PHỤ LỤC", 0))
                    drafts.append(draft)
                    index = draft.first
                    continue
            if marker and marker.rank is Rank.APPENDIX:
                skipping = False
                draft = self._appendix(index, marker)
                drafts.append(draft)
                index = draft.first
                continue
            if skipping:
                self.silent.add(index)
            if (
                marker
                and marker.rank < Rank.BRACKET
                and not skipping
                and (found := self._heading(index, marker, drafts))
            ):
                drafts.append(found)
                index = found.first
                continue
            index += 1
        return self._nest(drafts, restarts)

    def _is_attached(self, index: int) -> bool:
        """Whether a type line behind the signature opens an attached document."""
        return any(ATTACHED.match(line.text) for line in self.lines[index + 1 : index + 6])

    def _appendix(self, index: int, marker: Marker) -> _Draft:
        """An appendix: its title runs on until the note that says what it is attached to, or its table."""
        line = self.lines[index]
        parts = [(line, marker.end)] if line.text[marker.end :].strip() else []
        following = index + 1
        if parts and (note := re.search(r"\((?:Ban hành|Kèm|Đính)", line.text)):
            text = line.text[marker.end : note.start()].rstrip(" .:")
            source = line.source(marker.end, marker.end + len(text)) if text else line.source()
            return _Draft(marker, index, following, text, source.start, source.end, None, 0.9)
        while following < len(self.lines) and following <= index + 5:
            next_line = self.lines[following]
            if ATTACHED.match(next_line.text) or self.markers[following] or self._table_between(following):
                break
            if parts and (len(next_line.text) > 200 or _TERMINAL.search(next_line.text)):
                break
            parts.append((next_line, 0))
            following += 1
        words = [(part.text[begin:].rstrip(" .:"), part, begin) for part, begin in parts]
        if not words:
            return _Draft(marker, index, index + 1, "", line.start, line.end, None, 0.9)
        start = words[0][1].source(words[0][2]).start
        last_text, last, begin = words[-1]
        end = last.source(begin, begin + len(last_text)).end if last_text else last.end
        return _Draft(marker, index, following, " ".join(text for text, _, _ in words), start, end, None, 0.95)

    def _table_between(self, index: int) -> bool:
        """Whether a table begins between line `index - 1` and line `index`."""
        before = self.lines[index - 1].end
        after = self.lines[index].start if index < len(self.lines) else 1 << 60
        place = bisect_left(self.table_starts, before)
        return place < len(self.table_starts) and self.table_starts[place] < after

    def _has_body(self, index: int, marker: Marker, *, sentence: bool) -> bool:
        """Whether something stands under the line: bullets, deeper numbers, a table, or a plain paragraph."""
        following = index + 1
        if self._table_between(following):
            return True
        while following < len(self.lines) and self.lines[following].footnote:
            following += 1
        if following >= len(self.lines):
            return False
        line, other = self.lines[following], self.markers[following]
        if RECIPIENTS.match(line.text):
            return False
        if other is None and sentence and line.text.startswith("("):
            return False
        if other is None:
            return not CLOSING.match(line.text) and (not sentence or len(self.lines[index].text) <= _LONGEST_RUN_IN)
        return other.rank > marker.rank

    def _heading(self, index: int, marker: Marker, drafts: Sequence[_Draft]) -> _Draft | None:
        """The heading that line `index` is, or None where it is a numbered paragraph."""
        line = self.lines[index]
        words = line.text[marker.end :]
        if not words:
            return self._heading_below(index, marker)
        sentence = bool(_TERMINAL.search(words))
        body = self._has_body(index, marker, sentence=sentence)
        colon = next((match for match in _RUN_IN.finditer(words) if not _opens_bracket(words[: match.start()])), None)
        if colon and _lists_names(words[: colon.start()], words[colon.end() :]):
            colon = None
        if words.endswith(":"):
            if len(words) <= _LONGEST_HEADING and body and not _FULL_STOP.search(words) and not _ORDERS.match(words):
                return self._draft(index, marker, 0, len(words), None, 0.95)
            return None
        if colon and colon.start() <= _LONGEST_RUN_IN and not _CITES.search(words[: colon.start()]):
            before = words[: colon.start()]
            stated = marker.rank is Rank.LETTER and self._follows_statement(index, marker, drafts)
            if not stated and not _SENTENCES.search(before) and (marker.rank < Rank.LETTER or len(before) <= 90):
                return self._draft(index, marker, 0, colon.start(), marker.end + colon.end(), 0.85)
        if marker.rank <= Rank.ROMAN or marker.rank is Rank.ARTICLE:
            return self._high_heading(index, marker, words)
        several = _SENTENCES if sentence or len(words) > _LONGEST_RUN_IN else _FULL_STOP
        if len(words) > _LONGEST_HEADING or several.search(words) or (_CITES.search(words) and sentence):
            return None
        if holds_row_of_figures(words) or not (marker.dotted or self._continues(marker, drafts)):
            return None
        if sentence and self._follows_paragraph(index, marker, drafts):
            return None
        if body:
            doubtful = sentence or len(words) > 180
            return self._draft(index, marker, 0, len(words), None, 0.75 if doubtful else 0.95)
        stands_with_headings = any(draft.marker.rank == marker.rank for draft in drafts[-3:]) or line.bold
        starts_list = marker.label == "1" and not sentence
        if not sentence and len(words) <= 120 and (stands_with_headings or starts_list) and marker.rank < Rank.LETTER:
            return self._draft(index, marker, 0, len(words), None, 0.7)
        return None

    def _high_heading(self, index: int, marker: Marker, words: str) -> _Draft | None:
        """Parts, chapters, Roman numerals and articles head something by themselves unless they are long prose."""
        if marker.rank is Rank.CAPITAL and not (words.isupper() or self._has_body(index, marker, sentence=False)):
            return None
        stated = marker.rank is Rank.ARTICLE and bool(_TERMINAL.search(words))
        if len(words) <= _LONGEST_HEADING and not _SENTENCES.search(words) and not stated:
            return self._draft(index, marker, 0, len(words), None, 0.97 if words.isupper() else 0.9)
        if marker.rank is Rank.ARTICLE:
            line = self.lines[index]
            source = line.source(0, marker.end)
            return _Draft(marker, index, index + 1, "", source.start, source.end, marker.end, 0.9)
        return None

    def _heading_below(self, index: int, marker: Marker) -> _Draft | None:
        """A marker alone on its line ("Chương I"): the words stand on the next lines, in capitals or bold."""
        following = index + 1
        parts: list[Line] = []
        while following < len(self.lines) and len(parts) < 3 and self.markers[following] is None:
            line = self.lines[following]
            if parts and not (line.text.isupper() or line.bold):
                break
            if len(line.text) > _LONGEST_HEADING or _TERMINAL.search(line.text):
                break
            parts.append(line)
            following += 1
        if not parts:
            return None
        text = " ".join(part.text for part in parts)
        return _Draft(marker, index, following, text.rstrip(" .:"), parts[0].start, parts[-1].end, None, 0.9)

    def _follows_statement(self, index: int, marker: Marker, drafts: Sequence[_Draft]) -> bool:
        """Whether the letter before this one opened a statement and no heading: then this one does as well."""
        for place in range(index - 1, -1, -1):
            above = self.markers[place]
            if above is None:
                continue
            if above.rank < marker.rank:
                return False
            if above.rank == marker.rank:
                is_next = f"{above.label}{marker.label}" in _LETTERS
                return is_next and all(draft.line != place for draft in drafts[-3:])
        return False

    def _follows_paragraph(self, index: int, marker: Marker, drafts: Sequence[_Draft]) -> bool:
        """Whether the line right above is the numbered paragraph before this one, and no heading either."""
        above = self.markers[index - 1] if index else None
        if above is None or above.rank != marker.rank or (drafts and drafts[-1].line == index - 1):
            return False
        last, before = marker.label.rpartition(".")[2], above.label.rpartition(".")[2]
        return last.isdigit() and before.isdigit() and int(last) - int(before) == 1

    @staticmethod
    def _continues(marker: Marker, drafts: Sequence[_Draft]) -> bool:
        """Whether an undotted number goes on from the heading before it on its level."""
        for draft in reversed(drafts):
            if draft.marker.rank < marker.rank:
                return marker.label == "1"
            if draft.marker.rank == marker.rank:
                return draft.marker.label.isdigit() and int(marker.label) - int(draft.marker.label) in (1, 2)
        return False

    def _draft(self, index: int, marker: Marker, begin: int, end: int, run_in: int | None, confidence: float) -> _Draft:
        line = self.lines[index]
        words = line.text[marker.end + begin : marker.end + end].rstrip(" .:;,")
        if not words:
            return _Draft(marker, index, index + 1, "", line.start, line.end, run_in, confidence)
        source = line.source(marker.end + begin, marker.end + begin + len(words))
        return _Draft(marker, index, index + 1, words, source.start, source.end, run_in, confidence)

    def _nest(self, drafts: Sequence[_Draft], restarts: set[int]) -> list[Heading]:
        """Headings from drafts: parents by rank, paths, and where each section ends."""
        headings: list[Heading] = []
        stack: list[int] = []
        for position, draft in enumerate(drafts):
            if position in restarts:
                stack.clear()
            rank = draft.marker.rank
            while stack and (headings[stack[-1]].rank >= rank or rank is Rank.APPENDIX):
                stack.pop()
            parent = stack[-1] if stack else None
            headings.append(
                Heading(
                    path=self._path(draft.marker, stack, headings),
                    label=draft.marker.label,
                    rank=rank,
                    text=draft.text,
                    line=draft.line,
                    first=draft.first,
                    last=len(self.lines),
                    start=draft.start,
                    end=draft.end,
                    run_in=draft.run_in,
                    parent=parent,
                    page=self.lines[draft.line].page,
                    confidence=draft.confidence,
                )
            )
            stack.append(position)
        return _close(headings)

    @staticmethod
    def _path(marker: Marker, stack: Sequence[int], headings: Sequence[Heading]) -> str:
        """The printed numbers above and of a heading; a dotted number carries the Arabic ones above it."""
        above = [headings[position] for position in stack]
        if Rank.DOTTED <= marker.rank <= Rank.DOTTED_DEEPER:
            above = [heading for heading in above if not Rank.ARABIC <= heading.rank <= Rank.DOTTED_DEEPER]
        labels: list[str] = []
        for heading in above:
            if Rank.DOTTED <= heading.rank <= Rank.DOTTED_DEEPER:
                labels = [label for label in labels if not re.fullmatch(r"\d[\d.]*", label)]
            labels.append(heading.label)
        return "/".join([*labels, marker.label])


def _opens_bracket(text: str) -> bool:
    """Whether a bracket is still open at the end of a text."""
    return text.count("(") > text.count(")")


def _lists_names(before: str, after: str) -> bool:
    """Whether a colon stands inside a name: "Các sở: Tài chính, Xây dựng, Y tế" names three departments."""
    parts = [part.strip(" .:") for part in re.split(r"[,;]|\svà\s", after)]
    return (
        bool(_COLLECTIVE.fullmatch(before.strip()))
        and len(parts) > 1
        and all(part[:1].isupper() and len(part.split()) <= 6 for part in parts)
    )


def _close(headings: Sequence[Heading]) -> list[Heading]:
    """The headings with the line at which each section ends: where the next of its rank or higher begins."""
    closed = list(headings)
    pending: list[int] = []
    for position, heading in enumerate(headings):
        while pending and heading.parent not in (pending[-1],):
            closed[pending[-1]] = replace(closed[pending[-1]], last=heading.line)
            pending.pop()
        pending.append(position)
    return closed
