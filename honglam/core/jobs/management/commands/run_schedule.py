"""`honglam run_schedule`: start what is due, mark what died, until stopped."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from honglam.core.jobs.recovery import interrupt_dead, requeue_lost
from honglam.core.jobs.scheduler import schedule_table, start_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """The scheduler's loop. Several may run at once: a line still starts once for each of its moments."""

    help = "Starts the jobs of the schedule table when they are due and marks runs whose worker is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once, or how often."""
        parser.add_argument("--once", action="store_true", help="look once and end")
        parser.add_argument("--interval", type=float, default=15.0, help="seconds between two looks (default: 15)")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        """Look, wait, look again; a database that is away for a while is no reason to end."""
        table = schedule_table()
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_args: stop.set())
        while True:
            close_old_connections()
            try:
                started = start_due(table)
                died, lost = interrupt_dead(), requeue_lost()
                if started or died or lost:
                    logger.info("started %d, interrupted %d, queued again %d", len(started), died, lost)
            except DatabaseError:
                if once:
                    raise
                logger.exception("the schedule could not be looked at")
            if once or stop.wait(interval):
                return
