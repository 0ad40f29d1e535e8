"""Addresses that this engine and others lead to; a page that an installation does not have has none."""

from __future__ import annotations

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def link_to(name: str, *args: object) -> str:
    """The address of a page; nothing where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def regimes_of_plan(plan_uid: UUID) -> str:
    """Where the regimes of a plan are listed."""
    regimes = link_to("reporting:regimes")
    return f"{regimes}?plan={plan_uid}" if regimes else reverse("reporting:demands")
