"""Which events there are, what they carry, and who listens to them.

    @event("plans.plan_issued", subject="plan_uid")
    @dataclass(frozen=True, slots=True)
    class PlanIssued:
        plan_uid: UUID

    subscribe(PlanIssued, name="plan_duties_become_report_regimes", handle=propose)

Classes are declared beside the engine that announces them, subscriptions in `honglam/flows/declarations.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints
from uuid import UUID

from django.utils.functional import Promise

from honglam.core.events.errors import BadEvent, UnknownEvent, UnknownSubscriber
from honglam.toolkit.identifiers import uuid_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Announced(Generic[E]):
    """What a subscriber gets: the event, who did it and when, and the id by which it knows a repetition.

    The same `uid` may come more than once; what a subscriber does has to be the same then.
    """

    uid: UUID
    event: E
    by: User | None
    at: datetime.datetime


Handler = Callable[[Announced[Any]], object]


@dataclass(frozen=True, slots=True)
class EventKind:
    """A declared event: its code (stored), its class, and the field that names what it is about."""

    code: str
    made: type[Any]
    subject: str
    label: str | Promise

    def lane_of(self, told: Any) -> str:
        """In which lane an event travels: what it is about, else its kind."""
        return str(getattr(told, self.subject)) if self.subject else self.code


_kinds: dict[str, EventKind] = {}
_subscribers: dict[str, tuple[EventKind, Handler]] = {}
"""By “kind name”: one flow may listen to several kinds under one name."""
_names: dict[str, str | Promise] = {}

_WRITE: dict[type, Callable[[Any], Any]] = {
    str: str, int: int, bool: bool, datetime.date: datetime.date.isoformat, UUID: str,
}  # fmt: skip
_READ: dict[type, Callable[[Any], Any]] = {
    str: str, int: int, bool: bool, datetime.date: datetime.date.fromisoformat, UUID: uuid_of,
}  # fmt: skip
_STORED = {str: str, int: int, bool: bool, datetime.date: str, UUID: str}


def event(code: str, *, subject: str = "", label: str | Promise = "") -> Callable[[type[E]], type[E]]:
    """Declare a frozen dataclass of plain values (str, int, bool, date, UUID) as an event under a stable code.

    Events with the same value in the field `subject`, of whatever kind, reach a subscriber in their order, and one that
    fails holds up only those; without a subject it holds up all of its kind. `label` is what administrators read.

    Raises BadEvent: it is no frozen dataclass, a field is not plain, the subject is no field, the code is taken.
    """

    def keep(made: type[E]) -> type[E]:
        if not is_dataclass(made) or not made.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise BadEvent(f"event {code}: {made.__name__} is no frozen dataclass")
        plain = _types_of(made)
        if odd := sorted(name for name, kind in plain.items() if kind not in _WRITE):
            raise BadEvent(f"event {code}: fields that are not str, int, bool, date or UUID: {', '.join(odd)}")
        if subject and subject not in plain:
            raise BadEvent(f"event {code}: no field {subject!r}")
        known = _kinds.get(code)
        if known is not None and known.made.__qualname__ != made.__qualname__:
            raise BadEvent(f"event {code} is declared twice")
        _kinds[code] = EventKind(code, made, subject, label or code)
        return made

    return keep


def subscribe(made: type[E], *, name: str, handle: Callable[[Announced[E]], object], label: str | Promise = "") -> None:
    """Have a flow told of every event of a class from now on; `name` is stored, one per class and flow.

    Raises BadEvent: the class is no event, or the name is taken for it by another function.
    """
    kind = kind_of_class(made)
    key = f"{kind.code} {name}"
    known = _subscribers.get(key)
    if known is not None and known[1] != handle:
        raise BadEvent(f"{name} listens twice to {kind.code}")
    _subscribers[key] = (kind, handle)
    _names[name] = label or name


def kind_name(code: str) -> str:
    """What an event is called, or its bare code where this version has none."""
    return str(_kinds[code].label) if code in _kinds else code


def subscriber_name(name: str) -> str:
    """What a flow is called, or its bare name where this version has none."""
    return str(_names.get(name, name))


def kind_of_class(made: type[Any]) -> EventKind:
    """The declaration of an event's class. BadEvent where it was never declared."""
    for kind in _kinds.values():
        if kind.made is made:
            return kind
    raise BadEvent(f"{made.__name__} is no event: decorate it with @event")


def kind_of_code(code: str) -> EventKind:
    """The declaration under a code. UnknownEvent where this version has none."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownEvent(code) from None


def all_kinds() -> list[EventKind]:
    """Every declared event, by code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def subscribers_of(kind: EventKind) -> list[str]:
    """The names of those who listen to a kind of event, in their order."""
    return sorted(key.partition(" ")[2] for key, (one, _handle) in _subscribers.items() if one.code == kind.code)


def handler_of(code: str, name: str) -> Handler:
    """What a subscriber does with a kind of event. UnknownSubscriber where this version has none."""
    try:
        return _subscribers[f"{code} {name}"][1]
    except KeyError:
        raise UnknownSubscriber(name) from None


def payload_of(told: Any) -> dict[str, Any]:
    """The fields of an event as JSON values. BadEvent where a value is not of its field's type."""
    payload = {}
    for name, kind in _types_of(type(told)).items():
        value = getattr(told, name)
        if type(value) is not kind:
            raise BadEvent(f"{type(told).__name__}.{name} is {type(value).__name__}, not {kind.__name__}")
        payload[name] = _WRITE[kind](value)
    return payload


def event_of(kind: EventKind, payload: dict[str, Any]) -> Any:
    """The event that a payload holds; a field that came later takes its default. UnknownEvent where it does not fit."""
    values = {}
    for name, expected in _types_of(kind.made).items():
        if name not in payload:
            continue
        if type(payload[name]) is not _STORED[expected]:
            raise UnknownEvent(kind.code)
        try:
            values[name] = _READ[expected](payload[name])
        except ValueError as error:
            raise UnknownEvent(kind.code) from error
        if values[name] is None:
            raise UnknownEvent(kind.code)
    try:
        return kind.made(**values)
    except TypeError as error:
        raise UnknownEvent(kind.code) from error


def _types_of(made: type[Any]) -> dict[str, type]:
    hints = get_type_hints(made)
    return {field.name: hints[field.name] for field in fields(made)}
