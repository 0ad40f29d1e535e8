"""Pure decisions of reports: no I/O, tested as truth tables."""
