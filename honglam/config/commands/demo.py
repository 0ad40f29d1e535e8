"""`honglam demo [--serve] [--port N]`: the demonstration province, ready to look at. Quick and harmless when repeated.

Every step adds only what is missing: tables, the province with its boundaries, invented people, example plans brought
in through the same steps as signed ones, the life of their work up to today, figures of targets. The models that it
imports need Django set up before (see `honglam.config.cli`).
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from honglam.config.commands import serve
from honglam.config.packs import PACKS
from honglam.core.access import demo as people
from honglam.core.access.models import Membership, User
from honglam.core.access.registry import area_name
from honglam.core.access.terms import RoleCode
from honglam.core.organisations import demo as organisation
from honglam.core.organisations.actions import load_province
from honglam.core.organisations.errors import OrganisationError
from honglam.core.organisations.models import Unit
from honglam.core.organisations.province_parts import load_province_parts
from honglam.core.places import demo as places
from honglam.engines.datahub import demo as hub
from honglam.engines.indicators.demo import form as forms
from honglam.engines.indicators.demo import targets as indicators
from honglam.engines.plans.demo import arriving, importing, instructions, life, moving
from honglam.engines.plans.demo.contents import examples
from honglam.engines.plans.demo.writers import written
from honglam.engines.plans.public import PlanState, PlanTarget
from honglam.engines.reporting.demo import gathering as gatherings
from honglam.engines.reporting.demo import past as past_reports
from honglam.engines.reporting.demo import regimes as report_regimes
from honglam.engines.reporting.demo import reports
from honglam.engines.reporting.demo import upper_form as upper_forms

EXAMPLES_PROVINCE = "42"
"""The example documents name units of this province; another one gets its units and people, but no plans."""

COORDINATOR = "tonghop"
RECEIVER_AND_POLICE = (f"{EXAMPLES_PROVINCE}.science-technology", f"{EXAMPLES_PROVINCE}.police")


def main(arguments: list[str]) -> int:
    """Fill the installation, print the accounts, and serve where that is asked for. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="honglam demo", description="Dựng tỉnh trình diễn (chạy lại không ảnh hưởng)."
    )
    parser.add_argument("--serve", action="store_true", help="chạy máy chủ sau khi dựng xong")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--province", default=EXAMPLES_PROVINCE, help="mã tỉnh kèm theo phần mềm (mặc định 42)")
    parser.add_argument("--documents", metavar="FOLDER", type=Path, help="chỉ ghi các văn bản mẫu vào thư mục này")
    options = parser.parse_args(arguments)
    if options.documents is not None:
        return write_documents(options.documents)
    logging.getLogger().setLevel(logging.WARNING)
    port = free_port(options.host, options.port) if options.serve else options.port
    if port != options.port:
        print(f"Cổng {options.port} đang có chương trình khác dùng; dùng cổng {port}.")
    try:
        fill(options.province)
    except OrganisationError as error:
        print(error.message, file=sys.stderr)
        return 2
    print_accounts(f"http://{options.host}:{port}/", serving=options.serve)
    return serve.main(["--host", options.host, "--port", str(port)]) if options.serve else 0


def fill(province: str) -> None:
    """Every step, each with what it added. Raises OrganisationError where another province is loaded."""
    began = time.monotonic()
    say("Cơ sở dữ liệu")
    call_command("migrate", verbosity=0)
    say("Cơ cấu tổ chức, ranh giới")
    if province == EXAMPLES_PROVINCE:
        organisation.load(None)
    else:
        load_province(code=province, by=None)
    places.load(None)
    for name, count in load_province_parts(code=province, by=None).items():
        if count:
            detail(f"{count} {name}")
    say("Người và vị trí công tác")
    if people.load(None):
        call_command("rebuild_search", verbosity=0)
    if province == EXAMPLES_PROVINCE:
        fill_plans()
    fill_packs()
    fill_hub()
    say(f"Xong sau {time.monotonic() - began:.1f} giây")


def fill_hub() -> None:
    """Registers as datasets, deliveries, sharing, outside systems, open data."""
    say("Kho dữ liệu dùng chung")
    hub.load(by=User.objects.filter(username=COORDINATOR).first(), say=detail)


def fill_packs() -> None:
    """The registers of every pack that brings a `demo.py` with a `load(by=)`, written by the coordinator."""
    coordinator = User.objects.filter(username=COORDINATOR).first()
    if coordinator is None:
        return
    say("Sổ dữ liệu các ngành")
    for pack in PACKS:
        if find_spec(f"{pack}.demo") and (count := import_module(f"{pack}.demo").load(by=coordinator)):
            detail(f"{area_name(pack.rpartition('.')[2])}: {count} dòng")


def fill_plans() -> None:
    """Example plans and what became of them."""
    say("Kế hoạch mẫu")
    importing.load(detail)
    arriving.load(detail)
    life.load(detail)
    instructions.load(detail)
    moving.load(detail)
    if count := indicators.load(series_of_targets()):
        detail(f"Chỉ tiêu: {count} giá trị theo quý")
    if count := fill_form():
        detail(f"Biểu số liệu của xã, phường: {count} số theo tháng")
    if count := gather_forms():
        detail(f"Gộp biểu Excel: {count} bản gửi về")
    if count := open_report_regimes():
        detail(f"Chế độ báo cáo: {count} báo cáo đã mở")
    if count := tell_past_reports():
        detail(f"Báo cáo các kỳ trước: {count} báo cáo đã gửi")
    if count := reports.load():
        detail(f"Báo cáo kỳ này: {count} báo cáo đang đi các bước")
    if count := fill_upper_form():
        detail(f"Biểu của cấp trên: {count} ô điền từ số đã có")


def fill_form() -> int:
    """The monthly form of the communes to the department of science, defined by the coordinator; how many figures."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=RECEIVER_AND_POLICE)}
    coordinator = User.objects.filter(username=COORDINATOR).first()
    receiver, police = (units.get(code) for code in RECEIVER_AND_POLICE)
    return forms.load(by=coordinator, receiver=receiver, police=police) if coordinator and receiver else 0


def gather_forms() -> int:
    """An Excel form that the wards sent back to the department of science; how many copies."""
    receiver = Unit.objects.filter(code=RECEIVER_AND_POLICE[0]).first()
    coordinator = User.objects.filter(username=COORDINATOR).first()
    return gatherings.load(by=coordinator, unit=receiver, today=timezone.localdate()) if coordinator and receiver else 0


def open_report_regimes() -> int:
    """Report regimes of the communes and a department, with their rounds up to today; how many reports."""
    coordinator = User.objects.filter(username=COORDINATOR).first()
    return report_regimes.load(by=coordinator, today=timezone.localdate()) if coordinator else 0


def tell_past_reports() -> int:
    """What became of reports whose day has passed; how many were sent."""
    coordinator = User.objects.filter(username=COORDINATOR).first()
    return past_reports.load(by=coordinator, today=timezone.localdate()) if coordinator else 0


def fill_upper_form() -> int:
    """A form of a ministry in a commune, mapped and filled by its head; how many cells."""
    commune = Unit.objects.filter(code=forms.FILLING).first()
    post = Membership.objects.filter(seat=commune, role__code=RoleCode.HEAD).select_related("user").first()
    return upper_forms.load(by=post.user, unit=commune, today=timezone.localdate()) if commune and post else 0


def series_of_targets() -> Iterator[indicators.Series]:
    """Which figures are wanted: of the issuer for every target, and of each leading unit for its part of it."""
    targets = PlanTarget.objects.exclude(value=None).exclude(plan__state=PlanState.DRAFT)
    for target in targets.select_related("plan__issuer", "indicator").prefetch_related("leads"):
        assert target.value is not None
        year, is_ceiling = target.plan.first_year, target.operator in ("<", "<=")
        leads = list(target.leads.all())
        part = target.value if target.indicator.measure == "%" else target.value / max(1, len(leads))
        yield indicators.Series(target.indicator, [target.plan.issuer], year, target.value, is_ceiling)
        yield indicators.Series(target.indicator, leads, year, part, is_ceiling)


def write_documents(folder: Path) -> int:
    """Write the example documents of this year as files, to try the reading with; needs no database."""
    folder.mkdir(parents=True, exist_ok=True)
    for example in examples((timezone.localdate() - importing.SETTLING).year):
        for file_format, ending in (("docx", ".docx"), ("txt", ".txt"), ("flattened", "-trai-dong.txt")):
            path = folder / f"{example.key}-{example.year}{ending}"
            path.write_bytes(written(example, file_format))
            print(path)
    return 0


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    return next((port for port in range(wanted, wanted + 50) if serve.port_is_free(host, port)), wanted)


def say(text: str) -> None:
    """One line of progress."""
    print(f"· {text}", flush=True)


def detail(text: str) -> None:
    """What a step added."""
    print(f"    {text}", flush=True)


def print_accounts(address: str, *, serving: bool) -> None:
    """The address and the accounts, with the password that they share."""

    accounts = people.present_accounts()
    width = max((len(account.username) for account in accounts), default=0)
    print()
    print("Tài khoản trình diễn (mọi tên người, số liệu đều hư cấu):")
    for account in accounts:
        print(f"  {account.username:<{width}}  {account.title}")
    print(f"Mật khẩu chung: {people.PASSWORD}   (ai cũng biết: chỉ dùng để xem thử, không đưa dữ liệu thật vào)")
    print(f"Dữ liệu: {settings.VAR_DIR}")
    print(f"Địa chỉ: {address}" if serving else f"Chạy máy chủ: honglam serve   (rồi mở {address})", flush=True)
