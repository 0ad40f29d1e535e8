"""Search among 100,000 entries on one machine, beside a LIKE scan of the same rows in the same run.

    python benchmarks/search.py [--entries 100000] [--json]        DATABASE_URL chooses PostgreSQL

Prints one JSON line: for every kind of query the median and the worst of ours and of the scan, in milliseconds, and how
long indexing took. Rows are made up from a fixed vocabulary of Vietnamese administration; every run has the same.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Case, Q, Value, When
from ground import words  # before our own modules: it sets Django up

from honglam.core.organisations.models import Unit
from honglam.core.organisations.rules import path_of
from honglam.core.organisations.terms import Bloc, Kind, Level
from honglam.core.search.folding import plain
from honglam.core.search.indexing import index_many
from honglam.core.search.models import SearchEntry
from honglam.core.search.queries import HEAVY, search
from honglam.core.search.registry import IndexRow, declare_searchable

UNITS = 69
KIND = "benchmark"
PLACES = words("Bắc Sơn Nam Hà Đông Lĩnh Tây Hồ Hòa Hải Thạch Lạc Cẩm Bình Kỳ Xuân Đức Thọ Hương Khê Vũ Quang Can Lộc")
VERBS = words("Rà soát|Triển khai|Xây dựng|Kiểm tra|Tổ chức|Hoàn thiện|Đẩy mạnh|Tham mưu|Phối hợp|Đánh giá", "|")
OBJECTS = words(
    "hạ tầng số|nền tảng dữ liệu|tổ công nghệ số cộng đồng|dịch vụ công trực tuyến|hóa đơn điện tử|hồ sơ đất đai"
    "|an toàn thông tin|chữ ký số|trạm quan trắc|lớp học kỹ năng số|kho lưu trữ|bản đồ ngập lụt|thủ tục hành chính"
    "|truyền thanh thông minh|học bạ số|sổ sức khỏe điện tử|thanh toán không dùng tiền mặt|nông thôn mới",
    "|",
)
WORDS = words(
    "của tại và cho trên địa bàn tỉnh xã phường năm quý tháng theo kế hoạch nghị quyết quyết định chỉ tiêu nhiệm vụ"
    " giải pháp báo cáo đơn vị chủ trì người dân doanh nghiệp chính quyền cơ quan nhà nước đảng ủy hội đồng nhân dân"
    " thôn tổ dân phố trường học bệnh viện công an quân sự văn hóa thể thao du lịch nông nghiệp môi trường tài chính"
    " xây dựng giao thông khoa học công nghệ chuyển đổi số kinh tế xã hội bảo hiểm lao động thương mại quy hoạch"
)
QUERIES = {
    "two words, no marks": "hoa don",
    "two words, exact marks": "hóa đơn",
    "unfinished word": "truyen thanh th",
    "phrase": '"an toàn thông tin"',
    "number of a document": "4711/KH-UBND",
    "three common words": "chuyen doi so",
    "one very common word": "xa",
    "nothing found": "khủng long",
}


def rows(count: int, unit_ids: list[int]) -> Iterator[IndexRow]:
    """Entries as a province would have them: a title of some ten words, a body of some sixty."""
    dice = random.Random(2026)
    for number in range(1, count + 1):
        place = " ".join(dice.sample(PLACES, 2))
        yield IndexRow(
            obj_kind=KIND,
            object_id=number,
            code=f"{number}/KH-UBND" if number % 10 == 1 else f"NV-2026-{number:06}",
            title=f"{dice.choice(VERBS)} {dice.choice(OBJECTS)} {' '.join(dice.choices(WORDS, k=4))} {place}",
            body=" ".join([*dice.choices(WORDS, k=50), dice.choice(OBJECTS), *dice.choices(WORDS, k=10)]),
            url=f"/tasks/{number}",
            unit_ids=(dice.choice(unit_ids),),
        )


def units() -> list[int]:
    """A province with its communes; the ids of the communes."""
    province = Unit.objects.create(
        code="99", name="Tỉnh", kind=Kind.PROVINCE, level=Level.PROVINCE, bloc=Bloc.GOVERNMENT, path=path_of("99", "")
    )
    return [
        Unit.objects.create(
            code=f"9{number:04}",
            name=f"Xã {number}",
            kind=Kind.COMMUNE,
            level=Level.COMMUNE,
            bloc=Bloc.GOVERNMENT,
            parent=province,
            path=path_of(f"9{number:04}", province.path),
        ).pk
        for number in range(UNITS)
    ]


def scan(text: str) -> list[Any]:
    """The peer: every word somewhere in the title or the body, hits in the title first, row by row."""
    anywhere, in_title = Q(), Q()
    for word in plain(text).split():
        in_title &= Q(title_plain__contains=word)
        anywhere &= Q(title_plain__contains=word) | Q(body_plain__contains=word)
    first = Case(When(in_title, then=Value(0)), default=Value(1))
    return list(SearchEntry.objects.filter(anywhere).defer(*HEAVY).order_by(first, "-id")[:20])


def measured(work: Callable[[], object], times: int) -> dict[str, float]:
    """Median and worst of so many calls, in milliseconds, after one to warm up."""
    work()
    took = []
    for _time in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return {"median_ms": round(statistics.median(took), 2), "worst_ms": round(max(took), 2)}


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    call_command("migrate", verbosity=0, skip_checks=True)
    SearchEntry.objects.all().delete()
    Unit.objects.all().delete()
    communes = units()
    seen = {"all": Q(), "one commune": Q(unit_links__unit_id=communes[0])}
    reach = "all"
    declare_searchable(KIND, "Nhiệm vụ", rebuild=list, visible=lambda user: seen[reach])
    began = time.perf_counter()
    index_many(rows(options.entries, communes))
    indexing = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    figures = {}
    for name, text in QUERIES.items():
        reach = "all"
        ours = measured(lambda text=text: search(text, user=None, kinds=[KIND], limit=20), options.times)
        found = len(search(text, user=None, kinds=[KIND], limit=20))
        peer = measured(lambda text=text: scan(text), max(3, options.times // 5))
        reach = "one commune"
        narrow = measured(lambda text=text: search(text, user=None, kinds=[KIND], limit=20), options.times)
        figures[name] = {"query": text, "hits": found, "ours": ours, "ours_one_commune": narrow, "like_scan": peer}
    print(
        json.dumps(
            {
                "benchmark": "search",
                "database": connection.vendor,
                "entries": options.entries,
                "indexed_per_second": round(options.entries / indexing),
                "queries": figures,
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
