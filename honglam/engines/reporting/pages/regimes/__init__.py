"""Pages of report regimes and of who does what for them."""
