"""The files of deploy/ agree with each other, with the settings and with the programs that they start."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from granian.cli import cli as granian

from honglam.core.files.registry import purposes
from honglam.engines.documents.sniffing import MAX_FILE_BYTES

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
APP = "/srv/honglam/app"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
SCRIPTS = sorted((DEPLOY / "bin").iterdir())
NGINX = (DEPLOY / "nginx" / "honglam.conf").read_text(encoding="utf-8")
CHECKLIST = (ROOT / "docs" / "manual" / "server.md").read_text(encoding="utf-8")
FOR_DEVELOPERS = {"HONGLAM_DEBUG", "HONGLAM_STRICT_READS"}


def unit(path: Path) -> configparser.ConfigParser:
    """A unit file as systemd reads it."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return parser


def environment() -> dict[str, str]:
    """The lines of the example that are not comments."""
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def directive(name: str, text: str = NGINX) -> list[str]:
    """The values of one directive of the nginx file."""
    return [value.strip() for value in re.findall(rf"^\s*{name}\s+(.*);", text, re.MULTILINE)]


def location(path: str) -> str:
    """The body of one location of the nginx file."""
    found = re.search(rf"location {re.escape(path)} \{{\n(.*?)\n    \}}", NGINX, re.DOTALL)
    assert found, path
    return found[1]


def web_options() -> dict[str, object]:
    """What the application server understands of its line."""
    command = shlex.split(unit(DEPLOY / "systemd" / "honglam-web.service")["Service"]["ExecStart"])
    return dict(granian.make_context("granian", command[1:]).params)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
class TestEveryService:
    """What holds for each unit."""

    def test_it_runs_as_the_account_with_the_settings_and_writes_only_to_the_data(self, path: Path) -> None:
        service = unit(path)["Service"]
        assert (service["User"], service["Group"]) == ("honglam", "honglam")
        assert service["EnvironmentFile"] == "/etc/honglam/environment"
        assert service["WorkingDirectory"] == APP
        assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "true")
        assert environment()["HONGLAM_VAR"] in service["ReadWritePaths"].split()
        assert not [folder for folder in service["ReadWritePaths"].split() if folder.startswith(APP)]

    def test_its_program_exists_and_takes_its_options(self, path: Path) -> None:
        program, *arguments = shlex.split(unit(path)["Service"]["ExecStart"])
        name = program.removeprefix(f"{APP}/.venv/bin/")
        if name == "honglam":
            command = arguments[0]
            load_command_class(get_commands()[command], command).create_parser("honglam", command).parse_args(
                arguments[1:]
            )
        elif name == "granian":
            assert web_options()["app"] == "honglam.config.wsgi:application"
        else:
            assert os.access(ROOT / Path(program).relative_to(APP), os.X_OK)

    def test_it_is_enabled_by_the_checklist_itself_or_through_its_timer(self, path: Path) -> None:
        starter = path.with_suffix(".timer") if path.with_suffix(".timer") in TIMERS else path
        enabled = re.search(r"^systemctl enable --now (.*)$", CHECKLIST, re.MULTILINE)
        assert enabled
        assert starter.name.removesuffix(".service") in enabled[1].split()
        assert "Install" in unit(starter)


def test_the_web_server_and_nginx_meet_in_a_folder_that_only_nginx_may_enter() -> None:
    options = web_options()
    socket = str(options["uds"])
    assert f"unix:{socket} " in NGINX
    assert options["uds_permissions"] == 0o666
    (made,) = re.findall(r"^d (.*)$", (DEPLOY / "tmpfiles" / "honglam.conf").read_text(encoding="utf-8"), re.MULTILINE)
    assert made == f"{Path(socket).parent} 0750 honglam www-data"
    writes = unit(DEPLOY / "systemd" / "honglam-web.service")["Service"]["ReadWritePaths"].split()
    assert str(Path(socket).parent) in writes


def test_nginx_serves_the_static_files_from_where_they_are_collected() -> None:
    static = location(settings.STATIC_URL)
    assert directive("alias", static) == [f"{environment()['HONGLAM_VAR']}/{Path(settings.STATIC_ROOT).name}/"]
    assert "add_header Cache-Control $honglam_static_cache" in static
    hashed = re.search(r'^\s*~(\S+)\s+"public, max-age=31536000, immutable";', NGINX, re.MULTILINE)
    assert hashed
    assert re.match(hashed[1], "/static/assets/main-CtludFa8.css")
    assert not re.match(hashed[1], "/static/favicon.svg")


def test_nginx_lets_through_what_the_platform_takes_and_has_a_page_for_more() -> None:
    limit, for_the_page = directive("client_max_body_size")
    assert limit.endswith("m")
    largest = max([MAX_FILE_BYTES, *(purpose.most_bytes for purpose in purposes() if purpose.comes_in)])
    assert largest + 1_000_000 < int(limit[:-1]) << 20 < largest * 1.5
    assert for_the_page == "0"
    shown = location("/nginx-pages/")
    assert "client_max_body_size 0;" in shown
    assert directive("alias", shown) == [f"{APP}/deploy/nginx/pages/"]


def test_every_error_of_nginx_has_its_page() -> None:
    pages = [line.split()[-1].removeprefix("/nginx-pages/") for line in directive("error_page")]
    assert sorted(pages) == sorted(path.name for path in (DEPLOY / "nginx" / "pages").iterdir())
    for name in pages:
        page = (DEPLOY / "nginx" / "pages" / name).read_text(encoding="utf-8")
        assert '<html lang="vi">' in page
        assert not re.search(r"<script|\ssrc=|<link|https?://", page), "the page must not need the platform"


def test_nginx_says_who_asks_and_how_as_the_settings_expect() -> None:
    proxied = location("/")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxied
    assert "proxy_set_header X-Forwarded-Proto https;" in proxied
    assert environment()["HONGLAM_PROXIES"] == "1"
    assert set(directive("server_name")) == {environment()["HONGLAM_ALLOWED_HOSTS"]}
    assert NGINX.count("{") == NGINX.count("}")


def test_the_example_names_every_setting_and_no_other() -> None:
    text = (ROOT / "honglam" / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:flag|words|environ\.get)\(\s*"([A-Z_]+)"', text))
    example = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    assert named == read - FOR_DEVELOPERS
    assert all(f'"{name}"' in text or name in text for name in FOR_DEVELOPERS)
    assert not [value for value in environment().values() if re.search(r"[\"'$\\\s]", value)]


def test_django_finds_nothing_to_warn_of_with_the_example(tmp_path: Path) -> None:
    variables = {**os.environ, **environment(), "HONGLAM_VAR": str(tmp_path)}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "honglam", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "(2 silenced)" in done.stdout + done.stderr, "the checklist quotes this line"


def test_cookies_stay_with_the_browser_and_with_the_site(tmp_path: Path) -> None:
    names = ["SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"]
    code = (
        "from honglam.config import settings as s\n"
        f"for name in {names!r}:\n"
        "    print(*(getattr(s, f'{name}_{kind}') for kind in ('SECURE', 'HTTPONLY', 'SAMESITE')))\n"
        "print(s.SECURE_HSTS_SECONDS)"
    )
    variables = {**os.environ, **environment(), "HONGLAM_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    *cookies, hsts = done.stdout.splitlines()
    assert cookies == ["True True Lax"] * 3
    assert NGINX.count(f'Strict-Transport-Security "max-age={hsts}"') == 2, (
        "static files and pages of nginx say the same"
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_plain_shell_that_stops_at_the_first_error(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert re.search(r"^set -eu$", text, re.MULTILINE)
    assert os.access(path, os.X_OK)
    done = subprocess.run(["sh", "-n", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_file_of_the_folder_is_explained_and_installed() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.name != "README.md":
            short = str(path.relative_to(DEPLOY))
            assert f"`{short}`" in readme or f"`{Path(short).parent}/`" in readme, short
    for shown in re.findall(r"(?<![\w/])deploy/([\w./-]+\w)", CHECKLIST):
        assert (DEPLOY / shown).exists() or list((DEPLOY / shown).parent.glob(Path(shown).name + "*")), shown
