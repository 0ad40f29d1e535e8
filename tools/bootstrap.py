"""Prepare this checkout: environment, locked dependencies, front end. Standard library only; safe to repeat.

python3 tools/bootstrap.py            environment and front end
python3 tools/bootstrap.py --system   also the programs that the tests need (Chromium, PostgreSQL)
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "locked.txt"
FRONTEND = ROOT / "frontend"
SYSTEM_PACKAGES = {  # program that proves it -> Debian package
    "chromium": "chromium",
    "psql": "postgresql",
    "soffice": "libreoffice-writer-nogui",
}


def say(text: str) -> None:
    """One line of progress."""
    print(f"· {text}", flush=True)


def fail(text: str) -> None:
    """End with one clear line."""
    print(f"✗ {text}", file=sys.stderr)
    raise SystemExit(1)


def digest(paths: list[Path]) -> str:
    """A digest of the files' names and contents: what a stamp remembers."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_done(stamp: Path, token: str) -> bool:
    """Whether the step was done for exactly this input."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == token


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run one step; its failure ends the set-up with the command's own words."""
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"}
    if subprocess.run([str(part) for part in command], cwd=cwd, env=environment, check=False).returncode:
        fail(f"bước này không chạy được: {' '.join(str(part) for part in command)}")


def python_environment() -> None:
    """The virtual environment with the locked dependencies, each checked by its hash."""
    if sys.version_info < (3, 11):  # noqa: UP036  this runs before anything is installed
        fail(f"cần Python 3.11 trở lên; đây là {sys.version.split()[0]}")
    stamp, token = VENV / "installed", digest([LOCK, ROOT / "pyproject.toml"])
    if is_done(stamp, token):
        return
    if not (VENV / "bin" / "python").exists():
        say("tạo môi trường Python")
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError):
            fail("Python thiếu mô-đun venv; trên Debian hoặc Ubuntu: apt-get install python3-venv")
    say("cài thư viện theo danh sách khóa")
    pip: list[str | Path] = [VENV / "bin" / "python", "-m", "pip", "install", "--quiet"]
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp.write_text(token, encoding="ascii")


def front_end() -> None:
    """The built front end, from the one lock file, with Node.js from the Python environment."""
    sources = [
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and not {"node_modules", "dist"} & set(path.relative_to(FRONTEND).parts)
    ]
    stamp, token = FRONTEND / "dist" / "built", digest(sources)
    if is_done(stamp, token):
        return
    installed, lock = FRONTEND / "node_modules" / "installed", digest([FRONTEND / "package-lock.json"])
    npm = VENV / "bin" / "npm"
    if not is_done(installed, lock):
        say("cài thư viện giao diện")
        run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=FRONTEND)
        installed.write_text(lock, encoding="ascii")
    say("dựng giao diện")
    run(npm, "run", "--silent", "build", cwd=FRONTEND)
    stamp.write_text(token, encoding="ascii")


def catalogues() -> None:
    """Compile the message catalogues (Babel; no system gettext)."""
    for source in (ROOT / "honglam" / "locale").glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            run(VENV / "bin" / "pybabel", "--quiet", "compile", "-i", source, "-o", target)


def has_program(name: str) -> bool:
    """Whether a program is on the PATH or, for PostgreSQL, in Debian's own folder."""
    return bool(shutil.which(name)) or (name == "psql" and any(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def system_programs() -> None:
    """Programs that the tests drive: installed where root and apt allow, named with a remedy where not."""
    missing = [package for program, package in SYSTEM_PACKAGES.items() if not has_program(program)]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"cài gói hệ thống: {', '.join(missing)}")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-y", "-o", "Dpkg::Use-Pty=0"]
        subprocess.run([*apt, "update"], env=environment, check=False)
        subprocess.run([*apt, "install", "--no-install-recommends", *missing], env=environment, check=False)
        missing = [package for program, package in SYSTEM_PACKAGES.items() if not has_program(program)]
    if missing:
        say(f"còn thiếu: {', '.join(missing)}. Cài bằng: sudo apt-get install {' '.join(missing)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--system", action="store_true", help="also install what the tests need")
    options = parser.parse_args()
    python_environment()
    if options.system:
        system_programs()
    front_end()
    catalogues()
