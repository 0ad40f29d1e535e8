"""`honglam compare_plans UPPER LOWER`: where two plans contradict each other or themselves. Needs no database."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from honglam.config.commands.plan_files import parser_for, print_comparison, read_file
from honglam.engines.documents.public import DocumentError
from honglam.engines.plans.alignment import compare_plans


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, or 2 with one line on standard error where a file cannot be read."""
    parser = parser_for(
        "compare_plans", "Đối chiếu kế hoạch cấp trên với kế hoạch cấp dưới, và từng kế hoạch với chính nó."
    )
    parser.add_argument("upper", metavar="UPPER", help="kế hoạch cấp trên (.docx, .pdf, .html, .md, .txt)")
    parser.add_argument("lower", metavar="LOWER", help="kế hoạch cấp dưới")
    arguments = parser.parse_args(argv)
    try:
        upper, lower = read_file(arguments.upper), read_file(arguments.lower)
    except (DocumentError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    print_comparison(compare_plans(upper, lower), as_json=arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
