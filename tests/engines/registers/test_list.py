"""The list of projects: what a reader with less sees, what is kept under a name, what leaves as a file."""

from __future__ import annotations

import dataclasses
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.models import Role, User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.files.models import StoredFile
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.running import JobContext
from honglam.core.jobs.terms import JobState
from honglam.engines.registers import declaration, jobs
from honglam.engines.registers.actions import bulk
from honglam.engines.registers.actions.views import drop_view, rename_view, save_view
from honglam.engines.registers.declaration import Personal, Register
from honglam.engines.registers.errors import ChoiceDrifted, ViewRefused
from honglam.engines.registers.listing import Listing, called, files, rows, views_for
from honglam.engines.registers.models import SavedView
from honglam.engines.registers.pages import bulk as bulk_pages
from honglam.engines.registers.pages import exporting as export_pages
from honglam.engines.registers.pages import rows as row_pages
from honglam.engines.registers.public import change, create_many, end
from tests.engines.registers.conftest import Office
from tests.people import give, make_person

ADDRESS = "/registers/projects/"
GUARD = "investment.see_capital"


def many(office: Office, count: int, first: int = 0, **values: Any) -> list[Any]:
    """Projects of the department."""
    return create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"DA-{number:05d}", "name": f"Dự án {number}", "investor": f"Bà Trần Thị Kín {number}",
         "investor_kind": "domestic", "sector": "trade", "commune": office.commune, "capital": Decimal(number + 1),
         **values} for number in range(first, first + count)
    ])  # fmt: skip


def client_of(user: User) -> Client:
    """A browser of a person."""
    client = Client()
    client.force_login(user)
    return client


def listing(office: Office, user: User | None = None, register: Register | None = None, query: str = "") -> Listing:
    """The list of a person, the head of the department where nobody is named."""
    person = User.objects.get(pk=(user or office.head).pk)
    return Listing(register or office.projects, person, QueryDict(query))


def body(answer: Any) -> str:
    """The text of a download."""
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def secret(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Projects whose investor is personal and whose capital is guarded; the head may see both."""
    register = dataclasses.replace(
        office.projects, personal=(Personal("investor", mask="name", purpose="Liên hệ", legal_basis="Luật"),),
        guarded={"capital": GUARD}, filters=("state", "investor", "capital", "sector"),
    )  # fmt: skip
    monkeypatch.setitem(declaration._registers, "projects", register)
    role = Role.objects.create(code="secrets", name="Xem đủ", permissions=[GUARD, register.permission("unmask")])
    give(office.head, role, unit=office.finance)
    yield register


# --- masks and guards ------------------------------------------------------------------------------------------------


def test_a_personal_column_is_neither_filtered_nor_sorted_by(office: Office, secret: Register) -> None:
    many(office, 3)
    found = listing(office, register=secret, query="investor=Kín&sort=investor")
    assert found.count() == 3 and found.order.column != "investor"
    assert "investor" not in found.form.fields
    page = client_of(office.head).get(ADDRESS).content.decode()
    assert "B. T. T. Kín 1" not in page and "Trần Thị Kín" not in page


def test_a_guarded_column_is_not_there_for_who_lacks_its_permission(office: Office, secret: Register) -> None:
    many(office, 3, capital=Decimal(987654))
    asked = {"col": ["name", "capital"]}
    assert "987.654" not in client_of(office.officer).get(ADDRESS, asked).content.decode()
    assert "987.654" in client_of(office.head).get(ADDRESS, asked).content.decode()
    blind = listing(office, office.officer, secret, "capital_from=1000000")
    assert "capital" not in blind.offered and "capital" not in blind.totals() and blind.count() == 3
    assert listing(office, None, secret, "capital_from=1000000").count() == 0


def test_who_sees_a_guarded_column_of_some_units_may_not_judge_all_by_it(office: Office, secret: Register) -> None:
    office.project(capital=Decimal(7))
    give(office.officer, Role.objects.get(code="secrets"), unit=office.commune)
    partly = listing(office, office.officer, secret, "capital_from=1&sort=capital")
    assert "capital" in partly.offered and "capital" not in partly.sortable
    assert [partly.sight.value(row, "capital") for row in partly.each()] == [""]


def test_masks_are_lifted_in_a_file_only_for_a_purpose_that_is_written_down(office: Office, secret: Register) -> None:
    many(office, 3)
    client, address = client_of(office.head), reverse("registers:export", args=["projects"])
    form = {"form": "csv", "columns": "all", "unmasked": "on"}
    assert client.post(address, {**form, "purpose": "x"}).status_code == 422
    text = body(client.post(address, {**form, "purpose": "Rà soát nhà đầu tư quý III"}))
    assert "Bà Trần Thị Kín 2" in text
    entry = AuditEntry.objects.filter(action="registers.exported").get()
    assert entry.values.reason == "Rà soát nhà đầu tư quý III" and "3 dòng" in entry.values.summary
    assert "Trần Thị Kín" not in body(client.post(address, {"form": "csv", "columns": "all", "purpose": ""}))


def test_who_may_not_unmask_is_not_offered_it_and_asks_in_vain(office: Office, secret: Register) -> None:
    many(office, 1)
    client, address = client_of(office.officer), reverse("registers:export", args=["projects"])
    assert 'name="unmasked"' not in client.get(address).content.decode()
    asked = {"form": "csv", "columns": "all", "unmasked": "on", "purpose": "Rà soát nhà đầu tư"}
    assert "Trần Thị Kín" not in body(client.post(address, asked))


def test_a_row_is_mentioned_elsewhere_without_its_personal_values(office: Office, secret: Register) -> None:
    project = office.project(name="Trang trại của Lê Văn Kín", investor="Lê Văn Kín")
    assert called(project) == "Trang trại của L. V. Kín"


# --- reach, end, order, windows --------------------------------------------------------------------------------------


def test_a_commune_sees_only_the_rows_that_it_keeps(office: Office) -> None:
    many(office, 2)
    assert listing(office, office.commune_officer).count() == 0
    assert client_of(office.commune_officer).get(ADDRESS).status_code == 200


def test_ended_rows_come_back_when_they_are_asked_for(office: Office) -> None:
    first, *_others = many(office, 3)
    end(register=office.projects, row=first, by=office.head, reason="Ghi trùng")
    assert [listing(office, query=f"ended={asked}").count() for asked in ("", "all", "only")] == [2, 3, 1]
    assert "đã ngừng" in client_of(office.head).get(ADDRESS, {"ended": "all"}).content.decode()


def test_totals_are_of_everything_filtered_and_of_the_day(office: Office) -> None:
    first, *_others = many(office, 3)
    assert listing(office).totals()["capital"] == 6
    assert listing(office, query="capital_to=2").totals()["capital"] == 3
    today = timezone.localdate()
    office.projects.model.objects.update(valid_from=today - datetime.timedelta(days=30))
    change(register=office.projects, row=first, values={"capital": 100}, by=office.officer)
    past = f"on={today - datetime.timedelta(days=1):%Y-%m-%d}"
    assert (listing(office).totals()["capital"], listing(office, query=past).totals()["capital"]) == (105, 6)
    assert listing(office, query=f"{past}&sort=capital").window(0, 1)[0].capital == 1


def test_a_choice_sorts_in_the_order_of_its_list_and_a_unit_in_the_alphabet(office: Office) -> None:
    many(office, 1, sector="trade")
    many(office, 1, first=1, sector="industry", commune=office.other)
    assert [row.sector for row in listing(office, query="sort=sector").each()] == ["industry", "trade"]
    assert [row.commune.code for row in listing(office, query="sort=-commune").each()] == ["90002", "90001"]


def test_a_day_to_come_is_refused_at_its_field_and_shows_the_present(office: Office) -> None:
    many(office, 2)
    page = client_of(office.head).get(ADDRESS, {"on": "2999-01-01"}).content.decode()
    assert "không được sau hôm nay" in page and page.count('name="row"') == 2


@pytest.mark.parametrize("sort", ["", "capital", "-capital", "due_on", "-due_on", "sector", "-commune"])
def test_a_long_list_is_gone_through_window_by_window_and_no_row_is_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    made = many(office, 130)
    for row in made[::3]:
        office.projects.model.objects.filter(pk=row.pk).update(due_on=datetime.date(2026, 1, 1 + row.pk % 28))
    monkeypatch.setattr(rows, "MOST_COUNTED", 50)
    seen: list[int] = []
    query = f"sort={sort}"
    for _window in range(4):
        found = listing(office, query=query)
        page = found.page(None)
        seen += [row.pk for row in page.object_list]
        query = f"sort={sort}&after={page.object_list[-1].uid}"
        if not found.is_cut:
            break
    assert seen == [row.pk for row in listing(office, query=f"sort={sort}").each()] and len(seen) == 130


def test_a_long_list_is_not_counted_further_than_it_is_paged(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    many(office, 120)
    monkeypatch.setattr(rows, "MOST_COUNTED", 100)
    client = client_of(office.head)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(ADDRESS).content.decode()
    assert "hơn 10.000 dòng" in page and "Đếm và cộng toàn bộ" in page
    assert not any("SUM(" in query["sql"] for query in queries)
    whole = client.get(ADDRESS, {"whole": "1"}).content.decode()
    assert "120 dòng" in whole and "Tổng cộng" in whole


def test_a_code_typed_whole_is_found_by_the_index_and_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    many(office, 3, note="")
    office.project(code="DA-00001-BIS", name="Nối dài DA-00001")
    monkeypatch.setattr(rows, "is_indexed", lambda _register, _name: False)
    assert listing(office, query="q=da-00001").count() == 2
    monkeypatch.setattr(rows, "is_indexed", lambda _register, name: name == "code")
    assert [row.code for row in listing(office, query="q=da-00001").each()] == ["DA-00001"]
    assert listing(office, query="q=du+an").count() == 3
    assert listing(office, query=f"q=da-00001&on={timezone.localdate():%Y-%m-%d}").count() == 2


# --- saved filters ---------------------------------------------------------------------------------------------------


def test_a_saved_filter_keeps_filters_columns_and_order_and_is_written_down(office: Office) -> None:
    client = client_of(office.officer)
    query = "sector=trade&col=name&col=capital&sort=-capital&page=3&q="
    client.post(reverse("registers:save_view", args=["projects"]), {"name": " Dự án  thương mại ", "query": query})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Dự án thương mại", "sector=trade&col=name&col=capital&sort=-capital")
    assert AuditEntry.objects.filter(action="registers.view_saved").count() == 1
    assert "Dự án thương mại" in client.get(ADDRESS).content.decode()
    save_view(register=office.projects, name="Dự án thương mại", query="sector=energy", by=office.officer)
    assert SavedView.objects.get().query == "sector=energy"


def test_a_filter_shared_with_a_unit_is_seen_there_and_nowhere_else(office: Office) -> None:
    colleague = make_person("canbo2", "Hồ Thị Mai", RoleCode.OFFICER, office.finance)
    view = save_view(register=office.projects, name="Chậm", query="is_delayed=yes", by=office.officer,
                     shared_with=office.finance)  # fmt: skip
    assert list(views_for(office.projects, colleague)) == [view]
    assert not views_for(office.projects, office.commune_officer)
    with pytest.raises(ViewRefused, match="nơi anh/chị công tác"):
        save_view(register=office.projects, name="Xã", query="", by=office.officer, shared_with=office.commune)


def test_only_who_saved_a_filter_renames_or_drops_it(office: Office) -> None:
    view = save_view(register=office.projects, name="Chậm", query="is_delayed=yes", by=office.officer)
    save_view(register=office.projects, name="Lớn", query="capital_from=1000", by=office.officer)
    with pytest.raises(ViewRefused):
        rename_view(view=view, name="Của tôi", by=office.head)
    with pytest.raises(ViewRefused, match="Lớn"):
        rename_view(view=view, name="Lớn", by=office.officer)
    rename_view(view=view, name="Chậm tiến độ", by=office.officer)
    address = reverse("registers:drop_view", args=["projects", view.uid])
    assert client_of(office.head).post(address).status_code == 404
    assert client_of(office.officer).post(address).status_code == 302
    assert [one.name for one in SavedView.objects.all()] == ["Lớn"]
    with pytest.raises(ViewRefused):
        drop_view(view=view, by=office.officer)


# --- files -----------------------------------------------------------------------------------------------------------


def run_of(code: str, by: User) -> JobContext:
    """A run that is going, for calling a job's function."""
    now = timezone.now()
    run = JobRun.objects.create(
        code=code, title=code, by=by, state=JobState.RUNNING, queued_at=now, started_at=now
    )  # fmt: skip
    return JobContext(run)


def test_a_large_list_is_made_in_the_background_and_only_its_owner_fetches_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(office, 30)
    for module in (export_pages, row_pages):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 20)
    client = client_of(office.head)
    sent_on = client.get(ADDRESS, {"format": "xlsx", "sector": "trade"})
    assert sent_on.status_code == 302 and "/export/?" in sent_on.headers["Location"]
    answer = client.post(
        f"{reverse('registers:export', args=['projects'])}?sector=trade", {"form": "xlsx", "columns": ""}
    )
    run = JobRun.objects.get()
    assert answer.headers["Location"] == reverse("registers:export_run", args=["projects", run.uid])
    made = jobs.export_list(run_of("registers.export", office.head), **run.arguments)
    run.state, run.result, run.finished_at = JobState.SUCCEEDED, made, timezone.now()
    run.save()
    file = StoredFile.objects.get(uid=made["file"])
    assert openpyxl.load_workbook(io.BytesIO(file.path.read_bytes())).worksheets[0].max_row >= 31
    address = reverse("files:download", args=[file.uid])
    assert address in client.get(answer.headers["Location"]).content.decode()
    assert client.get(address).status_code == 200
    assert client_of(office.officer).get(address).status_code in (403, 404)
    assert client_of(office.officer).get(answer.headers["Location"]).status_code == 404
    assert AuditEntry.objects.filter(action="registers.exported").count() == 1


def test_more_rows_than_a_workbook_holds_leave_as_csv(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_IN_EXCEL", 10)
    assert [files.in_which_form("xlsx", count) for count in (10, 11)] == ["xlsx", "csv"]
    with pytest.raises(ValueError, match="pdf"):
        files.in_which_form("pdf", 1)


# --- many rows at once -----------------------------------------------------------------------------------------------


def test_many_rows_change_and_those_that_refuse_stay_and_are_named(office: Office) -> None:
    many(office, 3)
    client, address = client_of(office.officer), reverse("registers:bulk", args=["projects"])
    asked = {"scope": "all", "query": "sector=trade", "what": "column:is_delayed", "value": "yes", "reason": "Rà soát"}
    looked = client.post(address, {**asked, "step": "preview"})
    assert looked.context["preview"]["refused"] == 3
    assert "Nguyên nhân chậm" in looked.content.decode() or "Cần điền" in looked.content.decode()
    assert client.post(address, {**asked, "reason": "", "step": "preview"}).status_code == 422
    marked = [str(row.uid) for row in office.projects.model.objects.all()[:2]]
    done = {"scope": "marked", "row": marked, "what": "column:sector", "value": "energy", "reason": "Phân loại lại"}
    assert client.post(address, {**done, "step": "write"}).status_code == 302
    assert office.projects.model.objects.filter(sector="energy").count() == 2


def test_a_bulk_move_leads_those_that_may_go(office: Office) -> None:
    first, second, _third = many(office, 3)
    change(register=office.projects, row=first, by=office.officer,
           values={"approval": "QĐ 5/QĐ-UBND", "approved_on": datetime.date(2026, 1, 5)})  # fmt: skip
    client, address = client_of(office.head), reverse("registers:bulk", args=["projects"])
    asked = {"scope": "marked", "row": [str(first.uid), str(second.uid)], "what": "move:approve", "reason": ""}
    looked = client.post(address, {**asked, "step": "preview"})
    assert (looked.context["preview"]["changing"], looked.context["preview"]["refused"]) == (1, 1)
    assert client.post(address, {**asked, "step": "write"}).status_code == 302
    assert sorted(office.projects.model.objects.values_list("state", flat=True)) == ["approved", "proposed", "proposed"]
    assert office.projects.versions.objects.filter(record=first, state="proposed").exists()
    assert "move:approve" not in client_of(office.officer).get(address, asked).content.decode()


def test_more_than_five_hundred_rows_change_in_the_background(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_pages, "AT_ONCE", 5)
    monkeypatch.setattr(bulk, "BATCH", 4)
    many(office, 10)
    client, address = client_of(office.officer), reverse("registers:bulk", args=["projects"])
    asked = {
        "scope": "all",
        "query": "sector=trade",
        "what": "column:commune",
        "value": "90002",
        "reason": "Sáp nhập xã",
    }
    assert client.post(address, {**asked, "step": "preview"}).context["preview"]["changing"] == 10
    answer = client.post(address, {**asked, "step": "write"})
    run = JobRun.objects.get()
    assert answer.headers["Location"] == reverse("jobs:run", args=[run.uid])
    done = jobs.change_chosen_rows(run_of("registers.change_chosen", office.officer), **run.arguments)
    assert done["changed"] == 10
    assert office.projects.model.objects.filter(commune=office.other).count() == 10
    assert AuditEntry.objects.filter(action="registers.changed_many").count() == 3


def test_a_run_that_would_touch_more_rows_than_were_shown_stops(office: Office) -> None:
    many(office, 3)
    with pytest.raises(ChoiceDrifted, match="từ 2 lên 3"):
        jobs.change_chosen_rows(
            run_of("registers.change_chosen", office.officer), register="projects", uids=[], query="", column="sector",
            value="energy", reason="Phân loại lại", shown=2, person_id=office.officer.pk,
        )  # fmt: skip
    assert not office.projects.model.objects.filter(sector="energy").exists()


def test_a_past_day_in_the_filters_never_lets_the_past_be_written(office: Office) -> None:
    many(office, 2)
    client, address = client_of(office.officer), reverse("registers:bulk", args=["projects"])
    past = f"on={timezone.localdate() - datetime.timedelta(days=1):%d/%m/%Y}"
    asked = {"scope": "all", "query": past, "what": "column:sector", "value": "energy", "reason": "Phân loại lại"}
    client.post(address, {**asked, "step": "write"})
    assert office.projects.model.objects.filter(sector="energy").count() == 2
