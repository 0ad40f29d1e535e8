"""What pages show of plans: plain values for templates and sheets, read in a fixed number of queries."""
