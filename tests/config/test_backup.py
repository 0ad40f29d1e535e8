"""A backup comes back whole into an empty place, and is refused everywhere else (PostgreSQL and its programs only)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tools.postgres import NoServer, server_binaries

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / "deploy" / "bin"
CONTENT = b"the minutes of a meeting"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ROW = (
    "INSERT INTO files_storedfile (uid, name, kind, media_type, size, sha256, purpose, created_at) "
    "VALUES (gen_random_uuid(), 'minutes.txt', 'txt', 'text/plain', %s, %s, 'test', now())"
)


@dataclass
class Place:
    """One installation: a database and a folder."""

    url: str
    folder: Path

    def run(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program with the settings of this installation."""
        path = os.environ["PATH"] if shutil.which("pg_dump") else f"{server_binaries()}{os.pathsep}{os.environ['PATH']}"
        variables = {**os.environ, "DATABASE_URL": self.url, "HONGLAM_VAR": str(self.folder), "PATH": path}
        variables.pop("DJANGO_SETTINGS_MODULE", None)
        return subprocess.run(
            [str(program), *arguments], env=variables, capture_output=True, text=True, check=False
        )  # fmt: skip

    def names(self) -> list[tuple[str, str]]:
        """The stored files that the database knows."""
        with psycopg.connect(self.url) as connection:
            return connection.execute("SELECT name, sha256 FROM files_storedfile").fetchall()

    def keep(self, content: bytes) -> Path:
        """A content where the platform would put it."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / "files" / digest[:2] / digest[2:4] / digest
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        return path


def empty_place(name: str, folder: Path) -> Place:
    """A new database on the server of the tests, and a new folder."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    (folder / name).mkdir()
    return Place(f"{server.rpartition('/')[0]}/{name}", folder / name)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An installation with one stored file."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("backup and restore are for PostgreSQL")
    try:
        server_binaries()
    except NoServer:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    if not (ROOT / ".venv" / "bin" / "honglam").exists():
        pytest.skip("the scripts use the environment of the checkout (make setup)")
    place = empty_place("backup_source", tmp_path_factory.mktemp("backup"))
    done = place.run(ROOT / ".venv/bin/honglam", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    place.keep(CONTENT)
    with psycopg.connect(place.url) as connection:
        connection.execute(ROW, (len(CONTENT), DIGEST))
    yield place


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The folder of backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def backups(folder: Path) -> list[Path]:
    """The finished backups, oldest first."""
    return sorted(folder.glob("????-??-??T*Z"))


def test_a_backup_comes_back_whole_and_only_into_an_empty_place(lived_in: Place, target: Path, tmp_path: Path) -> None:
    done = lived_in.run(BIN / "backup", str(target))
    assert done.returncode == 0, done.stderr
    (backup,) = backups(target)
    assert backup.stat().st_mode & 0o077 == 0, "only the account of the service reads a backup"

    place = empty_place("backup_restored", tmp_path)
    done = place.run(BIN / "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert place.names() == lived_in.names() == [("minutes.txt", DIGEST)]
    assert (place.folder / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST).read_bytes() == CONTENT
    assert (place.folder / "secret_key").read_bytes() == (lived_in.folder / "secret_key").read_bytes()

    again = place.run(BIN / "restore", str(backup))
    assert again.returncode == 1
    assert "cần một cơ sở dữ liệu trống" in again.stderr


@pytest.mark.parametrize("damage", ["content", "database"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    damage: str, lived_in: Place, target: Path, tmp_path: Path
) -> None:
    assert lived_in.run(BIN / "backup", str(target)).returncode == 0
    (backup,) = backups(target)
    path = {"content": target / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST, "database": backup / "database.dump"}
    with path[damage].open("ab") as file:
        file.write(b"x")
    place = empty_place(f"backup_{damage}", tmp_path)
    done = place.run(BIN / "restore", str(backup))
    assert done.returncode == 1
    assert "Không khôi phục được" in done.stderr
    assert not (place.folder / "files").exists()


def test_a_stored_file_that_rotted_stops_the_backup(lived_in: Place, target: Path) -> None:
    path = lived_in.keep(b"sound")
    path.write_bytes(b"rotten")
    try:
        done = lived_in.run(BIN / "backup", str(target))
    finally:
        path.unlink()
    assert done.returncode == 1
    assert path.name in done.stderr
    assert not backups(target)
    assert not list(target.glob(".unfinished-*"))


def test_a_log_that_does_not_verify_is_told_but_the_backup_is_made(lived_in: Place, target: Path) -> None:
    block = (
        "INSERT INTO audit_auditblock (number, previous_digest, digest, entry_count, sealed_at) "
        "VALUES (1, '', 'no digest of anything', 1, now())"
    )
    with psycopg.connect(lived_in.url) as connection:
        connection.execute(block)
    done = lived_in.run(BIN / "backup", str(target), "1")
    with psycopg.connect(lived_in.url) as connection:
        connection.execute("DELETE FROM audit_auditblock")
    assert done.returncode == 1
    assert "verify_audit" in done.stderr
    assert len(backups(target)) == 1


def test_old_backups_go_and_take_the_contents_that_nobody_names(lived_in: Place, target: Path) -> None:
    gone = lived_in.keep(b"a file that is deleted later")
    assert lived_in.run(BIN / "backup", str(target), "1").returncode == 0
    (first,) = backups(target)
    assert (target / "files" / gone.relative_to(lived_in.folder / "files")).exists()
    gone.unlink()
    first.rename(first.with_name("2020-01-01T000000Z"))
    assert lived_in.run(BIN / "backup", str(target), "1").returncode == 0
    (second,) = backups(target)
    assert second.name > "2026"
    assert [path.name for path in (target / "files").rglob("*") if path.is_file()] == [DIGEST]
