"""The documents say what is there: links lead somewhere, commands exist, pictures are used, both languages agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from honglam.config.cli import FILE_COMMANDS
from tools.house_rules import MACHINE_PATHS, PACKAGE_HOSTS

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "manual" / "images"
MOST_BYTES_OF_A_PICTURE = 200_000
OWN_COMMANDS = {*FILE_COMMANDS, "serve", "demo"}
"""Commands of the front door beside Django's (`honglam.config.cli`)."""

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<![\w/.-])(?<!-u )honglam ([a-z][a-z_]+)\b")
TARGET = re.compile(r"(?:^|&& |honglam )make ([a-z][a-z-]*)", re.MULTILINE)


def documents() -> list[Path]:
    """The documents that people read: at the root, in docs/ and beside the code they explain."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found += [ROOT / "deploy/README.md", ROOT / "examples/README.md", ROOT / "frontend/README.md"]
    return sorted(path for path in found if path.exists())


def code_of(text: str) -> str:
    """What a document shows as commands: fenced blocks and `spans`; comments behind # are left out."""
    fenced = "\n".join(FENCE.findall(text))
    spans = "\n".join(re.findall(r"`([^`\n]+)`", FENCE.sub("", text)))
    return re.sub(r"\s#.*", "", f"{fenced}\n{spans}")


def links_of(text: str) -> list[str]:
    """Addresses of links and pictures outside of fenced blocks."""
    return [markdown or html for markdown, html in LINK.findall(FENCE.sub("", text))]


def anchors_of(text: str) -> set[str]:
    """The anchors that headings get."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def make_targets() -> set[str]:
    """What the Makefile can make."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def broken_links(path: Path) -> list[str]:
    """Relative links of a document that lead nowhere."""
    broken = []
    for link in links_of(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file) if file else path
        has_anchors = bool(anchor) and target.suffix == ".md"
        if not target.exists() or (has_anchors and anchor not in anchors_of(target.read_text(encoding="utf-8"))):
            broken.append(link)
    return broken


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
class TestEveryDocument:
    """What holds for each document."""

    def test_links_and_pictures_lead_somewhere(self, path: Path) -> None:
        assert not broken_links(path)

    def test_commands_exist(self, path: Path) -> None:
        code = code_of(path.read_text(encoding="utf-8"))
        assert not set(COMMAND.findall(code)) - OWN_COMMANDS - set(get_commands())
        assert not set(TARGET.findall(code)) - make_targets()

    def test_nothing_of_one_machine_and_no_package_host_is_named(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert not MACHINE_PATHS.findall(text)
        assert not PACKAGE_HOSTS.findall(text)


def test_a_broken_link_and_an_unknown_command_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[gone](gone.md) [here](#one) [there](#two) ![](no.png)\n", encoding="utf-8")
    assert broken_links(page) == ["gone.md", "#two", "no.png"]
    shown = code_of("Run `honglam fly_away` or\n```\nmake moon   # make nothing\n```\n")
    assert COMMAND.findall(shown) == ["fly_away"]
    assert TARGET.findall(shown) == ["moon"]


def test_every_picture_is_used_and_small() -> None:
    used = {
        (path.parent / link).resolve() for path in documents() for link in links_of(path.read_text(encoding="utf-8"))
    }
    pictures = {path.resolve() for path in IMAGES.iterdir()}
    assert pictures
    assert not [path.name for path in pictures - used]
    assert not [path.name for path in pictures if path.stat().st_size > MOST_BYTES_OF_A_PICTURE]


def test_every_picture_can_be_taken_again() -> None:
    from tools.screenshots import PICTURES  # noqa: PLC0415  the browser's library only here

    assert {path.stem for path in IMAGES.iterdir()} == {picture.name for picture in PICTURES}


def test_both_readmes_show_the_same_commands_and_pictures() -> None:
    english, vietnamese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md"))
    for pattern in (COMMAND, TARGET):
        assert sorted(pattern.findall(code_of(english))) == sorted(pattern.findall(code_of(vietnamese)))
    assert [link for link in links_of(english) if link.endswith(".png")] == [
        link for link in links_of(vietnamese) if link.endswith(".png")
    ]


def test_decisions_are_numbered_without_gaps_and_titled_with_their_number() -> None:
    files = sorted(path for path in (ROOT / "docs" / "adr").glob("*.md") if path.name != "README.md")
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name
