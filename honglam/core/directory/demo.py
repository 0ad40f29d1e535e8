"""The units of the demonstration province in the search of every page."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser

from honglam.core.directory.indexing import KIND
from honglam.core.organisations.models import Unit
from honglam.core.search.indexing import rebuild
from honglam.core.search.models import SearchEntry


def load(by: AbstractBaseUser | None) -> None:
    """Index the units where that was not done yet; quick and harmless when repeated."""
    if SearchEntry.objects.filter(kind=KIND).count() != Unit.objects.count():
        rebuild(KIND)
