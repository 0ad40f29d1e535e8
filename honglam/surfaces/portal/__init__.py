"""Cổng: what everybody may look up without signing in; phone first. Reports are checked here by their code."""
