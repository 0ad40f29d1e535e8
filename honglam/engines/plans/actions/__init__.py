"""Writes of plans, by what they are about: readings, plans, work, instructions."""
