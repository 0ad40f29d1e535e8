"""Form fields of registers: a row of another register among thousands, a place on the ground."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.engines.registers.declaration import Register
from honglam.engines.registers.naming import named
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.ui.picking import Option, PickerInput, Sent, Shown

MOST_FOUND = 12
_PAIR = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?")
_EAST_OF, _NORTH_OF = (100, 120), (5, 25)


def rows_on_offer(register: Register, user: Any) -> Any:
    """Standing rows of a register that the reader sees, with what their names show."""
    rows: Any = register.model._default_manager
    pointing = [
        one.name for one in register.model._meta.concrete_fields if one.is_relation and one.name in register.fields
    ]
    return rows.visible_to(user, register.permission("view")).standing().select_related("unit", *pointing)


def found_rows(register: Register, rows: Any, typed: str) -> list[Any]:
    """At most twelve rows that the typed words find; those whose key is typed whole come alone."""
    text = typed.strip()
    if not text:
        return []
    for name in register.identity:
        one = register.model._meta.get_field(name)
        if name not in register.withheld and one.get_internal_type() == "CharField":
            exact = list(rows.filter(**{f"{name}__iexact": text})[:MOST_FOUND])
            if exact:
                return exact
    return list(rows.saying(text).order_by("-pk")[:MOST_FOUND])


class RowField(forms.Field):
    """One row of another register: chosen from what typing finds, or named by its key. Cleans to the row or None.

    `current` is what the edited row points at already: it may stay though the person could not choose it anew.
    """

    def __init__(self, register: Register, user: Any, **options: Any) -> None:
        options.setdefault("widget", PickerInput())
        options.setdefault("help_text", gettext_lazy("Gõ mã hoặc vài chữ của tên (không dấu cũng được) rồi chọn."))
        super().__init__(**options)
        self.register = register
        self.rows = rows_on_offer(register, user)
        self.current: Any = None
        self.widget.address = reverse_lazy("registers:pick", args=[register.code])

    def prepare_value(self, value: Any) -> Shown:
        """What the widget shows: the row chosen, else the typed text and what it may mean."""
        if isinstance(value, Sent):
            if (chosen := self._chosen(value)) is not None:
                return Shown([self._option(chosen)])
            several = found_rows(self.register, self.rows, value.text)
            return Shown([], value.text, [self._option(one) for one in several] if len(several) > 1 else [])
        if isinstance(value, self.register.model):
            return Shown([self._option(value)])
        found = self.rows.filter(uid=uid).first() if (uid := uuid_of(str(value or ""))) else None
        return Shown([self._option(found)] if found else [])

    def clean(self, value: Any) -> Any:
        """The row. ValidationError where the text names none that the reader sees, or several."""
        sent = value if isinstance(value, Sent) else Sent(str(value or ""))
        if (chosen := self._chosen(sent)) is not None:
            return chosen
        if not sent.text:
            if self.required:
                raise ValidationError(
                    _("Hãy chọn: gõ mã hoặc vài chữ của tên rồi chọn trong danh sách."), code="required"
                )
            return None
        found = found_rows(self.register, self.rows, sent.text)
        same = [one for one in found if named(self.register, one) == sent.text]
        if len(same) == 1 or len(found) == 1:
            return (same or found)[0]
        if not found:
            raise ValidationError(
                _("Không thấy “%(text)s” trong %(register)s. Thử ít chữ hơn, hoặc thêm dòng đó trước."), code="unknown",
                params={"text": sent.text, "register": self.register.label},
            )  # fmt: skip
        raise ValidationError(
            _("“%(text)s” có thể là nhiều dòng. Hãy chọn một dòng trong các tên đã hiện."), code="several",
            params={"text": sent.text},
        )  # fmt: skip

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another row was sent than the form showed."""
        before, now = self.prepare_value(initial), self.prepare_value(data)
        return [one.key for one in before.chosen] != [one.key for one in now.chosen] or bool(now.options)

    def _chosen(self, sent: Sent) -> Any:
        if self.current is not None and not sent.choice and sent.text == named(self.register, self.current):
            if not sent.keys or sent.keys[0] == str(self.current.uid):
                return self.current
        uid = uuid_of(sent.choice or (sent.keys[0] if sent.keys and sent.text else ""))
        found = self.rows.filter(uid=uid).first() if uid else None
        return found if found is None or sent.choice or named(self.register, found) == sent.text else None

    def _option(self, row: Any) -> Option:
        return Option(str(row.uid), named(self.register, row))


class PlaceField(forms.CharField):
    """A place: “18,3428; 105,9057” (latitude, longitude), one corner a line for a plot, or GeoJSON. Cleans to GeoJSON.

    One pair is a point, two are a line, three and more go round a plot. Whether the shape is sound is decided where
    the row is written.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "input-code"}))
        options.setdefault("help_text", gettext_lazy(
            "Dán “vĩ độ; kinh độ”, ví dụ 18,3428; 105,9057. Thửa, khu đất: mỗi góc một dòng. Dán GeoJSON cũng được."
        ))  # fmt: skip
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """A stored point is shown as latitude and longitude; other shapes as they are stored."""
        try:
            stored = json.loads(value) if value else {}
        except (TypeError, ValueError):
            return value
        if isinstance(stored, dict) and stored.get("type") == "Point":
            longitude, latitude = stored["coordinates"][:2]
            return f"{latitude}; {longitude}".replace(".", ",")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another place was sent than the form showed."""
        return str(self.prepare_value(initial) or "").split() != str(data or "").split()

    def clean(self, value: Any) -> str:
        """GeoJSON text, empty for no place. ValidationError for a text that is neither pairs nor GeoJSON."""
        text = str(super().clean(value) or "").strip()
        if not text or text.startswith("{"):
            return text
        corners = [_corner(line) for line in re.split(r"[\n|]+", text) if line.strip()]
        if len(corners) == 1:
            return json.dumps({"type": "Point", "coordinates": corners[0]})
        if len(corners) == 2:
            return json.dumps({"type": "LineString", "coordinates": corners})
        return json.dumps({"type": "Polygon", "coordinates": [_closed(corners)]})


def _corner(line: str) -> list[float]:
    """Longitude and latitude of a line that says latitude first, or the other way round where that alone is meant."""
    match = _PAIR.fullmatch(line.strip().strip("()[]"))
    if match is None:
        raise ValidationError(
            _("“%(text)s” không phải tọa độ. Cách viết đúng: 18,3428; 105,9057 (vĩ độ; kinh độ, độ thập phân WGS84)."),
            code="not_a_pair", params={"text": line.strip()[:60]},
        )  # fmt: skip
    first, second = (float(part.replace(",", ".")) for part in match.groups())
    swapped = _EAST_OF[0] <= first <= _EAST_OF[1] and _NORTH_OF[0] <= second <= _NORTH_OF[1]
    return [first, second] if swapped else [second, first]


def _closed(corners: list[list[float]]) -> list[list[float]]:
    return corners if corners[0] == corners[-1] else [*corners, corners[0]]
