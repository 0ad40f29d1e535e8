"""Addresses of one row: its page, its form, its moves."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
