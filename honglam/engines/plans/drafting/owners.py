"""Which body of the unit leads a task: named only where it is certain, otherwise people decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.drafting.facts import OwnBody, UpperWork

_CERTAIN = (
    ("commune-police", r"vneid|định danh(?: và xác thực)? điện tử|tài khoản định danh|căn cước|dữ liệu dân cư"
     r"|công an (?:xã|phường|cấp xã)"),
    ("commune-military", r"dân quân|nghĩa vụ quân sự|tuyển quân|quốc phòng|ban chỉ huy quân sự"),
    ("commune-service-centre", r"bộ phận một cửa|trung tâm phục vụ hành chính công|bàn tiếp nhận|quầy tiếp nhận"
     r"|tiếp nhận và trả kết quả"),
    ("commune-health-station", r"trạm y tế|tiêm chủng|hồ sơ sức khỏe"),
    ("commune-economy", r"ocop|hồ sơ đất đai|vùng trồng|thủy lợi"),
    ("commune-youth-union", r"thanh niên tình nguyện|đoàn thanh niên|đoàn viên thanh niên"),
    ("commune-womens-union", r"hội liên hiệp phụ nữ|hội viên phụ nữ"),
    ("commune-farmers-union", r"hội nông dân|hội viên nông dân"),
    ("commune-veterans-association", r"hội cựu chiến binh"),
)  # fmt: skip
"""Function of a body → words of a task that is its work by law in every commune.

Police: Luật Căn cước 26/2023/QH15. Military: Luật Dân quân tự vệ 48/2019/QH14. Service centre: Nghị định
118/2025/NĐ-CP. Economy office: Nghị định 150/2025/NĐ-CP (land, agriculture, rural products). Digital transformation,
data and information safety stand with different offices from commune to commune, so no rule names them.
"""
_BEGINNING = 16
"""A task is about what its first words say; further on, bodies and data are named as examples."""
_RULES = tuple((function, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for function, words in _CERTAIN)


@dataclass(frozen=True, slots=True)
class Owner:
    """A proposed leading body and the words of the task that make it certain."""

    body: OwnBody
    because: str


def owner_of(work: UpperWork, bodies: Sequence[OwnBody]) -> Owner | None:
    """The body whose work this certainly is; None where none or several could be meant."""
    text = " ".join(plain(work.name).split()[:_BEGINNING])
    found: dict[str, str] = {}
    for function, pattern in _RULES:
        if match := pattern.search(text):
            found[function] = match.group()
    if len(found) != 1:
        return None
    (function, words) = next(iter(found.items()))
    own = [body for body in bodies if body.function == function]
    return Owner(own[0], words) if len(own) == 1 else None


def own_name(name: str, bodies: Sequence[OwnBody]) -> str:
    """The unit's own body where its superior in the line of work is named (“Công an tỉnh” → “Công an xã”), else the
    name."""
    wanted = plain(name)
    own = [body for body in bodies if body.line_superior and plain(body.line_superior) == wanted]
    return own[0].name if len(own) == 1 else name
