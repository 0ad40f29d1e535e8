"""What comparing two plans costs, beside what reading them costs: CPU seconds and peak memory of fresh processes.

    python benchmarks/compare.py [UPPER LOWER]

Without files it makes a province's plan of about 40 pages (300 rows of tasks, 60 targets) and a commune's of about 15.
The peer in the same run is the plain text difference of the two (`difflib` of the standard library over their lines),
which finds no contradiction but touches every pair of lines; the limit is what reading alone costs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from extract import PEAK

FIELDS = (
    "dữ liệu đất đai",
    "hồ sơ hộ tịch",
    "truyền thanh cơ sở",
    "chợ nông thôn",
    "trường học",
    "trạm y tế",
    "du lịch",
)
VERBS = ("Xây dựng", "Nâng cấp", "Lắp đặt", "Tập huấn", "Công khai", "Số hóa", "Kết nối", "Rà soát", "Vận hành")
READ = (
    PEAK
    + """
import json, resource, sys
from pathlib import Path
from honglam.engines.documents.public import read_document
from honglam.engines.plans.alignment import compare_plans, read_for_alignment
plans = [read_for_alignment(read_document(Path(name))) for name in sys.argv[2:4]]
found = len(compare_plans(*plans).findings) if sys.argv[1] == "compare" else 0
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "peak_kb": peak_kb(usage), "findings": found,
                  "tasks": [len(plan.reading.tasks) for plan in plans],
                  "targets": [len(plan.reading.indicators) for plan in plans]}))
"""
)
DIFF = (
    PEAK
    + """
import difflib, json, resource, sys
from pathlib import Path
upper, lower = (Path(name).read_text(encoding="utf-8").splitlines() for name in sys.argv[2:4])
list(difflib.unified_diff(upper, lower))
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "peak_kb": peak_kb(usage)}))
"""
)


def _plan(head: str, rows: int, targets: int, lead: str, step: int) -> str:
    goals = "".join(
        f"- Tỷ lệ {FIELDS[at % len(FIELDS)]} loại {at} được cập nhật trực tuyến đạt {60 + (at * step) % 40}%.\n"
        for at in range(targets)
    )
    tasks = "".join(
        f"{at}\t{VERBS[at % len(VERBS)]} {FIELDS[at % len(FIELDS)]} đợt {at} trên địa bàn\t{lead}\tSở Nội vụ\t"
        f"{1 + at % 28}/{1 + at % 12}/2026\n"
        for at in range(1, rows + 1)
    )
    header = "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn hoàn thành\n"
    duties = "II. TỔ CHỨC THỰC HIỆN\nCác cơ quan thực hiện theo phụ lục.\n"
    return f"{head}\nI. MỤC TIÊU\n{goals}{duties}PHỤ LỤC\n{header}{tasks}"


def _run(script: str, how: str, upper: Path, lower: Path) -> dict[str, object]:
    printed = subprocess.run(
        [sys.executable, "-c", script, how, str(upper), str(lower)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(printed.stdout))


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        upper, lower = files or (Path(folder) / "upper.txt", Path(folder) / "lower.txt")
        if not files:
            above = "ỦY BAN NHÂN DÂN\nTỈNH MỘC LAM\n\nKẾ HOẠCH\nChuyển đổi số tỉnh Mộc Lam năm 2026\n"
            below = "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\n\nKẾ HOẠCH\nChuyển đổi số xã Suối Hoa, tỉnh Mộc Lam năm 2026\n"
            upper.write_text(_plan(above, 300, 60, "UBND các xã, phường", 7), encoding="utf-8")
            lower.write_text(_plan(below, 90, 30, "Văn phòng HĐND và UBND xã", 11), encoding="utf-8")
        compared, read, peer = (
            _run(script, how, upper, lower) for script, how in ((READ, "compare"), (READ, "read"), (DIFF, ""))
        )
    print(json.dumps({
        "benchmark": "compare", "targets": compared["targets"], "tasks": compared["tasks"],
        "findings": compared["findings"], "cpu_s": round(float(str(compared["cpu"])), 2),
        "reading_alone_cpu_s": round(float(str(read["cpu"])), 2), "difflib_cpu_s": round(float(str(peer["cpu"])), 2),
        "peak_mb": round(int(str(compared["peak_kb"])) / 1024),
        "bounds": {"cpu_s_beyond_reading": 2.0, "peak_mb": 300},
    }))  # fmt: skip


if __name__ == "__main__":
    main()
