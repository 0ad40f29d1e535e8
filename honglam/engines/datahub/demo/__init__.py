"""The hub of the demonstration province: what registers bring, who shares what with whom, what comes in, what is open.

Everything goes through the actions, by invented people who may do it; a part that is there is left alone.
Moments are dated back afterwards, so that there is a past to look at; the log keeps the true time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.actions.versions import publish
from honglam.engines.datahub.demo import deliveries, opening, outside, quality, sharing
from honglam.engines.datahub.demo.cast import Cast, no_letters
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.supply import supply_of

Say = Callable[[str], None]


def load(*, by: Any, say: Say) -> None:
    """Every part of the hub, `say` hears what came. Outside systems and sector databases came with the province."""
    published, refused = load_registers()
    if published:
        say(f"{published} tập dữ liệu đã kiểm tra, {refused} tập bị quy tắc chặn")
    cast = Cast.of(by)
    if cast is None:
        return
    for load_part, words in (
        (deliveries.load, "{} lần nhận dữ liệu từ tệp"),
        (quality.load, "{} lần kiểm tra chất lượng các kỳ trước"),
        (sharing.load, "{} đề nghị khai thác dữ liệu"),
        (outside.load, "{} lần trao đổi với hệ thống ngoài"),
        (opening.load, "{} tập dữ liệu mở"),
    ):
        if count := load_part(cast):
            say(words.format(count))
            no_letters()


def load_registers() -> tuple[int, int]:
    """Make the datasets of all supplies and publish those that never were; how many were published, and refused."""
    sync_supplies()
    published = refused = 0
    waiting = Dataset.objects.filter(is_active=True, versions__isnull=True).exclude(supply="")
    for dataset in waiting.select_related("owner", "steward"):
        if supply_of(dataset.supply) is not None:
            done = publish(dataset=dataset, by=None)
            published += 1
            refused += done.is_refused
    return published, refused
