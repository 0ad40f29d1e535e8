"""The built front end as templates see it, before it is built, once built, and built again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from honglam.toolkit.ui import assets


@pytest.fixture
def dist(tmp_path: Path, settings: Any) -> Path:
    """A folder for builds of our own."""
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "manifest.json"}}
    return tmp_path


def build(dist: Path, mark: str, moment: int) -> None:
    """What a build leaves behind, as of a moment."""
    manifest = {"src/main.js": {"file": f"assets/main-{mark}.js", "isEntry": True, "css": [f"assets/main-{mark}.css"]}}
    (dist / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    described = {"file": f"assets/icons-{mark}.svg", "names": ["check"]}
    (dist / "icons.json").write_text(json.dumps(described), encoding="utf-8")
    for name in ("manifest.json", "icons.json"):
        os.utime(dist / name, ns=(moment, moment))


@pytest.mark.usefixtures("dist")
def test_pages_render_before_the_front_end_is_built() -> None:
    assert assets.entry_tags("main") == ""
    assert assets.icon_svg("check") == '<svg class="icon" aria-hidden="true" data-icon="check"></svg>'


def test_a_new_build_is_seen_without_a_restart(dist: Path) -> None:
    build(dist, "one", 1_000_000_000)
    assert "main-one.js" in assets.entry_tags("main") and "main-one.css" in assets.entry_tags("main")
    assert 'href="/static/assets/icons-one.svg#check"' in assets.icon_svg("check")
    build(dist, "two", 2_000_000_000)
    assert "main-two.js" in assets.entry_tags("main")
    assert "icons-two.svg" in assets.icon_svg("check")


def test_an_icon_with_a_name_is_read_out(dist: Path) -> None:
    build(dist, "one", 3_000_000_000)
    assert 'role="img" aria-label="Xóa &lt;b&gt;"' in assets.icon_svg("check", "Xóa <b>")


def test_a_misspelt_icon_is_an_error_only_while_developing(dist: Path, settings: Any) -> None:
    build(dist, "one", 4_000_000_000)
    settings.DEBUG = True
    with pytest.raises(assets.UnknownIcon):
        assets.icon_svg("chekc")
    settings.DEBUG = False
    assert "chekc" in assets.icon_svg("chekc")
