"""Quality now: all failing rows with every rule they break, scores by word and unit, and re-checks of what changed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from honglam.engines.datahub.actions import checks
from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.runs import forget_changes
from honglam.engines.datahub.actions.versions import publish, publish_rows
from honglam.engines.datahub.errors import RuleUnanswerable
from honglam.engines.datahub.models import QualityRun
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from tests.engines.datahub.conftest import Hub, house


def found(hub: Hub) -> dict[str, list[str]]:
    return {row.key: row.rule_codes for row in hub.houses.failing_rows.all()}


def figures(run: QualityRun) -> tuple[object, ...]:
    units = sorted((one.unit.code, one.rows, one.failing, one.scores, one.score) for one in run.unit_scores.all())
    return run.state, run.rows, run.failing, run.counts, run.scores, run.score, units


def test_what_could_not_be_written_down_is_checked_again(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    run_checks(dataset=hub.houses, by=None)
    hub.book.put(house("A", owner=None))

    def full(**_named: Any) -> Any:
        raise OSError("đĩa đầy")

    with monkeypatch.context() as broken:
        broken.setattr(checks, "keep_run", full)
        with pytest.raises(OSError, match="đĩa đầy"):
            run_checks(dataset=hub.houses, by=None, incremental=True)
    run = run_checks(dataset=hub.houses, by=None, incremental=True)
    assert (run.is_incremental, run.failing) == (False, hub.houses.failing_rows.count())
    assert hub.houses.failing_rows.filter(key="A").exists()


def test_every_failing_row_is_kept_with_every_rule_that_it_breaks(hub: Hub) -> None:
    hub.book.put(house("A", owner=None, area="0.5"), house("C", "99999", kind="stone"))
    run = run_checks(dataset=hub.houses, by=hub.steward)
    assert found(hub) == {"A": ["owner-there", "area-range"], "C": ["kind-known", "commune-known"]}
    assert hub.houses.failing_rows.get(key="A").unit == hub.north
    assert hub.houses.failing_rows.get(key="C").unit is None
    assert (run.rows, run.failing, run.counts["owner-there"]) == (3, 2, 1)
    assert run.scores["complete"] == pytest.approx(66.67) and run.scores["clean"] == 100
    assert hub.again().score == run.score
    north = run.unit_scores.get(unit=hub.north)
    assert (north.rows, north.failing, north.scores["complete"]) == (2, 1, 50)


def test_a_re_check_of_what_changed_says_what_a_full_run_says(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    run_checks(dataset=hub.houses, by=None)
    hub.book.read.clear()
    for code in list(hub.book.written):
        hub.book.written[code] = hub.book.written[code].replace(year=2020)
    hub.book.put(house("A"), house("B", area="-1"), house("E", "90002", built="2025-01-01"))
    hub.book.end("C")
    quick = run_checks(dataset=hub.houses, by=None, incremental=True)
    assert hub.book.read == [3], "only what changed was read"
    after_quick = found(hub)
    full = run_checks(dataset=hub.houses, by=None)
    assert quick.is_incremental and not full.is_incremental
    assert after_quick == found(hub) == {"B": ["area-range"], "E": ["sold-later"]}
    assert figures(quick) == figures(full)


def test_a_double_that_comes_with_a_change_is_found_by_a_re_check(hub: Hub) -> None:
    run_checks(dataset=hub.houses, by=None)
    hub.book.extra.append(house("B"))
    hub.book.put(house("B"))
    run_checks(dataset=hub.houses, by=None, incremental=True)
    assert found(hub) == {"B": ["code-once"]}


def test_a_row_keeps_the_moment_when_it_was_first_found(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    run_checks(dataset=hub.houses, by=None)
    first = hub.houses.failing_rows.get().found_at
    run_checks(dataset=hub.houses, by=None)
    assert hub.houses.failing_rows.get().found_at == first


def test_a_rule_compares_with_another_dataset_by_its_code(hub: Hub) -> None:
    hub.houses.rules.create(code="twin", kind=Kind.EQUAL, columns=["code", "area"], word="consistent",
                            parameters={"to": "test-houses.area"})  # fmt: skip
    assert run_checks(dataset=hub.houses, by=None).counts["twin"] == 0
    hub.houses.rules.create(code="lost", kind=Kind.REFERENCE, columns=["code"], word="consistent",
                            parameters={"to": "nowhere.code"})  # fmt: skip
    with pytest.raises(RuleUnanswerable, match=r"nowhere\.code"):
        run_checks(dataset=hub.houses, by=None)


def test_a_rule_that_is_off_is_not_asked(hub: Hub) -> None:
    hub.book.put(house("A", owner=None))
    hub.houses.rules.filter(code="owner-there").update(is_active=False)
    assert "owner-there" not in run_checks(dataset=hub.houses, by=None).counts
    assert found(hub) == {}


def test_the_version_in_use_is_checked_where_rows_are_delivered(hub: Hub) -> None:
    publish(dataset=hub.houses, by=None)
    hub.houses.supply = ""
    hub.houses.save()
    hub.houses.rules.create(code="big", **{
        key: value for key, value in Rule("big", Kind.RANGE, ("area",), {"min": "200"}).to_json().items()
        if key not in {"code"}
    })  # fmt: skip
    run = run_checks(dataset=hub.houses, by=None)
    assert run.counts["big"] == 3 and run.version is not None
    assert run.score is not None and run.score < Decimal(100)


def test_a_re_check_reads_everything_when_a_rule_changed_since(hub: Hub) -> None:
    run_checks(dataset=hub.houses, by=None)
    hub.houses.rules.create(code="area-big", kind=Kind.RANGE, columns=["area"], parameters={"min": "500"},
                            word="correct")  # fmt: skip
    run = run_checks(dataset=hub.houses, by=None, incremental=True)
    assert not run.is_incremental and run.counts["area-big"] == 3


def test_a_delivery_is_checked_again_as_it_came_also_what_was_no_figure(hub: Hub) -> None:
    hub.houses.supply = ""
    hub.houses.save()
    hub.houses.rules.create(code="area-type", kind=Kind.TYPE, columns=["area"], word="clean")
    publish_rows(dataset=hub.houses, batches=[[house("X", area="abc")]], made_from={"kind": "delivery"}, by=None)
    first = found(hub)
    run = run_checks(dataset=hub.houses, by=None)
    assert first == found(hub) == {"X": ["area-type", "area-range"]}
    assert run.version is not None and run.version.number == 1


def test_figures_of_many_changes_in_a_row_are_those_of_a_full_run(hub: Hub) -> None:
    run_checks(dataset=hub.houses, by=None)
    steps = (
        lambda: hub.book.put(house("D", owner=None), house("E", "90002", kind="x")),
        lambda: hub.book.extra.append(house("D")) or hub.book.put(house("D", owner=None)),
        lambda: hub.book.end("E"),
        lambda: hub.book.extra.clear() or hub.book.put(house("D", sold="2001-01-01")),
    )
    for step in steps:
        step()
        quick = run_checks(dataset=hub.houses, by=None, incremental=True)
        after = found(hub)
        full = run_checks(dataset=hub.houses, by=None)
        assert quick.is_incremental and figures(quick) == figures(full) and after == found(hub)


def test_each_run_says_which_rows_broke_and_which_were_mended_since_the_one_before(hub: Hub) -> None:
    hub.book.put(house("A", owner=None, area="0.5"), house("C", "90002", kind="stone"))
    assert not run_checks(dataset=hub.houses, by=None).row_changes.exists(), "nothing to compare with"
    hub.book.put(house("A", area="0.5"), house("C", "90002"), house("E", "90002", built="2025-01-01"))
    for incremental in (True, False):
        run = run_checks(dataset=hub.houses, by=None, incremental=incremental)
        if incremental:
            changes = {one.key: (one.healed.split(), one.broke.split()) for one in run.row_changes.all()}
            assert changes == {"A": (["owner-there"], []), "C": (["kind-known"], []), "E": ([], ["sold-later"])}
            assert run.row_changes.get(key="A").unit == hub.north
    assert not run.row_changes.exists(), "nothing changed since"


def test_changes_of_rows_are_forgotten_after_a_year_and_scores_stay(hub: Hub) -> None:
    run_checks(dataset=hub.houses, by=None)
    hub.book.put(house("A", owner=None))
    run = run_checks(dataset=hub.houses, by=None)
    moment = timezone.now()
    assert forget_changes(now=moment + datetime.timedelta(days=360)) == 0
    assert forget_changes(now=moment + datetime.timedelta(days=370)) == 1
    assert QualityRun.objects.filter(pk=run.pk).exists()
