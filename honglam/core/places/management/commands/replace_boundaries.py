"""honglam replace_boundaries FILE --attribution …: the province's own boundaries in place of the reference ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from honglam.core.places.actions import replace_boundaries
from honglam.core.places.errors import PlaceError


class Command(BaseCommand):
    """Replace boundaries from a GeoJSON file."""

    help = "Thay ranh giới xã, phường bằng tệp GeoJSON (WGS84) của tỉnh."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, whom to credit, since when, and whether only to look."""
        parser.add_argument("file", metavar="FILE", type=Path, help="tệp .geojson hoặc .geojson.gz")
        parser.add_argument("--attribution", required=True, help="dòng ghi công nguồn dữ liệu")
        parser.add_argument("--source", default="", help="văn bản hoặc hồ sơ gốc")
        parser.add_argument(
            "--from",
            dest="starts_on",
            type=dt.date.fromisoformat,
            help="ngày bắt đầu hiệu lực (YYYY-MM-DD); để trống là sửa ranh giới đang dùng",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Replace, or say what would be replaced."""
        try:
            report = replace_boundaries(
                content=file.read_bytes(),
                attribution=options["attribution"],
                source=options["source"] or file.name,
                starts_on=options["starts_on"],
                dry_run=options["dry_run"],
                by=None,
            )
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}") from error
        except PlaceError as error:
            raise CommandError(error.message) from error
        verb = "Sẽ thay" if report.dry_run else "Đã thay"
        self.stdout.write(f"{verb} {len(report.replaced)} ranh giới; {len(report.unchanged)} không đổi.")
        for label, names in (("Không nhận ra", report.unknown), ("Không có trong tệp", report.missing)):
            if names:
                self.stdout.write(f"{label}: {', '.join(names)}")
