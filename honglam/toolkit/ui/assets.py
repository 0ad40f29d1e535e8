"""The built front end as templates see it: entry points by the manifest of the build, icons by its sprite.

Pages must render before the front end was built (tests, a first start), so a missing build gives no tags instead of
an error; django-vite's own system check warns about it at start.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAppClient, DjangoViteConfig
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

# The names below are the entry points of frontend/vite.config.js.
ENTRY_POINTS = {"main": "src/main.js", "review": "src/review.js", "grid": "src/grid.js"}


class UnknownIcon(KeyError):
    """A template names an icon that is not in frontend/icons.json."""


def entry_tags(name: str) -> SafeString:
    """Script and style tags of an entry point; empty while the front end is not built."""
    try:
        return mark_safe(_client(_written(dist_dir() / "manifest.json")).generate_vite_asset(ENTRY_POINTS[name]))
    except DjangoViteAssetNotFoundError:
        return mark_safe("")


def dist_dir() -> Path:
    """The folder of the built front end."""
    return Path(settings.DJANGO_VITE["default"]["manifest_path"]).parent


def sprite() -> tuple[str, frozenset[str]]:
    """The sprite's path below the static URL and the names in it; empty while the front end is not built."""
    path = dist_dir() / "icons.json"
    return _sprite(path, _written(path))


def _written(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where it is missing. A new build is seen without a restart."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=1)
def _client(written: int) -> DjangoViteAppClient:
    """The reader of the manifest written at that moment."""
    return DjangoViteAppClient(DjangoViteConfig(**settings.DJANGO_VITE["default"]))


@lru_cache(maxsize=1)
def _sprite(path: Path, written: int) -> tuple[str, frozenset[str]]:
    """The sprite described by a file written at that moment."""
    if not written:
        return "", frozenset()
    described = json.loads(path.read_text(encoding="utf-8"))
    return described["file"], frozenset(described["names"])


def icon_svg(name: str, label: str = "", css_class: str = "") -> SafeString:
    """An icon of the sprite: silent for screen readers, or named by `label`. Raises UnknownIcon while developing."""
    file, names = sprite()
    if settings.DEBUG and names and name not in names:
        raise UnknownIcon(f"Biểu tượng “{name}” chưa có trong frontend/icons.json.")
    classes = f"icon {css_class}".strip()
    target = format_html('<use href="{}#{}"></use>', static(file), name) if file else ""
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', classes, label, target)
    return format_html('<svg class="{}" aria-hidden="true" data-icon="{}">{}</svg>', classes, name, target)
