"""What a reader with less gets from the list of projects: sums, rows to point at, places."""

from __future__ import annotations

import dataclasses

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from honglam.core.access.models import Role, User
from honglam.engines.registers import declaration
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.features import Wanted, map_layer, page_of_features
from honglam.engines.registers.listing import Listing, features
from honglam.engines.registers.listing.fields import RowField
from tests.engines.registers.conftest import Office
from tests.engines.registers.test_list import GUARD, client_of, many, secret
from tests.people import give

__all__ = ["secret"]


def test_projects_are_summed_by_sector_and_by_place(office: Office) -> None:
    many(office, 3)
    many(office, 2, first=3, sector="industry", commune=office.other)
    client = client_of(office.head)
    address = reverse("registers:summary", args=["projects"])
    by_sector = client.get(address, {"by": "sector"}).context["groups"]
    assert [(one.count, one.sums["capital"]) for one in by_sector] == [(2, 9), (3, 6)]
    by_place = client.get(address, {"by": "commune", "sector": "trade"}).context["groups"]
    assert [(one.label, one.count) for one in by_place] == [("xã Đồng Hạ", 3)]
    assert "sector=trade" in by_place[0].url and "commune=90001" in by_place[0].url


def test_nothing_is_summed_by_what_is_hidden(office: Office, secret: Register) -> None:
    many(office, 2)
    seen = client_of(office.officer).get(reverse("registers:summary", args=["projects"]), {"by": "investor"}).context
    assert seen["by"] != "investor" and "Vốn đăng ký (triệu đồng)" not in seen["heads"]


def test_a_row_to_point_at_is_found_only_among_those_that_the_person_sees(office: Office) -> None:
    office.project(name="Khu nghỉ dưỡng Thiên Cầm")
    project = office.projects.model.objects.get()
    sees = RowField(register=office.projects, user=User.objects.get(pk=office.officer.pk))
    blind = RowField(register=office.projects, user=User.objects.get(pk=office.commune_officer.pk))
    for text in ("thien cam", str(project.uid)):
        assert sees.clean(text) == project
        with pytest.raises(ValidationError, match="Không có dòng nào khớp"):
            blind.clean(text)


def test_a_guarded_place_leaves_only_with_rows_that_the_guard_covers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.project(geometry='{"type":"Point","coordinates":[105.9,18.3]}')
    hidden = dataclasses.replace(office.projects, guarded={"geometry": GUARD})
    monkeypatch.setitem(declaration._registers, "projects", hidden)
    give(office.officer, Role.objects.create(code="places", name="Vị trí", permissions=[GUARD]), unit=office.commune)
    person = User.objects.get(pk=office.officer.pk)
    listed = Listing(hidden, person, QueryDict(""), with_geometry=True)
    assert "105.9" not in "".join(features(listed)) and listed.count() == 1
    layer = map_layer(hidden, person)
    assert layer is None or not page_of_features(layer, Wanted()).texts
    give(office.officer, Role.objects.get(code="places"), unit=office.finance)
    person = User.objects.get(pk=office.officer.pk)
    assert "105.9" in "".join(features(Listing(hidden, person, QueryDict(""), with_geometry=True)))
    layer = map_layer(hidden, person)
    assert layer is not None and len(page_of_features(layer, Wanted()).texts) == 1
