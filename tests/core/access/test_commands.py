"""The first person of an installation comes from the command line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from honglam.core.access.models import User
from tests.people import People


def test_the_first_administrator_gets_a_temporary_password(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_administrator", "quantri", name="Nguyễn Quản Trị")
    password = capsys.readouterr().out.strip().rpartition(" ")[2]
    user = User.objects.get(username="quantri")
    assert user.check_password(password) and user.must_change_password
    assert user.has_perm("access.manage_roles", people.south)
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("create_administrator", "quantri", name="Nguyễn Quản Trị")


@pytest.mark.django_db
def test_without_a_province_there_is_nobody_to_administer() -> None:
    with pytest.raises(CommandError, match="honglam load_province"):
        call_command("create_administrator", "quantri", name="Nguyễn Quản Trị")
