"""Addresses of reports, below /reports/."""

from __future__ import annotations

from django.urls import URLPattern

reports: list[URLPattern] = []
