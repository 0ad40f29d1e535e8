"""Forms of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _clock(label: str | _StrPromise) -> forms.TimeField:
    """An hour as people here write it, 21:00 or 21h00; a browser's own field follows the language of the machine."""
    look = forms.TimeInput(attrs={"inputmode": "numeric", "placeholder": "21:00", "maxlength": "8"}, format="%H:%M")
    return forms.TimeField(label=label, input_formats=["%H:%M", "%Hh%M", "%H:%M:%S"], widget=look)


class QuietHoursForm(forms.Form):
    """The hours in which no e-mail goes out; they may run over midnight, and the same hour twice means none."""

    begins = _clock(_("Không gửi từ"))
    ends = _clock(_("Đến"))
