"""Words of forms made comparable: numbering taken off, abbreviations written out, filling words dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from honglam.toolkit.text import fold, squeeze

_ABBREVIATIONS = {
    fold(short): fold(full)
    for short, full in (
        ("TTHC", "thủ tục hành chính"), ("DVC", "dịch vụ công"), ("DVCTT", "dịch vụ công trực tuyến"),
        ("CNTT", "công nghệ thông tin"), ("CĐS", "chuyển đổi số"), ("CSDL", "cơ sở dữ liệu"),
        ("UBND", "ủy ban nhân dân"), ("HĐND", "hội đồng nhân dân"), ("NSNN", "ngân sách nhà nước"),
        ("NTM", "nông thôn mới"), ("BHYT", "bảo hiểm y tế"), ("BHXH", "bảo hiểm xã hội"),
        ("ĐDĐT", "định danh điện tử"), ("TKĐDĐT", "tài khoản định danh điện tử"), ("TMĐT", "thương mại điện tử"),
        ("TTKDTM", "thanh toán không dùng tiền mặt"), ("CNSCĐ", "công nghệ số cộng đồng"),
        ("PAKN", "phản ánh kiến nghị"), ("CBCCVC", "cán bộ công chức viên chức"), ("CBCC", "cán bộ công chức"),
        ("HTX", "hợp tác xã"), ("KH", "kế hoạch"), ("TH", "thực hiện"), ("BC", "báo cáo"), ("SX", "sản xuất"),
        ("KT-XH", "kinh tế xã hội"), ("KTXH", "kinh tế xã hội"), ("ANTT", "an ninh trật tự"), ("HS", "hồ sơ"),
    )
}  # fmt: skip
_FILLING = frozenset(
    fold(
        "số tổng lượng các của được đã trong kỳ tháng quý năm này báo cáo địa bàn xã phường và những tính đến cuối "
        "thời điểm hiện là thì có kết quả"
    ).split()
)
_DENOMINATOR = re.compile(rf"\s(?:{fold('trên tổng số')}|{fold('trong tổng số')}|{fold('trên')}|{fold('so với')}|/)\s")
_NUMBERING = re.compile(r"^\s*(?:(?:[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)\s*[.)/]+|[-–+*•])\s*(?=\S)")
_AMONG = re.compile(rf"^{fold('trong đó')}\s*[:,-]?\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SIGNS = re.compile(r"[^\w%/]+")
_OPPOSITES = tuple(
    (fold(one), fold(other))
    for one, other in (
        ("đúng hạn", "quá hạn"), ("trước hạn", "quá hạn"), ("trực tuyến", "trực tiếp"), ("nam", "nữ"),
        ("toàn trình", "một phần"), ("tăng", "giảm"), ("sinh", "tử"), ("đến", "đi"), ("thu", "chi"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A name made comparable: its text without numbering, the words that carry meaning, what it is divided by."""

    text: str
    words: tuple[str, ...]
    divisor: tuple[str, ...]

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Equal for names that mean the same whatever the order of their words."""
        return (tuple(sorted(self.words)), tuple(sorted(self.divisor)))


def numbering_of(text: str) -> str:
    """The numbering at the head of a label ("1.", "a)", "-"); empty without."""
    match = _NUMBERING.match(text)
    return match.group().strip() if match else ""


def unnumbered(text: str) -> str:
    """The label without its numbering and without “Trong đó:”, as it was written."""
    label = squeeze(text)
    while (shorter := _NUMBERING.sub("", label)) != label:
        label = shorter
    folded = fold(label)
    return label[_AMONG.match(folded).end() :] if _AMONG.match(folded) and len(folded) == len(label) else label  # type: ignore[union-attr]


def brackets_of(text: str) -> list[str]:
    """What stands in brackets."""
    return [squeeze(inside) for inside in _BRACKETS.findall(text) if inside.strip()]


def unbracketed(text: str) -> str:
    """The text without its brackets."""
    return squeeze(_BRACKETS.sub(" ", text))


def plainly(text: str) -> str:
    """Folded words parted by single spaces, abbreviations written out."""
    tokens = _SIGNS.sub(" ", fold(text)).split()
    return " ".join(_ABBREVIATIONS.get(token, token) for token in tokens)


def words_of(text: str) -> Words:
    """A label or the name of an indicator, made comparable."""
    plain = plainly(unbracketed(unnumbered(text)).replace("/", " / "))
    above, *below = _DENOMINATOR.split(f" {plain.replace(fold('trên địa bàn'), ' ')} ", maxsplit=1)
    meaning = tuple(word for word in above.split() if word not in _FILLING and word != "/")
    divisor = tuple(word for part in below for word in part.split() if word not in _FILLING and word != "/")
    return Words(plain, meaning or tuple(above.split()), divisor)


def are_opposite(one: str, other: str) -> bool:
    """Whether one text says the contrary of the other in a word that decides: “đúng hạn” against “quá hạn”, “mức 1”
    against “mức 2”."""
    first, second = f" {one} ", f" {other} "
    if {word for word in one.split() if word.isdigit()} != {word for word in other.split() if word.isdigit()}:
        return True
    for left, right in _OPPOSITES:
        for a, b in ((left, right), (right, left)):
            if f" {a} " in first and f" {b} " in second and f" {a} " not in second:
                return True
    negative = f" {fold('chưa')} ", f" {fold('không')} "
    return any((word in first) != (word in second) for word in negative)
