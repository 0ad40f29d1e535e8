"""A new pack is made by one command and works at once; without any pack the platform boots."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from honglam.config.commands.new_pack import CannotMake, main, with_pack, words_of

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, packs: str, path: Path | None = None, var: Path) -> subprocess.CompletedProcess[str]:
    """A command of its own process with these packs."""
    environment = {
        **os.environ, "HONGLAM_PACKS": packs, "HONGLAM_VAR": str(var),
        "PYTHONPATH": os.pathsep.join([*([str(path)] if path else []), str(ROOT)]),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900
    )


def test_the_platform_boots_without_any_pack(tmp_path: Path) -> None:
    for command in (["check"], ["makemigrations", "--check", "--dry-run"]):
        done = run("honglam", *command, packs="", var=tmp_path)
        assert done.returncode == 0, done.stderr


def test_a_new_pack_passes_what_every_register_must(tmp_path: Path) -> None:
    home, var = tmp_path / "packs", tmp_path / "var"
    home.mkdir()
    made = main(["trial_farms", "--into", str(home), "--label", "trang trại", "--area", "Nông nghiệp"])
    assert made == 0
    assert {"pack.py", "models.py", "terms.py", "README.md", "migrations", "__init__.py"} <= {
        path.name for path in (home / "trial_farms").iterdir()
    }
    assert (home / "trial_farms" / "migrations" / "0001_initial.py").exists()
    packs = "honglam.packs.investment,trial_farms"
    for command in (["check"], ["makemigrations", "--check", "--dry-run"]):
        done = run("honglam", *command, packs=packs, path=home, var=var)
        assert done.returncode == 0, done.stderr
    promises = [f"tests/engines/registers/test_every_{name}.py" for name in ("register", "answer")]
    suite = [*promises, str(home / "test_trial_farms.py")]
    options = ["-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", "--rootdir", str(ROOT), "-k", "trial_farms"]
    done = run("pytest", *options, *suite, packs=packs, path=home, var=var)
    assert done.returncode == 0, done.stdout[-4000:]
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= 16


def test_a_pack_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "farms").mkdir()
    assert main(["farms", "--into", str(tmp_path)]) == 2
    assert "chọn tên khác" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Farms", "class", "2farms", "farms-x", "farms; x", "_farms"])
def test_a_name_that_python_cannot_take_is_refused(name: str, tmp_path: Path) -> None:
    assert main([name, "--into", str(tmp_path)]) == 2
    assert not list(tmp_path.iterdir())


def test_texts_that_would_break_the_files_are_refused() -> None:
    for text in ('a"b', "a\\b", "50%", " "):
        with pytest.raises(CannotMake):
            words_of("farms", None, text, "Nông nghiệp", apart=False)


def test_a_pack_is_added_at_the_end_of_the_list() -> None:
    source = (ROOT / "honglam" / "config" / "packs.py").read_text(encoding="utf-8")
    added = with_pack(source, "honglam.packs.farms")
    found: dict[str, object] = {}
    exec(compile(added, "packs", "exec"), found)
    packs = found["EVERY_PACK"]
    assert isinstance(packs, tuple) and packs[-1] == "honglam.packs.farms" and "honglam.packs.investment" in packs
    with pytest.raises(CannotMake):
        with_pack("PACKS = []\n", "honglam.packs.farms")
