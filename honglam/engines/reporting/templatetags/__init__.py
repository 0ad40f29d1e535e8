"""Tags of the pages of reports."""
