"""`honglam extract_plan`: JSON on standard output, messages on standard error, 2 for a file that cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from honglam.config.commands.extract_plan import main

from .by_hand import FOLDER


def test_it_prints_json_with_and_without_the_option(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(FOLDER / "ministry_plan.txt")]) == 0
    plain = capsysbinary.readouterr().out
    assert main([str(FOLDER / "ministry_plan.txt"), "--json"]) == 0
    assert capsysbinary.readouterr().out == plain
    assert json.loads(plain)["doc"]["kind"] == "plan"


def test_it_prints_the_text_in_which_the_spans_count(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = str(FOLDER / "party_programme.txt")
    assert main(["--text", path]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert main([path]) == 0
    for section in json.loads(capsysbinary.readouterr().out)["sections"]:
        source = section["source"]
        assert " ".join(text[source["start"] : source["end"]].split()).startswith(section["heading"])


def test_a_document_that_is_no_plan_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER / "decree.txt")]) == 0
    assert "không phải là kế hoạch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"), [("trong.txt", b""), ("hong.docx", b"PK\x03\x04 khong phai zip"), ("mat.txt", None)]
)
def test_a_file_that_cannot_be_read_gives_one_line_and_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


def test_it_needs_no_django() -> None:
    code = (
        "import sys; from honglam.config.commands.extract_plan import main;"
        f"main([{str(FOLDER / 'decree.txt')!r}]); sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
