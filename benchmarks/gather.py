"""What putting 69 returned workbooks together costs: CPU seconds and peak memory, beside opening them alone.

    python benchmarks/gather.py [COPIES]

The form has 40 lines and 12 columns with sums in formulas. The limit in the same run is what openpyxl takes to open the
same files without looking at them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from extract import PEAK
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side

LINES, COLUMNS = 40, 12
OURS = (
    PEAK
    + """
import json, resource, sys
from pathlib import Path
from honglam.engines.reporting.workbooks import gather, read_copy, read_form, write_gathering
folder = Path(sys.argv[1])
form = read_form((folder / "form.xlsx").read_bytes())
copies = [read_copy(form, path.read_bytes(), path.name) for path in sorted(folder.glob("copy-*.xlsx"))]
gathering = gather(form, copies)
size = len(write_gathering(form, gathering))
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "peak_kb": peak_kb(usage), "bytes": size,
                  "cells": sum(map(len, gathering.by_unit.values()))}))
"""
)
OPEN = (
    PEAK
    + """
import json, resource, sys
from pathlib import Path
from openpyxl import load_workbook
for path in sorted(Path(sys.argv[1]).glob("copy-*.xlsx")):
    load_workbook(path)
    load_workbook(path, data_only=True)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "peak_kb": peak_kb(usage)}))
"""
)


def _make(folder: Path, count: int) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    side = Side(style="thin")
    sheet.append(["BIỂU TỔNG HỢP"])
    sheet.append(["TT", "Nội dung", *(f"Chỉ tiêu {at}" for at in range(1, COLUMNS + 1))])
    for at in range(1, LINES + 1):
        sheet.append([at, f"Nội dung thứ {at}"])
    sheet.append(["", "Tổng cộng", *(f"=SUM({column}3:{column}{LINES + 2})" for column in "CDEFGHIJKLMN")])
    for row in sheet.iter_rows(min_row=2, max_row=LINES + 3, max_col=COLUMNS + 2):
        for cell in row:
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    book.save(folder / "form.xlsx")
    for number in range(count):
        copy = load_workbook(folder / "form.xlsx")
        for at in range(LINES):
            for column in range(COLUMNS):
                copy.worksheets[0].cell(3 + at, 3 + column, (number * 7 + at * 3 + column) % 97)
        copy.save(folder / f"copy-{number:03}.xlsx")


def main() -> None:
    """Print one line of JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 69
    with tempfile.TemporaryDirectory() as name:
        _make(Path(name), count)
        ours, peer = (
            json.loads(
                subprocess.run([sys.executable, "-c", script, name], capture_output=True, text=True, check=True).stdout
            )
            for script in (OURS, OPEN)
        )
    print(json.dumps({
        "benchmark": "gather", "copies": count, "cells": ours["cells"], "cpu_s": round(ours["cpu"], 2),
        "opening_alone_cpu_s": round(peer["cpu"], 2), "peak_mb": round(ours["peak_kb"] / 1024),
        "opening_alone_peak_mb": round(peer["peak_kb"] / 1024), "bounds": {"times_opening_alone": 2.5, "peak_mb": 200},
    }))  # fmt: skip


if __name__ == "__main__":
    main()
