"""`honglam compare_plans` and `honglam check_plan`: JSON for programs, words for people, 2 for a file that cannot be
read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from honglam.config.commands import check_plan, compare_plans

from .writing import COMMUNE_HEAD, INTRO, PROVINCE_HEAD, goals

UPPER = PROVINCE_HEAD + INTRO + goals("95% người dân có hồ sơ sức khỏe điện tử")
LOWER = COMMUNE_HEAD + INTRO + goals("Tỷ lệ người dân có hồ sơ sức khỏe điện tử đạt trên 80%")
QUOTE = {"text", "value", "unit", "section", "source"}
Write = Callable[[str, str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a plan to disk; its path."""

    def file(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def test_compare_plans_prints_findings_in_the_published_shape(
    write: Write, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert compare_plans.main([write("upper.txt", UPPER), write("lower.txt", LOWER), "--json"]) == 0
    (finding,) = json.loads(capsysbinary.readouterr().out)["findings"]
    assert {"kind", "severity", "upper", "lower", "explanation"} <= set(finding)
    assert (finding["kind"], finding["severity"]) == ("weaker_target", "high")
    assert (set(finding["upper"]), set(finding["lower"])) == (QUOTE, QUOTE)
    source = finding["lower"]["source"]
    assert LOWER[source["start"] : source["end"]].startswith("Tỷ lệ người dân có hồ sơ sức khỏe")


def test_without_json_it_prints_words_for_people(write: Write, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert compare_plans.main([write("upper.txt", UPPER), write("lower.txt", LOWER)]) == 0
    printed = capsysbinary.readouterr().out.decode()
    assert "1. [CAO]" in printed
    assert "cấp dưới (mục I" in printed
    assert "→ Nâng chỉ tiêu" in printed


def test_a_conflict_within_one_plan_fills_that_plans_side(
    write: Write, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    twice = UPPER + "\n- Tỷ lệ người dân có hồ sơ sức khỏe điện tử đạt 90%.\n"
    assert compare_plans.main([write("upper.txt", twice), write("lower.txt", COMMUNE_HEAD + INTRO), "--json"]) == 0
    findings = json.loads(capsysbinary.readouterr().out)["findings"]
    (conflict,) = [finding for finding in findings if finding["kind"] == "internal_conflict"]
    assert conflict["upper"] is not None
    assert conflict["lower"] is None


def test_check_plan_fills_the_lower_side(write: Write, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    draft = LOWER + "\nII. NHIỆM VỤ\n- Thực hiện các nhiệm vụ tại Phụ lục kèm theo kế hoạch này của xã.\n"
    assert check_plan.main([write("draft.txt", draft), "--json"]) == 0
    findings = json.loads(capsysbinary.readouterr().out)["findings"]
    (missing,) = [finding for finding in findings if finding["kind"] == "missing_annex"]
    assert missing["upper"] is None
    assert "Phụ lục kèm theo" in missing["lower"]["text"]


def test_a_clean_pair_says_so(write: Write, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = write("upper.txt", UPPER)
    assert compare_plans.main([path, write("lower.txt", LOWER.replace("trên 80%", "trên 96%"))]) == 0
    assert "Không thấy mâu thuẫn nào." in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize("missing", [0, 1])
def test_a_file_that_cannot_be_read_gives_one_line_and_2(
    write: Write, capsys: pytest.CaptureFixture[str], missing: int
) -> None:
    paths = [write("upper.txt", UPPER), write("lower.txt", LOWER)]
    paths[missing] += ".khong-co"
    assert compare_plans.main(paths) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
