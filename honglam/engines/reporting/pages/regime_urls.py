"""Addresses of regimes, arrangements and the register of demands, below /reports/regimes/ and /reports/demands/."""

from __future__ import annotations

from django.urls import URLPattern

regimes: list[URLPattern] = []
