"""A draft of a commune with faults that checking finds, for showing how a draft is checked."""

from __future__ import annotations

from dataclasses import replace

from honglam.engines.plans.demo.contents.commune import commune_plan
from honglam.engines.plans.demo.example import Bullet, Example, Heading, Prose

_TARGET = "Tỷ lệ hồ sơ nộp trực tuyến toàn trình"
WEAK, STRONG = f"{_TARGET} đạt tối thiểu 60%", f"{_TARGET} đạt tối thiểu 72%"
"""Below the province's level, and at it."""
ENDED, STANDING = "UBND huyện Can Lộc", "UBND xã Đồng Lộc"
"""A body that is no more, and the one that took its work over."""
ANNEX = "nhu cầu kinh phí tại Phụ lục IV"
"""An annex that is not there."""


def unsigned_commune_plan(year: int, *, mended: bool = False) -> Example:
    """The commune's plan before it is signed: a weak target, an ended body, a missing annex.

    `mended` puts the target and the body right; the annex stays away.
    """
    planted = {
        "Tỷ lệ hồ sơ nộp trực tuyến": f"{STRONG if mended else WEAK}.",
        "Làm từ thôn làm lên": f"Phối hợp với {STANDING if mended else ENDED} rà soát trang thiết bị của các thôn.",
        "Danh mục việc cụ thể": f"Danh mục việc cụ thể tại Phụ lục kèm theo; {ANNEX}.",
    }

    def with_faults(part: Heading | Bullet | Prose) -> Heading | Bullet | Prose:
        said = next((said for words, said in planted.items() if part.text.startswith(words)), "")
        return replace(part, text=said, aims=()) if said and isinstance(part, Bullet) else part

    whole = commune_plan(year)
    body = tuple(with_faults(part) for part in whole.body)
    return replace(whole, key="du-thao-ke-hoach-xa", number=None, issued=None, body=body)
