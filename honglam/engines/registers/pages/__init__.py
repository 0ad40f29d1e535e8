"""Pages of registers: one set of views for every declared register."""
