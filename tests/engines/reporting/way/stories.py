"""A commune's quarterly report on its way, and the sections and files that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.actions import issuing
from honglam.engines.reporting.actions.reports import pass_on
from honglam.engines.reporting.content import Block, Figure, Sentence, WrittenBlock
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.sections import SectionRequest, declare_section, forget_section
from tests.engines.documents.signatures.signing import OFFICIAL_ROOT, holder, page, root, signed
from tests.engines.reporting.made import make_regime, make_report
from tests.people import People, make_person

WORDS, FACTS = "test-words", "test-facts"
OUTLINE = [{"code": FACTS, "key": "facts", "title": "Kết quả"}, {"code": WORDS, "key": "words", "title": "Đánh giá"}]
CHAIRMAN = holder("Lê Văn Cường", "UBND xã Bắc Sơn")
COMMITTEE = holder("ỦY BAN NHÂN DÂN XÃ BẮC SƠN", "UBND tỉnh")


def _words(request: SectionRequest) -> list[Block]:
    assert request.report is not None
    return [WrittenBlock(str(request.report.written.get(request.key, "")))]


def _facts(request: SectionRequest) -> list[Block]:
    done = Figure("work.done", "12", "12", label="Việc đã xong", previous="10", is_additive=True)
    return [Sentence(("Đã hoàn thành ", done, " việc."))]


@pytest.fixture
def sections() -> Iterator[None]:
    """Two sections: one that people type, one of stored figures."""
    declare_section(WORDS, "Đánh giá", assemble=_words, is_written=True)
    declare_section(FACTS, "Kết quả", assemble=_facts)
    yield
    forget_section(WORDS)
    forget_section(FACTS)


@pytest.fixture
def receiver(people: People) -> User:
    """Somebody at the department who takes reports in."""
    return make_person("receiver", "Ngô Thị Hà", RoleCode.OFFICER, people.science)


@pytest.fixture
def report(people: People, receiver: User, sections: None) -> Report:
    """The report of Bắc Sơn to the department of science, being drafted."""
    regime = make_regime(people.science, people.north, sections=OUTLINE, legal_basis="Nghị định số 09/2019/NĐ-CP")
    return make_report(regime, people.north)


def at_clerk(report: Report, people: People) -> Report:
    """The report with the clerk, after everybody before."""
    for by in (people.officer, people.head, people.head, people.head):
        report = pass_on(report=report, by=by)
    return report


def numbered(report: Report, people: People, number: str = "12/BC-UBND") -> Report:
    """The report with its number."""
    return issuing.number_report(
        report=at_clerk(report, people), number=number, issued_on=timezone.localdate(), by=people.officer,
        signer_name="Lê Văn Cường",
    )  # fmt: skip


def upload(content: bytes, name: str = "bao-cao.pdf") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")


def signed_file(*lines: str, by: tuple[Any, ...] = (CHAIRMAN, COMMITTEE)) -> bytes:
    """A PDF that says something, signed by somebody in turn."""
    content = page(" ".join(lines) or "BAO CAO")
    for place, who in enumerate(by):
        content = signed(content, who, f"chu-ky-{place}")
    return content


def believe(folder: Any, settings: Any) -> None:
    """Let the province believe the official root."""
    (folder / "goc.pem").write_bytes(root(OFFICIAL_ROOT).pem)
    settings.SIGNATURE_ROOTS = folder


def sent(report: Report, people: People, number: str = "12/BC-UBND") -> Report:
    """The report at its receiver, as a scan."""
    report = numbered(report, people, number)
    issuing.bring_signed_file(report=report, upload=upload(page()), by=people.officer, is_copy_confirmed=True)
    return issuing.send_report(report=report, by=people.officer)


def unit_of(people: People) -> Unit:
    """The commune that reports."""
    return people.north
