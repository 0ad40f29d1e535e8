"""Temporary passwords."""

from __future__ import annotations

import secrets

_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0/O, 1/l/I


def temporary_password() -> str:
    """Twelve signs that can be read out over the telephone: three groups of four (about 69 bits)."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))
