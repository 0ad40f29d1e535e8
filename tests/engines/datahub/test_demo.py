"""The hub of the demonstration province: something to see on every page, and nothing new when it runs again."""

from __future__ import annotations

from pathlib import Path

import pytest

from honglam.core.access import demo as people
from honglam.core.access.models import User
from honglam.core.organisations.actions import load_province
from honglam.engines.datahub import demo
from honglam.engines.datahub.models import (
    AccessLog,
    AccessRequest,
    Connector,
    Dataset,
    DatasetVersion,
    Grant,
    Inflow,
    InflowRun,
    OpenRelease,
    OpenWish,
    ProcedureNeed,
    QualityRun,
    SentBack,
    Suggestion,
)
from honglam.packs.assets import demo as assets
from honglam.packs.investment import demo as investment

MODELS = (AccessLog, AccessRequest, Connector, Dataset, DatasetVersion, Grant, Inflow, InflowRun, OpenRelease, OpenWish,
          ProcedureNeed, QualityRun, SentBack, Suggestion)  # fmt: skip


def counted() -> dict[str, int]:
    """How many of each kind there are."""
    return {model.__name__: model._default_manager.count() for model in MODELS}


@pytest.fixture
def coordinator(db: None, settings, tmp_path: Path) -> User:  # type: ignore[no-untyped-def]
    """The coordinator of a province with people and two packs' registers."""
    settings.VAR_DIR = tmp_path
    load_province(code="42", by=None)
    people.load(None)
    by = User.objects.get(username="tonghop")
    investment.load(by=by)
    assets.load(by=by)
    return by


def test_a_newcomer_sees_the_whole_hub_and_a_second_run_adds_nothing(coordinator: User) -> None:
    said: list[str] = []
    demo.load(by=coordinator, say=said.append)
    assert {request.state for request in AccessRequest.objects.all()} >= {"asked", "granted"}
    grant = Grant.objects.get()
    assert (grant.ends_on - grant.starts_on).days == 29
    assert grant.starts_on < grant.reads.earliest("at").at.date() <= grant.ends_on
    assert set(Inflow.objects.values_list("alarm", flat=True)) == {"", "late"}
    assert InflowRun.objects.filter(alarm="reshaped").count() == 1
    assert set(OpenRelease.objects.values_list("slug", "is_public")) == {("du-an-dau-tu", True), ("gia-ban-le", True)}
    assert OpenWish.objects.filter(is_shown=True, answered_at__isnull=False).count() == 1
    devices = Dataset.objects.get(supply="registers.devices")
    scores = list(devices.runs.order_by("pk").values_list("score", flat=True))
    assert scores == sorted(scores)
    assert len(scores) > 5
    before = counted()
    demo.load(by=coordinator, say=said.append)
    assert counted() == before


def test_without_the_people_of_the_story_only_registers_come(db: None) -> None:
    load_province(code="42", by=None)
    demo.load(by=None, say=lambda words: None)
    assert not AccessRequest.objects.exists()
