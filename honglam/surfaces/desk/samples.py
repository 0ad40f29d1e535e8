"""Made-up content for the style page; no figure here is real."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.toolkit.ui import figures, statuses
from honglam.toolkit.ui.forms import DayField
from honglam.toolkit.ui.picking import PickerInput


@dataclass(frozen=True)
class SampleTask:
    """A row of the sample table."""

    code: str
    title: str
    unit: str
    due: datetime.date
    status: str
    progress: int | None


@dataclass(frozen=True)
class SampleRun:
    """A job as the job component reads it."""

    uid: str
    title: str
    state: str
    progress: int
    total: int
    message: str = ""
    error: str = ""


class SampleForm(forms.Form):
    """Every kind of field once."""

    title = forms.CharField(label="Tên nhiệm vụ", help_text="Ngắn gọn, bắt đầu bằng động từ.", max_length=200)
    unit = forms.ChoiceField(label="Đơn vị chủ trì", choices=[("", "Chọn đơn vị"), ("a", "Sở Mẫu"), ("b", "Xã Mẫu")])
    due = DayField(label="Hạn hoàn thành")
    office = forms.Field(label="Đơn vị phối hợp", widget=PickerInput(), required=False)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    recurring = forms.BooleanField(label="Lặp lại hằng quý", required=False)


def sample_tasks(today: datetime.date) -> list[SampleTask]:
    """One task of every status, and enough rows for a second page."""
    titles = (
        "Rà soát, cập nhật danh mục dữ liệu dùng chung của đơn vị",
        "Tổ chức tập huấn kỹ năng số cho tổ công nghệ số cộng đồng",
        "Công bố thủ tục đủ điều kiện giải quyết trực tuyến toàn trình",
        "Số hóa hồ sơ, kết quả giải quyết thủ tục còn hiệu lực",
        "Kiểm tra, khắc phục lỗ hổng của hệ thống thông tin theo cấp độ",
    )
    codes = list(statuses.WORK)
    return [
        SampleTask(
            code=f"NV-26-{100 + at}",
            title=titles[at % len(titles)],
            unit=("Sở Mẫu thứ nhất", "UBND xã Mẫu Hạ", "Văn phòng Mẫu")[at % 3],
            due=today + datetime.timedelta(days=(at * 7) % 40 - 12),
            status=codes[at % len(codes)],
            progress=None if at % 6 == 5 else (at * 17) % 101,
        )
        for at in range(64)
    ]


def _bar_chart() -> dict[str, Any]:
    return {
        "kind": "bar",
        "categories": ["Xã Mẫu Thượng", "Xã Mẫu Hạ", "Phường Mẫu Đông", "Xã Mẫu Tây", "Xã Mẫu Nam"],
        "series": [{"name": _("Tỷ lệ hoàn thành"), "values": [92, 81, 74.5, 63, 41], "tone": "progress"}],
        "target": 80,
        "targetLabel": _("Mục tiêu"),
        "unit": "%",
    }


def _line_chart() -> dict[str, Any]:
    return {
        "kind": "line",
        "categories": ["T1", "T2", "T3", "T4", "T5", "T6"],
        "series": [
            {"name": _("Hồ sơ trực tuyến"), "values": [1210, 1345, 1302, 1620, 1810, 2044], "tone": "progress"},
            {"name": _("Hồ sơ giấy"), "values": [830, 760, 742, 610, 512, 433], "tone": "neutral"},
        ],
        "unit": "",
    }


def _map() -> dict[str, Any]:
    tones = ("low", "fair", "good", "high")
    names = ("Mẫu Thượng", "Mẫu Hạ", "Mẫu Đông", "Mẫu Tây", "Mẫu Nam", "Mẫu Bắc", "Mẫu Trung", "Mẫu Sơn", "Mẫu Giang")
    values = {
        f"sample-{at}": {
            "name": name,
            "value": 40 + at * 6,
            "text": f"{40 + at * 6}%",
            "tone": tones[at % 4],
            "url": f"#x{at}",
        }
        for at, name in enumerate(names)
    }
    legend = [
        {"tone": "low", "label": "< 50%"},
        {"tone": "fair", "label": "50–70%"},
        {"tone": "good", "label": "70–90%"},
        {"tone": "high", "label": "≥ 90%"},
    ]
    return {"values": values, "legend": legend, "focus": "", "boundaries": sample_boundaries(names)}


def sample_boundaries(names: tuple[str, ...]) -> dict[str, Any]:
    """A made-up province of squares, as GeoJSON."""
    features = []
    for at, name in enumerate(names):
        west, south = 105.5 + (at % 3) * 0.2 + (at // 3) * 0.03, 18.2 + (at // 3) * 0.15
        ring = [
            [west, south],
            [west + 0.2, south + 0.02],
            [west + 0.21, south + 0.15],
            [west + 0.02, south + 0.15],
            [west, south],
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"uid": f"sample-{at}", "name": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def styleguide_context(request: HttpRequest) -> dict[str, Any]:
    """Everything the style page shows."""
    today = timezone.localdate()
    tasks = sample_tasks(today)
    now = timezone.now()
    bound = SampleForm(
        {"wrong-title": "", "wrong-unit": "a", "wrong-due": "31/02/2026", "wrong-note": "Đã trao đổi với văn phòng."},
        prefix="wrong",
    )
    return {
        "families": statuses.FAMILIES,
        "page": Paginator(tasks, 12).get_page(request.GET.get("page")),
        "work_choices": statuses.choices(),
        "form": SampleForm(),
        "bound": bound,
        "parts": figures.shares(
            [("done_on_time", 41, "?status=done"), ("in_progress", 62, ""), ("due_soon", 11, ""), ("overdue", 8, "")]
        ),
        "runs": [
            SampleRun("1", "Đọc kế hoạch", "running", 14, 32, "Trang 14 trong 32: đang ghép bảng"),
            SampleRun("2", "Xuất Excel danh sách nhiệm vụ", "succeeded", 1, 1, "1.204 dòng"),
            SampleRun(
                "3",
                "Nhập danh mục đơn vị",
                "failed",
                12,
                69,
                error="Dòng 13: chưa có mã đơn vị. Điền cột “Mã” rồi nhập lại.",
            ),
        ],
        "bar_chart": _bar_chart(),
        "line_chart": _line_chart(),
        "map_data": _map(),
        "history": [
            {
                "moment": now - datetime.timedelta(minutes=8),
                "title": "Báo tiến độ 60%",
                "text": "Đã hoàn thành rà soát tại 6/10 thôn.",
                "by": "Trần Thị Mẫu, UBND xã Mẫu Hạ",
                "icon": "progress",
                "tone": "progress",
            },
            {
                "moment": now - datetime.timedelta(days=1),
                "title": "Xin gia hạn đến 15/12/2026",
                "text": "",
                "by": "UBND xã Mẫu Hạ",
                "icon": "calendar-plus",
                "tone": "waiting",
            },
            {
                "moment": now - datetime.timedelta(days=20),
                "title": "Giao nhiệm vụ",
                "text": "Theo dòng 12 của phụ lục.",
                "by": "Lê Văn Mẫu, Văn phòng UBND tỉnh",
                "icon": "send",
                "tone": "neutral",
            },
        ],
        "today": today,
        "later": today + datetime.timedelta(days=3),
        "earlier": today - datetime.timedelta(days=5),
        "definitions": [
            ("Đơn vị chủ trì", "UBND xã Mẫu Hạ"),
            ("Phối hợp", "Sở Mẫu thứ nhất"),
            ("Hạn", today.strftime("%d/%m/%Y")),
            ("Sản phẩm", ""),
        ],
    }
