"""Hồng Lam: the open platform on which a Vietnamese province runs its digital transformation."""

__version__ = "0.4.0"
