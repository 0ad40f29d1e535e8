"""What reading a document costs: CPU seconds a page and peak memory, beside the bound and a peer in the same run.

    python benchmarks/extract.py [FILE]

Without a file it makes a plan of about 40 pages (running text, then a ruled task table over many pages). Each figure is
that of a fresh process with its imports: ours reads and extracts, the peer takes only the plain text of the same
file with PDFium. The bound is 0.15 CPU seconds a page plus 1 second, and 300 MB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Table

CPU_SECONDS_A_PAGE = 0.15
CPU_SECONDS_TO_START = 1.0
MEMORY_MB = 300
# Formats without pages are counted as an office prints them.
LETTERS_A_PAGE = 2_500

# The kernel's mark of a process begins with what its parent held at the fork; where it tells, its own peak is taken.
PEAK = """
def peak_kb(usage):
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return usage.ru_maxrss
"""
OURS = (
    PEAK
    + """
import json, resource, sys
from pathlib import Path
from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import read_plan
document = read_document(Path(sys.argv[1]))
reading = read_plan(document)
usage = resource.getrusage(resource.RUSAGE_SELF)
peak = peak_kb(usage)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "peak_kb": peak, "pages": document.page_count,
                  "letters": len(document.text), "tasks": len(reading.tasks)}))
"""
)
PEER = (
    PEAK
    + """
import json, resource, sys
import pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
letters = 0
for page in document:
    text = page.get_textpage()
    letters += len(text.get_text_bounded())
    text.close(); page.close()
usage = resource.getrusage(resource.RUSAGE_SELF)
peak = peak_kb(usage)
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "peak_kb": peak, "pages": len(document),
                  "letters": letters}))
"""
)

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
FONTS = ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf", "DejaVuSans.ttf", "NotoSerif-Regular.ttf", "FreeSerif.ttf")
SENTENCE = (
    "Rà soát, chuẩn hóa quy trình và cung cấp dịch vụ công trực tuyến toàn trình, bảo đảm người dân, doanh nghiệp "
    "được phục vụ kịp thời; định kỳ báo cáo kết quả thực hiện về cơ quan thường trực để tổng hợp. "
)


def main() -> int:
    """Prints one JSON line; the exit status is 1 where the bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", nargs="?", type=Path, help="a document; without it a PDF of about 40 pages is made")
    given = parser.parse_args().file
    with tempfile.TemporaryDirectory() as folder:
        path = given or make_plan(Path(folder) / "plan.pdf")
        ours = measured(OURS, path)
        peer = measured(PEER, path) if path.suffix.lower() == ".pdf" else None
    pages = ours["pages"] or max(1, round(ours["letters"] / LETTERS_A_PAGE))
    bound = CPU_SECONDS_A_PAGE * pages + CPU_SECONDS_TO_START
    memory = ours["peak_kb"] / 1024
    kept = ours["cpu"] <= bound and memory < MEMORY_MB
    line = {
        "benchmark": "extract",
        "file": given.name if given else "made on the spot",
        "pages": pages,
        "tasks": ours["tasks"],
        "cpu_s": round(ours["cpu"], 2),
        "cpu_s_bound": round(bound, 2),
        "cpu_s_a_page": round(ours["cpu"] / pages, 4),
        "peak_mb": round(memory),
        "peak_mb_bound": MEMORY_MB,
        "kept": kept,
        "peer": "pypdfium2 plain text",
        "peer_cpu_s": round(peer["cpu"], 2) if peer else None,
        "peer_cpu_s_a_page": round(peer["cpu"] / pages, 4) if peer else None,
        "peer_peak_mb": round(peer["peak_kb"] / 1024) if peer else None,
    }
    print(json.dumps(line, ensure_ascii=False))
    return 0 if kept else 1


def measured(program: str, path: Path) -> dict[str, int]:
    """The figures that a fresh interpreter prints about itself."""
    result = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    figures: dict[str, int] = json.loads(result.stdout)
    return figures


def vietnamese_font() -> TTFont:
    """An installed font that has the Vietnamese letters; older ones of the same name lack them."""
    for name in FONTS:
        for path in (found for folder in FONT_FOLDERS for found in folder.rglob(name)):
            font = TTFont("Body", str(path))
            if all(ord(letter) in font.face.charToGlyph for letter in "ếợưđẫ"):
                return font
    sys.exit("No font with Vietnamese letters found: name a document to measure, or install fonts-dejavu.")


def make_plan(path: Path) -> Path:
    """A fictional plan of about 40 pages: running text in portrait, a ruled task table in landscape."""
    pdfmetrics.registerFont(vietnamese_font())
    text = ParagraphStyle("text", fontName="Body", fontSize=13, leading=18, firstLineIndent=28, alignment=4)
    small = ParagraphStyle("small", fontName="Body", fontSize=11, leading=14)
    story = [Paragraph("KẾ HOẠCH", text), Paragraph("Chuyển đổi số trên địa bàn xã Mẫu năm 2026", text)]
    for number in range(1, 19):
        story.append(Paragraph(f"{number}. Nội dung thứ {number}", text))
        story += [Paragraph(f"- {SENTENCE * 2}", text) for _ in range(5)]
    story += [NextPageTemplate("wide"), PageBreak(), Paragraph("PHỤ LỤC", text)]
    header = ["TT", "Nhiệm vụ", "Kết quả", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
    rows = [[Paragraph(words, small) for words in header]]
    for number in range(1, 81):
        row = [str(number), SENTENCE * 2, SENTENCE, "Phòng Mẫu A", "Các phòng, đơn vị", "Quý IV/2026"]
        rows.append([Paragraph(words, small) for words in row])
    table = Table(rows, colWidths=[30, 240, 190, 100, 100, 80], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    story.append(table)
    wide = landscape(A4)
    document = BaseDocTemplate(str(path))
    document.addPageTemplates(
        [
            PageTemplate("tall", Frame(85, 56, 453, 730), pagesize=A4),
            PageTemplate("wide", Frame(40, 40, wide[0] - 80, wide[1] - 80), pagesize=wide),
        ]
    )
    document.build(story)
    return path


if __name__ == "__main__":
    sys.exit(main())
