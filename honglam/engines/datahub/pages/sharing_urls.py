"""Addresses of requests, grants, keys and reads."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
