"""The words, colours and icons of statuses, and that the colours can be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from honglam.toolkit.ui import figures, statuses

ROOT = Path(__file__).resolve().parents[3]
TOKENS = (ROOT / "frontend" / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
EVERY_STATUS = [(family, one) for family, members in statuses.FAMILIES.items() for one in members.values()]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("in_progress", "Đang thực hiện"),
        ("due_soon", "Sắp đến hạn"),
        ("overdue", "Quá hạn"),
        ("done_on_time", "Hoàn thành đúng hạn"),
        ("done_late", "Hoàn thành quá hạn"),
        ("reported", "Báo hoàn thành, chờ xác nhận"),
        ("returned", "Trả lại"),
        ("extension_requested", "Xin gia hạn"),
        ("carried_over", "Chuyển kỳ sau"),
        ("not_started", "Chưa bắt đầu"),
        ("overdue_when_assigned", "Quá hạn ngay khi giao"),
        ("requested", "Được đề nghị phối hợp"),
    ],
)
def test_work_is_called_by_the_words_of_the_design(code: str, word: str) -> None:
    with translation.override("vi"):
        assert str(statuses.status(code).label) == word


@pytest.mark.parametrize(("family", "one"), EVERY_STATUS, ids=lambda value: getattr(value, "code", value))
def test_every_status_has_a_known_tone_and_an_icon_of_the_sprite(family: str, one: statuses.Status) -> None:
    listed = json.loads((ROOT / "frontend" / "icons.json").read_text(encoding="utf-8"))
    assert one.tone in statuses.TONES
    assert one.icon in listed


@pytest.mark.parametrize("family", statuses.FAMILIES)
def test_no_two_statuses_of_a_family_look_and_sound_alike(family: str) -> None:
    members = statuses.FAMILIES[family].values()
    assert len({str(one.label) for one in members}) == len(members)
    assert len({(one.tone, one.icon) for one in members}) == len(members)


def test_red_means_overdue_or_failed_and_nothing_else() -> None:
    assert {(family, one.code) for family, one in EVERY_STATUS if one.tone == "danger"} == {
        ("work", "overdue"),
        ("job", "failed"),
        ("arrival", "missing"),
        ("report_timeliness", "missing"),
        ("delivery", "given_up"),
        ("data_request", "overdue"),
    }


def test_work_that_was_asked_for_has_no_colour() -> None:
    assert statuses.status("requested").tone == "none"


def test_a_misspelt_code_is_an_error() -> None:
    with pytest.raises(statuses.UnknownStatus):
        statuses.status("overdu")
    with pytest.raises(statuses.UnknownStatus):
        statuses.status("overdue", "no-family")


def test_shares_fill_the_bar_and_leave_out_what_is_not_there() -> None:
    parts = figures.shares([("done_on_time", 1, "?a"), ("overdue", 0, "?b"), ("in_progress", 3, "?c")])
    assert [(part["tone"], part["share"], part["offset"], part["url"]) for part in parts] == [
        ("success", 25.0, 0.0, "?a"),
        ("progress", 75.0, 25.0, "?c"),
    ]
    assert figures.shares([("overdue", 0, "")]) == []


def palette(selector: str) -> dict[str, str]:
    """The colour tokens of a theme; the dark one inherits what it does not change."""
    blocks = dict(re.findall(r"^(\S[^{]*?)\s*\{(.*?)^\}", TOKENS, re.S | re.M))
    block = next(text for name, text in blocks.items() if name.endswith(selector))
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = palette(":root")
DARK = LIGHT | palette('[data-theme="dark"]')


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two #rrggbb colours, 1 to 21."""

    def luminance(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", [tone for tone in statuses.TONES if tone != "none"])
def test_the_word_of_a_badge_can_be_read_on_its_ground(theme: dict[str, str], tone: str) -> None:
    assert contrast(theme[f"{tone}-text"], theme[f"{tone}-ground"]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("text", "surface", 7),
        ("text", "page", 7),
        ("text-muted", "surface", 4.5),
        ("text-muted", "page", 4.5),
        ("text-muted", "surface-sunken", 4.5),
        ("text-faint", "surface-sunken", 4.5),
        ("accent", "surface", 4.5),
        ("accent", "page", 4.5),
        ("on-accent", "accent", 4.5),
        ("danger-text", "surface", 4.5),
        ("none-text", "surface", 4.5),
        ("brand-text", "brand", 4.5),
        ("brand-muted", "brand", 4.5),
        ("text", "mark", 4.5),
        ("control-line", "surface", 3),
        ("focus", "surface", 3),
    ],
)
def test_text_and_edges_can_be_seen(theme: dict[str, str], ink: str, ground: str, least: float) -> None:
    assert contrast(theme[ink], theme[ground]) >= least
