"""Addresses of forms of upper levels, below /reports/forms/."""

from __future__ import annotations

from django.urls import URLPattern

upper_forms: list[URLPattern] = []
