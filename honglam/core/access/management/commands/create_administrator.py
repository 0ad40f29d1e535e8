"""`honglam create_administrator USERNAME --name "Họ và tên"`: the first person of an installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from honglam.core.access.actions import create_user, grant_role, offer_permissions, reset_password
from honglam.core.access.errors import AccessError
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit


class Command(BaseCommand):
    """Prints a temporary password, to be changed at the first sign-in."""

    help = "Tạo người quản trị hệ thống và in mật khẩu tạm"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The account."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--email", default="")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and give it the administrator's role over the whole province."""
        province = Unit.objects.province()
        if province is None:
            raise CommandError(
                "Chưa có tỉnh nào trong hệ thống này. Hãy nạp tỉnh trước bằng lệnh “honglam load_province MÃ” (ví dụ "
                "“honglam load_province 42” cho Hà Tĩnh; “honglam load_province --help” liệt kê mã các tỉnh), rồi chạy "
                "lại lệnh này."
            )
        offer_permissions(by=None)
        try:
            user = create_user(by=None, username=options["username"], full_name=options["name"], email=options["email"])
        except AccessError as error:
            raise CommandError(str(error)) from error
        grant_role(user=user, role=RoleCode.ADMINISTRATOR, unit=province, by=None)
        self.stdout.write(f"Mật khẩu tạm của {user.username}: {reset_password(user=user, by=None)}")
