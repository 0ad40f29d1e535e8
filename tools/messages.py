"""The messages of the interface: found in the sources, kept in the English catalogue, checked.

    python -m tools.messages update    bring the catalogue in line with the sources; translations are kept
    python -m tools.messages check     exit 1 and name every string that has no good English
    python -m tools.messages compile   .po to .mo (Babel; no system gettext)

The sources speak Vietnamese. The catalogue is sorted by message and names files without line numbers, so that it
changes only where words change. A translation is never guessed from a similar message.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("honglam/locale/en/LC_MESSAGES/django.po")
HEADER = r"""# The English of Hồng Lam. Terms: docs/glossary.md. Renewed by `make messages`.
msgid ""
msgstr ""
"Project-Id-Version: honglam\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
SHAPES = {  # what the first arguments of each function are
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
VARIANTS = {f"{name}{ending}": name for name in SHAPES for ending in ("", "_lazy", "_noop")}
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíĩòóõùúũý]", re.IGNORECASE)
NAMES = ("Hồng Lam", "Tiếng Việt", "Hà Tĩnh", "Nghệ An", "Việt Nam", "Hùng", "Tết")
"""Proper names that stay as they are in English."""
PARTS = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%%|%[sd](?![^\W\d_])|\{\w*\}|</?[a-z]\w*")
"""What a translation must carry over as it is: placeholders and HTML tags."""
LITERAL = re.compile(r"""_\((?:".*?"|'.*?')\)""")
WORD_TABLE = re.compile(r"\b(vi|en):\s*\{([^{}]*)\}")
TABLE_KEY = re.compile(r"(\w+):\s*[\"'`]")
JAVASCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?:^|\s)//[^\n]*", re.DOTALL)
WITHOUT_MESSAGES = (  # files whose Vietnamese is what they work on or show, not what the platform says
    "honglam/engines/documents/*",  # works without Django (ADR 2)
    "honglam/engines/plans/extraction/*",
    "honglam/engines/plans/alignment/*",  # works without Django, from the command line
    "honglam/engines/datahub/quality/*",  # works without Django (ADR 22)
    "honglam/engines/datahub/delivering/spelling.py",  # words of delivered files
    "honglam/engines/registers/api/*",  # the description of the API
    "honglam/engines/registers/importing/cells.py",  # words of imported files
    "honglam/surfaces/ogc/openapi.py",  # the description of the service
    "honglam/packs/land/made.py",  # invented names and places
    "honglam/packs/land/models.py",  # how a parcel is written
    "honglam/engines/plans/authorities.py",  # what the words of plans are searched for
    "honglam/engines/plans/drafting/*",  # official papers are Vietnamese in every language of the interface
    "honglam/toolkit/official_paper/*",
    "honglam/engines/reporting/workbooks/*",  # what it writes stands in workbooks and beside stored copies
    "honglam/engines/reporting/forms/*",  # what forms of upper levels print
    "honglam/engines/reporting/charts.py",  # names of bars in frozen content, told apart by colour
    "honglam/engines/reporting/paper.py",  # the words of an official report
    "honglam/engines/reporting/rules/paper_heads.py",
    "honglam/engines/reporting/rules/numbers.py",
    "honglam/engines/reporting/rules/opening.py",
    "honglam/engines/indicators/rules/vocabulary.py",  # what forms print, compared with names
    "honglam/engines/plans/titles.py",
    "honglam/core/organisations/matching/*",
    "honglam/core/organisations/importing.py",  # headings of the file that is imported
    "honglam/core/organisations/shipped.py",
    "honglam/core/search/folding.py",
    "honglam/toolkit/collation.py",
    "honglam/toolkit/text.py",
    "honglam/*/demo.py",
    "honglam/*/demo/*",
    "honglam/surfaces/desk/samples.py",
    "honglam/surfaces/desk/templates/desk/styleguide.html",
    "honglam/config/*",  # the command line speaks Vietnamese
    "honglam/*/management/commands/*",
    "honglam/core/places/geometry.py",
    "honglam/engines/*/api.py",  # the description of the API
    "honglam/engines/datahub/shared_api.py",
    "honglam/surfaces/api/api.py",
    "honglam/surfaces/api/organisations.py",
    "honglam/surfaces/api/session.py",
    "honglam/engines/plans/shown/letter.py",  # the words of an official letter
    "honglam/engines/plans/shown/own_plan.py",
)
PLAIN_WORDS = {
    "Hệ thống",  # who acts where no person does, as the log keeps it
    "Bảng",  # a sheet without a name
    "Nguyễn Văn An", "Chuyên viên", "Tên hoặc mã đơn vị", "Thôn 9 xã Đồng Lộc", "Thôn", "Thôn 9",  # rows of templates
    "Làm bù ngày nghỉ hoán đổi",  # honglam.core.calendar.naming has its English
    "Ranh giới tham khảo: sapnhap.bando.com.vn (NXB Tài nguyên – Môi trường và Bản đồ Việt Nam), "
    "qua thanglequoc/vietnamese-provinces-database (MIT)",  # a source is named as it names itself
}  # fmt: skip
ERRORS_OF_PROGRAMS = {"NaiveMoment", "NavigationError", "UnknownIcon", "UnknownStatus"}
"""Refusals that only a programmer meets."""


@dataclass(frozen=True, order=True)
class Message:
    """One string that people read: its Vietnamese, for one and for many, and what it is about where that is told."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What gettext finds it by."""
        return self.singular, self.context


class NotWrittenOut(ValueError):
    """A gettext call whose message cannot be read from the source."""


# --- finding ---------------------------------------------------------------------------------------------------------


def translators(tree: ast.Module) -> dict[str, str]:
    """The names under which a module knows the functions of gettext: {"_": "gettext", "many": "ngettext"}."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {
                alias.asname or alias.name: VARIANTS[alias.name] for alias in node.names if alias.name in VARIANTS
            }
    return names


def called_translator(call: ast.Call, names: dict[str, str]) -> str | None:
    """The gettext function of a call: `_(…)` or `translation.gettext(…)`; None for any other call."""
    if isinstance(call.func, ast.Name):
        return names.get(call.func.id)
    if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "translation":
        return VARIANTS.get(call.func.attr)
    return None


def in_python(text: str) -> Iterator[Message]:
    """The messages of a Python module. Raises NotWrittenOut where one is put together instead of a plain string."""
    tree = ast.parse(text)
    names = translators(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := called_translator(node, names)):
            shape = SHAPES[name]
            if any(isinstance(argument, ast.Name | ast.Attribute) for argument in node.args[: len(shape)]):
                continue  # words that stand in the catalogue by another place
            words = [argument.value for argument in node.args[: len(shape)] if isinstance(argument, ast.Constant)]
            if len(words) < len(shape) or not all(isinstance(word, str) for word in words):
                raise NotWrittenOut(f"dòng {node.lineno}: {name} không có chuỗi viết sẵn")
            yield Message(**dict(zip(shape, map(str, words), strict=True)))


def in_template(text: str) -> Iterator[Message]:
    """The messages of a Django template: translate, blocktranslate with plural, `_("…")` in tags and filters."""
    # Indentation means nothing in a template, but Python's tokenizer would stumble over it.
    source = "\n".join(line.strip() for line in templatize(text).splitlines())
    keywords = dict.fromkeys((*SHAPES, "_"))
    for _, name, found, _ in extract_python(io.BytesIO(source.encode()), keywords, (), {}):
        words = [str(word) for word in (found if isinstance(found, tuple) else (found,)) if word is not None]
        yield Message(**dict(zip(SHAPES["gettext" if name == "_" else str(name)], words, strict=True)))


def sources(root: Path) -> Iterator[Path]:
    """Every Python module and template of the product, in a fixed order."""
    for path in sorted((root / "honglam").rglob("*")):
        is_module = path.suffix == ".py" and "migrations" not in path.parts
        if is_module or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield path


def collect(root: Path) -> dict[Message, list[str]]:
    """Every message of the product with the files it stands in; one that is counted anywhere is counted everywhere."""
    if not settings.configured:
        settings.configure()  # templatize asks for the file encoding
    found: dict[tuple[str, str], tuple[Message, list[str]]] = {}
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        try:
            messages = list(in_python(text) if path.suffix == ".py" else in_template(text))
        except (NotWrittenOut, SyntaxError) as error:
            raise NotWrittenOut(f"{name}: {error}") from error
        for message in messages:
            known, places = found.get(message.key, (message, []))
            found[message.key] = (max(known, message), places if name in places else [*places, name])
    return {message: places for message, places in found.values() if message.singular}


# --- the catalogue ---------------------------------------------------------------------------------------------------


def read_catalogue(path: Path) -> Catalog:
    """The catalogue of a file; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def entries(catalogue: Catalog) -> Iterator[Entry]:
    """Its messages, without the header."""
    return (entry for entry in catalogue if entry.id)


def english(entry: Entry | None) -> tuple[str, ...]:
    """The forms of a translation; empty strings where there is none."""
    if entry is None:
        return ("",)
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))


def renewed(old: Catalog, found: dict[Message, list[str]]) -> Catalog:
    """The catalogue of what is in the sources now, with the translations that are known."""
    catalogue = Catalog(locale="en", fuzzy=False)
    for message, places in found.items():
        forms = english(old.get(message.singular, message.context or None))
        catalogue.add(
            (message.singular, message.plural) if message.plural else message.singular,
            (forms[0], forms[-1]) if message.plural else forms[0],
            locations=[(place, 0) for place in places],
            context=message.context or None,
        )
    return catalogue


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write it sorted, without dates and line numbers."""
    body = io.BytesIO()
    write_po(body, catalogue, width=118, sort_output=True, include_lineno=False, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body.getvalue().decode().rstrip() + "\n", encoding="utf-8")


def update(root: Path) -> tuple[int, int]:
    """Bring the catalogue in line with the sources; how many messages it has, and how many wait for their English."""
    catalogue = renewed(read_catalogue(root / CATALOGUE), collect(root))
    write_catalogue(catalogue, root / CATALOGUE)
    return len(catalogue), sum(not all(english(entry)) for entry in entries(catalogue))


def compile_catalogue(root: Path) -> Path:
    """Write the .mo beside the .po, as `tools/bootstrap.py` does; readers see the old or the new, never a half."""
    target = (root / CATALOGUE).with_suffix(".mo")
    half_made = target.with_name(f"{target.name}.{os.getpid()}")
    with half_made.open("wb") as file:
        write_mo(file, read_catalogue(root / CATALOGUE))
    return half_made.replace(target)


# --- checking --------------------------------------------------------------------------------------------------------


def speaks_vietnamese(text: str) -> bool:
    """Whether letters with Vietnamese marks are left beside the proper names."""
    for name in NAMES:
        text = text.replace(name, "")
    return bool(VIETNAMESE.search(text))


def faults_of_translation(message: Message, forms: Iterable[str]) -> Iterator[str]:
    """What is wrong with the English of one message."""
    wanted = {*PARTS.findall(message.singular), *PARTS.findall(message.plural)}
    for form in forms:
        if not form.strip():
            yield "chưa có tiếng Anh"
        elif set(PARTS.findall(form)) != wanted:
            yield f"chỗ điền hoặc thẻ không khớp: {' '.join(sorted(wanted ^ set(PARTS.findall(form))))}"
        elif speaks_vietnamese(form):
            yield "bản tiếng Anh còn chữ Việt"


def faults_of_catalogue(catalogue: Catalog, found: Iterable[Message]) -> Iterator[str]:
    """What the catalogue lacks, what it has wrong, and what it keeps for nobody."""
    wanted = {message.key for message in found}
    for message in sorted(found):
        entry = catalogue.get(message.singular, message.context or None)
        for fault in dict.fromkeys(faults_of_translation(message, english(entry))):
            yield f"{fault}: {message.singular!r}"
    for entry in (*entries(catalogue), *catalogue.obsolete.values()):
        singular = entry.id[0] if isinstance(entry.id, list | tuple) else entry.id
        if (singular, entry.context or "") not in wanted or entry in catalogue.obsolete.values():
            yield f"không còn dùng: {singular!r}"


def bare_words(template: str) -> Iterator[str]:
    """Vietnamese of a template that stands outside of translate, blocktranslate and `_("…")`."""
    inside = ""
    for token in Lexer(template).tokenize():
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents.split() else ""
        if inside:
            inside = "" if tag == f"end{inside}" else inside
        elif tag in {"blocktranslate", "blocktrans", "comment"}:
            inside = tag
        elif token.token_type != TokenType.COMMENT and tag not in {"translate", "trans"}:
            for number, words in enumerate(LITERAL.sub("", token.contents).split("\n"), token.lineno or 1):
                if speaks_vietnamese(words):
                    yield f"dòng {number}: chữ Việt chưa bọc gettext: {words.strip()[:80]!r}"


def is_no_message(node: ast.AST, names: dict[str, str]) -> bool:
    """Whether Vietnamese below this node is translated, or is for nobody to read: docstring, pattern, plain error."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        return getattr(node.exc.func, "id", "") in ERRORS_OF_PROGRAMS
    if isinstance(node, ast.Call):
        return called_translator(node, names) is not None or ast.unparse(node.func) == "re.compile"
    return False


def bare_strings(module: str) -> Iterator[str]:
    """Vietnamese strings of a Python module that no function of gettext sees."""
    tree = ast.parse(module)
    names = translators(tree)
    passed = {id(inner) for node in ast.walk(tree) if is_no_message(node, names) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            if speaks_vietnamese(node.value) and node.value not in PLAIN_WORDS:
                yield f"dòng {node.lineno}: chữ Việt chưa bọc gettext: {node.value.strip()[:80]!r}"


def faults_of_javascript(text: str) -> Iterator[str]:
    """Words of a script that lack one of the two languages; they stand in tables `{ vi: {…}, en: {…} }`."""
    text = JAVASCRIPT_COMMENT.sub("", text)
    tables: dict[str, list[list[str]]] = {"vi": [], "en": []}
    for language, body in WORD_TABLE.findall(text):
        tables[language].append(sorted(TABLE_KEY.findall(body)))
        if language == "en" and speaks_vietnamese(body):
            yield "bảng từ tiếng Anh còn chữ Việt"
    if tables["vi"] != tables["en"]:
        yield f"bảng từ hai thứ tiếng không khớp: {tables['vi']} và {tables['en']}"
    if rest := VIETNAMESE.search(WORD_TABLE.sub("", text)):
        yield f"chữ Việt ngoài bảng từ: {text[rest.start() :][:40]!r}"


def check(root: Path) -> list[str]:
    """Everything that keeps the English from being complete, one line each."""
    try:
        found = collect(root)
    except NotWrittenOut as error:
        return [str(error)]
    faults = list(faults_of_catalogue(read_catalogue(root / CATALOGUE), found))
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        if not any(fnmatch(name, pattern) for pattern in WITHOUT_MESSAGES):
            bare = bare_strings if path.suffix == ".py" else bare_words
            faults += [f"{name}: {fault}" for fault in bare(path.read_text(encoding="utf-8"))]
    for path in sorted((root / "frontend" / "src").rglob("*.js")):
        name = path.relative_to(root).as_posix()
        faults += [f"{name}: {fault}" for fault in faults_of_javascript(path.read_text(encoding="utf-8"))]
    return faults


def main() -> int:
    """Exit status 0 where nothing is left to translate (check) or the files are written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["update", "check", "compile"])
    what = parser.parse_args().what
    if what == "compile":
        print(compile_catalogue(ROOT).relative_to(ROOT))
    elif what == "update":
        total, waiting = update(ROOT)
        compile_catalogue(ROOT)
        print(f"{total} chuỗi, {waiting} chưa có tiếng Anh")
    else:
        faults = check(ROOT)
        print("\n".join([*faults, f"{len(faults)} lỗi"]), file=sys.stderr if faults else sys.stdout)
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
