"""Decisions of indicators on plain values: no database, tested as truth tables and properties."""

from honglam.engines.indicators.rules.verdicts import verdict_of

__all__ = ["verdict_of"]
