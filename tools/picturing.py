"""What a picture of the manual is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

DESKTOP, PHONE = (1280, 800), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture: who looks at which page, through which links, on what width."""

    name: str
    account: str
    path: str
    follow: tuple[str, ...] = ()
    size: tuple[int, int] = DESKTOP
    prepare: Callable[[Page], None] | None = None


def to(selector: str) -> Callable[[Page], None]:
    """Scroll until an element stands below the bar at the top."""

    def scroll(page: Page) -> None:
        page.locator(selector).first.evaluate(
            "element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 76)"
        )

    return scroll
