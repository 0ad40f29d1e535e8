"""Which kinds of notice there are, so that people can choose how to get each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from honglam.core.notices.errors import DuplicateNotice, UnknownNotice
from honglam.core.notices.terms import MailWish


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: stable code (stored), label and description (shown), and how it goes by e-mail by default."""

    code: str
    label: str | Promise
    description: str | Promise = ""
    wish: MailWish = MailWish.NOW


_kinds: dict[str, NoticeKind] = {}


def declare_notice(
    code: str, label: str | Promise, description: str | Promise = "", *, wish: MailWish = MailWish.NOW
) -> NoticeKind:
    """Declare a kind of notice in an app's declarations.py; DuplicateNotice on a code that is taken."""
    kind = NoticeKind(code=code, label=label, description=description, wish=wish)
    if code in _kinds:
        raise DuplicateNotice(f"notice kind {code} is declared twice")
    _kinds[code] = kind
    return kind


def kind_of_event(event: str) -> NoticeKind:
    """The kind of an event `kind:what`; UnknownNotice where it was never declared."""
    code = event.partition(":")[0]
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownNotice(f"notice kind {code} of event {event} is not declared (declare_notice)") from None


def all_kinds() -> list[NoticeKind]:
    """Every declared kind, by code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def label_of(code: str) -> str:
    """The label of a kind; the code itself when its engine is no longer installed."""
    return str(_kinds[code].label) if code in _kinds else code
