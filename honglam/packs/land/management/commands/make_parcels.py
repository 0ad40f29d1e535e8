"""honglam make_parcels: invented parcels of a province with known defects, as a CSV file or in the registers."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from honglam.core.organisations.errors import OrganisationError
from honglam.packs.land.loading import load_parcels
from honglam.packs.land.made import PROVINCE_SIZE, SEED, Batch, communes_of, made_parcels
from honglam.packs.land.models import Parcel


class Command(BaseCommand):
    """Make parcels; the same rows for the same number and seed, on every machine."""

    help = "Sinh thửa đất hư cấu của cả tỉnh, có lỗi thực tế với tỷ lệ biết trước: ghi tệp CSV hoặc nạp vào sổ."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, where to, with outlines or points."""
        parser.add_argument("--rows", type=int, default=PROVINCE_SIZE, help="số thửa (mặc định 2.800.000)")
        parser.add_argument("--province", default="42", help="mã tỉnh kèm theo phần mềm (mặc định 42)")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--csv", metavar="FILE", type=Path, help="ghi vào tệp này (- là ra màn hình)")
        parser.add_argument("--load", action="store_true", help="nạp vào sổ thửa đất, chủ sử dụng, quyền sử dụng")
        parser.add_argument("--more", action="store_true", help="nạp thêm dù sổ đã có thửa đất")
        parser.add_argument("--geometry", action="store_true", help="kèm hình thửa đất (GeoJSON), không chỉ một điểm")

    def handle(self, *args: Any, rows: int, **options: Any) -> None:
        """Write or load, then say on the error stream what was made, as JSON."""
        if rows < 1 or (options["csv"] is None) == (not options["load"]):
            raise CommandError("Chọn một trong hai: --csv TỆP hoặc --load, và --rows từ 1 trở lên.")
        began = time.monotonic()
        try:
            communes = communes_of(options["province"])
        except OrganisationError as error:
            raise CommandError(error.message) from error
        defects: Counter[str] = Counter()
        batches = _counted(
            made_parcels(communes, rows, seed=options["seed"], geometry=options["geometry"]), defects
        )  # fmt: skip
        told: dict[str, Any] = {"rows": rows}
        if options["load"]:
            if Parcel.objects.exists() and not options["more"]:
                raise CommandError("Sổ thửa đất đã có dữ liệu. Thêm --more nếu vẫn muốn nạp thêm.")
            told |= load_parcels(batches=batches, by=None, reason="Dữ liệu hư cấu để thử", told=self._progress)
        elif str(options["csv"]) == "-":
            _write(batches, sys.stdout.buffer)
        else:
            try:
                with options["csv"].open("wb") as file:
                    _write(batches, file)
            except OSError as error:
                raise CommandError(f"Không ghi được tệp {options['csv']}: {error.strerror}") from error
        told |= {"defects": dict(defects), "seconds": round(time.monotonic() - began, 1)}
        self.stderr.write(json.dumps(told, ensure_ascii=False))

    def _progress(self, commune: str, parcels: int) -> None:
        self.stderr.write(f"{commune}: {parcels}")


def _counted(batches: Iterable[Batch], defects: Counter[str]) -> Iterator[Batch]:
    for batch in batches:
        defects.update(batch.defects)
        yield batch


def _write(batches: Iterable[Batch], file: BinaryIO) -> None:
    for number, batch in enumerate(batches):
        batch.frame.write_csv(file, include_header=number == 0)
