"""The issuer of a document and its level: from the letterhead, the issuing sentence or the note of an appendix."""

from __future__ import annotations

import re
from collections.abc import Sequence

from honglam.engines.plans.extraction.lines import UPPER
from honglam.toolkit.text import fold

# Words with which the name of an issuing body begins, as printed in capitals in a letterhead.
_HEAD = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|CHÍNH PHỦ|THỦ TƯỚNG|VĂN PHÒNG|SỞ|BỘ|BAN|PHÒNG|ĐẢNG BỘ"
    r"|ĐẢNG ỦY|ĐẢNG UỶ|TỈNH ỦY"
    r"|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|HUYỆN ỦY|CHI BỘ|TRUNG TÂM|CỤC|CHI CỤC|TỔNG CỤC|CÔNG AN|HỘI|LIÊN ĐOÀN|TỈNH ĐOÀN"
    r"|ĐOÀN|MẶT TRẬN|TRƯỜNG"
    r"|THANH TRA|BẢO HIỂM|NGÂN HÀNG|KHO BẠC|ĐÀI|BÁO|VIỆN|BỆNH VIỆN|TỔNG CÔNG TY|CÔNG TY|TẬP ĐOÀN|TÒA ÁN|TOÀ ÁN"
    r"|VIỆN KIỂM SÁT|QUÂN KHU"
    r"|ĐẠI HỌC|HỌC VIỆN|TẠP CHÍ|TỔ|BCĐ|BAN CHỈ ĐẠO)(?![^\W\d_])"
)
_NO_ISSUER = re.compile(r"(?:DỰ THẢO|HỎA TỐC|KHẨN|MẬT|TUYỆT MẬT|TỐI MẬT|BẢN SAO|SAO Y|LƯU HÀNH)\b")
_NAME = (
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Sở|Bộ|Văn phòng|Ban Chỉ đạo|Ban chỉ đạo"
    r"|Ban Thường vụ|Ban Chấp hành"
    r"|Ban|Đảng ủy|Đảng uỷ|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Phòng|Trung tâm|Công an|Hội|Liên đoàn|Tỉnh đoàn|Đoàn|Cục"
    r"|Chi cục|Thanh tra|Trường"
    r"|Chính phủ|Thủ tướng Chính phủ|Mặt trận|Bảo hiểm|Viện|Bệnh viện|Tòa án|Tổ)"
)
_ISSUES = re.compile(
    r"\s*(?:\((?:sau đây|gọi|dưới đây)[^)]*?(?:là|tắt)\s+(?P<short>[^)]+)\))?\s*,?\s*(?:đã\s+)?"
    r"(?:ban hành|xây dựng|đề ra|triển khai|tổ chức triển khai|lập)\s+(?:[Kk]ế hoạch|[Cc]hương trình|[Đđ]ề án"
    r"|[Qq]uyết định)"
)
_STARTS_NAME = re.compile(rf"(?:^|,\s+|\)\s+|-\s+)(?P<name>{_NAME}\s.*)$", re.DOTALL)
_NOT_IN_A_NAME = re.compile(r"\b(?:về|theo|ngày|thực hiện|phê duyệt|giai đoạn|hướng dẫn|tại|yêu cầu)\b")
_OF = re.compile(rf"\bcủa\s+(?P<name>{_NAME}[^)\n]*)")
_UNIT_WITHOUT_PLACE = re.compile(r"(?P<kind>tỉnh|thành phố|xã|phường|thị trấn|đặc khu|huyện|thị xã)$", re.IGNORECASE)
_PLACE_WORDS = rf"(?:\s+[{UPPER}][^\W\d_]*){{1,4}}"


def find_issuer(*, before_texts: Sequence[str], intro: str, attached: Sequence[str]) -> str | None:
    """The issuer as printed: the lowest body of the letterhead, else who "ban hành Kế hoạch", else a note's "của …"."""
    if letterhead := _from_letterhead(before_texts):
        return letterhead
    noted = next(
        (match["name"].strip(" .,") for rest in attached if (match := _OF.search(" ".join(rest.split())))), None
    )
    for match in _ISSUES.finditer(intro):
        sentence = re.split(r"[;:\n]|\.\s", intro[: match.start()])[-1].strip()
        for comma in [0, *(found.start() for found in re.finditer(r",\s", sentence))]:
            named = _STARTS_NAME.match(sentence[comma:])
            if named and match["short"]:
                return match["short"].strip()
            if named and len(named["name"]) <= 150 and not _NOT_IN_A_NAME.search(named["name"]):
                return named["name"].strip(" ,")
    return noted


def _from_letterhead(texts: Sequence[str]) -> str | None:
    """The last body of the letterhead's capitals; a line without a head continues the one above."""
    bodies: list[str] = []
    for text in texts:
        text = re.split(r"\s+(?=Số\s*:)|\s{2,}", text)[0].strip(" *_-|")
        if not text or not text.isupper() or _NO_ISSUER.match(text) or len(text) > 120 or re.match(r"SỐ\b", text):
            continue
        names_place = re.match(r"(?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU|HUYỆN|THỊ XÃ|THỊ TRẤN)\s+(?!ỦY|UỶ|ĐOÀN)", text)
        if _HEAD.match(text) and not names_place:
            bodies.append(text)
        elif bodies:
            bodies[-1] = f"{bodies[-1]} {text}"
    if len(bodies) > 1 and re.fullmatch(
        r"VĂN PHÒNG|THANH TRA|BAN CHỈ ĐẠO|HỘI ĐỒNG|BAN (?:THƯỜNG TRỰC|THƯỜNG VỤ|CHẤP HÀNH|QUẢN LÝ|CHỈ HUY)", bodies[-1]
    ):
        return f"{bodies[-1]} {bodies[-2]}"
    return bodies[-1] if bodies else None


def complete_issuer(
    issuer: str | None, *, title: str, place: str | None, signer_title: str | None, text: str
) -> str | None:
    """The issuer with its place where the print left it out, in the spelling of the running text where there is one."""
    if issuer is None:
        if not signer_title or not re.search(r"ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN", signer_title):
            return None
        title_place = re.search(rf"\b(?P<place>(?:tỉnh|thành phố|xã|phường|đặc khu){_PLACE_WORDS})", title)
        return f"Ủy ban nhân dân {title_place['place']}" if title_place else "Ủy ban nhân dân"
    bare = _UNIT_WITHOUT_PLACE.search(issuer)
    if bare and re.match(r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hđnd)", issuer, re.IGNORECASE):
        kind = bare["kind"].lower()
        named = re.search(rf"\b(?i:{kind})(?P<name>{_PLACE_WORDS})", f"{title}\n{text}")
        if named:
            return issuer + named["name"]
        if place and kind in ("tỉnh", "thành phố"):
            return f"{issuer} {place}"
    if issuer.isupper():
        pattern = r"\s+".join(re.escape(word) for word in issuer.split())
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if not match.group().isupper():
                return " ".join(match.group().split())
    return issuer


def level_of(issuer: str | None, title: str = "", superior: str = "") -> str | None:
    """The level of government or the bloc of an issuer; None where it cannot be told.

    `superior` is what the letterhead prints above the issuer ("UBND xã …" above "Ban Chỉ đạo").
    """
    if not issuer:
        return None
    name = fold(issuer)
    party = (
        r"(?:tỉnh|thành|huyện|đảng|quận|thị) (?:ủi|ủy)\b|đảng bộ|chi bộ|ban thường vụ|ban chấp hành"
        r"|ban tuyên giáo|ban tổ chức (?:tỉnh|thành)|ủi ban kiểm tra"
    )
    if re.match(r"(?:chính phủ|thủ tướng)", name):
        return "government"
    if re.search(party, name) and not re.search(r"ủ[iy] ban nhân dân|ubnd|hđnd", name):
        return "party"
    if re.match(
        r"(?:bộ (?!chỉ hu)|ngân hàng nhà nước việt nam|thanh tra chính phủ|văn phòng chính phủ"
        r"|ủ[iy] ban dân tộc|tổng cục|cục )",
        name,
    ):
        return "ministry"
    if re.match(r"(?:sở|các sở)\b", name):
        return "department"
    local = re.search(r"\b(phường|xã(?! hội)|đặc khu|thị trấn|(?<!nông )thôn|ấp|khóm)\b", name)
    if local:
        return "ward" if local.group(1) == "phường" else "commune"
    council = re.match(r"(?:ủ[iy] ban nhân dân|ubnd|hđnd|hội đồng nhân dân)", name)
    if council and re.search(r"\b(?:tỉnh|thành phố|tp)\b", name):
        return "province"
    if council:
        found = re.search(r"\b(tỉnh|thành phố|phường|xã|đặc khu)\b", fold(title))
        levels = {"tỉnh": "province", "thành phố": "province", "phường": "ward", "xã": "commune", "đặc khu": "commune"}
        return levels[found.group(1)] if found else "other"
    above = re.search(r"\b(phường|xã(?! hội)|đặc khu|thị trấn)\b", fold(superior))
    if above:
        return "ward" if above.group(1) == "phường" else "commune"
    if re.match(r"(?:văn phòng|ban|thanh tra|tổ công tác)\b", name):
        return "province_office"
    return "other"
