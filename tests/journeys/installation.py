"""A real installation for journeys: its own data, `honglam serve` with web, worker and schedule, people to sign in."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from tests.engines.documents.signatures.signing import OFFICIAL_ROOT, root

PASSWORD = "Mat-khau-thu-2026"
HONGLAM = [sys.executable, "-m", "honglam"]
SECONDS_TO_START = 240

# People are made through the same actions as everywhere; the script runs inside the installation.
PEOPLE = """
import datetime, json, sys
from honglam.core.access.actions import create_user, grant_role, offer_permissions
from honglam.core.organisations.models import Unit
offer_permissions(by=None)
for username, full_name, role, code in json.loads({people!r}):
    user = create_user(by=None, username=username, full_name=full_name, email=username + "@tinh.example",
                       password={password!r}, must_change_password=False)
    grant_role(user=user, role=role, unit=Unit.objects.get(code=code), by=None, starts_on=datetime.date(2025, 7, 1))
"""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_database(environment: dict[str, str]) -> Iterator[None]:
    """On PostgreSQL a database of its own beside the tests' one, dropped afterwards; SQLite lives in the folder."""
    url = environment.get("DATABASE_URL", "")
    if not url:
        yield
        return
    import psycopg  # noqa: PLC0415  only where the tests run on PostgreSQL

    parts, name = urlsplit(url), f"journeys_{uuid4().hex[:8]}"
    environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(urlunsplit(parts._replace(scheme="postgresql")), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        with psycopg.connect(urlunsplit(parts._replace(scheme="postgresql")), autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass
class Installation:
    """A running platform: `url` to open, `run()` for commands on its data."""

    url: str
    folder: Path
    environment: dict[str, str] = field(repr=False)

    def run(self, *command: str, script: str = "") -> str:
        """Run a command of the platform; its output."""
        done = subprocess.run(
            [*HONGLAM, *command], env=self.environment, input=script, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def add_people(self, *people: tuple[str, str, str, str]) -> None:
        """Make accounts: (user name, full name, role code, unit code), all with `PASSWORD`."""
        self.run("shell", script=PEOPLE.format(people=json.dumps(people), password=PASSWORD))


@contextmanager
def running_installation(folder: Path, province: str) -> Iterator[Installation]:
    """Migrate, load a province, serve; stop and clear away at the end."""
    port = free_port()
    environment = os.environ | {
        "HONGLAM_VAR": str(folder),
        "HONGLAM_LOG_LEVEL": "WARNING",
        "HONGLAM_SIGNATURE_ROOTS": str(_believed_roots(folder)),
        "HONGLAM_STRICT_READS": "1",  # a page that writes when it is only looked at ends the journey
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with own_database(environment):
        installation = Installation(f"http://127.0.0.1:{port}", folder, environment)
        installation.run("migrate", "-v0")
        installation.run("load_province", province)
        with (folder / "serve.log").open("wb") as log:
            server = subprocess.Popen(
                [*HONGLAM, "serve", "--port", str(port), "--workers", "1"], env=environment, stdout=log, stderr=log
            )
            try:
                _wait_until_healthy(installation, server)
                yield installation
            finally:
                server.terminate()
                server.wait(30)


def _believed_roots(folder: Path) -> Path:
    """The folder of certificates that the province believes: the root of our invented authority, which signs nothing
    that is not made with the keys of this process."""
    believed = folder / "signature-roots"
    believed.mkdir()
    (believed / "goc.pem").write_bytes(root(OFFICIAL_ROOT).pem)
    return believed


def _wait_until_healthy(installation: Installation, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, (installation.folder / "serve.log").read_text()
        try:
            with urllib.request.urlopen(f"{installation.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not listening yet, or not answering yet
            time.sleep(0.2)
    raise AssertionError((installation.folder / "serve.log").read_text())
