"""Pages of events, for administrators."""
