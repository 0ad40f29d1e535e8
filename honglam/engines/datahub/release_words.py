"""What stands against releasing open data, in words, with what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from honglam.engines.datahub.anonymity import Anonymity
from honglam.engines.datahub.models import OpenRelease
from honglam.engines.datahub.releases import planned_columns


def words_of(finding: Anonymity, release: OpenRelease) -> str:
    """What stands against a release, in words, with what to do."""
    label = {column.name: column.label for column in planned_columns(release.dataset, release.columns)}
    said = []
    if finding.personal:
        names = ", ".join(str(label.get(name, name)) for name in finding.personal)
        said.append(_("Cột %(names)s là dữ liệu cá nhân: hãy bỏ khỏi danh sách công khai.") % {"names": names})
    for one in finding.suspicions:
        said.append(
            _("Cột %(name)s có %(rows)d dòng giống %(look)s: bỏ cột, hoặc ghi rõ vì sao không phải dữ liệu cá nhân.")
            % {"name": label.get(one.column, one.column), "rows": one.rows, "look": _looks()[one.looks_like]}
        )
    if finding.joined:
        said.append(
            _("Ghép theo khóa với dữ liệu đã mở (%(titles)s): hãy bỏ cột khóa, hoặc bỏ bớt cột dễ nhận dạng.")
            % {"titles": ", ".join(finding.joined)}
        )
    if finding.small_groups:
        said.append(
            _("%(groups)d nhóm có ít hơn %(least)d dòng (%(rows)d dòng): gộp giá trị, bỏ bớt cột dễ nhận dạng.")
            % {"groups": finding.small_groups, "least": finding.least, "rows": finding.rows_in_small}
        )
    return " ".join(said)


def _looks() -> dict[str, str]:
    return {"identity": _("số định danh"), "phone": _("số điện thoại"), "email": _("địa chỉ thư điện tử")}
