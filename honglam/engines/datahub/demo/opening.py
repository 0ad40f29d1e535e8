"""Open data: projects with their places, prices, and what the public wishes to see opened."""

from __future__ import annotations

import datetime
import random
from typing import Any

from honglam.engines.datahub.actions.releases import answer_wish, make_release, make_wish, publish_release
from honglam.engines.datahub.demo.cast import Cast, dataset_of
from honglam.engines.datahub.demo.deliveries import PRICES
from honglam.engines.datahub.models import Dataset, OpenRelease, OpenUse, OpenWish
from honglam.engines.datahub.releases import FORMS, count_use

_PROJECTS = {
    "slug": "du-an-dau-tu", "title": "Dự án đầu tư trên địa bàn tỉnh", "theme": "ECON", "frequency": "MONTHLY",
    "description": "Dự án đầu tư của doanh nghiệp, hợp tác xã: vị trí, ngành, vốn đăng ký, diện tích đất, tiến độ. "
                   "Số liệu hư cấu để trình diễn.",
    "columns": ["geometry", "code", "name", "sector", "commune", "capital", "land_area", "jobs", "starts_on", "due_on",
                "state"],
    "keywords": ["đầu tư", "dự án", "doanh nghiệp"],
}  # fmt: skip
_PRICES: dict[str, Any] = {
    "slug": "gia-ban-le", "title": "Giá bán lẻ hàng hóa thiết yếu", "theme": "ECON", "frequency": "WEEKLY",
    "description": "Giá bán lẻ tám mặt hàng tại năm chợ, ghi hằng tuần. Số liệu hư cấu để trình diễn.",
    "columns": ["day", "commune", "good", "price"], "keywords": ["giá", "chợ", "hàng hóa"],
}  # fmt: skip
_USED_DAYS = 30


def load(cast: Cast) -> int:
    """Releases, how often they were fetched, wishes of the public; how many releases. Nothing when repeated."""
    if OpenRelease.objects.exists() or OpenWish.objects.exists():
        return 0
    prices = Dataset.objects.filter(code=PRICES).first()
    made = [
        _release(cast, dataset, values, days_ago)
        for dataset, values, days_ago in ((dataset_of("registers.projects"), _PROJECTS, 25), (prices, _PRICES, 6))
        if dataset is not None
    ]
    _wishes(cast, made)
    return len(made)


def _release(cast: Cast, dataset: Dataset, values: dict[str, Any], days_ago: int) -> OpenRelease:
    release = make_release(dataset=dataset, values=values, by=cast.coordinator)
    release = publish_release(release=release, by=cast.coordinator)
    OpenRelease.objects.filter(pk=release.pk).update(released_at=cast.moment(days_ago, hour=10))
    _use(cast, release)
    return release


def _use(cast: Cast, release: OpenRelease) -> None:
    """How often it was fetched on each of the past days."""
    dice = random.Random(release.slug)
    for back in range(_USED_DAYS):
        day = cast.today - datetime.timedelta(days=back)
        for form in FORMS:
            if times := dice.randint(0, {"page": 40, "csv": 9, "xlsx": 12}.get(form, 4)):
                count_use(release, form, day=day)
                OpenUse.objects.filter(release=release, day=day, form=form).update(count=times)


def _wishes(cast: Cast, releases: list[OpenRelease]) -> None:
    """One wish that was answered for everybody to read, one that waits."""
    asked = make_wish(
        subject="Giá hàng hóa tại các chợ theo tuần", by=None,
        use="Em là sinh viên, muốn làm biểu đồ so sánh giá giữa các chợ để viết khóa luận.",
    )  # fmt: skip
    prices = next((one for one in releases if one.slug == _PRICES["slug"]), None)
    answer_wish(
        wish=asked, by=cast.coordinator, is_shown=True, release=prices,
        answer="Giá bán lẻ tám mặt hàng tại năm chợ đã được công khai, cập nhật hằng tuần; tải về dạng Excel, CSV "
               "hoặc đọc qua API.",
    )  # fmt: skip
    OpenWish.objects.filter(pk=asked.pk).update(asked_at=cast.moment(19), answered_at=cast.moment(6, hour=15))
    waits = make_wish(
        subject="Danh sách điểm phát Wi-Fi công cộng", by=None,
        use="Làm bản đồ cho khách du lịch, cần vị trí và giờ hoạt động.",
    )  # fmt: skip
    OpenWish.objects.filter(pk=waits.pk).update(asked_at=cast.moment(2, hour=20))
