"""Every object's page shows the object's history: a walk over all pages of one thing.

An entry is written to the log about the object and has to appear on its page; each address with a parameter is declared
here, as the page of an object or as something else with the reason.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.actions import change_membership
from honglam.core.audit.actions import record
from honglam.core.audit.history import STEP
from honglam.core.calendar.actions import withdraw_day
from honglam.core.organisations.models import Unit
from honglam.core.places.actions import replace_boundaries
from honglam.engines.indicators.models import ValidationRule
from honglam.engines.plans.actions import plans as plan_actions
from honglam.engines.plans.actions import work
from honglam.engines.plans.models import Evidence, ProgressEntry
from honglam.engines.plans.terms import AssignmentRole
from tests.engines.plans.stories import make_reading, make_task_item
from tests.surfaces.declared_pages import ObjectPage, Place, at, tab
from tests.surfaces.full_world import World, people, world
from tests.surfaces.hub_objects import HUB_OBJECTS
from tests.surfaces.imported_world import import_of, merge_of, pair_of, row_of_pair
from tests.surfaces.pages_without_history import OTHERS
from tests.surfaces.test_every_list import FORM_OF_NORTH, signed_in
from tests.surfaces.test_url_walk import OTHERS_PUBLIC, OTHERS_SIGNED_IN, addresses

__all__ = ["people", "world"]
SAID = "Thay đổi để kiểm tra 7f3a"
ACTION = "plans.task_changed"


def _rule_uid(world: World) -> Any:
    return ValidationRule.objects.get(form=world.form).uid


task_page = at("plans:task", uid=lambda w: w.task.uid)
indicator_page = at("indicators:indicator", uid=lambda w: w.indicator.uid)
OBJECTS: dict[str, list[ObjectPage]] = {
    "organisations:unit": [
        ObjectPage(at("organisations:unit", uid=lambda w: w.people.north.uid), lambda w: w.people.north)
    ],
    **HUB_OBJECTS,
    "reporting:regime": [ObjectPage(at("reporting:regime", uid=lambda w: w.regime.uid), lambda w: w.regime)],
    "reporting:report": [ObjectPage(at("reporting:report", uid=lambda w: w.report.uid), lambda w: w.report)],
    "reporting:gathering": [
        ObjectPage(at("reporting:gathering", uid=lambda w: w.gathering.uid), lambda w: w.gathering)
    ],
    "reporting:upper_form": [
        ObjectPage(at("reporting:upper_form", uid=lambda w: w.upper_form.uid), lambda w: w.upper_form)
    ],
    "reporting:filled_form": [
        ObjectPage(at("reporting:filled_form", uid=lambda w: w.filled_form.uid), lambda w: w.upper_form)
    ],
    "registers:row": [
        ObjectPage(at("registers:row", code=lambda _w: "projects", uid=lambda w: w.project.uid), lambda w: w.project)
    ],
    "organisations:group": [ObjectPage(at("organisations:group", code=lambda w: w.group.code), lambda w: w.group)],
    "access:person": [ObjectPage(at("access:person", uid=lambda w: w.people.officer.uid), lambda w: w.people.officer)],
    "access:profile": [ObjectPage(at("access:profile"), lambda w: w.reader)],
    "access:role": [ObjectPage(at("access:role", code=lambda w: w.role.code), lambda w: w.role)],
    "access:post": [ObjectPage(at("access:post", uid=lambda w: w.post.uid), lambda w: w.post)],
    "calendar:day": [ObjectPage(at("calendar:day", date=lambda w: w.day.date), lambda w: w.day)],
    "calendar:hours": [ObjectPage(at("calendar:hours"), lambda w: w.hours)],
    "events:delivery": [ObjectPage(at("events:delivery", uid=lambda w: w.delivery.uid), lambda w: w.delivery)],
    "jobs:run": [ObjectPage(at("jobs:run", uid=lambda w: w.run.uid), lambda w: w.run)],
    "plans:reading": [
        ObjectPage(at("plans:reading", uid=lambda w: w.reading.uid), lambda w: w.reading),
        ObjectPage(at("plans:reading", uid=lambda w: w.reading.uid), lambda w: w.file),
    ],
    "plans:document_import": [
        ObjectPage(at("plans:document_import", uid=lambda w: w.document_import.uid), lambda w: w.document_import)
    ],
    "plans:check": [ObjectPage(at("plans:check", uid=lambda w: w.check.uid), lambda w: w.check)],
    "plans:plan_tab": [ObjectPage(tab("history"), lambda w: w.plan)],
    "plans:task": [ObjectPage(task_page, lambda w: w.task)],
    "plans:target": [
        ObjectPage(at("plans:target", uid=lambda w: w.target.uid), lambda w: w.target),
        ObjectPage(at("plans:target", uid=lambda w: w.target.uid), lambda w: w.indicator),
    ],
    "indicators:indicator": [ObjectPage(indicator_page, lambda w: w.indicator)],
    "indicators:definition": [
        ObjectPage(at("indicators:definition", uid=lambda w: w.indicator.uid), lambda w: w.indicator)
    ],
    "indicators:form": [ObjectPage(at("indicators:form", uid=lambda w: w.form.uid), lambda w: w.form)],
    "indicators:rules": [
        ObjectPage(
            at("indicators:rules", uid=lambda w: w.indicator.uid),
            lambda w: ValidationRule.objects.get(indicator=w.indicator),
        )
    ],
    "indicators:form_rules": [
        ObjectPage(
            at("indicators:form_rules", uid=lambda w: w.form.uid), lambda w: ValidationRule.objects.get(form=w.form)
        )
    ],
    "indicators:edit_rule": [
        ObjectPage(at("indicators:edit_rule", uid=_rule_uid), lambda w: ValidationRule.objects.get(form=w.form))
    ],
    "registers:import_run": [
        ObjectPage(at("registers:import_run", code=lambda w: "projects", uid=lambda w: import_of(w).uid), import_of)
    ],
    "registers:merge": [
        ObjectPage(at("registers:merge", code=lambda w: "projects", uid=lambda w: merge_of(w).uid), merge_of)
    ],
    "registers:pair": [
        ObjectPage(
            at(
                "registers:pair",
                code=lambda w: "projects",
                first=lambda w: pair_of(w).first,
                second=lambda w: pair_of(w).second,
            ),
            row_of_pair,
        )
    ],
    "indicators:entry": [ObjectPage(at("indicators:entry", **FORM_OF_NORTH), lambda w: w.submission)],
}
OBJECT_WITHOUT_PARAMETER = {"access:profile", "calendar:hours"}
CASES = [
    pytest.param(page, id=f"{name} {number}") for name, pages in OBJECTS.items() for number, page in enumerate(pages, 1)
]


def undeclared(names: Iterable[str]) -> list[str]:
    """Addresses with a parameter of which nobody said whether they show an object."""
    return sorted(set(names) - set(OBJECTS) - set(OTHERS))


@transaction.atomic
def say(target: Model, said: str = SAID, **columns: Any) -> None:
    """Write an entry about an object."""
    record(by=None, action=ACTION, target=target, summary=said, **columns)


def text_of(world: World, page: Place, query: str = "") -> str:
    """What the page says to the person who sees everything."""
    answer = signed_in(world).get(page(world) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_address_of_one_thing_says_whether_it_is_an_object(world: World) -> None:
    client, pages = signed_in(world), set()
    for address in addresses():
        others = address.name.rpartition(":")[2] in OTHERS_PUBLIC | OTHERS_SIGNED_IN or address.is_api
        if address.has_parameter and not others and client.get(address.path).status_code != 405:
            pages.add(address.name)
    assert undeclared(pages) == [], "say in OBJECTS whose history the page shows, or in OTHERS why it shows none"
    assert sorted((set(OBJECTS) | set(OTHERS)) - pages - OBJECT_WITHOUT_PARAMETER) == [], "these are no pages any more"


@pytest.mark.parametrize("page", CASES)
def test_a_recorded_change_is_shown_on_the_page_of_the_object(page: ObjectPage, world: World) -> None:
    assert SAID not in text_of(world, page.path)
    say(page.target(world))
    assert SAID in text_of(world, page.path)


@pytest.mark.parametrize("page", CASES)
def test_a_change_of_many_objects_is_shown_on_the_page_of_each(page: ObjectPage, world: World) -> None:
    with transaction.atomic():
        record(by=None, action=ACTION, summary=SAID, rows=[("1", "một")], about=[page.target(world)])
    assert SAID in text_of(world, page.path)


@pytest.mark.parametrize("page", CASES)
def test_a_long_history_is_cut_and_goes_on_when_asked(page: ObjectPage, world: World) -> None:
    for number in range(STEP + 5):
        say(page.target(world), f"Lần thứ {number:02}.")
    text = text_of(world, page.path)
    assert "Lần thứ 24." in text
    assert "Lần thứ 00." not in text
    assert "history=120" in text
    assert "Lần thứ 00." in text_of(world, page.path, "?history=120")


def test_what_is_written_about_another_object_is_not_shown(world: World) -> None:
    say(world.people.south)
    for page in (case.values[0] for case in CASES):
        assert SAID not in text_of(world, page.path)


def test_a_page_that_is_declared_nowhere_would_be_noticed() -> None:
    assert undeclared([*OBJECTS, *OTHERS, "plans:new_object"]) == ["plans:new_object"]


# --- What the verbs themselves write ---


def test_a_task_tells_its_birth_its_giving_and_its_end(world: World) -> None:
    reading = make_reading(world.people.province, world.reader, number="77/KH-UBND", date="2026-01-20")
    make_task_item(reading, "Số hóa hồ sơ đất đai", {AssignmentRole.LEAD: [world.people.north]})
    plan = plan_actions.accept_reading(reading=reading, by=world.reader)
    plan_actions.give(plan=plan, by=world.reader)
    plan_actions.expire(plan=plan, by=world.reader, reason="Hết năm")
    text = text_of(world, at("plans:task", uid=lambda _world: plan.tasks.get().uid))
    assert "3 lần thay đổi" in text
    assert "Hết năm" in text


def test_a_task_tells_what_happens_to_its_shares_and_their_evidence(world: World) -> None:
    before = text_of(world, task_page)
    assert "0 lần thay đổi" in before
    work.add_share(task=world.task, unit=world.people.south, by=world.reader, role=AssignmentRole.COORDINATING)
    assert "1 lần thay đổi" in text_of(world, task_page)
    entry = ProgressEntry.objects.create(
        assignment=world.share, progress=30, state=world.share.state, reported_at=timezone.now()
    )
    Evidence.objects.create(entry=entry, file=world.file)
    say(world.file)
    text = text_of(world, task_page)
    assert "2 lần thay đổi" in text
    assert SAID in text


def test_a_reader_of_one_unit_does_not_read_what_was_written_about_another(world: World) -> None:
    say(world.indicator, "Sửa số của xã Bắc Sơn", unit=world.people.north)
    client = Client()
    client.force_login(world.people.stranger)
    assert "Sửa số của xã Bắc Sơn" not in client.get(indicator_page(world)).content.decode()
    client.force_login(world.people.officer)
    assert "Sửa số của xã Bắc Sơn" in client.get(indicator_page(world)).content.decode()


def test_a_post_tells_how_it_changed(world: World) -> None:
    change_membership(membership=world.post, by=world.reader, title="Phó phòng chuyển đổi số", reason="Quyết định 5")
    assert "Quyết định 5" in text_of(world, at("access:post", uid=lambda w: w.post.uid))


def test_a_day_keeps_its_history_after_it_was_taken_back(world: World) -> None:
    withdraw_day(day=world.day, reason="Ghi nhầm ngày", by=world.reader)
    assert "Ghi nhầm ngày" in text_of(world, lambda w: reverse("calendar:day", args=[datetime.date(2026, 9, 3)]))


def test_a_commune_tells_that_its_boundary_was_replaced(world: World) -> None:
    square = [[[105.1, 18.1], [105.2, 18.1], [105.2, 18.2], [105.1, 18.2], [105.1, 18.1]]]
    feature = {
        "type": "Feature",
        "properties": {"code": world.people.north.code},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    replace_boundaries(content=content, attribution="Sở Mẫu", by=world.reader, source="Quyết định 9/QĐ-UBND")

    def card(unit: Unit) -> str:
        return text_of(world, lambda _world: reverse("organisations:unit", args=[unit.uid]))

    assert "Quyết định 9/QĐ-UBND" in card(world.people.north)
    assert "Quyết định 9/QĐ-UBND" not in card(world.people.south)


def test_cells_of_a_quoted_row_are_set_apart(world: World) -> None:
    world.task.source_quote = "2\tLập bản đồ số\t\tPhòng Kinh tế\tQuý II"
    world.task.save()
    assert "2 · Lập bản đồ số · Phòng Kinh tế · Quý II" in text_of(world, task_page)
