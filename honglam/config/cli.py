"""The command line `honglam`: the fixed doors for scripts, and Django's own commands behind them.

Commands that take files (`extract_plan`) run without settings and without a database.
"""

from __future__ import annotations

import os
import sys

FILE_COMMANDS = {
    "check_plan": "honglam.config.commands.check_plan",
    "compare_plans": "honglam.config.commands.compare_plans",
    "extract_plan": "honglam.config.commands.extract_plan",
    "new_pack": "honglam.config.commands.new_pack",
}
"""Commands that read or write files and print: no database, no settings, quick to start."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; the return value is the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    name = arguments[0] if arguments else "help"
    if name in FILE_COMMANDS:
        from importlib import import_module  # a script that reads one file must not pay for the rest

        return int(import_module(FILE_COMMANDS[name]).main(arguments[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "honglam.config.settings")
    if name == "serve":
        from honglam.config.commands.serve import main as serve  # needs settings, set just above

        return serve(arguments[1:])
    if name == "demo":
        import django  # the command uses models, so the registry must be full before it is imported

        django.setup()
        from honglam.config.commands.demo import main as demo

        return demo(arguments[1:])
    from django.core.management import execute_from_command_line  # Django only where it is needed

    execute_from_command_line(["honglam", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
