"""Figures prepared for the components that draw them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from honglam.toolkit.ui.statuses import status


def shares(counts: Iterable[tuple[str, int, str]], family: str = "work") -> list[dict[str, Any]]:
    """Parts of a stacked bar from (status code, count, url): share and offset in percent of the whole, no zeros."""
    counted = [(status(code, family), count, url) for code, count, url in counts if count]
    total = sum(count for _status, count, _url in counted)
    parts: list[dict[str, Any]] = []
    offset = 0.0
    for shown, count, url in counted:
        share = round(100 * count / total, 3)
        parts.append(
            {
                "value": count,
                "tone": shown.tone,
                "label": shown.label,
                "url": url,
                "share": share,
                "offset": round(offset, 3),
            }
        )
        offset += share
    return parts
