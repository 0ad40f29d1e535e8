"""Bodies that ended, for provinces that came with the software and for those that did not."""

from __future__ import annotations

import pytest

from honglam.core.organisations.shipped import ended_bodies


@pytest.mark.parametrize("province", ["", "mộc lam", "hà tĩnh"])
def test_no_body_is_known_by_a_single_word(province: str) -> None:
    names = {name for body in ended_bodies(province) for name in body.names}

    assert "Sở Thông tin và Truyền thông" in names
    assert not [name for name in names if " " not in name.strip() and name.istitle()]
