"""The pages of sharing, as an officer of a commune and the head of a department meet them."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.engines.datahub.actions.needs import Need, keep_need
from honglam.engines.datahub.models import (
    AccessLog,
    AccessRequest,
    ApiKey,
    Dataset,
    Grant,
    ProcedureNeed,
    SharingReview,
    Webhook,
)
from honglam.engines.datahub.sharing import bulk
from honglam.engines.datahub.sharing.slicing import readable_version, slice_of
from honglam.engines.datahub.terms import ReadForm, Sensitivity
from tests.engines.datahub.sharing_stories import DAY, NEED, Hub, hub, make_dataset, publish, row
from tests.people import give

__all__ = ["hub"]


def page(person: Any) -> Client:
    """A browser of a person."""
    client = Client()
    client.force_login(person)
    return client


def asked(hub: Hub, **changes: Any) -> dict[str, Any]:
    """What the form of a request sends."""
    client = page(hub.officer)
    form = client.get(reverse("datahub:ask", args=["land-plots"])).context["form"]
    return {
        "uid": str(form["uid"].value()), "unit": hub.north.pk, "purpose": "Đối chiếu hồ sơ đất đai",
        "legal_basis": "Luật Đất đai 2024, Điều 166", "columns": ["code", "commune", "area"], "own_rows": "on",
        "days": "30", "frequency": "once", **changes,
    }  # fmt: skip


def test_a_commune_asks_gets_three_columns_for_thirty_days_and_reads_them(hub: Hub) -> None:
    officer, head, sent = page(hub.officer), page(hub.head), asked(hub)
    for _twice in range(2):
        answer = officer.post(reverse("datahub:ask", args=["land-plots"]), sent)
    request = AccessRequest.objects.get()
    assert answer.url == request.get_absolute_url()
    assert request.row_filter == {"commune": ["90001"]}
    assert "Thửa đất" in head.get("/desk/").content.decode()
    listed = head.get(reverse("datahub:requests"), {"whose": "waiting"}).content.decode()
    assert request.code in listed
    answer = head.post(
        reverse("datahub:decide", args=[request.uid]),
        {"decision": "grant", "columns": ["code", "area"], "days": "10", "note": "Đủ dùng"},
    )
    assert answer.status_code == 302, answer.context["grant"].errors
    right = Grant.objects.get()
    assert (right.columns, right.row_filter) == (["code", "area"], {"commune": ["90001"]})
    text = officer.get(reverse("datahub:grant_rows", args=[right.uid])).content.decode()
    assert "A1" in text and "120,5" in text and "B1" not in text and "Chủ A1" not in text
    assert "Đối chiếu hồ sơ đất đai" in text
    assert AccessLog.objects.get().form == ReadForm.PAGE
    assert AuditEntry.objects.get(action="datahub.shared_data_read").values.reason == "Đối chiếu hồ sơ đất đai"


def test_every_form_of_file_holds_the_slice_and_is_logged(hub: Hub) -> None:
    right, officer = hub.granted(), page(hub.officer)
    place = reverse("datahub:grant_rows", args=[right.uid])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(officer.get(place, {"format": "xlsx"}).streaming_content)))
    cells = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    assert ["Mã thửa", "Xã", "Diện tích (m²)"] in cells and ["A2", "90001", 80] in cells and len(cells) == 8
    assert any("Mục đích: Đối chiếu" in str(line[0]) for line in cells)
    text = b"".join(officer.get(place, {"format": "csv"}).streaming_content).decode()
    assert "A1" in text and "B1" not in text
    rows = json.loads(b"".join(officer.get(place, {"format": "json"}).streaming_content))
    assert rows == [
        {"code": "A1", "commune": "90001", "area": "120.50"},
        {"code": "A2", "commune": "90001", "area": "80.00"},
    ]
    assert list(AccessLog.objects.order_by("pk").values_list("form", "rows")) == [("xlsx", 2), ("csv", 2), ("json", 2)]


def test_only_the_unit_reads_and_only_while_the_right_holds(hub: Hub) -> None:
    right = hub.granted()
    place = reverse("datahub:grant_rows", args=[right.uid])
    assert page(hub.colleague).get(place).status_code == 200
    assert page(hub.stranger).get(place).status_code == 404
    assert page(hub.head).get(place).status_code == 404
    assert page(hub.head).get(right.get_absolute_url()).status_code == 200
    assert page(hub.stranger).get(right.get_absolute_url()).status_code == 404
    today = timezone.localdate()
    Grant.objects.update(starts_on=today - 9 * DAY, ends_on=today - DAY)
    for name in ("grant_rows", "grant_parquet", "file_job"):
        assert page(hub.officer).get(reverse(f"datahub:{name}", args=[right.uid])).status_code == 410
    assert AccessLog.objects.count() == 1


def test_a_parquet_file_is_ordered_and_then_offered(hub: Hub) -> None:
    right, officer = hub.granted(), page(hub.officer)
    place = reverse("datahub:grant_rows", args=[right.uid])
    assert officer.get(reverse("datahub:grant_parquet", args=[right.uid])).status_code == 404
    assert "Tạo tệp Parquet" in officer.get(place).content.decode()
    assert officer.post(reverse("datahub:order_file", args=[right.uid])).status_code == 302
    assert "hx-get" in officer.get(place).content.decode()
    bulk.write_file(right, slice_of(right, readable_version(right)), bulk.PARQUET, lambda _rows: None)
    assert officer.get(reverse("datahub:grant_parquet", args=[right.uid])).status_code == 200
    assert AccessLog.objects.order_by("pk").last().form == ReadForm.PARQUET


def test_what_is_missing_stands_at_its_field(hub: Hub) -> None:
    officer = page(hub.officer)
    for changes, words in (
        ({"columns": ["code", "owner"]}, "dữ liệu cá nhân"),
        ({"filter_column": "area", "filter_values": ""}, "ít nhất một giá trị"),
        ({"filter_column": "commune", "filter_values": "90002"}, "Không giá trị nào thuộc đơn vị"),
        ({"days": "400"}, "366"),
    ):
        answer = officer.post(reverse("datahub:ask", args=["land-plots"]), asked(hub, **changes))
        assert answer.status_code == 422 and words in answer.content.decode()
    assert not AccessRequest.objects.exists()
    sent = asked(hub, columns=["code", "owner"], personal_need=NEED, filter_column="code", filter_values="A1\nA2\nA1")
    officer.post(reverse("datahub:ask", args=["land-plots"]), sent)
    assert AccessRequest.objects.get().row_filter == {"commune": ["90001"], "code": ["A1", "A2"]}


def test_a_right_is_renewed_from_its_own_words(hub: Hub) -> None:
    right = hub.granted()
    form = page(hub.officer).get(reverse("datahub:ask", args=["land-plots"]), {"renew": right.uid}).context["form"]
    assert form["purpose"].value() == right.request.purpose
    assert (form["columns"].value(), form["days"].value(), form["own_rows"].value()) == (right.columns, 30, True)
    stranger = page(hub.stranger).get(reverse("datahub:ask", args=["land-plots"]), {"renew": right.uid}).context["form"]
    assert stranger["purpose"].value() is None


def test_who_may_not_decide_sees_no_form_and_is_refused(hub: Hub) -> None:
    request = hub.ask()
    assert "decision" not in page(hub.officer).get(request.get_absolute_url()).content.decode()
    assert page(hub.stranger).get(request.get_absolute_url()).status_code == 404
    place = reverse("datahub:decide", args=[request.uid])
    assert page(hub.officer).post(place, {"decision": "refuse", "reason": "Không được"}).status_code == 403
    short = page(hub.head).post(place, {"decision": "refuse", "reason": "x"})
    assert short.status_code == 422
    assert page(hub.head).post(place, {"decision": "refuse", "reason": "Chưa kiểm tra xong"}).status_code == 302
    assert page(hub.officer).post(reverse("datahub:withdraw", args=[request.uid])).status_code == 302
    request.refresh_from_db()
    assert request.state == "refused"


def test_a_key_is_shown_on_one_page_only(hub: Hub) -> None:
    right, officer = hub.granted(), page(hub.officer)
    form = officer.get(right.get_absolute_url()).context["key_form"]
    sent = {"uid": str(form["uid"].value()), "name": "Một cửa"}
    answer = officer.post(reverse("datahub:add_key", args=[right.uid]), sent)
    key = ApiKey.objects.get()
    assert f"{key.prefix}" in answer.content.decode() and answer["Cache-Control"] == "no-store"
    again = officer.post(reverse("datahub:add_key", args=[right.uid]), sent).content.decode()
    assert key.prefix not in again
    assert page(hub.head).post(reverse("datahub:add_key", args=[right.uid]), sent).status_code in (403, 404)
    assert page(hub.head).post(reverse("datahub:revoke_key", args=[key.uid])).status_code == 302
    assert ApiKey.objects.get().revoked_at is not None


def test_an_address_of_the_own_network_is_refused_in_words(hub: Hub) -> None:
    right, officer = hub.granted(), page(hub.officer)
    form = officer.get(right.get_absolute_url()).context["webhook_form"]
    sent = {"uid": str(form["uid"].value()), "url": "https://127.0.0.1/x"}
    answer = officer.post(reverse("datahub:add_webhook", args=[right.uid]), sent)
    assert answer.status_code == 422 and "mạng nội bộ" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_right_is_revoked_on_its_page(hub: Hub) -> None:
    right, head = hub.granted(), page(hub.head)
    assert head.post(reverse("datahub:revoke", args=[right.uid]), {"reason": "x"}).status_code == 422
    assert head.post(reverse("datahub:revoke", args=[right.uid]), {"reason": "Dùng sai mục đích"}).status_code == 302
    assert "Dùng sai mục đích" in page(hub.officer).get(right.get_absolute_url()).content.decode()


def test_the_report_of_reads_counts_by_month_and_unit_and_opens_its_lines(hub: Hub) -> None:
    right = hub.granted()
    for _time in range(3):
        page(hub.officer).get(reverse("datahub:grant_rows", args=[right.uid]))
    for person in (hub.officer, hub.head):
        (one,) = page(person).get(reverse("datahub:reads")).context["page"].object_list
        assert (one["times"], one["read"], one["unit__code"]) == (3, 6, "90001")
    assert not page(hub.stranger).get(reverse("datahub:reads")).context["page"].object_list
    month = f"{timezone.localdate():%Y-%m}"
    lines = page(hub.head).get(reverse("datahub:read_lines"), {"month": month, "unit": "90001"})
    assert len(lines.context["page"].object_list) == 3 and "xem trên trang" in lines.content.decode()
    assert "Mã thửa, Xã, Diện tích" in lines.content.decode(), "columns are called what people call them"
    assert page(hub.head).get(reverse("datahub:read_lines"), {"format": "xlsx"}).status_code == 200
    assert not page(hub.head).get(reverse("datahub:reads"), {"whose": "used"}).context["page"].object_list


def test_what_the_hub_holds_for_a_procedure_is_found_before_anybody_is_asked(hub: Hub) -> None:
    give(hub.deputy, RoleCode.COORDINATOR, unit=hub.land)
    need = Need(procedure="Đăng ký biến động đất đai", procedure_code="1.012345", item="Bản sao Giấy chứng nhận",
                dataset=hub.dataset, columns=["code", "area"])  # fmt: skip
    keep_need(need=need, by=hub.deputy)
    keep_need(need=need, by=hub.deputy)
    assert ProcedureNeed.objects.count() == 1
    officer, place = page(hub.officer), reverse("datahub:needs")
    (line,) = officer.get(place, {"q": "dang ky bien dong"}).context["page"].object_list
    assert line.grant is None and "procedure=" in line.ask_url
    form = officer.get(line.ask_url).context["form"]
    assert form["columns"].value() == ["code", "area"] and form["procedure"].value() == "Đăng ký biến động đất đai"
    right = hub.granted(columns=["code"])
    (line,) = officer.get(place, {"q": "chung nhan"}).context["page"].object_list
    assert (line.grant, line.missing) == (right, "Diện tích")
    assert not officer.get(place, {"q": "khong co"}).context["page"].object_list
    assert officer.get(reverse("datahub:new_need")).status_code == 403


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    """A filled-in sheet."""
    book = openpyxl.Workbook()
    headings = ("Mã thủ tục", "Thủ tục", "Thông tin, giấy tờ phải nộp", "Mã tập dữ liệu", "Cột đã có", "Ghi chú")
    for line in (headings, *rows):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("thu-tuc.xlsx", stream.getvalue())


def test_needs_come_in_from_excel_all_or_none(hub: Hub) -> None:
    give(hub.deputy, RoleCode.COORDINATOR, unit=hub.land)
    keeper, place = page(hub.deputy), reverse("datahub:import_needs")
    wrong = keeper.post(place, {"file": sheet(
        ("1", "Cấp đổi", "Bản đồ", "land-plots", "code, area", ""), ("2", "Cấp đổi", "Đơn", "nothing", "code", ""),
        ("3", "Cấp đổi", "Đơn", "land-plots", "code, salary", ""), ("4", "", "Đơn", "land-plots", "code", ""),
    )})  # fmt: skip
    assert wrong.status_code == 422 and wrong.context["fault_count"] == 3
    assert [number for number, _words in wrong.context["faults"]] == [3, 4, 5]
    assert not ProcedureNeed.objects.exists()
    good = sheet(
        ("1", "Cấp đổi", "Bản đồ", "land-plots", "code, area", ""), ("", "Cấp đổi", "Đơn", "land-plots", "owner", "")
    )
    assert keeper.post(place, {"file": good}).status_code == 302
    assert list(ProcedureNeed.objects.order_by("pk").values_list("columns", flat=True)) == [["code", "area"], ["owner"]]
    first = ProcedureNeed.objects.first()
    assert first is not None
    sent = {"procedure": "Cấp đổi", "item": "Bản đồ mới", "dataset": hub.dataset.pk, "columns": "code"}
    assert keeper.post(reverse("datahub:need", args=[first.uid]), sent).status_code == 302
    assert keeper.post(reverse("datahub:need", args=[first.uid]), sent | {"columns": "salary"}).status_code == 422
    assert keeper.post(reverse("datahub:drop_need", args=[first.uid])).status_code == 302
    assert ProcedureNeed.objects.count() == 1


def test_what_is_shared_by_default_is_reviewed_every_six_months(hub: Hub) -> None:
    Dataset.objects.update(sensitivity=Sensitivity.SHARED, created_at=timezone.now() - 200 * DAY)
    give(hub.head, RoleCode.OFFICER, unit=hub.province)
    head, place = page(hub.head), reverse("datahub:reviews")
    ((line, may_review),) = head.get(place, {"state": "late"}).context["page"].object_list
    assert line.is_late and may_review
    assert head.post(reverse("datahub:add_review", args=["land-plots"]), {"note": ""}).status_code == 302
    assert not SharingReview.objects.exists()
    head.post(reverse("datahub:add_review", args=["land-plots"]), {"note": "Giữ nguyên"})
    assert not head.get(place, {"state": "late"}).context["page"].object_list
    assert page(hub.officer).post(reverse("datahub:add_review", args=["land-plots"]), {"note": "x"}).status_code == 403
    figures = {line.label: line.value for line in head.get(reverse("datahub:yearly")).context["page"].object_list}
    assert figures["Lượt rà soát dữ liệu chia sẻ mặc định"] == 1


@pytest.mark.parametrize("name", ["requests", "grants", "reads", "read_lines", "needs", "reviews"])
def test_a_list_costs_the_same_for_many(hub: Hub, name: str, django_assert_max_num_queries: Any) -> None:
    give(hub.head, RoleCode.COORDINATOR, unit=hub.province)
    for number in range(8):
        dataset = make_dataset(hub.land, code=f"d{number}", name=f"Tập {number}", sensitivity=Sensitivity.SHARED)
        publish(dataset, [row("A1")])
        hub.dataset = dataset
        right = hub.granted()
        AccessLog.objects.create(
            dataset=dataset,
            grant=right,
            unit=hub.north,
            user=hub.officer,
            at=timezone.now(),
            form=ReadForm.PAGE,
            rows=1,
        )
        keep_need(need=Need(procedure=f"TT {number}", item="Đơn", dataset=dataset, columns=["code"]), by=hub.head)
    client = page(hub.head)
    client.get(reverse(f"datahub:{name}"))
    with django_assert_max_num_queries(16):
        assert len(client.get(reverse(f"datahub:{name}")).context["page"].object_list) == 8


def test_the_page_of_a_right_costs_the_same_for_many_keys_and_reads(
    hub: Hub, settings: Any, django_assert_max_num_queries: Any
) -> None:
    right = hub.granted()
    for _number in range(8):
        hub.key(right)
        page(hub.officer).get(reverse("datahub:grant_rows", args=[right.uid]))
    client = page(hub.officer)
    client.get(right.get_absolute_url())
    with django_assert_max_num_queries(24):
        client.get(right.get_absolute_url())
