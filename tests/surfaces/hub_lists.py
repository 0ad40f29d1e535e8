"""The lists of the hub and of open data, and how each goes to Excel."""

from __future__ import annotations

from tests.surfaces.declared_pages import ListPage, at, of_dataset
from tests.surfaces.hub_world import database_of, inflow_of, made, release_of, system_of, wish_of

NOTHING = {"q": "khongcogi"}
HUB_LISTS: dict[str, list[ListPage]] = {
    "datahub:datasets": [ListPage(("Mã", "Tên"), at("datahub:datasets"), {"q": "khongcogi"})],
    "datahub:dictionary": [ListPage(("Cột", "Tên gọi"), of_dataset("dictionary"))],
    "datahub:dataset_versions": [ListPage(("Số", "Trạng thái"), of_dataset("dataset_versions"))],
    "datahub:dataset_rows": [ListPage(("Mã thửa", "Xã"), of_dataset("dataset_rows"))],
    "datahub:rules": [ListPage(("Mã", "Loại"), of_dataset("rules"))],
    "datahub:dataset_quality": [
        ListPage(("Mã", "Quy tắc"), of_dataset("dataset_quality")),
        ListPage(("Mã", "Đơn vị"), of_dataset("dataset_quality"), query={"units": "1"}),
    ],
    "datahub:row_changes": [ListPage(("Lần kiểm tra", "Khóa"), of_dataset("row_changes"))],
    "datahub:rule_rows": [
        ListPage(
            ("Khóa", "Tên gọi"),
            at("datahub:rule_rows", code=lambda w: w.dataset.code, rule=lambda _w: "all"),
            {"q": "khongcogi"},
        )
    ],
    "datahub:suggestions": [ListPage(("Khóa", "Cột"), of_dataset("suggestions"), {"q": "khongcogi"})],
    "datahub:quality": [
        ListPage(("Mã", "Tên"), at("datahub:quality"), {"q": "khongcogi"}),
        ListPage(("Đơn vị", "Số tập dữ liệu"), at("datahub:quality"), query={"part": "units"}),
    ],
    "datahub:to_mend": [ListPage(("Tập dữ liệu", "Đơn vị"), at("datahub:to_mend"), {"state": "settled"})],
    "datahub:requests": [ListPage(("Mã", "Tập dữ liệu"), at("datahub:requests"), {"q": "khongcogi"})],
    "datahub:grants": [ListPage(("Tập dữ liệu", "Cơ quan chủ quản"), at("datahub:grants"), {"q": "khongcogi"})],
    "datahub:grant_rows": [
        ListPage(("Mã thửa", "Diện tích (m²)"), at("datahub:grant_rows", uid=lambda w: w.data_grant.uid))
    ],
    "datahub:reads": [ListPage(("Tháng", "Tập dữ liệu"), at("datahub:reads"), {"month": "2001-01"})],
    "datahub:read_lines": [ListPage(("Thời điểm", "Tập dữ liệu"), at("datahub:read_lines"), {"month": "2001-01"})],
    "datahub:needs": [ListPage(("Mã thủ tục", "Thủ tục"), at("datahub:needs"), {"q": "khongcogi"})],
    "datahub:reviews": [ListPage(("Mã", "Tập dữ liệu"), at("datahub:reviews"), {"q": "khongcogi"})],
    "datahub:yearly": [ListPage(("Mã", "Nội dung kiểm tra"), at("datahub:yearly"))],
    "datahub:deliveries": [ListPage(("Nguồn", "Tập dữ liệu"), made(at("datahub:deliveries"), inflow_of), NOTHING)],
    "datahub:inflow": [ListPage(("Bắt đầu", "Kết quả"), at("datahub:inflow", uid=lambda w: inflow_of(w).uid))],
    "datahub:systems": [ListPage(("Mã", "Hệ thống"), made(at("datahub:systems"), system_of), NOTHING)],
    "datahub:system": [ListPage(("Lúc", "Chiều"), at("datahub:system", code=lambda w: system_of(w).code))],
    "datahub:databases": [ListPage(("Số", "Cơ sở dữ liệu"), made(at("datahub:databases"), database_of), NOTHING)],
    "datahub:releases": [ListPage(("Tên", "Tập dữ liệu"), made(at("datahub:releases"), release_of), NOTHING)],
    "datahub:wishes": [ListPage(("Mã", "Dữ liệu mong muốn"), made(at("datahub:wishes"), wish_of), NOTHING)],
    "opendata:catalogue": [ListPage(("Tên", "Cơ quan"), made(at("opendata:catalogue"), release_of), NOTHING)],
    "opendata:wishes": [ListPage(("Mã", "Dữ liệu cần"), made(at("opendata:wishes"), wish_of))],
}
