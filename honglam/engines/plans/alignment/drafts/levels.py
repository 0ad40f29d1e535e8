"""Work and targets of another level: a commune that orders a department, a target only a province can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from honglam.engines.plans.alignment.drafts.saying import briefly, found, opened
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.roles import Role

_CENTRAL = (
    r"chính phủ|thủ tướng|quốc hội|văn phòng (?:chính phủ|trung ương)|các bộ"
    r"|bộ (?!phận|chỉ huy|máy|tiêu chí|phường|xã)[^\W\d_]+"
)
# A province is a "tỉnh" or a "thành phố"; a body of either stands above a commune.
_PLACE = r"(?:tỉnh|thành phố)"
_PROVINCIAL = (
    rf"(?:các )?sở(?: (?!hữu)[^\W\d_]|,|$)|(?:ủ[iy] ban nhân dân|hđnd|hội đồng nhân dân|đoàn đbqh)[^,;]*? {_PLACE}"
    rf"|văn phòng (?:ủ[iy] ban nhân dân|tỉnh ủ[iy]|thành ủ[iy]|đoàn)[^,;]*?(?:{_PLACE}|ủ[iy]$)|tỉnh ủ[iy]|thành ủ[iy]"
    rf"|công an {_PLACE}|(?:ban|thanh tra|bộ chỉ huy|trung tâm) [^,;]{{3,60}} {_PLACE}\b|tỉnh đoàn|thành đoàn"
)
_ABOVE_COMMUNE = re.compile(rf"^(?:{_CENTRAL}|{_PROVINCIAL})")
_ABOVE_DEPARTMENT = re.compile(
    rf"^(?:{_CENTRAL}|(?:ủ[iy] ban nhân dân|ubnd|hđnd|hội đồng nhân dân)(?: tỉnh| thành phố)|tỉnh ủ[iy]|thành ủ[iy])"
)
_DISTRICT = re.compile(
    r"(?:ủ[iy] ban nhân dân|ubnd|hđnd|hội đồng nhân dân) (?:các )?(?:huyện|quận|thị xã)|^(?:các )?(?:huyện|quận"
    r"|thị xã)\b"
    r"|(?:phòng|ban|trung tâm) [^,;.]{3,50} (?:của |thuộc |cấp )?(?:huyện|quận|thị xã)\b|huyện ủ[iy]|quận ủ[iy]"
    r"|thị ủ[iy]"
)
_DISTRICTS_ENDED = 2026
_PAST = re.compile(r"\b(?:cũ|trước đây|trước khi|sáp nhập|kết thúc hoạt động|nguyên là)\b")
# Behind a number, an old body is the issuer of a document.
_NUMBERED = re.compile(r"\d+/[A-ZĐ][\w-]*[^;.]*$")
_PROVINCE_OFFICES = ("department", "province_office")
# Requests go up, orders go down.
_ASKS = re.compile(r"(?:đề nghị|kính đề nghị|kiến nghị|mời|phối hợp với)\s*(?:các\s*)?$")
_ORDERS = re.compile(
    r"\b(?:chỉ đạo|giao|yêu cầu|đôn đốc|kiểm tra|phân công)\s+(?P<whom>(?:các\s+)?(?:sở(?:,? ban,?)?(?: và)? ?ngành"
    r"|sở [^\W\d_]+"
    r"|ubnd tỉnh|ủ[iy] ban nhân dân tỉnh|công an tỉnh|bộ, ngành))"
)
# The voice of a province's plan: coordination between departments and all communes.
_BETWEEN = re.compile(r"giữa (?:các )?sở,? (?:ban,? )?ngành[^.;]{0,60}(?:các )?(?:xã|phường)")
_HEAD = re.compile(r"^[\W\d]*")
_BUILDS = (
    r"(?:(?:nghiên cứu|đề xuất|tham mưu|tổ chức|tiếp tục),? )*(?:xây dựng|ban hành|nâng cấp|hoàn thiện)"
    r"(?:,? (?:và )?(?:xây dựng|ban hành|nâng cấp|hoàn thiện|kết nối|triển khai))*"
)
_SYSTEM = r"(?:cơ sở dữ liệu|bộ tiêu chí|nền tảng|hệ thống|phần mềm)"
# What is built is the system itself, not something that serves, joins or follows it.
_DIRECTLY = r"(?:(?!kết nối|tích hợp|theo|với|phục vụ|đáp ứng|vào|trên|dùng chung)[^,.;:]){0,70}? ?"
_PROVINCE_WIDE = re.compile(
    r"(?<!cấp xã và )(?<!cấp xã, )cấp tỉnh(?!,? (?:và )?(?:cấp )?xã)|(?:toàn|trên địa bàn(?: toàn)?) tỉnh(?! ủ[iy])"
    r"|(?:các |số |\d+ )(?:xã, phường|phường, xã|xã,? phường)(?! này)|\bgrdp\b|các sở,? (?:ban,? )?ngành"
)
_OF_A_SYSTEM = re.compile(
    r"(?:hệ thống|nền tảng|theo|kế hoạch|quyết định|văn bản|chương trình|đề án|do|cổng|kho|ứng dụng|kết nối(?: với)?"
    r"|với)"
    r"[^,;.%]{0,60}$"
)


def wrong_levels(plan: PlanText, known: Sequence[Source] = ()) -> list[Finding]:
    """Tasks for bodies above the issuer, targets of the level above, and work for districts, which no longer exist.

    `known` are the places where a body was already found to have ended: a district there is not told again.
    """
    level = plan.reading.doc.issuer_level
    above = _ABOVE_COMMUNE if plan.is_local else _ABOVE_DEPARTMENT if level in _PROVINCE_OFFICES else None
    findings = list(_districts(plan, known))
    if above is not None:
        findings += [*_tasks_for(plan, above), *_orders(plan)]
    if plan.is_local:
        findings += [*_targets(plan), *_reports(plan), *_annex_titles(plan), *_systems(plan)]
    return findings


def _owned(plan: PlanText) -> Iterator[tuple[str, str, Source, str, bool]]:
    """(unit, work, place, section, whether it leads) of every task and duty."""
    for task in plan.reading.tasks:
        for unit in task.lead:
            yield unit, task.name, task.source, task.section_or_appendix, True
        for unit in task.monitoring:
            yield unit, task.name, task.source, task.section_or_appendix, False
    for item in plan.reading.assignments:
        before = plain(plan.document.text[max(0, item.source.start - 40) : item.source.start])
        if _ASKS.search(before.strip()) or _is_asked(plan, item.source, item.unit):
            continue
        yield item.unit, item.duties[0] if item.duties else "", item.source, plan.section_at(item.source.start), True


def _is_asked(plan: PlanText, source: Source, unit: str) -> bool:
    """Whether “Đề nghị” stands before the unit within its own heading."""
    printed = plain(plan.document.text[source.start : source.end])
    at = printed.find(plain(unit)[:20])
    return bool(re.search(r"đề nghị", printed[: max(at, 0)]))


def _tasks_for(plan: PlanText, above: re.Pattern[str]) -> Iterator[Finding]:
    told: set[str] = set()
    for unit, work, source, section, leads in _owned(plan):
        key = plain(unit)
        if not above.match(key) or _is_own(plan, key) or (key in told):
            continue
        told.add(key)
        issuer = plan.reading.doc.issuer or "đơn vị ban hành"
        role = "chủ trì" if leads else "theo dõi, tổng hợp"
        yield found(
            plan, Kind.WRONG_LEVEL, Severity.HIGH if leads else Severity.MEDIUM, source,
            f"“{unit}” được giao {role} {briefly(work, 12)}, nhưng đây là cơ quan cấp trên của {issuer}: kế hoạch này"
            " không có thẩm quyền giao việc cho cơ quan đó.",
            "Giao cho bộ phận của mình; nếu cần cấp trên làm thì ghi “đề nghị” hoặc “phối hợp với”.",
            section=section,
        )  # fmt: skip


def _is_own(plan: PlanText, unit: str) -> bool:
    """Whether a name is the issuer itself."""
    issuer = plain(plan.reading.doc.issuer or "")
    return bool(issuer) and (unit in issuer or issuer in unit)


def _orders(plan: PlanText) -> Iterator[Finding]:
    """Sentences of the implementation part in which the issuer commands bodies that stand above it."""
    if not plan.is_local:
        return
    for passage in plan.passages:
        if passage.role in (Role.RESULTS, Role.BASIS):
            continue
        match = _ORDERS.search(plain(passage.text))
        between = _BETWEEN.search(plain(passage.text))
        if between:
            yield found(
                plan, Kind.WRONG_LEVEL, Severity.LOW, passage.source,
                "Câu này nói về phối hợp giữa các sở, ngành và các xã, là cách nói của kế hoạch cấp tỉnh: có thể chép"
                " từ kế"
                " hoạch cấp trên.",
                "Viết lại cho các phòng, đơn vị, thôn, tổ dân phố của xã, phường.", section=passage.section,
            )  # fmt: skip
        elif match and not _ASKS.search(plain(passage.text)[: match.start("whom")]):
            yield found(
                plan, Kind.WRONG_LEVEL, Severity.MEDIUM, passage.source,
                f"Kế hoạch của cấp xã không {match.group()} được: đó là việc của cấp tỉnh, có thể chép từ kế hoạch cấp"
                f" trên.",
                "Viết lại theo việc của xã, phường mình, hoặc bỏ.",
                section=passage.section,
            )  # fmt: skip


def _targets(plan: PlanText) -> Iterator[Finding]:
    for item in plan.reading.indicators:
        text = plain(item.name)
        match = _PROVINCE_WIDE.search(text)
        if match is None or _OF_A_SYSTEM.search(text[: match.start()]):
            continue
        yield found(
            plan, Kind.WRONG_LEVEL, Severity.MEDIUM, item.source,
            f"Chỉ tiêu này tính trên “{match.group().strip()}”, là phạm vi của tỉnh: xã, phường không thực hiện và"
            f" không đo"
            " được.",
            "Bỏ chỉ tiêu này, hoặc viết lại cho phạm vi của xã, phường mình.",
            value=item.target, unit=item.unit, section=item.section,
        )  # fmt: skip


def _reports(plan: PlanText) -> Iterator[Finding]:
    """A commune's office that is to report to ministries: its reports go to the commune or the province."""
    told: set[int] = set()
    for duty in plan.reading.reporting:
        if not re.match(_CENTRAL, plain(duty.to or "")) or duty.source.start in told:
            continue
        told.add(duty.source.start)
        yield found(
            plan, Kind.WRONG_LEVEL, Severity.MEDIUM, duty.source,
            f"{opened(duty.who)} được giao báo cáo “{duty.to}”: cấp xã không báo cáo thẳng cơ quan trung ương, có"
            " thể chép từ kế hoạch của tỉnh.",
            "Báo cáo UBND xã, phường hoặc sở, ngành của tỉnh.",
        )  # fmt: skip


def _systems(plan: PlanText) -> Iterator[Finding]:
    """A commune that builds the province's or the nation's systems, databases or sets of criteria: it uses them."""
    place = (
        re.escape(plan.province) if plan.province and plan.province not in plain(plan.reading.doc.issuer or "") else ""
    )
    whose = rf"(?<!mục tiêu )quốc gia|của tỉnh|cấp tỉnh|toàn tỉnh{rf'|(?:tỉnh )?{place}' if place else ''}"
    pattern = re.compile(rf"^{_BUILDS} (?P<what>{_SYSTEM}{_DIRECTLY}(?:{whose}))(?!\w)")
    told: set[str] = set()
    for text, source, section in _work_lines(plan):
        match = pattern.match(_HEAD.sub("", plain(text)))
        if match is None or match["what"] in told:
            continue
        told.add(match["what"])
        yield found(
            plan, Kind.WRONG_LEVEL, Severity.MEDIUM, source,
            "Cấp xã không xây dựng, ban hành hệ thống, cơ sở dữ liệu hay bộ tiêu chí của tỉnh hoặc của cả nước, chỉ"
            " khai thác, sử dụng. Có thể chép từ kế hoạch cấp trên.",
            "Viết lại thành việc của xã, phường: khai thác, cập nhật dữ liệu, góp ý, hướng dẫn người dân sử dụng.",
            section=section,
        )  # fmt: skip


def _annex_titles(plan: PlanText) -> Iterator[Finding]:
    """An annex of a commune's plan that bears the province's name only."""
    for section in plan.reading.sections:
        heading = plain(section.heading)
        if not section.path.upper().startswith("PHỤ LỤC") or not plan.province:
            continue
        match = re.search(rf"(?:trên địa bàn )?(?:tỉnh|thành phố) {re.escape(plan.province)}", heading)
        if match is None or re.search(r"\b(?:xã(?! hội)|phường|đặc khu)\b", heading):
            continue
        if re.search(r"(?:của|ủ[iy] ban nhân dân|theo [^,;]*)\s*$", heading[: match.start()]):
            continue
        yield found(
            plan, Kind.WRONG_LEVEL, Severity.MEDIUM, section.source,
            f"Tên phụ lục ghi tỉnh {plan.province.title()}, trong khi đây là kế hoạch của cấp xã: có thể chép nguyên"
            f" phụ lục của tỉnh.",
            f"Sửa tên phụ lục cho {plan.reading.doc.issuer or 'xã, phường mình'}, và soát lại từng dòng có đúng việc"
            f" của mình"
            " không.",
            section=section.path,
        )  # fmt: skip


def _districts(plan: PlanText, known: Sequence[Source]) -> Iterator[Finding]:
    """Work for a district, or with one, in a plan of years after districts ended (30 June 2025); each body once."""
    if plan.years is None or plan.years[0] < _DISTRICTS_ENDED:
        return
    told: set[str] = set()
    for text, source, section in _work_lines(plan):
        folded = plain(text)
        match = _DISTRICT.search(folded)
        if match is None or match.group() in told or _PAST.search(folded[match.end() : match.end() + 40]):
            continue
        if _NUMBERED.search(text[: match.start()][-80:]) or _PAST.search(
            folded[max(0, match.start() - 40) : match.start()]
        ):
            continue
        told.add(match.group())
        if any(place.start < source.end and source.start < place.end for place in known):
            continue
        yield found(
            plan, Kind.WRONG_LEVEL, Severity.HIGH, source,
            f"Ở đây vẫn có việc của “{_printed(text, match.group())}”, nhưng cấp huyện (huyện, quận, thị xã) đã kết"
            f" thúc hoạt động từ ngày"
            " 01/7/2025.",
            "Giao cho UBND xã, phường hoặc sở, ngành đang làm việc này.",
            section=section,
        )  # fmt: skip


def _printed(text: str, name: str) -> str:
    """A folded name as the text prints it, with the place behind it; the folded name where it is not found."""
    words = [re.escape(word) for word in name.split()]
    for start in range(max(1, len(words) - 1)):
        match = re.search(r"\s+".join(words[start:]) + r"(?:\s+(?-i:[A-ZĐÀ-Ỹ])[^\W\d_]*){0,3}", text, re.IGNORECASE)
        if match:
            return match.group()
    return name


def _work_lines(plan: PlanText) -> Iterator[tuple[str, Source, str]]:
    """(words, place, section) of rows and of lines that look ahead."""
    for task in plan.reading.tasks:
        bodies = "; ".join((*task.lead, *task.coordinating, *task.monitoring))
        yield f"{task.name}. {bodies}", task.source, task.section_or_appendix
    for passage in plan.passages:
        if passage.role not in (Role.RESULTS, Role.BASIS) and passage.section:
            yield passage.text, passage.source, passage.section
