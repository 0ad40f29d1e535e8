"""Every template: whom it may extend and include, what may never stand in it, how components describe themselves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "honglam"
FLOORS = ["toolkit", "core", "engines", "flows", "surfaces", "packs", "config"]
COMPONENTS = PACKAGE / "toolkit" / "ui" / "templates" / "ui" / "components"
NAMED = re.compile(r"""\{%-?\s*(extends|include|component)\s+(\S+)""")
OFFERED = {
    "audit/history.html",
    "audit/history_card.html",
    "documents/signatures.html",
}  # what an app offers to the apps beside it on the same floor
COMMENTS = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.S)


@cache
def templates() -> dict[str, Path]:
    """Template names as Django knows them, and their files."""
    found: dict[str, Path] = {}
    for config in apps.get_app_configs():
        folder = Path(config.path) / "templates"
        if PACKAGE in folder.parents and folder.is_dir():
            found |= {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.html"))}
    return found


def spoken(path: Path) -> str:
    """The source of a template without its comments."""
    return COMMENTS.sub("", path.read_text(encoding="utf-8"))


def home(path: Path) -> tuple[str, str]:
    """The floor of a template and the app it belongs to."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0], parts[1]


def references(path: Path) -> list[tuple[str, str]]:
    """(tag, template name) of every extends, include and component."""
    return [
        (tag, one)
        for tag, name in NAMED.findall(spoken(path))
        for one in re.findall(r"[\w./-]+\.html", name) or [name.strip("\"'")]  # a layout may be chosen among two
    ]


def fault(source: Path, tag: str, name: str, known: dict[str, Path]) -> str:
    """What is wrong with a reference; an empty text where nothing is."""
    target = known.get(f"ui/components/{name}.html" if tag == "component" else name)
    if target is None:
        return "" if name.startswith(("account/", "mfa/", "allauth/")) else f"{name} không có"
    if home(target) == home(source):
        return ""
    if home(target) == ("toolkit", "ui"):
        wanted = "ui/layouts/" if tag == "extends" else "ui/components/"
        return "" if tag == "component" or name.startswith(wanted) else f"{tag} chỉ lấy từ {wanted}"
    if tag == "extends":
        return "chỉ kế thừa bố cục của ui hoặc của chính mình"
    lower = FLOORS.index(home(target)[0]) < FLOORS.index(home(source)[0])
    return "" if lower or name in OFFERED else f"{name} không đứng ở tầng dưới"


def test_templates_extend_and_include_only_what_they_may() -> None:
    faults = [
        f"{name}: {tag} {reference}: {wrong}"
        for name, path in templates().items()
        for tag, reference in references(path)
        if (wrong := fault(path, tag, reference, templates()))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("tag", "name", "caught"),
    [
        ("extends", "ui/layouts/desk.html", False),
        ("extends", "ui/components/card.html", True),
        ("include", "ui/components/card.html", False),
        ("include", "ui/layouts/desk.html", True),
        ("component", "card", False),
        ("component", "nothing", True),
        ("include", "desk/home.html", True),
        ("extends", "desk/home.html", True),
        ("include", "plans/_own.html", False),
    ],
)
def test_the_check_of_references_catches_what_an_engine_may_not_do(tag: str, name: str, caught: bool) -> None:
    own = PACKAGE / "engines" / "plans" / "templates" / "plans" / "_own.html"
    known = templates() | {"plans/_own.html": own}
    assert bool(fault(own, tag, name, known)) is caught


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_compiles_and_is_our_own_file(name: str) -> None:
    found = get_template(name)
    assert Path(str(found.origin)) == templates()[name], "another app's template of this name is found first"


FORBIDDEN = {
    "native day field": re.compile(r"type=[\"']date[\"']", re.I),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json[\"'])", re.I),
    "inline style": re.compile(r"<style|\sstyle=", re.I),
    "event attribute": re.compile(r"\son[a-z]+=|hx-on[:\w-]*=", re.I),
    "script in an address": re.compile(r"javascript:|[\"']js:", re.I),
    "outside host": re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//", re.I),
}


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_template_needs_a_looser_security_policy(name: str) -> None:
    source = spoken(templates()[name])
    assert {what for what, pattern in FORBIDDEN.items() if pattern.search(source)} == set()


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<script>x()</script>", "inline script"),
        ('<p style="color: red">', "inline style"),
        ('<a onclick="x()">', "event attribute"),
        ('<div hx-on:click="x()">', "event attribute"),
        ('<a href="javascript:x()">', "script in an address"),
        ('<img src="//cdn.example/x.png">', "outside host"),
        ('<input type="date" name="from">', "native day field"),
    ],
)
def test_the_check_of_the_security_policy_catches(source: str, what: str) -> None:
    assert FORBIDDEN[what].search(source)


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_what_it_is_and_what_it_takes(path: Path) -> None:
    head = re.match(r"\{% comment %\}\n(.+?)\n\{% endcomment %\}", path.read_text(encoding="utf-8"), re.S)
    assert head and len(head.group(1)) > 40


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    listed = set(json.loads((ROOT / "frontend" / "icons.json").read_text(encoding="utf-8")))
    named = {
        name
        for path in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")]
        for name in re.findall(r"""(?:icon "|icon=")([a-z0-9-]+)\"""", path.read_text(encoding="utf-8"))
    }
    assert named - listed == set()


def test_templates_pass_the_template_linter() -> None:
    command = [sys.executable, "-m", "djlint", "honglam", "--lint", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_template_names_are_unique_between_apps() -> None:
    # Two apps with the same template name would hide one of them.
    loaders = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    assert loaders
    seen: dict[str, str] = {}
    for config in apps.get_app_configs():
        folder = Path(config.path) / "templates"
        if PACKAGE not in folder.parents or not folder.is_dir():
            continue
        for path in folder.rglob("*.html"):
            name = str(path.relative_to(folder))
            assert name not in seen, f"{name}: {seen.get(name)} và {config.label}"
            seen[name] = config.label
