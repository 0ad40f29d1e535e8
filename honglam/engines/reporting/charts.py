"""How the charts of reports are coloured: a state of work has one colour everywhere, red is for what is overdue."""

from __future__ import annotations

from honglam.engines.reporting.content import ChartBlock

_TONES = {
    "quá hạn": "danger", "chờ xác nhận": "waiting", "đã hoàn thành": "success", "hoàn thành trong kỳ": "success",
    "đang thực hiện, chưa quá hạn": "progress",
}  # fmt: skip
_OTHERS = ("progress", "late", "returned", "waiting", "soon", "success")
SOLID = {
    "progress": "#2c8dc4", "soon": "#e0a01c", "danger": "#cf302c", "success": "#2c9a67", "late": "#9b9a3d",
    "waiting": "#8869c7", "returned": "#cf743a",
}  # fmt: skip
"""The colours of tones on paper and in Excel: those of the design tokens."""


def tones_of(block: ChartBlock) -> list[str]:
    """A tone for every series; content is always in Vietnamese, so its names tell the states of work."""
    found = [_TONES.get(series.name.lower(), "") for series in block.series]
    free = iter([tone for tone in _OTHERS if tone not in found] * len(found))
    return [tone or next(free) for tone in found]
