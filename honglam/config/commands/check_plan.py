"""`honglam check_plan FILE`: what to mend in a draft before it is signed. Needs no database."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence

from honglam.config.commands.plan_files import parser_for, print_comparison, read_file
from honglam.engines.documents.public import DocumentError
from honglam.engines.plans.alignment import check_plan


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, or 2 with one line on standard error where the file cannot be read."""
    parser = parser_for("check_plan", "Soát một dự thảo kế hoạch trước khi trình ký.")
    parser.add_argument("file", metavar="FILE", help="dự thảo (.docx, .pdf, .html, .md, .txt)")
    parser.add_argument(
        "--today", metavar="YYYY-MM-DD", type=dt.date.fromisoformat, help="ngày soát, mặc định là hôm nay"
    )
    arguments = parser.parse_args(argv)
    try:
        draft = read_file(arguments.file)
    except (DocumentError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    print_comparison(check_plan(draft, arguments.today), as_json=arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
