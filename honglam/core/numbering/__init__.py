"""Codes that people cite: a prefix, a year, a number without gaps in use, and a check character (ISO 7064)."""
