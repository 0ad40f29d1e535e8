"""The boundaries of the demonstration province."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser

from honglam.core.organisations.models import Unit
from honglam.core.places.actions import load_boundaries


def load(by: AbstractBaseUser | None) -> None:
    """Add the shipped boundaries of the loaded province; quick and harmless when repeated."""
    province = Unit.objects.province()
    if province is not None:
        load_boundaries(code=province.code, by=by)
