"""Figures of the demonstration province, all of them invented: of targets by quarter, of a form by month."""
