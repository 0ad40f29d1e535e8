"""honglam import_units FILE: units from CSV, all rows or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from honglam.core.organisations.actions import import_units
from honglam.core.organisations.errors import ImportRefused
from honglam.core.organisations.importing import preview_import


class Command(BaseCommand):
    """Import units from a CSV file."""

    help = "Nhập đơn vị từ tệp CSV (UTF-8): kiểm tra mọi dòng, nhập tất cả hoặc không dòng nào."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether only to check it."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import, or list every error by row."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}") from error
        if options["dry_run"]:
            preview = preview_import(content=content)
            for problem in preview.errors:
                self.stderr.write(str(problem))
            if preview.errors:
                raise CommandError(f"Tệp có {len(preview.errors)} lỗi.")
            self.stdout.write(f"Tệp hợp lệ: {len(preview.units)} đơn vị sẽ được thêm.")
            return
        try:
            units = import_units(content=content, by=None, file_name=file.name)
        except ImportRefused as error:
            for problem in error.errors:
                self.stderr.write(str(problem))
            raise CommandError(f"Tệp có {len(error.errors)} lỗi; chưa nhập dòng nào.") from error
        self.stdout.write(f"Đã nhập {len(units)} đơn vị.")
