"""What is open stays safe: whatever the dictionary says, whatever else is open, whatever happens meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.notices.models import Notice
from honglam.engines.datahub.actions import releases as actions
from honglam.engines.datahub.actions.datasets import change_dataset
from honglam.engines.datahub.actions.releases import (
    change_release,
    clear_columns,
    publish_release,
    withdraw_release,
)
from honglam.engines.datahub.actions.versions import publish_rows
from honglam.engines.datahub.drafts import draft_of
from honglam.engines.datahub.errors import ReleaseInvalid, ReleaseUnsafe
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.opening import refresh_open_data
from honglam.engines.datahub.releases import rows_of_release
from honglam.engines.datahub.terms import Sensitivity
from tests.people import make_person
from tests.surfaces.opendata.conftest import Health, clinic


def deliver(health: Health, rows: list[dict[str, str | None]]) -> None:
    """A new version of the clinics."""
    publish_rows(dataset=health.dataset, batches=[rows], by=None, made_from={"kind": "delivery"})


def test_a_column_that_the_dictionary_calls_identifying_counts_though_nobody_chose_it(health: Health) -> None:
    release = health.release(columns=["name", "hamlet"], quasi=[], least=11)
    with pytest.raises(ReleaseUnsafe, match="4 nhóm có ít hơn 11 dòng"):
        publish_release(release=release, by=health.keeper)


def test_two_releases_that_share_the_key_are_judged_together(health: Health, client: Client) -> None:
    health.public(columns=["code", "hamlet"], least=5)
    second = health.release(slug="loai", columns=["code", "kind", "opened_on"], quasi=["kind"], least=4)
    with pytest.raises(ReleaseUnsafe, match=r"Ghép theo khóa với dữ liệu đã mở \(Cơ sở y tế\)"):
        publish_release(release=second, by=health.keeper)
    client.force_login(health.keeper)
    page = client.get(reverse("datahub:release", args=[second.uid])).content.decode()
    assert "loại · thôn" in page
    apart = health.release(slug="loai-khong-ma", columns=["kind", "opened_on"], quasi=["kind"], least=4)
    assert publish_release(release=apart, by=health.keeper).is_public


def test_a_statement_about_telephones_excuses_no_numbers_of_citizens(health: Health) -> None:
    deliver(health, [clinic(number, name="Gọi 0912345678") for number in range(1, 41)])
    release = health.release(columns=["code", "name"])
    release = clear_columns(release=release, reasons={"name": "Số máy của cơ quan"}, by=health.keeper)
    assert publish_release(release=release, by=health.keeper).is_public
    deliver(health, [clinic(number, name="Số 042090001234, gọi 0912345678") for number in range(1, 41)])
    assert refresh_open_data(dataset_uid=health.dataset.uid, by=None) == 0
    release.refresh_from_db()
    assert rows_of_release(release).collect()["name"][0] == "Gọi 0912345678"
    with pytest.raises(ReleaseUnsafe, match="số định danh"):
        publish_release(release=release, by=health.keeper)


def test_a_dataset_that_became_personal_is_not_followed_before_somebody_says_what_identifies(health: Health) -> None:
    release = health.public(columns=["code", "name"])
    Dataset.objects.filter(pk=health.dataset.pk).update(sensitivity=Sensitivity.PERSONAL)
    deliver(health, [clinic(1)])
    assert refresh_open_data(dataset_uid=health.dataset.uid, by=None) == 0
    release.refresh_from_db()
    assert rows_of_release(release).collect().height == 40
    assert Notice.objects.filter(title__contains="chưa cập nhật được").exists()


def test_what_is_open_goes_at_once_when_its_column_becomes_personal(health: Health, client: Client) -> None:
    release = health.public(columns=["code", "name"])
    draft = draft_of(health.dataset)
    columns = [
        type(one)(**{**{name: getattr(one, name) for name in one.__slots__}, "personal": True})
        if one.name == "name" else one for one in draft.columns
    ]  # fmt: skip
    values = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    changed = type(draft)(**{**values, "columns": columns, "sensitivity": Sensitivity.PERSONAL})
    change_dataset(dataset=health.dataset, draft=changed, by=health.keeper)
    release.refresh_from_db()
    assert not release.is_public
    answer = client.get(reverse("opendata:dataset", args=[release.slug]))
    assert answer.status_code == 410
    assert "tên cơ sở nay là dữ liệu cá nhân" in answer.content.decode()


def test_a_version_that_comes_while_another_is_judged_is_not_given_unjudged(
    health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = health.release(columns=["name", "hamlet"], least=10)
    judge = actions.judge

    def slow(*given: Any, **named: Any) -> Any:
        finding = judge(*given, **named)
        monkeypatch.setattr(actions, "judge", judge)
        deliver(health, [clinic(1)])
        return finding

    monkeypatch.setattr(actions, "judge", slow)
    release = publish_release(release=release, by=health.keeper)
    assert rows_of_release(release).collect().height == 40


def test_what_is_taken_back_while_a_new_version_is_judged_stays_back(
    health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = health.public(columns=["code", "name"])
    deliver(health, [clinic(1)])
    judge = actions.judge

    def slow(*given: Any, **named: Any) -> Any:
        withdraw_release(release=release, reason="Số liệu sai, đang rà soát", by=health.keeper)
        return judge(*given, **named)

    monkeypatch.setattr(actions, "judge", slow)
    refresh_open_data(dataset_uid=health.dataset.uid, by=None)
    release.refresh_from_db()
    assert not release.is_public


def test_columns_that_are_changed_while_others_are_judged_are_not_given(
    health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = health.release(columns=["code", "name", "beds"])
    judge = actions.judge

    def slow(*given: Any, **named: Any) -> Any:
        change_release(release=release, values={"columns": ["code", "name"]}, by=health.keeper)
        return judge(*given, **named)

    monkeypatch.setattr(actions, "judge", slow)
    with pytest.raises(ReleaseInvalid, match="vừa được sửa"):
        publish_release(release=release, by=health.keeper)


def test_open_data_follows_whoever_brought_the_new_version(health: Health) -> None:
    release = health.public(columns=["code", "name"])
    bringer = make_person("mangden", "Trần Văn Mang", "officer", health.unit)
    deliver(health, [clinic(1)])
    assert refresh_open_data(dataset_uid=health.dataset.uid, by=bringer) == 1
    release.refresh_from_db()
    assert rows_of_release(release).collect().height == 1


def test_the_form_begins_with_what_the_dictionary_calls_identifying(health: Health, client: Client) -> None:
    client.force_login(health.keeper)
    new = reverse("datahub:new_release", args=["clinics"])
    form = client.get(new).context["form"]
    assert form["quasi"].value() == ["hamlet"]
    said = {"title": "Chỉ tên", "description": "Tên", "columns": ["name"], "quasi": ["hamlet"], "least": "5",
            "theme": "HEAL", "licence": "cc-by-4.0", "frequency": "MONTHLY"}  # fmt: skip
    assert client.post(new, said).status_code == 302
