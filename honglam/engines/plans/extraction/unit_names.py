"""The grammar of unit names in Vietnamese administration: recognise them, split cells that list several.

A unit name begins with a head (Sở, Phòng, Văn phòng, UBND, Công an …) and is whole when something follows a
head that needs it (“Phòng” alone is torn). A collective (“Các sở, ban, ngành cấp tỉnh”) is one name. Names are
kept as printed: resolving an abbreviation to a unit is somebody else's work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from honglam.toolkit.text import fold as fold_text
from honglam.toolkit.text import squeeze

# A table is read by trying many cells over the same lines, so the same short strings come back again and again.
fold = lru_cache(maxsize=20_000)(fold_text)

# Heads that are nothing without what follows (“Phòng Nội vụ”); the look-ahead keeps other words away that only
# begin alike (“Phòng chống”, “Ban hành”, “Hội nghị”). Written in the folded spelling.
_NEEDS_MORE = (
    r"sở(?! hữu| thích)|văn phòng(?! phẩm)|phòng(?!,? chống| ngừa| họp| bệnh| cháy| thủ| tránh| khám|, chống)"
    r"|ủi ban|uỷ ban|ủy ban|ub(?!nd)|trung tâm(?! dữ liệu| điều hành| giám sát)|trường(?! hợp| quay)"
    r"|cục(?! bộ)|chi cục|tổng cục|vụ(?! việc| mùa)|ban (?!hành|đầu|bố|ngày|đêm)|ban(?=:)"
    r"|bộ (?!tiêu chí|qui tắc|chỉ số|dữ liệu|hồ sơ|chỉ tiêu|tài liệu|nhận diện|mã|sản phẩm|thủ tục|phận|máy"
    r"|công cụ|câu hỏi)"
    r"|hội(?! nghị| thảo| thi| họp| nhập| chợ| chẩn| viên| trường)|đoàn(?! kết| viên|$)|liên đoàn|liên minh"
    r"|đài(?! thọ)|báo (?!cáo|chí|hiệu|động)|viện(?! dẫn| trợ| phí)|bệnh viện|tổ (?!chức)|đội|công ti|công ty"
    r"|tổng công ti|tổng công ty|tập đoàn|doanh nghiệp|hợp tác xã|htx|ngân hàng|kho bạc|quỹ|hiệp hội"
    r"|nhà (?=trường|máy|thiếu nhi|văn hóa)"
    r"|bql|bch|tt(?=[ .])|p\.|trạm|chi nhánh|chi đoàn|chi hội|đảng bộ|chi bộ|cơ quan|đơn vị|khối(?! lượng)"
    r"|bộ phận|thường trực|lãnh đạo|chủ tịch|trưởng|thủ trưởng|người đứng đầu|công chức|cán bộ|cán sự|ban cán sự"
    r"|xã(?! hội)|phường|thôn|xóm|bản(?! tin| đồ| quyền| sắc| chất)|ấp|làng|đặc khu|tổ chức (?=chính trị|đoàn"
    r"|hội|đảng)"
    r"|thành viên|nhóm|bảo tàng|thư viện|sàn|hạt|đồn|vườn quốc gia|học viện|phân viện|liên hiệp|nhà xuất bản"
)
_STANDS_ALONE = (
    r"ubnd|hđnd|ubmttq\w*|ubmt\w*|mttq\w*|mặt trận(?: tổ quốc)?|công an|ca(?= )|tỉnh đoàn|thành đoàn|huyện đoàn"
    r"|đoàn thanh niên"
    r"|đoàn tn\w*|tỉnh ủi|tỉnh ủy|thành ủy|đảng ủy|đảng ủi|bhxh|bảo hiểm xã hội|thuế|cục thuế|thanh tra|tòa án|toà án"
    r"|ttpvhcc|ttphvhcc|ttdvc|pvhcc|vpđp|vp(?=[ .])|vphđnd\w*|vnpt|viettel|mobifone|vietnamobile|fpt|evn"
    r"|viễn thông|bưu điện|điện lực|kiểm lâm|hải quan|quân sự|biên phòng|bộ đội biên phòng|lhpn|ccb|nông dân xã"
    r"|skhcn|sở khcn|khcn|stttt|địa phương|nhà trường|đoàn thể|hội đồng nhân dân|kho bạc nhà nước|ngân hàng nhà nước"
    r"|toàn thể|toàn hệ thống chính trị|cả hệ thống chính trị|nt$|như trên$"
)
# “20 hộ tham gia” counts people, “12 xã biên giới” names bodies.
_COUNTED = r"\d{1,3}(?!\s+(?:hộ|người|cá nhân|đối tượng|điểm|cơ sở|công chức|cán bộ|đồng chí|chủ|lớp|bản tin)\b)"
_COLLECTIVE = rf"(?:tất cả\s+)?(?:các|những|mọi|{_COUNTED}|toàn bộ|đại diện)\s+"
_COLLECTIVE_NOUN = (
    r"(?:sở|ban|bộ|ngành|phòng|đơn vị|tổ chức|địa phương|phường|xã|thị trấn|đặc khu|đoàn thể|cơ quan|hội|thôn"
    r"|xóm|bản|tổ"
    r"|khối|cấp|chi cục|trung tâm|trường|doanh nghiệp|hợp tác xã|htx|hộ|cục|vụ|viện|ủi ban|ủy ban|ubnd|cá nhân"
    r"|thành viên"
    r"|hiệp hội|làng|ấp|khóm|khu|nhà mạng|ngân hàng|lực lượng|bệnh viện|trạm|cơ sở|điểm|đồng chí|chủ|cán bộ|công chức"
    r"|viên chức|người|đối tượng|văn phòng|công ti|công ty|tập đoàn|bên|thủ trưởng|nhà trường"
    r"|cấp ủy|cấp ủi|chi bộ|đảng bộ|đảng ủy|đảng ủi"
    r"|ngành chức năng)"
)
# A head ends with its word: “Thông báo” is no “thôn”, “Bảng” no “bản”.
_HEAD = re.compile(rf"(?:{_STANDS_ALONE}|{_NEEDS_MORE})(?:(?<=[\s.])|(?![^\W\d_]))")
_HEAD_ALONE = re.compile(rf"(?:{_STANDS_ALONE})(?!\w)")
_GROUP = re.compile(rf"{_COLLECTIVE}{_COLLECTIVE_NOUN}\b")
_BARE_NOUN = re.compile(rf"{_COLLECTIVE_NOUN}\b")
_BULLET = re.compile(r"^\s*(?:[-–—+•*▪●✓]|\d{1,2}[.)](?=\s))\s*")
_DANGLING = re.compile(
    r"(?:^|\s)(?:và|với|của|các|những|(?<!trực )thuộc|trong|về|cho|tại|hoặc|theo|do|từ|đến|trên|liên|cấp)$|[-&/,(:]$"
    r"|(?:^|\s)(?:sở|phòng|bộ) (?:tài|nội|tư|y|xây|giáo|giáo dục và(?: đào)?|công|khoa|khoa học và(?: công)?"
    r"|nông|nông nghiệp và(?: môi)?"
    r"|ngoại|văn|văn hóa, thể|văn hóa và(?: xã)?|văn hóa-xã|văn hóa xã|kinh|lao|thông|hạ|quản|nghiệp|chuyên"
    r"|hành|tổ|tài chính-kế|chỉ|chỉ hui|tham)$"
    r"|ủy ban(?: nhân| mặt| mặt trận(?: tổ)?)?$|mặt trận tổ$|hội đồng(?: nhân)?$"
    r"|(?:^|\s)hội (?:nông|liên|liên hiệp(?: phụ)?|cựu|cựu chiến|phụ|chữ|chữ thập|khuyến|người|người cao|luật"
    r"|doanh|đồng)$"
    r"|trung tâm (?:phục|phục vụ|phục vụ hành(?: chính)?|cung|cung ứng|cung ứng dịch(?: vụ)?|y|văn|văn hóa và"
    r"|dịch|dịch vụ|chính|giáo|hành|chuyển|khuyến)$"
    r"|(?:^|\s)ban (?:chỉ|quản|quản lí|tổ|tuyên|tuyên giáo và(?: dân)?|dân|chấp|thường|biên|nội"
    r"|chỉ hui(?: quân)?|công|công tác)$"
    r"|(?:^|\s)(?:đoàn thanh|văn phòng đăng|đăng kí đất|điều phối nông|bảo hiểm(?: xã)?|viện kiểm|kho bạc nhà|thanh)$"
    r"|(?:^|\s)(?:trường đại|trường trung|trường tiểu|trường mầm|trường chính|báo và(?: phát)?"
    r"|bộ đội|văn phòng thường trực"
    r"|đài phát(?: thanh)?|phát)$"
)
_TEXT_OF_A_SENTENCE = re.compile(
    r"\b(?:thực hiện|triển khai|xây dựng|bảo đảm|đảm bảo|nâng cao|tăng cường|hướng dẫn|được(?! giao| phân công)"
    r"|phải|nhằm|để|đã|sẽ|đạt|tham mưu"
    r"|rà soát|cung cấp|vận hành|ban hành|ứng dụng|báo cáo|đánh giá|hoàn thiện|hoàn thành|đẩy mạnh|phát triển các)\b"
)
# A department is called after its field; behind “Văn phòng Sở” other words begin something new.
_NO_DEPARTMENT = re.compile(
    r"\bSở (?!Y tế|Nội vụ|Tài |Tư pháp|Xây dựng|Công |Nông |Khoa |Giáo dục|Văn |Ngoại vụ|Dân tộc|Du lịch|Thông tin"
    r"|Kế hoạch|Lao động|Giao thông|Quy hoạch|An toàn)[^\W\d_a-zđ][^\W\dA-ZĐ_]"
)
_BARE_HEAD_AT_END = re.compile(
    r"(?:^|\s)(?:văn phòng|trung tâm"
    r"|(?<!cơ )(?<!trụ )(?<!của )(?<!thuộc )(?<!văn phòng )(?<!giám đốc )(?<!lãnh đạo )sở"
    r"|(?<!quốc )phòng|(?<!xã )(?<!-xã )hội"
    r"|(?<!môi )(?<!thị )(?<!nhà )trường|ban"
    r"|(?<!tỉnh )(?<!thành )đoàn)$"
)
# A school says what kind it is; “Trường Hải” may be a place.
_SCHOOL = (
    r"Trường(?=\s(?:[Đđ]ại|[Cc]ao|[Tt]rung (?:cấp|học)|[Tt]iểu|TH|PT|[Pp]hổ|[Mm]ầm|[Mm]ẫu|MN|[Cc]hính|[Dd]ân|[Dd]ạy"
    r"|Quân|Năng|Thiếu))"
)
_PLACE_OR_SCHOOL = re.compile(rf"(?!{_SCHOOL})Trường\s")
# What takes the name of a place behind it.
_TAKES_PLACE = re.compile(r"(?:^|\s)(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố|huyện|thôn|bản|ấp|điện lực)$")
_INNER_HEAD = re.compile(
    rf"(?<=\s)(?:Sở|Phòng|Văn phòng|Trung tâm|Ủy ban|Uỷ ban|Hội|Đoàn|{_SCHOOL}|Công an|Các|Chi cục|Trạm|Đảng ủy"
    r"|UBND|Ban|Tỉnh đoàn|Thuế|Báo)(?=\s)"
)
# “Trung tâm Công nghệ thông tin Sở Y tế”: the second name says whose the first is.
_PARENT = re.compile(
    r"(?:Sở|Công an|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Văn phòng|Đảng ủy|Bộ|Phòng|Trường|Ủy ban|Uỷ ban|Hội"
    r"|Đoàn|Trung tâm)\s"
)
_PART_OF_PARENT = re.compile(
    r"(?:Trung tâm|Phòng|Chi cục|Bệnh viện|Đội|Ban|Văn phòng|Viện|Trường|Chi đoàn|Chi bộ|Công đoàn|Tổ|Đoàn"
    r"|Bộ phận|Thanh tra|Lãnh đạo"
    r"|Cán bộ|Công chức|Hội|Trạm|Các|Cơ quan|Đơn vị|Thường trực|Quỹ)\s"
)
# Bodies that belong to the body named next: “Đảng ủy | Ủy ban nhân dân tỉnh”, “Thường trực | Ban Chỉ đạo tỉnh”.
_OWNED = re.compile(
    r"(?:^|\s)(?:đảng ủy|đảng ủi|ban thường vụ|ban chấp hành"
    r"|(?:(?:văn phòng|cơ quan|bộ phận|tổ) )?(?:thường trực|giúp việc)|văn phòng|thành viên|trực thuộc)$"
)
# Bodies of a party committee: “Ủy ban Kiểm tra | Đảng ủy”.
_PARTY_BODY = re.compile(r"(?:^|\s)(?:ủ[iy] ban kiểm tra|ban (?:xây dựng đảng|tổ chức|tuyên giáo(?: và dân vận)?))$")
_PARTY = re.compile(r"(?:Tỉnh|Thành|Đảng) (?:ủy|uỷ)(?!\w)")
_OWNER = re.compile(
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Ban Chỉ (?:huy|đạo)|Bộ Chỉ huy|Đoàn [Đđ]ại biểu"
    r"|Tổ (?:công tác|chỉ đạo)|Hội đồng|(?:Tỉnh|Thành|Đảng|Huyện) (?:ủy|uỷ)|Đảng bộ)(?!\w)"
)
_ENDING = " \t\n.;:,…"


def split_units(text: str | Sequence[str], *, run_on: bool = False) -> list[str]:
    """The units that a cell names, as printed, in order.

    `text` is the cell's text, lines parted by a line feed (or a sequence of lines). Splits on “;”, on a bullet,
    on a line break between two whole names and on a comma between two whole names. With `run_on` the reader lost
    the line breaks: a name that begins right behind a whole one (“Sở Y tế Sở Nội vụ”) is parted from it.

    >>> split_units("Sở Văn hóa, Thể thao và Du lịch, Công an tỉnh; các xã, phường")
    ['Sở Văn hóa, Thể thao và Du lịch', 'Công an tỉnh', 'các xã, phường']
    """
    lines = text.split("\n") if isinstance(text, str) else list(text)
    units: list[str] = []
    for paragraph in _paragraphs(lines):
        for piece in paragraph.split(";"):
            names = _split_at_commas(piece)
            units.extend(part for name in names for part in (_split_run_on(name) if run_on else [name]))
    trimmed = (_trim(unit) for unit in units)
    return [unit for unit in trimmed if re.search(r"\w", unit)]


@lru_cache(maxsize=20_000)
def is_unit(text: str) -> bool:
    """Does the text begin like the name of a unit and is it whole?"""
    folded = fold(_BULLET.sub("", text))
    return begins_unit(folded, folded=True) and is_whole(folded)


@lru_cache(maxsize=20_000)
def begins_unit(text: str, *, folded: bool = False) -> bool:
    """Does the text begin with the head of a unit's name or with a collective?"""
    if not folded:
        text = fold(_unglued(_BULLET.sub("", text)))
    return bool(_GROUP.match(text) or _HEAD.match(text))


def _unglued(text: str) -> str:
    """“Điện lựcThái Hòa” as “Điện lực Thái Hòa”: a capital right behind a small letter begins a word."""
    return "".join(
        f" {char}"
        if index and char.isupper() and text[index - 1].islower() and text[index + 1 : index + 2].islower()
        else char
        for index, char in enumerate(text)
    )


@lru_cache(maxsize=20_000)
def is_whole(folded: str) -> bool:
    """Could a unit's name end here? `folded` begins with a head."""
    folded = folded.rstrip(" .;,…")
    if not folded or _DANGLING.search(folded) or folded.count("(") != folded.count(")"):
        return False
    if _GROUP.match(folded):
        return True
    if _BARE_HEAD_AT_END.search(folded):
        return False
    head = _HEAD.match(folded)
    if head is None:
        return False
    return bool(_HEAD_ALONE.match(folded)) or len(folded) > head.end() + 1


def unit_fit(text: str) -> float:
    """How well a whole cell reads as a list of units: 1.0 for “Sở Nội vụ; các xã, phường”, 0.0 for a sentence."""
    text = text.strip(" \n.;,")
    if not text or len(text) > 700:
        return 0.0
    units = split_units(text)
    if not units:
        return 0.0
    fits = [_name_fit(unit) for unit in units]
    average = sum(fit * len(unit) for fit, unit in zip(fits, units, strict=True)) / sum(len(unit) for unit in units)
    return 0.6 * average + 0.4 * min(fits)


@lru_cache(maxsize=20_000)
def _name_fit(unit: str) -> float:
    """How well one name reads as a unit: its head, its end, its length, and whether it turns into a sentence."""
    folded = fold(unit)
    if not begins_unit(unit):
        # An acronym (“KTHT&ĐT”) or “Tỉnh …”, “Huyện …” may be a unit; a sentence is not.
        return 0.55 if len(folded) < 25 and re.match(r"^[A-ZĐ][A-ZĐ&.-]{1,}", unit) else 0.0
    fit = 1.0
    if not is_whole(folded):
        fit -= 0.5
    words = len(folded.split())
    if words > 14 and not _GROUP.match(folded):
        fit -= min(0.6, 0.06 * (words - 14))
    if _GROUP.match(folded):
        fit -= min(0.5, 0.05 * max(0, words - 18)) + (0.3 if re.search(r"\s\d+(?!\d*[./])", folded) else 0.0)
    if unit[0].islower() and not _GROUP.match(folded):
        fit -= 0.15
    if _TEXT_OF_A_SENTENCE.search(folded):
        fit -= 0.3
    if _holds_second_name(unit) or _NO_DEPARTMENT.search(unit):
        fit -= 0.4
    if len(unit) > 60 and re.search(r"[.!?]\s", unit):
        fit -= 0.4
    return max(0.0, fit)


def _holds_second_name(unit: str) -> bool:
    """“Công an xã Hội Nông dân xã” is two names; “Văn phòng UBND tỉnh”, “Hội Nông dân và Đoàn …” are one."""
    for match in _INNER_HEAD.finditer(unit):
        before = unit[: match.start()].rstrip()
        if goes_with_owner(before, unit[match.start() :]):
            continue
        if not before.endswith((",", "-", "–", "(", "/", "&", ":")) and is_unit(before) and len(before) > 5:
            return True
    return False


def goes_with_owner(before: str, following: str) -> bool:
    """Is what follows the body that the one before belongs to (“Đảng ủy” before “Ủy ban nhân dân tỉnh”)?"""
    folded = fold(before)
    if _PARTY.match(following) and _PARTY_BODY.search(folded):
        return True
    return bool(_OWNER.match(following)) and bool(_OWNED.search(folded))


def _split_run_on(unit: str) -> list[str]:
    """Parts names that follow each other without a sign, unless the second may be the parent of the first."""
    for match in _INNER_HEAD.finditer(unit):
        left, right = unit[: match.start()].rstrip(), unit[match.start() :]
        if left.endswith((",", "-", "–", "(", "/", "&", ":")) or _inside_enumeration(left) or not is_unit(left):
            continue
        if goes_with_owner(left, right):
            continue
        may_be_parent = _PARENT.match(right) and _PART_OF_PARENT.match(_BULLET.sub("", left))
        if may_be_parent and left.split()[0] == right.split()[0]:
            # A division is no part of another division: “Phòng Kinh tế Phòng Văn hóa - Xã hội” is two.
            may_be_parent = None
        if is_unit(right) and (not may_be_parent or re.search(r"\s(?:tỉnh|xã|phường|thành phố)$", left)):
            return [left, *_split_run_on(right)]
    return [unit]


def _trim(unit: str) -> str:
    """A unit's name without the bullet before and the punctuation behind."""
    unit = _BULLET.sub("", squeeze(unit))
    return unit.rstrip(_ENDING).lstrip(" ,;.") if unit.count("(") == unit.count(")") else unit.strip(_ENDING)


def join_wrapped(lines: Sequence[str]) -> str:
    """Wrapped lines as one line: “57-⏎NQ/TW” and “HĐND-⏎UBND” close up, “Văn hoá -⏎Xã hội” keeps its space."""
    joined = ""
    for line in map(squeeze, lines):
        if not line:
            continue
        joined = _joined(joined, line) if joined else line
    return joined


def _joined(before: str, line: str) -> str:
    closes = (before[-1] in "-/" and before[-2:-1].isalnum()) or (line[0] in "&/" and not line[1:2].isspace())
    return before + line if closes else f"{before} {line}"


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines of a cell joined where they are wrapped, parted at bullets and between whole names."""
    found: list[str] = []
    for line in lines:
        line = squeeze(line)
        if not line:
            continue
        if found and not begins_name(found[-1], line):
            found[-1] = _joined(found[-1], line)
        else:
            found.append(line)
    return found


@lru_cache(maxsize=20_000)
def begins_name(before: str, line: str) -> bool:
    """Does a new name begin with this line, or does it go on with the name before?"""
    if before.rstrip().endswith(";"):
        return True
    last = re.split(r"[;]", before)[-1]
    last = _BULLET.sub("", last)
    if re.match(r"[-–+•*]\s+\S", line) and not re.search(r"[-–&,]\s*$", before):
        rest = _BULLET.sub("", line)
        return rest[:1].isupper() and begins_unit(rest)
    if not line[0].isupper() or not begins_unit(line):
        return False
    if re.match(r"(?:hđnd|ubnd)\b", fold(line)) and re.search(r"(?:hđnd|ubnd|văn phòng|đảng ủy|vp)$", fold(last)):
        return False
    if goes_with_owner(last, line) or (_PLACE_OR_SCHOOL.match(line) and _TAKES_PLACE.search(fold(last))):
        return False
    return is_unit(_split_at_commas(last)[-1])


def _split_at_commas(piece: str) -> list[str]:
    """Parts a list at commas (and spaced hyphens) that stand between two whole names."""
    parts = [""]
    position = 0
    for match in re.finditer(r",|\s[-–]\s|\.\s", piece):
        left = parts[-1] + piece[position : match.start()]
        right = piece[match.end() :]
        position = match.end()
        if _parts_names(left, match[0].strip(), right):
            parts[-1] = left
            parts.append("")
        else:
            parts[-1] = left + match[0]
    parts[-1] += piece[position:]
    return parts


@lru_cache(maxsize=20_000)
def _parts_names(left: str, sign: str, right: str) -> bool:
    """Does this sign stand between two whole names?"""
    left, right = _BULLET.sub("", left.strip()), right.strip()
    if not right or not left:
        return False
    if _inside_enumeration(left):
        return False
    head = fold(right)
    if sign != ",":
        acronym = re.match(r"(?:ubnd|hđnd|mttq|ubmttq|đoàn -|hội -)", head)
        return right[0].isupper() and not acronym and begins_unit(head, folded=True) and is_unit(left)
    if _GROUP.match(head):
        return is_unit(left)
    if not begins_unit(head, folded=True):
        return False
    if right[0].islower() and _BARE_NOUN.match(head):
        # “Các sở, ban, ngành”, “UBND các xã, phường”: a bare noun goes on with the collective before it.
        named = re.match(r"(?:phòng|văn phòng|sở|công an|trung tâm)\s+\S+", head) and not _GROUP.search(fold(left))
        return bool(named) and is_unit(left)
    return is_unit(left)


def _inside_enumeration(left: str) -> bool:
    """Inside “(…” or behind “04 khối cấp tỉnh, cấp xã: …”, commas part no units."""
    if left.count("(") > left.count(")"):
        return True
    before, colon, _ = left.partition(":")
    return bool(colon) and bool(_GROUP.match(fold(before)))
