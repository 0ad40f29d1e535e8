"""The ground that benchmarks stand on: importing it sets Django up on a database of its own."""

from __future__ import annotations

import os
import tempfile

import django

os.environ.setdefault("HONGLAM_VAR", tempfile.mkdtemp(prefix="honglam-bench-"))
os.environ.setdefault("HONGLAM_LOG_LEVEL", "WARNING")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "honglam.config.settings")
django.setup()


def words(text: str, separator: str | None = None) -> list[str]:
    """The words of a text, or its parts between separators."""
    return text.split(separator)
