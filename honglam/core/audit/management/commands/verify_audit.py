"""`honglam verify_audit`: exit code 0 when the whole log stands as it was written, 1 with the first break otherwise."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from honglam.core.audit.verifying import verify


class Command(BaseCommand):
    """Names the first broken entry."""

    help = "Kiểm tra chuỗi nhật ký; nêu dòng đầu tiên bị sửa, bị xóa hoặc bị chèn"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--expect: a head noted earlier."""
        parser.add_argument(
            "--expect",
            default="",
            metavar="SỐ:DẤU",
            help="đầu chuỗi đã ghi lại ở nơi khác trước đây; chuỗi phải còn chứa khối ấy",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print the head, fail on a break."""
        found = verify(expected_head=options["expect"])
        if found.first_break:
            raise CommandError(f"Nhật ký bị thay đổi. {found.first_break}", returncode=1)
        self.stdout.write(
            f"Nhật ký nguyên vẹn: {found.blocks} khối, {found.entries} dòng, {found.waiting} dòng chờ niêm phong."
        )
        self.stdout.write(f"Đầu chuỗi (hãy ghi lại ở nơi khác): {found.head or 'chưa có'}")
