"""Systems outside and the province's sector databases: brought in with the province, kept up to date on pages."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.actions import load_province
from honglam.core.organisations.models import Unit
from honglam.core.organisations.province_parts import load_province_parts
from honglam.engines.datahub.models import Connector, ConnectorExchange, SectorDatabase
from tests.engines.datahub.delivery_stories import Market, market
from tests.people import make_person

__all__ = ["market"]
SYSTEMS, DATABASES = "/datahub/systems/", "/datahub/databases/"
LOADED = ["datahub.connector_changed", "datahub.database_changed"]
SYSTEM = {"code": "x-9", "name": "Hệ thống của bộ", "direction": "both", "exchange": "file", "exchanged": "Báo cáo quý"}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


# --- Brought in with the province ---


def test_the_province_comes_with_its_38_databases_and_the_systems_outside(db: None) -> None:
    said = StringIO()
    call_command("load_province", "42", stdout=said)
    assert "31 hệ thống kết nối, 38 cơ sở dữ liệu ngành" in said.getvalue()
    assert (Connector.objects.count(), SectorDatabase.objects.count()) == (31, 38)
    land = SectorDatabase.objects.get(name="Cơ sở dữ liệu đất đai")
    assert land.keeper == Unit.objects.get(code="42.agriculture-environment") and land.is_verified
    assert AuditEntry.objects.filter(action__in=LOADED).count() == 2

    offer_permissions(by=None)
    reader = make_person("nguoixem", "Đỗ Văn Xem", "viewer", Unit.objects.province())
    shown = text(browser(reader), DATABASES)
    assert "trên 38 theo kế hoạch" in shown and "Cơ sở dữ liệu đất đai" in shown
    assert "0/31 hệ thống" in text(browser(reader), SYSTEMS)


def test_loaded_again_it_adds_nothing_and_keeps_what_people_wrote(db: None) -> None:
    load_province(code="42", by=None)
    assert load_province_parts(code="42", by=None) == {"hệ thống kết nối": 31, "cơ sở dữ liệu ngành": 38}
    SectorDatabase.objects.filter(number=2).update(name="Đất đai quốc gia")
    Connector.objects.filter(code="A08").delete()
    entries = AuditEntry.objects.count()
    assert load_province_parts(code="42", by=None) == {"hệ thống kết nối": 1, "cơ sở dữ liệu ngành": 0}
    assert SectorDatabase.objects.get(number=2).name == "Đất đai quốc gia"
    assert AuditEntry.objects.count() == entries + 1


def test_a_province_without_a_list_of_databases_has_none(db: None) -> None:
    load_province(code="40", by=None)
    assert load_province_parts(code="40", by=None)["cơ sở dữ liệu ngành"] == 0


# --- Systems ---


def test_a_manager_of_the_province_adds_a_system_and_writes_it_anew(market: Market) -> None:
    by = make_person("tinh", "Võ Thị Tỉnh", "coordinator", market.unit.parent)
    client = browser(by)
    assert reverse("datahub:new_system") in text(client, SYSTEMS)
    assert client.post(reverse("datahub:new_system"), SYSTEM).status_code == 302
    found = Connector.objects.get()
    assert found.code == "X-9"
    twice = client.post(reverse("datahub:new_system"), SYSTEM)
    assert twice.status_code == 422 and "đã dùng cho hệ thống khác" in twice.content.decode()
    edit = reverse("datahub:edit_system", args=["X-9"])
    assert client.post(edit, {**SYSTEM, "dataset": market.dataset.pk, "basis": "Công văn 1"}).status_code == 302
    shown = text(client, reverse("datahub:system", args=["X-9"]))
    assert "Giá vật liệu" in shown and "Công văn 1" in shown and "Sửa hệ thống kết nối" in shown
    assert client.post(edit, {**SYSTEM, "name": ""}).status_code == 422


@pytest.fixture
def system(market: Market) -> Connector:
    """A system that the department answers for."""
    return Connector.objects.create(code="A99", name="Cổng giá quốc gia", direction="out", responsible=market.unit)


def exchange(**values: Any) -> dict[str, Any]:
    return {"direction": "out", "at": "20/11/2026 08:30", "rows": "12", "succeeded": "on", **values}


def test_an_exchange_by_file_is_written_down_with_its_figures(market: Market, system: Connector) -> None:
    client = browser(market.manager)
    new = reverse("datahub:new_exchange", args=["A99"])
    upload = SimpleUploadedFile("gui.csv", b"ma,gia\nG1,1200\n")
    form = exchange(figures="Hồ sơ trực tuyến: 12.450 hồ sơ\n\nTỷ lệ: 95,5 %", file=upload)
    moment = timezone.localtime() - timezone.timedelta(hours=1)
    assert client.post(new, {**form, "at": f"{moment:%d/%m/%Y %H:%M}"}).status_code == 302
    made = ConnectorExchange.objects.get()
    assert made.figures == {"Hồ sơ trực tuyến": "12.450 hồ sơ", "Tỷ lệ": "95,5 %"} and made.rows == 12
    shown = text(client, reverse("datahub:system", args=["A99"]))
    assert "12.450 hồ sơ" in shown and "gui.csv" in shown and "Ghi lần trao đổi với hệ thống ngoài" in shown
    assert "1/1 hệ thống" in text(client, SYSTEMS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at": "hôm qua"}, "hợp lệ"), ({"at": "20/11/2099 08:00"}, "tương lai"),
        ({"figures": "mười hai"}, "tên: giá trị"),
        ({"succeeded": ""}, "lý do không thành công"), ({"rows": "-1"}, "0"),
    ],
)  # fmt: skip
def test_a_wrong_exchange_says_what_to_mend(
    market: Market, system: Connector, wrong: dict[str, str], said: str
) -> None:
    moment = timezone.localtime() - timezone.timedelta(hours=1)
    form = {**exchange(at=f"{moment:%d/%m/%Y %H:%M}"), **wrong}
    answer = browser(market.manager).post(reverse("datahub:new_exchange", args=["A99"]), form)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not ConnectorExchange.objects.exists()


def test_systems_are_searched_and_those_that_failed_are_found(market: Market, system: Connector) -> None:
    Connector.objects.create(code="B01", name="Hệ thống khác", exchange="api")
    system.exchanges.create(at=timezone.now(), direction="out", succeeded=False, note="Máy chủ bận")
    client = browser(market.viewer)
    for query, codes in (
        ({"q": "cong gia"}, {"A99"}), ({"exchange": "api"}, {"B01"}), ({"seen": "never"}, {"B01"}),
        ({"seen": "failed"}, {"A99"}), ({"q": "khongcogi"}, set()),
    ):  # fmt: skip
        shown = text(client, SYSTEMS, **query)
        assert {code for code in ("A99", "B01") if f"/systems/{code}/" in shown} == codes, query
    assert "Máy chủ bận" in text(client, reverse("datahub:system", args=["A99"]))


def test_only_who_answers_for_a_system_writes_about_it(market: Market, system: Connector) -> None:
    elsewhere = make_person("ngoai", "Phạm Thị Dung", "coordinator", market.other)
    for person in (market.viewer, elsewhere):
        client = browser(person)
        for name in ("edit_system", "new_exchange"):
            address = reverse(f"datahub:{name}", args=["A99"])
            assert client.get(address).status_code == 403 and client.post(address, exchange()).status_code == 403
            assert address not in text(client, reverse("datahub:system", args=["A99"]))
    assert browser(elsewhere).post(reverse("datahub:new_system"), SYSTEM).status_code == 403
    assert browser(market.viewer).get("/datahub/systems/KHONG/").status_code == 404


# --- Sector databases ---


@pytest.fixture
def database(market: Market) -> SectorDatabase:
    """A database that the department keeps, and another that nobody does."""
    SectorDatabase.objects.create(number=2, name="Cơ sở dữ liệu khác", field="y tế", is_verified=True)
    return SectorDatabase.objects.create(number=1, name="Cơ sở dữ liệu giá", field="xây dựng", keeper=market.unit)


def test_a_database_is_connected_once_the_hub_holds_its_dataset(market: Market, database: SectorDatabase) -> None:
    client, edit = browser(market.manager), reverse("datahub:edit_database", args=[1])
    form = {
        "name": "Cơ sở dữ liệu giá vật liệu",
        "state": "connected",
        "keeper": str(market.unit.uid),
        "is_verified": "on",
    }
    refused = client.post(edit, form)
    assert refused.status_code == 422 and "phải chọn tập dữ liệu" in refused.content.decode()
    assert client.post(edit, {**form, "datasets": [market.dataset.pk]}).status_code == 302
    database.refresh_from_db()
    assert (database.state, database.keeper, database.is_verified) == ("connected", market.unit, True)
    shown = text(client, reverse("datahub:database", args=[1]))
    assert "Giá vật liệu" in shown and "Cập nhật cơ sở dữ liệu ngành" in shown
    listed = text(client, DATABASES, state="connected")
    assert "trên 2 theo kế hoạch" in listed
    assert "/databases/1/" in listed and "/databases/2/" not in listed


def test_databases_are_searched_and_say_which_names_are_unchecked(market: Market, database: SectorDatabase) -> None:
    client = browser(market.viewer)
    for query, numbers in (({"q": "y te"}, {2}), ({"q": "so xay dung"}, {1}), ({"state": "running"}, set())):
        shown = text(client, DATABASES, **query)
        assert {number for number in (1, 2) if f"/databases/{number}/" in shown} == numbers, query
    assert "tên chưa kiểm tra" in text(client, DATABASES)


def test_only_who_keeps_a_database_says_how_far_it_is(market: Market, database: SectorDatabase) -> None:
    elsewhere = make_person("ngoai", "Phạm Thị Dung", "coordinator", market.other)
    for person in (market.viewer, elsewhere):
        client, edit = browser(person), reverse("datahub:edit_database", args=[1])
        assert client.get(edit).status_code == 403
        assert client.post(edit, {"name": "x", "state": "running"}).status_code == 403
        assert edit not in text(client, reverse("datahub:database", args=[1]))
    assert browser(market.manager).get(reverse("datahub:edit_database", args=[2])).status_code == 403
