"""Personnel files of the demonstration province: invented people; their numbers begin with 999, as no real ones do."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind
from honglam.engines.registers.public import create_many, move_many, register_of
from honglam.packs.officials.models import Official
from honglam.packs.officials.retirement import retires_on
from honglam.packs.officials.terms import Appraised, Gender

IN_DEPARTMENT, IN_COMMUNE, COMMUNES = 12, 15, 29
SINCE = datetime.date(2025, 7, 1)
SOURCE = "Người và số liệu hư cấu để trình diễn"
_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Hồ",
    "Dương",
    "Đinh",
    "Trương",
    "Thái",
)
_NAMES = {
    Gender.MALE: (("Văn", "Đình", "Hữu", "Quang", "Xuân"), ("An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Long",
                                                            "Minh", "Nam", "Sơn", "Thắng", "Tuấn")),
    Gender.FEMALE: (("Thị", "Thị Thanh", "Thị Thu", "Ngọc"), ("Anh", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hoa",
                                                              "Hương", "Lan", "Mai", "Nga", "Thảo", "Yến")),
}  # fmt: skip
_GRADES = (("01.002", "Chuyên viên chính", "4.40"), ("01.003", "Chuyên viên", "2.34"),
           ("01.003", "Chuyên viên", "3.00"), ("01.004", "Cán sự", "1.86"))  # fmt: skip
_JOBS = ("Tổng hợp", "Tài chính – kế toán", "Văn thư – lưu trữ", "Địa chính", "Tư pháp – hộ tịch", "Văn hóa – xã hội",
         "Chuyển đổi số", "Xây dựng, đô thị", "Tiếp nhận và trả kết quả")  # fmt: skip
_MAJORS = ("Luật", "Kinh tế", "Quản lý nhà nước", "Công nghệ thông tin", "Quản lý đất đai", "Kế toán", "Nông học")
_COURSES = (
    ("digital", "Kỹ năng số cho công chức", 40), ("state", "Quản lý nhà nước ngạch chuyên viên", 320),
    ("position", "Nghiệp vụ hộ tịch", 60), ("theory", "Trung cấp lý luận chính trị", 800),
    ("defence", "Kiến thức quốc phòng và an ninh, đối tượng 4", 24),
)  # fmt: skip


def load(*, by: Any) -> int:
    """Add about 600 files with careers, appraisals, courses; how many rows. Nothing when repeated."""
    if Official.objects.exists():
        return 0
    dice, today, people, rows = random.Random(42), timezone.localdate(), [], 0
    numbers = iter(range(1, 10_000))
    for unit, count in _units():
        made = create_many(
            register=register_of("officials"), unit=unit, by=by, valid_from=SINCE, reason=SOURCE,
            rows=[_person(next(numbers), number, unit, today, dice) for number in range(count)],
        )  # fmt: skip
        people += made
        for register, follow in (("movements", _movements), ("appraisals", _appraisals), ("trainings", _trainings)):
            details = [row for one in made for row in follow(one, today, dice)]
            rows += len(create_many(register=register_of(register), unit=unit, by=by, valid_from=SINCE, rows=details))
    if people:
        _settle(people, today, by)
    return len(people) + rows


def _units() -> Iterator[tuple[Unit, int]]:
    """The departments, then the largest communes, with how many people work there."""
    today = timezone.localdate()
    for unit in Unit.objects.valid_on(today).filter(kind=Kind.DEPARTMENT).order_by("position", "code"):
        yield unit, IN_DEPARTMENT
    for unit in Unit.objects.communes().valid_on(today).order_by("code")[:COMMUNES]:
        yield unit, IN_COMMUNE


def _person(serial: int, number: int, unit: Unit, today: datetime.date, dice: random.Random) -> dict[str, Any]:
    """One file; one in forty lacks the day of birth, one in fifty has a digit too few."""
    gender = dice.choice(list(Gender))
    middles, given = _NAMES[gender]
    born = datetime.date(dice.randint(today.year - 63, today.year - 24), dice.randint(1, 12), dice.randint(1, 28))
    recruited_on = max(born.replace(year=born.year + 23), datetime.date(1990, 1, 1)) + datetime.timedelta(days=200)
    retired_on = retires_on(gender, born)
    has_left = retired_on is not None and retired_on < today
    grade_code, grade_name, factor = dice.choice(_GRADES)
    citizen_id = f"999{serial * 7919 % 1_000_000_000:09}"
    return {
        "citizen_id": citizen_id[:11] if serial % 50 == 0 else citizen_id, "staff_code": f"CC{serial:05}",
        "full_name": f"{dice.choice(_FAMILIES)} {dice.choice(middles)} {dice.choice(given)}", "gender": gender,
        "birth_date": None if serial % 40 == 0 else born, "hometown": f"{unit.short_name or unit.name}",
        "phone": f"0900{serial:06}", "email": f"cb{serial}@trinhdien.example", "address": f"thôn {dice.randint(1, 12)}",
        "insurance_code": f"99{serial:08}", "bank_account": f"9990{serial:08}",
        "staff_kind": "cadre" if number == 0 else dice.choice(("civil_servant", "civil_servant", "public_employee")),
        "position": "Thủ trưởng" if number == 0 else "Phó Thủ trưởng" if number < 3 else grade_name,
        "job": dice.choice(_JOBS), "recruited_on": recruited_on, "joined_on": max(recruited_on, SINCE),
        "appointed_on": SINCE if number < 3 else None, "grade_code": grade_code, "grade_name": grade_name,
        "graded_on": recruited_on + datetime.timedelta(days=365), "salary_step": (step := dice.randint(1, 6)),
        "salary_factor": Decimal(factor) + Decimal("0.33") * (step - 1), "salary_from": SINCE,
        "allowance": "0.7" if number == 0 else "0.5" if number < 3 else None,
        "education": dice.choice(("master", "bachelor", "bachelor", "college")), "major": dice.choice(_MAJORS),
        "theory": "advanced" if number < 3 else dice.choice(("intermediate", "elementary", "none")),
        "languages": "Tiếng Anh B1", "computing": "Ứng dụng CNTT cơ bản", "left_on": retired_on if has_left else None,
        "left_by": f"{serial}/QĐ-SNV" if has_left else "",
    }  # fmt: skip


def _movements(one: Any, today: datetime.date, dice: random.Random) -> Iterator[dict[str, Any]]:
    yield {"official": one, "kind": "recruited", "to_place": str(one.unit), "starts_on": one.recruited_on,
           "decision": f"{dice.randint(10, 900)}/QĐ-SNV", "decided_on": one.recruited_on}  # fmt: skip
    if one.appointed_on:
        yield {"official": one, "kind": "appointed", "to_place": one.position, "starts_on": one.appointed_on,
               "decision": "" if dice.random() < 0.1 else f"{dice.randint(10, 900)}/QĐ-UBND"}  # fmt: skip


def _appraisals(one: Any, today: datetime.date, dice: random.Random) -> Iterator[dict[str, Any]]:
    for year in (today.year - 2, today.year - 1):
        grade = dice.choices(list(Appraised), (0.18, 0.66, 0.14, 0.02))[0]
        yield {"official": one, "year": year, "own_grade": grade, "grade": grade, "decision": f"{year}/QĐ-ĐG",
               "decided_on": datetime.date(year, 12, 15)}  # fmt: skip


def _trainings(one: Any, today: datetime.date, dice: random.Random) -> Iterator[dict[str, Any]]:
    for kind, course, hours in dice.sample(_COURSES, dice.randint(0, 2)):
        starts_on = today - datetime.timedelta(days=dice.randint(60, 700))
        yield {"official": one, "kind": kind, "course": course, "hours": hours, "starts_on": starts_on,
               "school": "Trường Chính trị", "ends_on": starts_on + datetime.timedelta(days=hours // 8)}  # fmt: skip


def _settle(people: list[Any], today: datetime.date, by: Any) -> None:
    """Appraisals are decided, some are seconded, those who reached the age are retired."""
    appraisals = register_of("appraisals")
    for move in ("propose", "decide"):
        move_many(register=appraisals, rows=appraisals.model._default_manager.all(), move=move, by=by)
    officials = register_of("officials")
    if retired := [one for one in people if one.left_on]:
        move_many(register=officials, rows=retired, move="retire", by=by)
    move_many(register=officials, rows=[one for one in people if not one.left_on][5::90], move="second", by=by,
              reason="Biệt phái theo quyết định")  # fmt: skip
