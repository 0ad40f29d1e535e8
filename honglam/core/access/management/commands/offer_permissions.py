"""`honglam offer_permissions`: make the built-in roles and put new permissions into them; after every update."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from honglam.core.access.actions import offer_permissions


class Command(BaseCommand):
    """Harmless when repeated."""

    help = "Tạo các vai trò đi kèm phần mềm và bổ sung quyền mới vào đó (chạy sau mỗi lần cập nhật)"

    def handle(self, *args: Any, **options: Any) -> None:
        """Offer, and say how many permissions were new."""
        self.stdout.write(f"Đã bổ sung {offer_permissions(by=None)} quyền mới vào các vai trò.")
