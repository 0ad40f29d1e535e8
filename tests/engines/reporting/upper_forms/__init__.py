"""Forms of upper levels: reading, matching, filling."""
