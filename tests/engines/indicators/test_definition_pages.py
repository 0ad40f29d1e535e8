"""Definitions, their import from Excel and validation rules in the browser."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.engines.indicators.actions import define_rule, drop_rule, redefine_rule
from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.models import Indicator, IndicatorForm, ValidationRule
from honglam.engines.indicators.terms import Aggregation, Calculation, RuleKind, Severity
from tests.engines.indicators.digital_share import Browser, form, online, received, share, today
from tests.engines.indicators.stories import APRIL, MARCH, make_indicator, put
from tests.people import People

__all__ = ["form", "online", "received", "share", "today"]
pytestmark = pytest.mark.django_db


def sent(**changes: str) -> dict[str, str]:
    """A filled definition form."""
    given = {
        "name": "Số dịch vụ", "measure": "dịch vụ", "direction": "up", "decimals": "0", "scheme": "month",
        "calculation": "direct", "aggregation": "sum", "time_aggregation": "sum", "factor": "1",
    }  # fmt: skip
    return given | changes


# --- definitions ---


def test_an_indicator_is_defined_and_its_page_says_it_in_words(
    people: People, online: Indicator, received: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    formula = f"[{online.code}] / [{received.code}] * 100"
    answer = client.post(reverse("indicators:define"), sent(calculation="formula", formula=formula, aggregation="none"))
    assert answer.status_code == 302
    made = Indicator.objects.get(name="Số dịch vụ")
    page = client.get(reverse("indicators:definition", args=[made.uid]))
    assert page.context["formula"] == "“Số hồ sơ trực tuyến” ÷ “Số hồ sơ tiếp nhận” × 100"
    used = client.get(reverse("indicators:definition", args=[online.uid])).context["dependents"]
    assert list(used) == [made]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"name": ""}, "name"),
        ({"calculation": "formula", "formula": "1 +"}, "formula"),
        ({"calculation": "formula", "formula": "[CT-9999-1]", "aggregation": "none"}, "formula"),
        ({"calculation": "ratio", "aggregation": "none"}, None),
        ({"numerator": "CT-9999-1"}, "numerator"),
        ({"valid_from": "02/01/2026", "valid_to": "01/01/2026"}, None),
    ],
)
def test_a_definition_that_cannot_stand_comes_back_with_the_reason(
    people: People, today: datetime.date, browser: Browser, changes: dict[str, str], column: str | None
) -> None:
    answer = browser(people.coordinator).post(reverse("indicators:define"), sent(**changes))
    assert answer.status_code == 422
    assert column is None or column in answer.context["form"].errors
    assert not Indicator.objects.exists()


def test_while_a_formula_is_written_it_is_read_and_a_circle_is_named(
    people: People, online: Indicator, received: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    address = reverse("indicators:check_formula")
    read = client.get(address, {"formula": f"[{online.code}] + 1"}).context["reading"]
    assert (read.words, read.problem) == ("“Số hồ sơ trực tuyến” + 1", "")
    sum_of = make_indicator(
        people, "Tổng hồ sơ", calculation=Calculation.FORMULA, aggregation=Aggregation.NONE,
        formula=f"[{online.code}] + [{received.code}]",
    )  # fmt: skip
    problem = client.get(address, {"formula": f"[{sum_of.code}]", "for": online.code}).context["reading"].problem
    assert f"{online.code} → {sum_of.code} → {online.code}" in problem
    assert client.get(address, {"formula": "1 +"}).context["reading"].problem


def test_a_changed_definition_keeps_its_reason_in_the_history(
    people: People, online: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    address = reverse("indicators:redefine", args=[online.uid])
    assert client.get(address).context["form"].initial["name"] == online.name
    assert client.post(address, sent(name="Số hồ sơ nộp qua mạng", reason="Thông tư mới")).status_code == 302
    page = client.get(reverse("indicators:definition", args=[online.uid])).content.decode()
    assert "Số hồ sơ nộp qua mạng" in page
    assert "Thông tư mới" in page
    assert browser(people.officer).get(address).status_code == 403


def test_the_calculation_of_one_unit_and_period_is_laid_open(
    people: People, online: Indicator, received: Indicator, share: Indicator, browser: Browser
) -> None:
    for unit, figures in ((people.north, (30, 40)), (people.south, (10, 60))):
        put(online, unit, APRIL, figures[0])
        put(received, unit, APRIL, figures[1])
    address = reverse("indicators:definition", args=[share.uid])
    trace = browser(people.coordinator).get(address, {"unit": people.province.code, "period": APRIL.code})
    assert trace.context["trace"].value == Decimal(40)
    assert [line.value for line in trace.context["trace"].lines] == [Decimal(40), Decimal(100)]
    own = browser(people.officer).get(address, {"unit": people.north.code, "period": APRIL.code}).context["trace"]
    assert (own.value, own.is_own) == (Decimal(75), True)


def test_the_list_is_filtered_by_frequency_calculation_and_owner(
    people: People, share: Indicator, browser: Browser
) -> None:
    make_indicator(people, "Số lớp học", scheme="quarter", owner=people.science)
    client = browser(people.coordinator)

    def found(**query: str) -> set[str]:
        return {row.name for row in client.get("/indicators/", query).context["page"].object_list}

    assert found(scheme="quarter") == {"Số lớp học"} == found(owner__code=people.science.code)
    assert found(calculation="ratio") == {share.name}


# --- definitions from Excel ---


def a_book(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    """A workbook with the headings that matter and some rows."""
    book = openpyxl.Workbook()
    headings = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Kỳ báo cáo", "Cách tính", "Tử số", "Mẫu số", "Hệ số", "Tổng hợp")
    for row in (headings, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("chi-tieu.xlsx", content.getvalue())


def test_definitions_come_from_excel_after_a_look_at_them(people: People, online: Indicator, browser: Browser) -> None:
    client = browser(people.coordinator)
    address = reverse("indicators:import_definitions")
    file = a_book(
        (online.code, "Số hồ sơ nộp trực tuyến", None, None, None, None, None, None, None),
        (None, "Số hồ sơ nhận", "hồ sơ", "Tháng", "Nhập trực tiếp", None, None, None, "Cộng"),
        (None, "Tỷ lệ", "%", "Tháng", "Tử số chia mẫu số", online.code, "Số hồ sơ nhận", 100,
         "Tính lại từ các thành phần đã cộng"),
    )  # fmt: skip
    shown = client.post(address, {"file": file})
    assert shown.status_code == 200
    assert (len(shown.context["result"].made), len(shown.context["result"].changed)) == (2, 1)
    assert Indicator.objects.count() == 1
    assert client.post(address, {"token": shown.context["token"]}).status_code == 302
    online.refresh_from_db()
    assert (online.name, online.measure) == ("Số hồ sơ nộp trực tuyến", "hồ sơ")
    share = Indicator.objects.get(name="Tỷ lệ")
    assert (share.numerator, share.denominator.name, share.factor) == (online, "Số hồ sơ nhận", Decimal(100))


def test_a_file_with_a_wrong_row_changes_nothing_and_names_the_row(
    people: People, online: Indicator, browser: Browser
) -> None:
    file = a_book(
        (None, "Số lớp", "lớp", "Tháng", "Nhập trực tiếp", None, None, None, "Cộng"),
        (None, "Số thầy", "người", "Đôi khi", "Nhập trực tiếp", None, None, None, "Cộng"),
        ("CT-9999-1", "Số trò", None, None, None, None, None, None, None),
    )
    answer = browser(people.coordinator).post(reverse("indicators:import_definitions"), {"file": file})
    assert answer.status_code == 422
    assert [(one.row, one.cell) for one in answer.context["problems"]] == [(3, "D3"), (4, "")]
    assert Indicator.objects.count() == 1
    forged = browser(people.coordinator).post(reverse("indicators:import_definitions"), {"token": "x"})
    assert forged.status_code == 302


# --- rules ---


def test_a_rule_is_tried_on_stored_figures_before_it_is_kept(
    people: People, online: Indicator, form: IndicatorForm, browser: Browser
) -> None:
    put(online, people.north, MARCH, 100)
    put(online, people.north, APRIL, 400)
    put(online, people.south, APRIL, 90)
    client = browser(people.coordinator)
    address = reverse("indicators:rules", args=[online.uid])
    rule = {"kind": RuleKind.JUMP, "percent": "50", "severity": Severity.BLOCKS, "message": "Xem lại"}
    trial = client.post(address, rule | {"try": "1"}).context["trial"]
    assert (trial.count, trial.looked_at) == (1, 3)
    assert (trial.reported[0].unit, trial.reported[0].period) == (people.north, APRIL)
    assert not ValidationRule.objects.exists()
    assert client.post(address, rule | {"keep": "1"}).status_code == 302
    kept = ValidationRule.objects.get()
    assert (kept.parameters, kept.severity) == ({"percent": "50"}, Severity.BLOCKS)
    assert "Tăng, giảm quá 50% so với kỳ trước." in client.get(address).content.decode()
    client.post(reverse("indicators:drop_rule", args=[kept.uid]))
    assert client.get(address).context["rows"] == []


def test_a_comparison_of_a_form_is_tried_and_kept(
    people: People, online: Indicator, received: Indicator, form: IndicatorForm, browser: Browser
) -> None:
    put(online, people.north, APRIL, 50)
    put(received, people.north, APRIL, 40)
    client = browser(people.coordinator)
    address = reverse("indicators:form_rules", args=[form.uid])
    rule = {
        "kind": "comparison", "left": f"[{online.code}]", "operator": "<=", "right": f"[{received.code}]",
        "severity": "warns",
    }  # fmt: skip
    assert client.post(address, rule | {"try": "1"}).context["trial"].count == 1
    assert client.post(address, rule | {"keep": "1"}).status_code == 302
    assert "“Số hồ sơ trực tuyến” ≤ “Số hồ sơ tiếp nhận”" in client.get(address).content.decode()
    assert client.post(address, rule | {"left": "1 +", "try": "1"}).status_code == 422
    assert browser(people.officer).post(address, rule | {"keep": "1"}).status_code in (403, 422)


def test_a_rule_is_changed_in_place_and_its_page_tells_what_it_was(
    people: People, online: Indicator, browser: Browser
) -> None:
    put(online, people.north, MARCH, 100)
    put(online, people.north, APRIL, 170)
    rule = define_rule(kind=RuleKind.JUMP, parameters={"percent": 50}, indicator=online, by=people.coordinator)
    client = browser(people.coordinator)
    address = reverse("indicators:edit_rule", args=[rule.uid])
    shown = client.get(address).context["form"]
    assert (shown.initial["percent"], shown.initial["severity"]) == (Decimal(50), Severity.WARNS)
    assert set(shown.fields) == {"kind", "percent", "severity", "message", "reason"}
    wished = {"percent": "80", "severity": Severity.BLOCKS, "message": "Đối chiếu sổ", "reason": "Tháng lễ"}
    assert client.post(address, wished | {"try": "1"}).context["trial"].count == 0
    rule.refresh_from_db()
    assert rule.parameters == {"percent": "50"}
    assert client.post(address, wished | {"keep": "1", "kind": RuleKind.RANGE}).status_code == 302
    rule.refresh_from_db()
    assert (rule.kind, rule.parameters, rule.severity, rule.message) == (
        RuleKind.JUMP, {"percent": "80"}, Severity.BLOCKS, "Đối chiếu sổ",
    )  # fmt: skip
    assert ValidationRule.objects.count() == 1
    for page in (reverse("indicators:rules", args=[online.uid]), reverse("indicators:definition", args=[online.uid])):
        text = " ".join(client.get(page).content.decode().split())
        assert "Tháng lễ" in text
        assert "Tăng, giảm quá 50% so với kỳ trước." in text and "Tăng, giảm quá 80% so với kỳ trước." in text


def test_a_change_that_says_nothing_new_is_not_told_and_a_dropped_rule_is_not_changed(
    people: People, online: Indicator, browser: Browser
) -> None:
    rule = define_rule(kind=RuleKind.RANGE, parameters={"max": 9}, indicator=online, by=people.coordinator)
    entries = AuditEntry.objects.count()
    same = {"parameters": {"max": "9"}, "severity": Severity.WARNS, "message": " "}
    redefine_rule(rule=rule, by=people.coordinator, **same)
    assert AuditEntry.objects.count() == entries
    with pytest.raises(DefinitionInvalid, match="nhỏ nhất"):
        redefine_rule(rule=rule, by=people.coordinator, **(same | {"parameters": {"min": 10, "max": 9}}))
    with pytest.raises(NotAllowed):
        redefine_rule(rule=rule, by=people.officer, **same)
    drop_rule(rule=rule, by=people.coordinator)
    with pytest.raises(DefinitionInvalid, match="đã bỏ"):
        redefine_rule(rule=rule, by=people.coordinator, **(same | {"parameters": {"max": 8}}))
    assert browser(people.coordinator).get(reverse("indicators:edit_rule", args=[rule.uid])).status_code == 404


def test_a_comparison_of_a_form_is_changed_by_those_who_define_only(
    people: People, online: Indicator, received: Indicator, form: IndicatorForm, browser: Browser
) -> None:
    given = {"left": f"[{online.code}]", "operator": "<=", "right": f"[{received.code}]"}
    rule = define_rule(kind=RuleKind.COMPARISON, parameters=given, form=form, by=people.coordinator)
    address = reverse("indicators:edit_rule", args=[rule.uid])
    assert browser(people.officer).get(address).status_code == 403
    client = browser(people.coordinator)
    assert client.get(address).context["form"].initial["left"] == given["left"]
    changed = given | {"operator": "<", "severity": "blocks", "message": ""}
    assert client.post(address, changed | {"keep": "1"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.parameters["operator"], rule.severity) == ("<", Severity.BLOCKS)
    assert client.post(address, changed | {"right": "1 +", "keep": "1"}).status_code == 422


def test_a_rule_is_tried_only_on_what_the_person_sees(people: People, online: Indicator, browser: Browser) -> None:
    put(online, people.north, APRIL, 1)
    put(online, people.south, APRIL, 1)
    rule = {"kind": "range", "min": "5", "severity": "warns", "try": "1"}
    address = reverse("indicators:rules", args=[online.uid])
    assert browser(people.coordinator).post(address, rule).context["trial"].count == 2
    assert browser(people.officer).post(address, rule).context["trial"].count == 1
