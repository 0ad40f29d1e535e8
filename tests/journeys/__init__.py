"""Journeys: real people's errands in a real browser, against the real server, worker and database."""
