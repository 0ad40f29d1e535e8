"""Truth tables of the way: which step follows, what may be done where, how numbers and signatures are worded."""

from __future__ import annotations

import pytest

from honglam.engines.reporting.rules.numbers import initials, next_number, symbol_of, written_number
from honglam.engines.reporting.rules.paper_heads import head_of, issuer_of, place_of, signing_lines
from honglam.engines.reporting.rules.steps import Act, Standing, acts_at, earlier_steps, next_step, step_of
from honglam.engines.reporting.terms import INSIDE_STEPS, ReportStep, SigningForm

S = ReportStep
ALL = INSIDE_STEPS
SHORT = (S.DRAFTING, S.SIGNING, S.CLERK)


@pytest.mark.parametrize(
    ("step", "steps", "follows"),
    [
        (S.DRAFTING, ALL, S.CHECKING), (S.CHECKING, ALL, S.OFFICE), (S.OFFICE, ALL, S.SIGNING),
        (S.SIGNING, ALL, S.CLERK), (S.CLERK, ALL, None), (S.DRAFTING, SHORT, S.SIGNING),
        (S.DRAFTING, (S.DRAFTING, S.OFFICE, S.SIGNING, S.CLERK), S.OFFICE),
        (S.CHECKING, SHORT, S.SIGNING),  # the regime left the step out while the report stood there
        (S.SENT, ALL, None), (S.RECEIVED, ALL, None), (S.CORRECTED, ALL, None), (S.DROPPED, ALL, None),
    ],
)  # fmt: skip
def test_which_step_follows(step: ReportStep, steps: tuple[ReportStep, ...], follows: ReportStep | None) -> None:
    assert next_step(step, steps) == follows


@pytest.mark.parametrize(
    ("step", "steps", "earlier"),
    [
        (S.DRAFTING, ALL, ()), (S.CHECKING, ALL, (S.DRAFTING,)), (S.CLERK, ALL, ALL[:4]),
        (S.CLERK, SHORT, (S.DRAFTING, S.SIGNING)), (S.OFFICE, SHORT, (S.DRAFTING,)), (S.SENT, ALL, ()),
    ],
)  # fmt: skip
def test_where_it_may_be_sent_back_to(
    step: ReportStep, steps: tuple[ReportStep, ...], earlier: tuple[ReportStep, ...]
) -> None:
    assert earlier_steps(step, steps) == earlier


INSIDE = {Act.PASS_ON, Act.SEND_BACK, Act.DROP}


@pytest.mark.parametrize(
    ("standing", "acts"),
    [
        (Standing(S.DRAFTING), {Act.WRITE, Act.PASS_ON, Act.DROP}),
        (Standing(S.CHECKING), INSIDE),
        (Standing(S.OFFICE), INSIDE),
        (Standing(S.SIGNING), INSIDE),
        (Standing(S.CLERK), {Act.SEND_BACK, Act.DROP, Act.NUMBER}),
        (Standing(S.CLERK, is_numbered=True), {Act.BRING_SIGNED}),
        (Standing(S.CLERK, is_numbered=True, has_signed_file=True), {Act.BRING_SIGNED, Act.SEND}),
        (Standing(S.CLERK, has_signed_file=True), {Act.SEND_BACK, Act.DROP, Act.NUMBER}),
        (Standing(S.SENT, is_numbered=True), {Act.RECEIVE, Act.ASK_CORRECTION, Act.OPEN_CORRECTION}),
        (Standing(S.SENT, is_numbered=True, is_being_corrected=True), {Act.RECEIVE}),
        (Standing(S.SENT, is_numbered=True, has_receiver=False), {Act.OPEN_CORRECTION}),
        (Standing(S.RECEIVED, is_numbered=True), {Act.ASK_CORRECTION, Act.OPEN_CORRECTION}),
        (Standing(S.CORRECTED, is_numbered=True), set()),
        (Standing(S.DROPPED), {Act.REOPEN}),
    ],
)
def test_what_the_state_of_a_report_allows(standing: Standing, acts: set[Act]) -> None:
    assert acts_at(standing) == acts


@pytest.mark.parametrize("step", ALL)
def test_passing_on_is_for_the_people_of_the_step_where_it_stands(step: ReportStep) -> None:
    assert step_of(Act.PASS_ON, step) == step_of(Act.SEND_BACK, step) == step
    assert step_of(Act.DROP, step) == S.DRAFTING
    assert step_of(Act.RECEIVE, step) == S.SENT


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("5/BC-UBND", "05/BC-UBND"), ("  Số: 012 / BC-UBND ", "12/BC-UBND"), ("120/BC-SKHCN", "120/BC-SKHCN"),
        ("BC-UBND", ""), ("0/BC-UBND", ""), ("12", ""), ("12/", ""), ("12/BC UBND", ""), ("12/13/BC", ""),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_decree_writes_them(typed: str, written: str) -> None:
    assert written_number(typed) == written


def test_the_next_number_follows_the_highest_of_its_symbol() -> None:
    assert next_number(["07/BC-UBND", "12/BC-UBND", "40/BC-VP"], "BC-UBND") == "13/BC-UBND"
    assert next_number([], "BC-SKHCN") == "01/BC-SKHCN"
    assert symbol_of(["x", "40/BC-VP"]) == "BC-VP"
    assert symbol_of([]) == ""
    assert initials("Sở Nông nghiệp và Môi trường") == "SNNMT"


COMMUNE = issuer_of("Xã Bắc Sơn", is_local=True, place="Xã Bắc Sơn")
DEPARTMENT = issuer_of(
    "Sở Khoa học và Công nghệ", is_local=False, superior="Tỉnh Mộc Lam", superior_is_local=True, place="Tỉnh Mộc Lam"
)


def test_a_committee_names_no_superior_and_a_department_names_its_committee() -> None:
    assert (COMMUNE.above, COMMUNE.lines, COMMUNE.place) == ((), ("ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN"), "Bắc Sơn")
    assert DEPARTMENT.above == ("ỦY BAN NHÂN DÂN TỈNH MỘC LAM",)
    assert (DEPARTMENT.lines, DEPARTMENT.place) == (("SỞ KHOA HỌC VÀ CÔNG NGHỆ",), "Mộc Lam")
    assert (COMMUNE.official, DEPARTMENT.official) == ("Ủy ban nhân dân xã Bắc Sơn", "Sở Khoa học và Công nghệ")
    assert (COMMUNE.symbol, DEPARTMENT.symbol) == ("BC-UBND", "BC-SKHCN")
    assert place_of("UBND phường Thành Sen") == "Thành Sen"


@pytest.mark.parametrize(
    ("form", "of_commune", "of_department"),
    [
        (SigningForm.FOR_BODY, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("GIÁM ĐỐC",)),
        (
            SigningForm.DEPUTY, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
        (SigningForm.BY_ORDER, ("TL. CHỦ TỊCH",), ("TL. GIÁM ĐỐC",)),
        (SigningForm.AUTHORISED, ("TUQ. CHỦ TỊCH",), ("TUQ. GIÁM ĐỐC",)),
        (SigningForm.ACTING, ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"), ("Q. GIÁM ĐỐC",)),
        (SigningForm.OWN, ("CHỦ TỊCH",), ("GIÁM ĐỐC",)),
    ],
)  # fmt: skip
def test_in_whose_name_somebody_signs(
    form: SigningForm, of_commune: tuple[str, ...], of_department: tuple[str, ...]
) -> None:
    assert signing_lines(form, COMMUNE) == of_commune
    assert signing_lines(form, DEPARTMENT) == of_department


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Văn phòng UBND tỉnh", "CHÁNH VĂN PHÒNG"), ("Phòng Văn hóa – Xã hội", "TRƯỞNG PHÒNG"),
        ("Ban Quản lý Khu kinh tế", "TRƯỞNG BAN"), ("Công an xã Bắc Sơn", "TRƯỞNG CÔNG AN XÃ"),
        ("Công an tỉnh", "GIÁM ĐỐC"), ("Đoàn đại biểu", "THỦ TRƯỞNG"),
    ],
)  # fmt: skip
def test_the_title_of_a_head_follows_the_name_of_the_body(name: str, title: str) -> None:
    assert head_of(name) == title
