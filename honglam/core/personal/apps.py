"""Starts the registries: every app may have a `declarations.py`, which is imported once when Django is ready."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PersonalConfig(AppConfig):
    """The one core app that imports all declarations; a broken declaration stops the start, loudly."""

    default = True
    name = "honglam.core.personal"
    label = "personal"
    verbose_name = _("Dữ liệu cá nhân")

    def ready(self) -> None:
        """Import `declarations.py` of every installed app, then the system check."""
        autodiscover_modules("declarations")
        autodiscover_modules("checks")
