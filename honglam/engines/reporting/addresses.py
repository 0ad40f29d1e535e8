"""Where links of content lead."""

from __future__ import annotations

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def address_by_uid(uid: UUID) -> str:
    """The page of the report of a uid; empty where an installation shows no reports."""
    try:
        return reverse("reporting:report", args=[uid])
    except NoReverseMatch:
        return ""
