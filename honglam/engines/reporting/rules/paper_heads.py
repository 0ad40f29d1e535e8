"""Whose paper it is and who signs it, in the words of Decree 30/2020/NĐ-CP, annex I (II.2, II.4, II.7)."""

from __future__ import annotations

from dataclasses import dataclass

from honglam.engines.reporting.rules.numbers import initials
from honglam.engines.reporting.terms import SigningForm

_LOCAL_WORDS = {
    "xã": "XÃ", "phường": "PHƯỜNG", "đặc khu": "ĐẶC KHU", "tỉnh": "TỈNH", "thành phố": "THÀNH PHỐ",
}  # fmt: skip
_HEADS = (
    ("ủy ban nhân dân", "CHỦ TỊCH"), ("văn phòng", "CHÁNH VĂN PHÒNG"), ("phòng", "TRƯỞNG PHÒNG"),
    ("ban", "TRƯỞNG BAN"), ("công an xã", "TRƯỞNG CÔNG AN XÃ"), ("công an phường", "TRƯỞNG CÔNG AN PHƯỜNG"),
    ("chi cục", "CHI CỤC TRƯỞNG"), ("thanh tra", "CHÁNH THANH TRA"), ("trường", "HIỆU TRƯỞNG"),
    ("trạm", "TRƯỞNG TRẠM"), ("sở", "GIÁM ĐỐC"), ("công an", "GIÁM ĐỐC"), ("trung tâm", "GIÁM ĐỐC"),
    ("bệnh viện", "GIÁM ĐỐC"),
)  # fmt: skip
_COMMITTEE = "ỦY BAN NHÂN DÂN"


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body as it stands at the top of its paper.

    `official` is its name inside a sentence. `is_local`: a people's committee (of the province, a commune or a ward),
    which names no superior. `above` is the superior's line, `lines` the body's own, `place` stands before the day,
    `symbol` after the number.
    """

    official: str
    lines: tuple[str, ...]
    above: tuple[str, ...]
    place: str
    symbol: str
    is_local: bool
    head: str


def issuer_of(name: str, *, is_local: bool, superior: str = "", superior_is_local: bool = False, place: str) -> Issuer:
    """The head of a body's paper; `superior` is the body above it, `place` the commune or province where it sits."""
    bare = name_without_committee(name)
    if is_local:
        official = f"Ủy ban nhân dân {bare[:1].lower()}{bare[1:]}"
        return Issuer(official, (_COMMITTEE, bare.upper()), (), place_of(place), "BC-UBND", True, "CHỦ TỊCH")
    above = f"{_COMMITTEE} {name_without_committee(superior)}" if superior_is_local else superior
    return Issuer(
        name, (name.upper(),), (above.upper(),) if superior else (), place_of(place), f"BC-{initials(name)}", False,
        head_of(name),
    )  # fmt: skip


def name_without_committee(name: str) -> str:
    """“UBND xã Bắc Sơn” → “xã Bắc Sơn”."""
    for words in ("Ủy ban nhân dân ", "Uỷ ban nhân dân ", "UBND "):
        name = name.removeprefix(words)
    return name


def place_of(name: str) -> str:
    """The name before the day: “Xã Bắc Sơn” → “Bắc Sơn”."""
    bare = name_without_committee(name)
    for word in _LOCAL_WORDS:
        if bare.lower().startswith(f"{word} "):
            return bare[len(word) + 1 :]
    return bare


def head_of(name: str) -> str:
    """The title of the head of a body, by the first words of its name."""
    folded = name.lower()
    return next((title for words, title in _HEADS if folded.startswith(words)), "THỦ TRƯỞNG")


def signing_lines(form: SigningForm, issuer: Issuer) -> tuple[str, ...]:
    """What stands above the signature: in whose name, the title (Decree 30/2020/NĐ-CP, article 13; annex I, II.7).

    Who signs by order or as authorised has a title of their own that the body's name does not tell: the line is left
    for the clerk to complete.
    """
    head = issuer.head
    body = (f"TM. {_COMMITTEE}",) if issuer.is_local else ()
    deputy = f"PHÓ {head}" if not head.startswith("TRƯỞNG CÔNG AN") else head.replace("TRƯỞNG", "PHÓ TRƯỞNG", 1)
    return {
        SigningForm.FOR_BODY: (*body, head),
        SigningForm.DEPUTY: (*body, f"KT. {head}", deputy),
        SigningForm.BY_ORDER: (f"TL. {head}",),
        SigningForm.AUTHORISED: (f"TUQ. {head}",),
        SigningForm.ACTING: (*body, f"Q. {head}"),
        SigningForm.OWN: (head,),
    }[form]
