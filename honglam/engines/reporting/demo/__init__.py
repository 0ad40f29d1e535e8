"""Reports of the demonstration province, all invented."""
