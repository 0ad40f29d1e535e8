"""Addresses of pages that stand in other modules of the engine, or an empty text where a page is not mounted."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, *arguments: Any) -> str:
    """The address of a page of registers by its name."""
    try:
        return reverse(f"registers:{name}", args=arguments)
    except NoReverseMatch:
        return ""
