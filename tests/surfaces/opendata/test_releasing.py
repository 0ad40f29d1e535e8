"""Nothing that tells about people becomes open, and what is open says where it is from."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.access.errors import NotAllowed
from honglam.engines.datahub import storing
from honglam.engines.datahub.actions.releases import (
    clear_columns,
    make_release,
    make_wish,
    publish_release,
    withdraw_release,
)
from honglam.engines.datahub.actions.versions import publish_rows
from honglam.engines.datahub.errors import ReleaseInvalid, ReleaseUnsafe
from honglam.engines.datahub.models import OpenRelease
from honglam.engines.datahub.opening import refresh_open_data
from honglam.engines.datahub.releases import rows_of_release, uses_of
from tests.people import make_person
from tests.surfaces.opendata.conftest import Health, clinic


def test_a_personal_column_is_never_opened(health: Health) -> None:
    with pytest.raises(ReleaseInvalid, match="trưởng trạm"):
        health.release(columns=["code", "head"])


def test_a_group_too_small_keeps_everything_back(health: Health) -> None:
    release = health.release(columns=["code", "hamlet"], quasi=["hamlet"], least=11)
    with pytest.raises(ReleaseUnsafe, match="4 nhóm có ít hơn 11 dòng"):
        publish_release(release=release, by=health.keeper)
    release.refresh_from_db()
    assert not release.is_public
    assert release.k_report["smallest"] == 10


def test_groups_of_k_are_enough(health: Health) -> None:
    release = health.public(columns=["code", "hamlet"], quasi=["hamlet"], least=10)
    assert release.k_report["small_groups"] == 0
    assert rows_of_release(release).collect().columns == ["code", "hamlet"]


@pytest.mark.parametrize(
    ("value", "looks"),
    [
        ("Liên hệ 0912345678", "số điện thoại"),
        ("042090001234", "số định danh"),
        ("an@tinh.example", "thư điện tử"),
    ],
)
def test_what_looks_like_personal_data_has_to_be_explained(health: Health, value: str, looks: str) -> None:
    rows = [clinic(number, name=value if number == 3 else f"Trạm {number}") for number in range(1, 41)]
    publish_rows(dataset=health.dataset, batches=[rows], by=None, made_from={"kind": "delivery"})
    release = health.release(columns=["code", "name"])
    with pytest.raises(ReleaseUnsafe, match=looks):
        publish_release(release=release, by=health.keeper)
    with pytest.raises(ReleaseInvalid):
        clear_columns(release=release, reasons={"name": "ok"}, by=health.keeper)
    release = clear_columns(release=release, reasons={"name": "Số của cơ quan, công khai"}, by=health.keeper)
    assert publish_release(release=release, by=health.keeper).is_public


def test_only_whoever_may_release_does(health: Health) -> None:
    stranger = make_person("nguoila", "Trần Thị Lạ", "officer", health.unit)
    with pytest.raises(NotAllowed):
        make_release(dataset=health.dataset, values={"slug": "x", "title": "x", "columns": ["code"]}, by=stranger)


def test_a_new_version_reaches_the_public_by_itself(health: Health, django_capture_on_commit_callbacks: Any) -> None:
    release = health.public()
    old = release.folder
    with django_capture_on_commit_callbacks(execute=True):
        publish_rows(dataset=health.dataset, batches=[[clinic(1)]], by=None, made_from={"kind": "delivery"})
        assert refresh_open_data(dataset_uid=health.dataset.uid, by=None) == 1
    release.refresh_from_db()
    assert rows_of_release(release).collect().height == 1
    assert storing.folder_of(old).exists(), "whoever is fetching it fetches it to the end"
    with django_capture_on_commit_callbacks(execute=True):
        publish_rows(dataset=health.dataset, batches=[[clinic(2)]], by=None, made_from={"kind": "delivery"})
        assert refresh_open_data(dataset_uid=health.dataset.uid, by=None) == 1
    assert not storing.folder_of(old).exists()
    last = OpenRelease.objects.get().folder
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_release(release=release, reason="Số liệu đang được rà soát lại", by=health.keeper)
    assert not list(storing.folder_of(last).parent.glob("*"))


def test_a_new_version_that_is_unsafe_leaves_what_is_open(health: Health) -> None:
    release = health.public(columns=["code", "hamlet"], quasi=["hamlet"], least=10)
    publish_rows(dataset=health.dataset, batches=[[clinic(1)]], by=None, made_from={"kind": "delivery"})
    assert refresh_open_data(dataset_uid=health.dataset.uid, by=None) == 0
    release.refresh_from_db()
    assert rows_of_release(release).collect().height == 40


def test_what_is_taken_back_is_gone_and_says_why(health: Health, client: Client) -> None:
    release = health.public()
    withdraw_release(release=release, reason="Số liệu đang được rà soát lại", by=health.keeper)
    answer = client.get(reverse("opendata:dataset", args=[release.slug]))
    assert answer.status_code == 410
    assert "đang được rà soát" in answer.content.decode()
    assert client.get(reverse("opendata:file", args=[release.slug, "csv"])).status_code == 404


def test_uses_are_counted_and_nobody_is_named(health: Health, client: Client) -> None:
    release = health.public()
    for _again in range(2):
        client.get(reverse("opendata:file", args=[release.slug, "csv"]))
    assert uses_of(release, datetime.date(2026, 1, 1)) == {"csv": 2}


def test_a_wish_is_answered_and_its_address_forgotten(health: Health, client: Client, settings: Any) -> None:
    form = {"subject": "Giường bệnh theo xã", "use": "Viết bài báo", "email": "an@bao.example", "site": ""}
    assert client.post(reverse("opendata:wishes"), form).status_code == 302
    spam = client.post(reverse("opendata:wishes"), {**form, "site": "http://x"})
    assert spam.status_code == 422
    wish = make_wish(subject="Khác", use="Khác")
    client.force_login(health.keeper)
    page = client.get(reverse("datahub:wishes")).content.decode()
    assert "Giường bệnh theo xã" in page
    answer = {"answer": "Đã có trong Cơ sở y tế.", "is_shown": "on"}
    assert client.post(reverse("datahub:wish", args=[wish.uid]), answer).status_code == 302
    assert "Đã có trong" in client.get(reverse("opendata:wishes")).content.decode()


def test_the_whole_way_of_a_keeper_through_the_pages(health: Health, client: Client) -> None:
    client.force_login(health.keeper)
    new = reverse("datahub:new_release", args=["clinics"])
    assert "trưởng trạm" not in client.get(new).content.decode()
    form = {
        "title": "Cơ sở y tế", "description": "Danh sách", "columns": ["code", "name"], "least": "5", "theme": "HEAL",
        "keywords": "y tế", "licence": "cc-by-4.0", "frequency": "MONTHLY",
    }  # fmt: skip
    assert client.post(new, form).status_code == 302
    release = OpenRelease.objects.get()
    assert release.slug == "co-so-y-te"
    page = client.get(reverse("datahub:release", args=[release.uid])).content.decode()
    assert "Không thấy dữ liệu cá nhân" in page
    publish_release(release=release, by=health.keeper)
    assert "Cơ sở y tế" in client.get(reverse("datahub:releases")).content.decode()
