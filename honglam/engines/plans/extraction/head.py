"""The head of a document: what it is, who issued it, when, for which year, who signed, who receives it.

Decree 30/2020 puts the issuer at the top left, the national motto at the top right, the type and the subject
in the middle, recipients at the lower left and the signature at the lower right; texts taken out of files
come with the columns parted, interleaved or missing, so each part is looked for where it may have landed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from honglam.engines.plans.extraction.citations import DATE, iso_date
from honglam.engines.plans.extraction.issuers import complete_issuer, find_issuer, level_of
from honglam.engines.plans.extraction.items import DocumentHead
from honglam.engines.plans.extraction.lines import LOWER, UPPER, Line
from honglam.engines.plans.extraction.numbering import Rank, read_marker
from honglam.engines.plans.extraction.outline import ATTACHED, RECIPIENTS

_TYPES = {
    "KẾ HOẠCH": "plan", "PHƯƠNG ÁN": "plan", "CHƯƠNG TRÌNH": "programme", "ĐỀ ÁN": "programme",
    "QUYẾT ĐỊNH": "decision", "CHỈ THỊ": "directive", "BÁO CÁO": "report", "THÔNG BÁO": "notice",
    "CÔNG ĐIỆN": "dispatch", "CÔNG VĂN": "dispatch", "NGHỊ ĐỊNH": "decree", "NGHỊ QUYẾT": "other",
    "THÔNG TƯ LIÊN TỊCH": "other", "THÔNG TƯ": "other", "HƯỚNG DẪN": "other", "TỜ TRÌNH": "other",
    "KẾT LUẬN": "other", "QUY ĐỊNH": "other", "QUY CHẾ": "other", "LUẬT": "other", "PHÁP LỆNH": "other",
    "QUY CHUẨN": "other", "GIẤY MỜI": "other", "BIÊN BẢN": "other",
}  # fmt: skip
_TYPE = re.compile(rf"(?P<type>{'|'.join(sorted(_TYPES, key=len, reverse=True))})(?![^\W\d_])(?P<rest>.*)")
_MOTTO = re.compile(
    r"\s*(?:CỘNG\s+H[ÒO][ÀA]?\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|Độc\s+lập\s*[-–—]?\s*Tự\s+do\s*[-–—]?\s*Hạnh\s+phúc"
    r"|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM)\s*",
    re.IGNORECASE,
)
# The motto broken at the end of a line: its first three words or more, the rest on a line below.
_MOTTOS = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM")
_BROKEN_DATE = re.compile(r"ngày\s*\d{0,2}(?:\s*tháng\s*(?:\d{1,2}\s*(?:năm\s*)?)?)?$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:^"
    r"|\s)Số\s*[:.]?\s*(?P<number>\d{1,5}[a-z]?\s*(?:/\s*\d{4}\s*)?[-/]\s*[A-ZĐ][\wĐ₀-₉]*(?:\s?[-/&]\s?[A-ZĐ][\wĐ₀-₉]*)*)"
)
# "Số: …/KH-UBND", "Số 12/…", "Số     /…"; a subject may well begin with the word ("Số hóa hồ sơ …").
_NUMBER_LINE = re.compile(r"S[ốÔÓ]\s*(?:[:./]|\d|$)", re.IGNORECASE)
_DATED = re.compile(r"ngày\s*(?P<day>\d{0,2})\s*tháng\s*(?P<month>\d{0,2})\s*năm\s*(?P<year>\d{4})", re.IGNORECASE)
_DATED_IN_FIGURES = re.compile(r"ngày\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})$")
_SUBJECT_LINE = re.compile(r"(?:V/v|Về việc|v/v)\b")
_ADDRESSED = re.compile(r"Kính gửi\s*:", re.IGNORECASE)
_NAMES_ITSELF = re.compile(
    r"(?:ban hành|Trên đây là)\s+(?:nội dung\s+)?(?P<type>[Kk]ế hoạch|[Cc]hương trình)(?![^\W\d_])(?!.{0,40}\bsố\s*\d)"
)
_OPENS_TEXT = re.compile(
    r"(?:Căn cứ|Thực hiện|Thi hành|Xét|Theo|Trên cơ sở|Nhằm|Để|Triển khai|Tiếp tục|Năm \d{4}|Ngày \d"
    r"|Thời gian qua|Trong thời gian"
    r"|Trong năm|Quán triệt|Sau khi|Kính gửi|Từ )(?![^\W\d_])"
)
_ATTACHED_TO = re.compile(
    r"(?:kèm\s+theo|kèm)\s+(?P<kind>Kế hoạch|Quyết định|Chương trình(?: hành động)?|Công văn|Tờ trình"
    r"|Đề án)\s+(?:số\s*:?)?\s*"
    r"(?P<number>\d{1,5}[a-z]?\s*(?:/\s*\d{4}\s*)?[-/]\s*[A-ZĐ][\wĐ₀-₉]*(?:\s?[-/&]\s?[A-ZĐ][\wĐ₀-₉]*)*)?(?P<rest>[^)]*)",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?P<first>20\d{2})\s*(?:[-–—]|đến(?: năm)?)\s*(?P<last>20\d{2})")
_YEAR = re.compile(r"(?:năm(?: học)?|/)\s*(?P<year>20\d{2})", re.IGNORECASE)
_AUTHORITY = re.compile(rf"(?:TM\.?|T/M|KT\.?|TL\.?|TUQ\.?|Q\.|Q\s|K/T)\s*[{UPPER}]")
_POST = re.compile(
    r"(?:Q\.\s*|QUYỀN\s+)?(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG"
    r"|CHÁNH VĂN PHÒNG|TRƯỞNG|CỤC TRƯỞNG"
    r"|VIỆN TRƯỞNG|HIỆU TRƯỞNG|THỦ TƯỚNG|CHỦ NHIỆM|CHÁNH THANH TRA|TỔNG BIÊN TẬP|CHỈ HUY|THƯỜNG TRỰC|TƯ LỆNH"
    r"|CHÁNH ÁN|TỔNG CỤC TRƯỞNG)"
)
_TITLES_BEFORE_NAMES = re.compile(
    r"(?:[A-Z][A-Za-z]{0,6}\.\s*)+|(?:(?:TS|ThS|PGS|GS|BS|CN|KS|Thượng|Đại|Trung|Thiếu)\.?\s*(?:tá|tướng|úy|BS"
    r"|TS)?\.?\s+)+"
)
_SIGNATURE_TAIL = re.compile(
    rf"\s+(?:(?:TM|KT|TL|TUQ|Q)\.\s?[{UPPER}]{{2}}|T/M\s|(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|CHÁNH VĂN PHÒNG"
    rf"|TRƯỞNG BAN|BỘ TRƯỞNG)\b).*$"
)
_NAME_TAIL = re.compile(r"[.;]\s+(?P<name>(?:[^\W\d_]+\s+){1,4}[^\W\d_]+)$")


@dataclass(frozen=True, slots=True)
class HeadReading:
    """The head and what the other extractors need of it."""

    head: DocumentHead
    own_numbers: tuple[str, ...]
    attached_plan: bool


def read_head(lines: Sequence[Line]) -> HeadReading:
    """The head of a document from its logical lines (tables of tasks left out)."""
    position, kind, title = _find_title(lines)
    end = position if position is not None and kind != "dispatch" else min(len(lines), 12)
    before = lines[:end]
    letterhead = _without_mottos([text for line in before for text in _printed(line)])
    intro = _intro(lines, position)
    attachments = [
        match
        for line in lines
        if (match := _ATTACHED_TO.search(line.text)) and line.text.lstrip("( ")[:3].lower() in ("ban", "kèm", "đín")
    ]
    own = [match for match in attachments if _same_kind(match["kind"], kind)]
    number = _own_number(before, own)
    issuer = find_issuer(
        before_texts=letterhead,
        intro=intro,
        attached=[match["rest"] for match in own],
    )
    signer, signer_title = _signature(lines)
    title_text = title or ""
    issuer = complete_issuer(
        issuer,
        title=title_text,
        place=_place(before),
        signer_title=signer_title,
        text="\n".join(line.text for line in lines[:40]),
    )
    date = _own_date([*before, *lines[len(before) : len(before) + 6]], own)
    head = DocumentHead(
        title=title,
        issuer=issuer,
        issuer_level=level_of(issuer, title_text, superior=_superior(letterhead)),
        number=number,
        date=date,
        year=_year(title_text, intro, date, before),
        signer=signer,
        signer_title=signer_title,
        recipients=_recipients(lines),
        kind=kind,
    )
    numbers = [re.sub(r"\s+", "", match["number"]) for match in own if match["number"]]
    attached_plan = kind not in ("plan", "programme") and any(
        re.match(r"(?:KẾ HOẠCH|CHƯƠNG TRÌNH)(?![^\W\d_])", line.text)
        and any(ATTACHED.match(other.text) for other in lines[i + 1 : i + 6])
        for i, line in enumerate(lines)
    )
    return HeadReading(head, tuple([number] if number else []) + tuple(numbers), attached_plan)


def _without_motto(text: str) -> str:
    """The text without the national or the Party's heading that stands beside the issuer."""
    return " ".join(_MOTTO.sub(" ", text).split())


def _without_mottos(texts: Sequence[str]) -> list[str]:
    """The lines without the motto, also where it is broken over several lines beside the issuer."""
    cleaned: list[str] = []
    rest: list[str] = []
    for text in texts:
        text = _without_motto(text)
        if rest:
            words = text.split()
            count = next((n for n in range(len(rest), 0, -1) if words[-n:] == rest[:n]), 0)
            text, rest = " ".join(words[: len(words) - count]), rest[count:]
        else:
            text, rest = _broken_motto(text)
        cleaned.append(text)
    return cleaned


def _printed(line: Line) -> list[str]:
    """The printed lines of a logical line that holds words of a motto; they may stand beside other words."""
    if not line.breaks or not any(motto[:12] in line.text for motto in _MOTTOS):
        return [line.text]
    places = [0, *line.breaks, len(line.text)]
    return [line.text[low:high].strip() for low, high in pairwise(places)]


def _broken_motto(text: str) -> tuple[str, list[str]]:
    """(the line without the beginning of a motto at its end, the words of the motto that must follow)."""
    for motto in _MOTTOS:
        words = motto.split()
        for count in range(len(words) - 1, 2, -1):
            head = " ".join(words[:count])
            if text == head or text.endswith(f" {head}"):
                return text[: -len(head)].rstrip(), words[count:]
    return text, []


def _find_title(lines: Sequence[Line]) -> tuple[int | None, str, str | None]:
    """(index of the type line, kind, title): the type in capitals and the subject below it."""
    for index, line in enumerate(lines[:45]):
        text = _without_motto(line.text)
        match = _TYPE.match(text)
        if match is None or not text[: len(match["type"]) + 1].isupper():
            continue
        rest = match["rest"].strip()
        if rest and not (rest.isupper() or rest[0] in "(:" or (rest[0].isupper() and len(rest) < 200 and index < 25)):
            continue
        kind = _TYPES[match["type"]]
        parts = [text, *_subject(lines, index)]
        return index, kind, " ".join(parts).rstrip(" .:;")
    for index, line in enumerate(lines[:25]):
        if _ADDRESSED.search(line.text) or _SUBJECT_LINE.match(line.text):
            subject = next((other.text for other in lines[:25] if _SUBJECT_LINE.match(other.text)), None)
            return index, "dispatch", subject
    return _unprinted_type(lines)


def _unprinted_type(lines: Sequence[Line]) -> tuple[int | None, str, str | None]:
    """The type where it is not printed in capitals: alone on its line, or named by the text itself."""
    for index, line in enumerate(lines[:25]):
        kind = _TYPES.get(line.text.rstrip(" :").upper())
        if kind:
            return index, kind, " ".join([line.text, *_subject(lines, index)]).rstrip(" .:;")
        plain = re.match(rf"(?P<type>Kế hoạch|Chương trình(?: hành động)?)\s+(?=[{LOWER}])", line.text)
        if plain and index < 12 and len(line.text) < 250 and line.text[-1] not in ";:.":
            return index, _TYPES.get(plain["type"].upper(), "programme"), line.text
    for line in [*lines[:15], *(line for line in lines if line.text.startswith("Trên đây là"))]:
        named = _NAMES_ITSELF.search(line.text)
        if named:
            return None, "plan" if named["type"].lower() == "kế hoạch" else "programme", None
    return None, "other", None


def _subject(lines: Sequence[Line], index: int) -> list[str]:
    """The lines of the subject below the type: until the text begins."""
    parts: list[str] = []
    for line in lines[index + 1 : index + 7]:
        text = _without_motto(line.text)
        marker = read_marker(text)
        if not text:
            continue
        if (
            (marker and marker.rank is not Rank.ARABIC)
            or ATTACHED.match(text)
            or _ADDRESSED.match(text)
            or _NUMBER_LINE.match(text)
        ):
            break
        ends = text[-1] in ";:." and not text.endswith("...")
        if ends or len(text) > 420 or (parts and _OPENS_TEXT.match(text)) or (marker and parts):
            break
        if _POST.match(text) and text.isupper() and parts:
            break
        parts.append(text)
    return parts


def _intro(lines: Sequence[Line], position: int | None) -> str:
    """The text between the title and the first heading: bases and the sentence that issues the plan."""
    start = 0 if position is None else position + 1
    texts: list[str] = []
    for line in lines[start : start + 16]:
        marker = read_marker(line.text)
        if marker and marker.rank < Rank.DASH and texts:
            break
        texts.append(line.text)
    return "\n".join(texts)


def _superior(letterhead: Sequence[str]) -> str:
    """What the letterhead prints above the issuer: it tells the level of a body that does not name its own."""
    return " ".join(text for text in letterhead if text.isupper())


def _same_kind(word: str, kind: str) -> bool:
    return _TYPES.get(word.upper().replace(" HÀNH ĐỘNG", ""), "other") == kind or (kind == "other" and bool(word))


def _own_number(before: Sequence[Line], own: Sequence[re.Match[str]]) -> str | None:
    """The document's number where it is printed: in the letterhead, or in the note of an appendix."""
    for line in before:
        if match := _NUMBER.search(line.text):
            return re.sub(r"\s+", "", match["number"])
    numbers = {re.sub(r"\s+", "", match["number"]) for match in own if match["number"]}
    return numbers.pop() if len(numbers) == 1 else None


def _own_date(before: Sequence[Line], own: Sequence[re.Match[str]]) -> str | None:
    """The date of the letterhead, or of the note of an appendix; None where a part of it is blank."""
    for index, line in enumerate(before):
        text = line.text
        if _BROKEN_DATE.search(text) and index + 1 < len(before):
            text = f"{text} {before[index + 1].text}"
        match = _DATED.search(text) or _DATED_IN_FIGURES.search(text)
        if match and len(line.text) < 120 and re.search(r",\s*$", text[: match.start()]):
            if match["day"] and match["month"] and (full := DATE.search(match.group())):
                return iso_date(full)
            break
    dates = {iso_date(match) for note in own if (match := DATE.search(note["rest"]))} - {None}
    return dates.pop() if len(dates) == 1 else None


def _place(before: Sequence[Line]) -> str | None:
    """The place printed before the date ("An Bình, ngày …")."""
    for line in before:
        if match := re.match(r"(?P<place>[^,]{2,40}),\s*ngày\b", _without_motto(line.text)):
            return match["place"].strip()
    return None


def _year(title: str, intro: str, date: str | None, before: Sequence[Line]) -> int | list[int] | None:
    """The year or the period that the plan is for: from its title, else from its first sentence, else from its date."""
    bare = re.sub(
        r"\bngày\s+\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\bngày\s+\d+\s+tháng\s+\d+\s+năm\s+\d{4}|\b\d+/\d{4}/",
        " ",
        title,
    )
    if period := _PERIOD.search(bare):
        return [int(period["first"]), int(period["last"])]
    years = [int(match["year"]) for match in _YEAR.finditer(bare)]
    if years:
        return years[0]
    sentence = re.search(r"ban hành[^.;:]*(?:kế hoạch|chương trình)[^.;:]*", intro, re.IGNORECASE)
    if sentence and (found := _PERIOD.search(sentence.group())):
        return [int(found["first"]), int(found["last"])]
    if sentence and (named := _YEAR.search(sentence.group())):
        return int(named["year"])
    if date:
        return int(date[:4])
    for line in before:
        if match := _DATED.search(line.text):
            return int(match["year"])
    return None


def _recipients(lines: Sequence[Line]) -> list[str]:
    """The bullets under "Nơi nhận", as printed, up to the archive ("Lưu")."""
    start = next((index for index, line in enumerate(lines) if RECIPIENTS.match(line.text)), None)
    if start is None:
        return []
    found: list[str] = []
    for line in lines[start + 1 : start + 60]:
        marker = read_marker(line.text)
        if marker is None or marker.rank not in (Rank.DASH, Rank.PLUS):
            if marker and marker.rank is Rank.APPENDIX:
                break
            continue
        text = _SIGNATURE_TAIL.sub("", line.text[marker.end :])
        tail = _NAME_TAIL.search(text)
        if tail and _is_name(tail["name"]):
            text = text[: tail.start() + 1]
        text = re.sub(r"(?:\./\.|[\s;.,]+)$", "", text.strip())
        if text:
            found.append(text)
        if text.startswith("Lưu"):
            break
    return found


def _is_name(text: str) -> bool:
    """Whether a line is a person's name: two to five capitalised words and nothing else."""
    words = _TITLES_BEFORE_NAMES.sub("", text).split()
    if not 2 <= len(words) <= 5:
        return False
    return all(
        len(word) <= 7 and word.isalpha() and word[0].isupper() and (len(word) == 1 or word[1:].islower())
        for word in words
    )


def _signature(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """(signer, the capitals above the name): behind or beside the recipients."""
    start = next((index for index, line in enumerate(lines) if RECIPIENTS.match(line.text)), None)
    first = max(0, start - 6) if start is not None else next(
        (index for index, line in enumerate(lines) if _AUTHORITY.match(line.text) and line.text.isupper()), None
    )  # fmt: skip
    if first is None:
        return None, None
    capitals: list[str] = []
    for index in range(first, min(len(lines), first + 70)):
        text = lines[index].text
        marker = read_marker(text)
        if marker and marker.rank is Rank.APPENDIX:
            break
        if marker and marker.rank in (Rank.DASH, Rank.PLUS):
            if tail := _SIGNATURE_TAIL.search(text):
                capitals.append(tail.group().strip())
            elif (name := _NAME_TAIL.search(text)) and capitals and _is_name(name["name"]):
                return name["name"], " ".join(capitals)
            continue
        text = RECIPIENTS.sub("", text).strip()
        if text.isupper() and (_AUTHORITY.match(text) or _POST.match(text) or (capitals and len(text) < 60)):
            capitals.append(text)
        elif capitals and _is_name(text):
            return _TITLES_BEFORE_NAMES.sub("", text), " ".join(capitals)
        elif (
            capitals
            and (named := re.match(rf"(?P<post>[^{LOWER}]{{6,}}?)\s+(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+){{1,4}})$", text))
            and _is_name(named["name"])
        ):
            return named["name"], " ".join([*capitals, named["post"]])
    return None, " ".join(capitals) or None
