"""Pages of plans: what officials see and do in the browser."""
