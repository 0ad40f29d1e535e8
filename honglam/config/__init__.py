"""Wiring: settings, urls, worker, schedule, the command line. The only place that knows everyone."""
