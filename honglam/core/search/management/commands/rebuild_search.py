"""`honglam rebuild_search [KIND …]`: fill the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from honglam.core.search.errors import SearchError
from honglam.core.search.indexing import rebuild
from honglam.core.search.registry import all_kinds


class Command(BaseCommand):
    """Rebuilds the entries of some kinds, or of all; people can search meanwhile."""

    help = "Fills the search index anew from its owners."

    def add_arguments(self, parser: CommandParser) -> None:
        """The kinds."""
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="kinds to rebuild (default: all)")

    def handle(self, *args: Any, kinds: list[str], verbosity: int, **options: Any) -> None:
        """Rebuild kind by kind, each in its own transaction."""
        for code in kinds or [kind.code for kind in all_kinds()]:
            try:
                count = rebuild(code)
            except SearchError as error:
                raise CommandError(error.message) from error
            if verbosity:
                self.stdout.write(f"{code}: {count}")
