"""`honglam extract_plan FILE`: prints what a plan says as JSON. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from honglam.engines.documents.public import DocumentError, read_document
from honglam.engines.plans.extraction import mend_torn_rows, read_plan


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; returns 0, or 2 with one line on standard error where the file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="honglam extract_plan",
        description="Đọc một kế hoạch (.docx, .pdf, .html, .md, .txt) và in kết quả dạng JSON.",
    )
    parser.add_argument("file", metavar="FILE", help="tệp văn bản cần đọc")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--json", action="store_true", help="in JSON (mặc định)")
    choice.add_argument("--text", action="store_true", help="in toàn văn mà vị trí trích dẫn được đếm theo")
    arguments = parser.parse_args(argv)
    try:
        document = mend_torn_rows(read_document(Path(arguments.file)))
    except (DocumentError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    if arguments.text:
        _write(document.text)
        return 0
    reading = read_plan(document)
    for message in reading.messages:
        print(message, file=sys.stderr)
    _write(json.dumps(reading.to_json(), ensure_ascii=False, indent=2) + "\n")
    return 0


def _write(text: str) -> None:
    """Writes UTF-8 with the line ends of the text, whatever the terminal's encoding."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
        return
    buffer.write(text.encode("utf-8"))
    buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
