"""Sharing as visitors meet it: a request that waits, one that was refused, one that was granted and is read through."""

from __future__ import annotations

import datetime

from django.utils import timezone

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.models import Notice
from honglam.engines.datahub.actions.grants import make_key
from honglam.engines.datahub.actions.needs import Need, keep_needs
from honglam.engines.datahub.actions.reads import log_call, log_reading
from honglam.engines.datahub.actions.requests import Wish, ask, grant, refuse
from honglam.engines.datahub.actions.reviews import review
from honglam.engines.datahub.demo.cast import Cast, dataset_of, head_of
from honglam.engines.datahub.models import (
    AccessLog,
    AccessRequest,
    ApiKey,
    Dataset,
    Grant,
    ProcedureNeed,
    SharingReview,
)
from honglam.engines.datahub.reading import frame_of
from honglam.engines.datahub.sharing.scope import ANSWER_DAYS, last_day
from honglam.engines.datahub.sharing.slicing import Slice, readable_version, slice_of
from honglam.engines.datahub.terms import Frequency, ReadForm

_LAW = "Nghị định 47/2020/NĐ-CP"
_NEEDS = (
    ("1.009645", "Chấp thuận chủ trương đầu tư của UBND tỉnh", "Quyết định chấp thuận đã cấp cho dự án",
     "projects", ("code", "approval", "approved_on")),
    ("1.009646", "Điều chỉnh dự án đầu tư", "Vốn đăng ký, tiến độ của dự án", "projects",
     ("code", "capital", "starts_on", "due_on")),
    ("1.012756", "Đăng ký biến động đất đai", "Thông tin thửa đất, giấy chứng nhận", "parcels",
     ("sheet", "number", "area", "purpose", "certificate")),
    ("1.012756", "Đăng ký biến động đất đai", "Tình trạng thế chấp", "parcels", ("sheet", "number", "is_mortgaged")),
    ("", "Xét thăng hạng viên chức", "Bằng cấp, chứng chỉ bồi dưỡng", "trainings",
     ("official", "kind", "course", "certificate")),
    ("", "Phê duyệt cấp độ an ninh mạng của hệ thống thông tin", "Hồ sơ cấp độ đã được phê duyệt", "systems",
     ("system_code", "level", "approval", "approved_on")),
)  # fmt: skip
_READS = ((11, ReadForm.PAGE), (10, ReadForm.XLSX), (6, ReadForm.PAGE), (3, ReadForm.CSV), (1, ReadForm.PAGE))
"""Days ago, form: what the officer read."""


def load(cast: Cast) -> int:
    """Requests with what became of them, needs of procedures, reviews; how many requests. Nothing when repeated."""
    if AccessRequest.objects.exists():
        return 0
    _write_needs(cast)
    _review(cast)
    return sum((_granted(cast), _waiting(cast), _refused(cast)))


def _granted(cast: Cast) -> int:
    """The commune asks for five columns of projects on its neighbours' ground; finance gives four, for thirty days."""
    projects = dataset_of("registers.projects")
    decider = head_of(projects.owner) if projects is not None else None
    if projects is None or decider is None:
        return 0
    near = _with_projects(projects)
    wish = Wish(
        purpose="Theo dõi tiến độ các dự án trên địa bàn xã và vùng giáp ranh, trả lời kiến nghị của người dân",
        legal_basis=f"{_LAW}, Điều 35; Quy chế phối hợp quản lý dự án của tỉnh", days=60,
        columns=["code", "name", "commune", "capital", "due_on"], row_filter={"commune": near},
        procedure="Báo cáo tình hình dự án trên địa bàn", system="Bảng theo dõi của UBND xã",
        frequency=Frequency.WEEKLY,
    )  # fmt: skip
    asked = ask(dataset=projects, unit=cast.commune, wish=wish, by=cast.officer)
    given = grant(
        request=asked, by=decider, columns=["code", "name", "commune", "due_on"], days=30,
        note="Đồng ý bốn cột, 30 ngày. Cột vốn: xem trong báo cáo quý của Sở.",
    )  # fmt: skip
    key = make_key(grant=given, name="Bảng theo dõi của UBND xã", by=cast.officer).key
    part = slice_of(given, readable_version(given))
    _read(cast, given, part)
    _call(cast, key, part)
    _date_back_request(cast, asked, asked_ago=14, decided_ago=12)
    first = cast.today - datetime.timedelta(days=12)
    Grant.objects.filter(pk=given.pk).update(starts_on=first, ends_on=last_day(first, 30))
    ApiKey.objects.filter(pk=key.pk).update(made_at=cast.moment(10, hour=14))
    return 1


def _waiting(cast: Cast) -> int:
    """The ward asks for the networks of its neighbours; the department of science has not answered yet."""
    networks = dataset_of("registers.networks")
    if networks is None:
        return 0
    wish = Wish(
        purpose="Lập phương án nâng cấp mạng nội bộ của phường và các điểm trường, trạm y tế",
        legal_basis=f"{_LAW}, Điều 35; Kế hoạch chuyển đổi số năm {cast.today.year} của UBND phường", days=45,
        columns=["name", "sockets", "computers", "provider", "bandwidth"],
        row_filter={"unit": [cast.ward.code, cast.commune.code]},
        procedure="Lập kế hoạch mua sắm, nâng cấp hạ tầng số", frequency=Frequency.ONCE,
    )  # fmt: skip
    asked = ask(dataset=networks, unit=cast.ward, wish=wish, by=cast.ward_head)
    _date_back_request(cast, asked, asked_ago=3)
    return 1


def _refused(cast: Cast) -> int:
    """The commune asks for telephone numbers of officials of the province, and is told what is enough."""
    officials = dataset_of("registers.officials")
    decider = head_of(officials.owner) if officials is not None else None
    if officials is None or decider is None:
        return 0
    wish = Wish(
        purpose="Lập danh bạ điện thoại cán bộ, công chức toàn tỉnh", legal_basis=f"{_LAW}, Điều 35", days=90,
        columns=["full_name", "position", "phone"], frequency=Frequency.MONTHLY,
        personal_need="Cần số điện thoại để liên hệ công việc khi giải quyết hồ sơ liên thông",
    )  # fmt: skip
    asked = ask(dataset=officials, unit=cast.commune, wish=wish, by=cast.officer)
    enough = "Danh bạ công vụ có sẵn trong hệ thống; số điện thoại cá nhân không chia sẻ cho mục đích này."
    refuse(request=asked, reason=enough, by=decider)
    _date_back_request(cast, asked, asked_ago=20, decided_ago=17)
    return 1


def _with_projects(projects: Dataset) -> list[str]:
    """Codes of the three communes that have most projects, so that there are rows to read."""
    version = projects.versions.filter(state="current").first()
    if version is None:
        return []
    counted = frame_of(version, ["commune"]).collect()["commune"].value_counts().sort(["count", "commune"])
    return [code for code in counted["commune"].to_list() if code][-3:]


def _read(cast: Cast, given: Grant, part: Slice) -> None:
    """The officer looked at the rows and took them as files."""
    rows = part.count()
    for days_ago, form in _READS:
        line = log_reading(grant=given, part=part, form=form, rows=rows, by=cast.officer)
        AccessLog.objects.filter(pk=line.pk).update(at=cast.moment(days_ago, hour=8 + days_ago % 8, minute=17))


def _call(cast: Cast, key: ApiKey, part: Slice) -> None:
    """The commune's board read once a week day; once it asked for what it was not given."""
    rows = part.count()
    for days_ago in range(9, 0, -1):
        status = 403 if days_ago == 8 else 200
        line = log_call(key=key, form=ReadForm.API, status=status, by=None, version=part.version, columns=part.names,
                        rows=rows if status == 200 else 0)  # fmt: skip
        AccessLog.objects.filter(pk=line.pk).update(at=cast.moment(days_ago, hour=6, minute=30))


def _date_back_request(cast: Cast, asked: AccessRequest, *, asked_ago: int, decided_ago: int | None = None) -> None:
    """Let a request say that it came some days ago, with the due day that follows from it."""
    at = cast.moment(asked_ago, hour=10)
    due_on = WorkingCalendar.load().add_working_days(timezone.localdate(at), ANSWER_DAYS)
    values = {"asked_at": at, "due_on": due_on}
    if decided_ago is not None:
        values["decided_at"] = cast.moment(decided_ago, hour=15)
    AccessRequest.objects.filter(pk=asked.pk).update(**values)
    Notice.objects.filter(event=f"datahub.data_asked:{asked.uid}").update(created_at=at)
    answered = Notice.objects.filter(event=f"datahub.data_answered:{asked.uid}")
    answered.update(created_at=values.get("decided_at", at))


def _write_needs(cast: Cast) -> None:
    """What procedures ask citizens for and the hub holds already."""
    if ProcedureNeed.objects.exists():
        return
    needs = [
        Need(procedure_code=code, procedure=procedure, item=item, dataset=dataset, columns=columns)
        for code, procedure, item, register, columns in _NEEDS
        if (dataset := dataset_of(f"registers.{register}")) is not None
    ]  # fmt: skip
    keep_needs(needs=needs, by=cast.coordinator)


def _review(cast: Cast) -> None:
    """Two datasets were gone over, the older one more than six months ago."""
    for register, note, days_ago in (
        ("devices", "Giữ nguyên mức chia sẻ; bổ sung cột hệ điều hành.", 40),
        ("networks", "Giữ ở mức chỉ theo yêu cầu vì có thông tin cấu hình mạng.", 210),
    ):
        dataset = dataset_of(f"registers.{register}")
        if dataset is not None:
            made = review(dataset=dataset, note=note, by=cast.science_head)
            SharingReview.objects.filter(pk=made.pk).update(at=cast.moment(days_ago))
