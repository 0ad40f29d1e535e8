"""Which functions are jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from honglam.core.jobs.errors import DuplicateJob, UnknownJob


@dataclass(frozen=True, slots=True)
class JobKind:
    """A function that runs as a job: its stable code (stored), its title (shown) and itself."""

    code: str
    title: str | Promise
    function: Callable[..., Any]


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Add a kind; DuplicateJob when another function already has this code."""
    known = _kinds.get(kind.code)
    if known is not None and known.function.__qualname__ != kind.function.__qualname__:
        raise DuplicateJob(f"job {kind.code}: {known.function.__module__} and {kind.function.__module__}")
    _kinds[kind.code] = kind


@cache
def _discover() -> None:
    """Import every installed app's jobs.py, once a process: web and worker know the same jobs."""
    autodiscover_modules("jobs")


def kind_of(code: str) -> JobKind:
    """The kind registered under a code; UnknownJob where there is none."""
    _discover()
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownJob(code) from None


def all_kinds() -> list[JobKind]:
    """Every registered kind, by code."""
    _discover()
    return sorted(_kinds.values(), key=lambda kind: kind.code)
