"""Which part of an upper plan speaks to a lower one: by who issues the lower plan and by the field that its title
names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from honglam.engines.plans.alignment.likeness import plain, terms
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.vocabulary import COMMUNES

_DEPARTMENTS = re.compile(r"các (?:sở|cơ quan|đơn vị)|sở, (?:ban, )?ngành|các ban, ngành")
_KIND_OF_PAPER = re.compile(
    r"^(?:kế hoạch|chương trình(?: hành động| công tác)?|đề án|phương án)\s*|triển khai thực hiện|thực hiện|triển khai"
)
_PLACE = re.compile(
    r"(?:trên địa bàn\s+)?(?:toàn\s+)?(?:tỉnh|thành phố|xã|phường"
    r"|đặc khu)\s+[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){0,3}"
    r"|của\s+(?:UBND|Ủy ban nhân dân|Văn phòng|Sở|Ban|Phòng)\s.*$"
)
_YEARS = re.compile(r",?\s*(?:giai đoạn|năm)\s*20\d{2}(?:\s*[-–]\s*20\d{2})?(?:.*định hướng.*)?", re.IGNORECASE)
_PERIPHERAL = frozenset(("công tác", "nhiệm vụ", "hướng tới", "địa phương", "hiện kế", "kế hoạch"))
_NARROWER_FROM = 3


def field_of(plan: PlanText) -> str:
    """What the plan's title says it is about, without the kind of paper, place and years."""
    title = plan.reading.doc.title or ""
    title = _YEARS.sub(" ", _PLACE.sub(" ", title))
    return _KIND_OF_PAPER.sub(" ", plain(title)).strip()


@dataclass(frozen=True)
class Scope:
    """What an upper plan asks of one lower plan.

    `extra` are the pairs of syllables that narrow the lower plan's field ("nông thôn", "thôn mới"): where there are
    any, only what speaks of them is asked for. `shared` is false where the two titles have no field in common.
    """

    is_local: bool
    issuer: str
    extra: frozenset[str]
    shared: bool

    def addresses(self, leads: tuple[str, ...] | list[str]) -> bool:
        """Whether work with these leads is work of the lower plan's issuer."""
        names = [plain(name) for name in leads]
        if self.is_local:
            return any(COMMUNES.search(name) for name in names)
        return any(_DEPARTMENTS.search(name) or self.names_issuer(name) for name in names)

    def names_issuer(self, name: str) -> bool:
        """Whether a (plain) name is the lower plan's issuer, with or without "tỉnh" or "xã" behind it."""
        one, other = _bare(name), _bare(self.issuer)
        return len(other.split()) >= 2 and len(one.split()) >= 2 and (one in other or other in one)

    def within_field(self, text: str) -> bool:
        """Whether a statement of the upper plan belongs to the lower plan's field."""
        if not self.shared:
            return False
        return not self.extra or bool(terms(text) & self.extra)


def scope_of(upper: PlanText, lower: PlanText) -> Scope:
    """How far the lower plan has to answer the upper one."""
    above, below = (frozenset(term for term in terms(field_of(plan)) if " " in term) for plan in (upper, lower))
    extra = below - above - _PERIPHERAL
    shared = not above or not below or bool(above & below)
    return Scope(
        is_local=lower.is_local,
        issuer=plain(lower.reading.doc.issuer or ""),
        extra=extra if len(extra) >= _NARROWER_FROM else frozenset(),
        shared=shared,
    )


def _bare(name: str) -> str:
    return re.sub(r"\s(?:tỉnh|thành phố|xã|phường)(?:\s.*)?$", "", name)
