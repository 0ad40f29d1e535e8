"""`honglam new_pack NAME`: the files of a new sector pack, working from the first minute. Needs no database.

Writes honglam/packs/NAME with one register that shows everything a declaration can say, its first migration, a README
and a test, and adds the pack to the list of config/packs.py. `--into FOLDER` writes a package of its own elsewhere.
"""

from __future__ import annotations

import argparse
import ast
import keyword
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Template

from honglam.config.commands.pack_files import FILES, TEST
from honglam.config.packs import chosen_packs

ROOT = Path(__file__).resolve().parents[3]
PACKS_FILE = ROOT / "honglam" / "config" / "packs.py"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")


class CannotMake(ValueError):
    """The pack cannot be made; the message says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, or 2 with one line on standard error where the pack cannot be made."""
    parser = argparse.ArgumentParser(prog="honglam new_pack", description="Tạo bộ khung một lĩnh vực mới.")
    parser.add_argument("name", metavar="NAME", help="tên tiếng Anh số nhiều, chữ thường, ví dụ: forests")
    parser.add_argument("--model", help="tên lớp của một dòng, mặc định là tên số ít, ví dụ: Forest")
    parser.add_argument("--label", default="mục", help="người dùng gọi một dòng là gì, ví dụ: “khu rừng”")
    parser.add_argument("--area", default="Lĩnh vực mới", help="tên lĩnh vực, ví dụ: “Lâm nghiệp”")
    parser.add_argument("--into", type=Path, help="thư mục khác, thành một gói Python riêng")
    options = parser.parse_args(argv)
    try:
        words = words_of(options.name, options.model, options.label, options.area, apart=options.into is not None)
        folder, test = places(options.name, options.into)
        write(folder, test, words)
        migrate(words["module"], options.name, options.into)
        if options.into is None:
            PACKS_FILE.write_text(with_pack(PACKS_FILE.read_text(encoding="utf-8"), words["module"]), encoding="utf-8")
    except (CannotMake, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Đã tạo {folder}\nĐã tạo {test}")
    print("Tiếp theo: sửa models.py, pack.py theo sổ thật rồi chạy lại makemigrations; xem docs/add-a-register.md.")
    return 0


def words_of(name: str, model: str | None, label: str, area: str, *, apart: bool) -> dict[str, str]:
    """What the files are filled with. Raises CannotMake for a name that cannot be used."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise CannotMake(f"“{name}” không dùng làm tên được: chỉ chữ thường, chữ số, gạch dưới, ví dụ forests.")
    shown = "".join(word.capitalize() for word in name.split("_"))
    model = model or shown.removesuffix("s")
    if not _CLASS.fullmatch(model) or keyword.iskeyword(model):
        raise CannotMake(f"“{model}” không dùng làm tên lớp được, ví dụ đúng: Forest.")
    for text in (label, area):
        if '"' in text or "\\" in text or "%" in text or not text.strip():
            raise CannotMake("Tên gọi không được trống, không có dấu nháy kép, gạch chéo ngược, dấu phần trăm.")
    module = name if apart else f"honglam.packs.{name}"
    return {"name": name, "module": module, "model": model, "label": label.strip(), "area": area.strip(),
            "constant": name.upper()}  # fmt: skip


def places(name: str, into: Path | None) -> tuple[Path, Path]:
    """The folder of the pack and the file of its test. Raises CannotMake where the pack is there already."""
    folder = (into or ROOT / "honglam" / "packs") / name
    test = into / f"test_{name}.py" if into else ROOT / "tests" / "packs" / f"test_{name}.py"
    if folder.exists() or test.exists():
        raise CannotMake(f"Đã có {folder if folder.exists() else test}. Hãy chọn tên khác hoặc xóa bản cũ trước.")
    return folder, test


def write(folder: Path, test: Path, words: dict[str, str]) -> None:
    """Write the files of the pack and its test."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).substitute(words), encoding="utf-8")
    test.parent.mkdir(parents=True, exist_ok=True)
    if (test.parent.parent / "conftest.py").exists():
        (test.parent / "__init__.py").touch()
    test.write_text(Template(TEST).substitute(words), encoding="utf-8")


def migrate(module: str, name: str, into: Path | None) -> None:
    """Make the first migration with Django's own command. Raises CannotMake with its words where it fails."""
    paths = [str(into.resolve())] if into else []
    paths += [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path] + [str(ROOT)]
    environment = {
        **os.environ, "HONGLAM_PACKS": ",".join([*chosen_packs(), module]), "PYTHONPATH": os.pathsep.join(paths)
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "honglam", "makemigrations", name], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise CannotMake(done.stderr or done.stdout)


def with_pack(source: str, module: str) -> str:
    """The text of config/packs.py with one more pack at the end of its list. Raises CannotMake where it has no list."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "EVERY_PACK":
            packs = [*ast.literal_eval(node.value), module] if node.value is not None else [module]
            lines = source.splitlines(keepends=True)
            listed = "".join(f'    "{pack}",\n' for pack in packs)
            lines[node.lineno - 1 : node.end_lineno] = [f"EVERY_PACK: tuple[str, ...] = (\n{listed})\n"]
            return "".join(lines)
    raise CannotMake("Không thấy danh sách EVERY_PACK trong config/packs.py.")


if __name__ == "__main__":
    sys.exit(main())
