"""Writes of the hub."""
