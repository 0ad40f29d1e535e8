"""`honglam seal_audit`: seal the log's new entries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from honglam.core.audit.actions import seal


class Command(BaseCommand):
    """Seals what is not sealed yet; the schedule does the same every ten minutes."""

    help = "Niêm phong các dòng nhật ký mới vào chuỗi"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and say how many entries."""
        self.stdout.write(f"Đã niêm phong {seal()} dòng nhật ký.")
