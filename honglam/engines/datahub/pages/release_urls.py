"""Addresses of open data as its keepers see it."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
