"""honglam load_province CODE: units, groups, aliases, former bodies, boundaries and whatever else ships with us."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from honglam.core.organisations.actions import load_province
from honglam.core.organisations.errors import OrganisationError
from honglam.core.organisations.province_parts import load_province_parts
from honglam.core.organisations.shipped import province_codes
from honglam.core.places.actions import load_boundaries


class Command(BaseCommand):
    """Load a province; rows that are there already stay as they are, so it may be repeated."""

    help = "Nạp cơ cấu tổ chức và ranh giới của một tỉnh từ dữ liệu kèm theo phần mềm (chạy lại không ảnh hưởng)."

    def add_arguments(self, parser: CommandParser) -> None:
        """CODE is the province's code of the list of Decision 19/2025/QĐ-TTg."""
        known = ", ".join(f"{code} {name}" for code, name in province_codes().items())
        parser.add_argument("code", metavar="CODE", help=f"mã tỉnh: {known}")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        """Load and say what was added."""
        try:
            report = load_province(code=code, by=None)
        except OrganisationError as error:
            raise CommandError(error.message) from error
        boundaries = load_boundaries(code=code, by=None)
        parts = "".join(f", {count} {name}" for name, count in load_province_parts(code=code, by=None).items())
        self.stdout.write(
            f"{report.province}: thêm {report.units} đơn vị, {report.groups} nhóm, {report.aliases} tên khác, "
            f"{report.dissolutions} cơ quan và địa phương cũ, {boundaries} ranh giới{parts}."
        )
