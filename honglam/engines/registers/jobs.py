"""Jobs of registers: load ids, call an action."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from honglam.core.jobs.running import JobContext, job
from honglam.engines.registers.actions import personal
from honglam.engines.registers.declaration import registers


@job("registers.forget_personal", title=gettext_lazy("Xóa dữ liệu cá nhân đã hết hạn lưu trong các sổ"))
def forget_personal(run: JobContext) -> dict[str, Any]:
    """Empty personal columns of rows that ended longer ago than they may be kept; the registers that had some."""
    held = [register for register in registers() if register.retention]
    forgotten: dict[str, int] = {}
    for done, register in enumerate(held):
        run.check_cancelled()
        run.progress(done, len(held), str(register.label))
        if count := personal.forget_expired(register=register, told=lambda _count: run.check_cancelled()):
            forgotten[register.code] = count
    run.progress(len(held), max(len(held), 1))
    return forgotten
