"""Jobs that the tests run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from honglam.core.jobs import registry
from honglam.core.jobs.registry import JobKind, register
from honglam.core.jobs.running import JobContext


class Refused(Exception):
    """An error of some domain."""

    code = "tests.refused"
    message = "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi nộp lại."


def count(run: JobContext, *, number: int) -> dict[str, int]:
    """Counts, saying how far it is."""
    for done in range(1, number + 1):
        run.check_cancelled()
        run.progress(done, number, f"Dòng {done}")
    return {"counted": number}


def refuse(run: JobContext) -> None:
    """Fails with an error that people can read."""
    raise Refused


def crash(run: JobContext) -> None:
    """Fails with an error that only programmers can read."""
    raise KeyError("secret detail")


def stop_in_the_middle(run: JobContext) -> None:
    """Is asked to stop while it runs."""
    type(run.run).objects.filter(pk=run.run.pk).update(cancel_requested=True)
    run.check_cancelled()
    raise AssertionError("it did not stop")


@pytest.fixture(autouse=True)
def kinds(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register the jobs of the tests, and run what is queued at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    registry.all_kinds()
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    for function in (count, refuse, crash, stop_in_the_middle):
        register(JobKind(code=f"tests.{function.__name__}", title=f"Việc {function.__name__}", function=function))
    yield
