"""Forms of notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def _clock(label: str) -> forms.TimeField:
    formats = ["%H:%M", "%Hh%M", "%H:%M:%S"]
    return forms.TimeField(
        label=label, input_formats=formats, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class QuietHoursForm(forms.Form):
    """The hours in which no e-mail goes out; they may run over midnight, and the same hour twice means none."""

    begins = _clock(_("Không gửi từ"))
    ends = _clock(_("đến"))
