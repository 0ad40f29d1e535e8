"""Starts the packs: each has a `pack.py` that declares its registers."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    """Imports `pack.py` of every installed app; a broken declaration stops the start, loudly."""

    default = True
    name = "honglam.engines.registers"
    label = "registers"
    verbose_name = _("Sổ dữ liệu")

    def ready(self) -> None:
        """Import `pack.py` of every installed app; each pack gets its entry of the navigation while they are few."""
        autodiscover_modules("pack")
        autodiscover_modules("register_navigation")
