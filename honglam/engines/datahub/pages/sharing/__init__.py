"""Pages of sharing: ask, decide, use, look back."""
