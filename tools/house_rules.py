"""The rules of the house that linters do not know, each a small function over one source file.

A rule takes a `SourceFile` and yields sentences about what breaks it. `RULES` is the whole list;
`tests/house/` runs every rule over the tree and plants a violation of each to see it caught.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 70
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools_common"}
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "X" + "XX")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")
PACKAGE_HOSTS = re.compile(r"(?:pypi|pythonhosted|npmjs|registry\.yarnpkg|unpkg|jsdelivr|cdnjs)\.(?:org|com|net)", re.I)


@dataclass(frozen=True)
class SourceFile:
    """One Python file of the project, with its path from the root of the repository."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def is_product(self) -> bool:
        """Whether the file ships with the platform."""
        return self.path.parts[0] == "honglam" and "migrations" not in self.path.parts

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and nested ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def no_drawers(source: SourceFile) -> Iterator[str]:
    """A module is named after what it does; `utils` is a drawer in which everything gets lost."""
    for part in (*source.path.parts[:-1], source.path.stem):
        if part in DRAWERS:
            yield f"a drawer named {part!r}"


def file_budget(source: SourceFile) -> Iterator[str]:
    """A file that passes 400 lines becomes a folder of the same name."""
    lines = source.text.count("\n") + 1
    if "migrations" not in source.path.parts and lines > MOST_LINES_IN_A_FILE:
        yield f"{lines} lines (at most {MOST_LINES_IN_A_FILE})"


def function_budget(source: SourceFile) -> Iterator[str]:
    """A function fits on a screen."""
    if not source.is_product and source.path.parts[0] not in {"tools", "benchmarks"}:
        return
    for function in source.functions():
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > MOST_LINES_IN_A_FUNCTION:
            yield f"{function.name} has {length} lines (at most {MOST_LINES_IN_A_FUNCTION})"


def foreign_keys_name_their_way_back(source: SourceFile) -> Iterator[str]:
    """Every relation says its related_name, so that reading it backwards is a decision."""
    if "models" not in source.path.parts and source.path.stem != "models":
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not source.is_product:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"ForeignKey", "OneToOneField", "ManyToManyField"} and not any(
            keyword.arg == "related_name" for keyword in node.keywords
        ):
            yield f"line {node.lineno}: {name} without related_name"


def actions_are_verbs_with_an_actor(source: SourceFile) -> Iterator[str]:
    """Public functions of actions are keyword-only and know who acts (`by`)."""
    is_action = source.path.stem == "actions" or "actions" in source.path.parts[:-1]
    if not source.is_product or not is_action:
        return
    for function in source.tree.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        if function.args.args or function.args.posonlyargs:
            yield f"{function.name} takes positional arguments"
        if "by" not in {argument.arg for argument in function.args.kwonlyargs}:
            yield f"{function.name} does not say who acts (by=)"


def no_logic_in_signal_handlers(source: SourceFile) -> Iterator[str]:
    """Nothing of ours hangs on Django's model signals; stories are told in flows."""
    if not source.is_product:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
            yield f"line {node.lineno}: model signals"


def queries_know_no_models(source: SourceFile) -> Iterator[str]:
    """QuerySet classes import no models of ours: models take them as managers. Names for types alone are free."""
    if not source.is_product or source.path.stem != "queries" or "engines" not in source.path.parts:
        return
    for_types = {
        inner
        for node in ast.walk(source.tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(source.tree):
        if node in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("honglam"):
            if ".models" in node.module or any(alias.name == "models" for alias in node.names):
                yield f"line {node.lineno}: imports {node.module}"


def public_doors_list_what_they_open(source: SourceFile) -> Iterator[str]:
    """`public.py` of an engine says with __all__ what others may use."""
    if source.is_product and "engines" in source.path.parts and source.path.stem == "public":
        if not any(
            isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "__all__" for target in node.targets)
            for node in source.tree.body
        ):
            yield "no __all__"


def everything_public_is_explained(source: SourceFile) -> Iterator[str]:
    """Modules, classes and public functions of the product have a docstring."""
    if not source.is_product:
        return
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield "the module has no docstring"
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield f"line {node.lineno}: {node.name} has no docstring"


def nothing_unfinished(source: SourceFile) -> Iterator[str]:
    """What is left to do stands in the roadmap, not in the code."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if any(mark in line for mark in UNFINISHED):
            yield f"line {number}: {line.strip()[:60]}"


def nothing_of_one_machine(source: SourceFile) -> Iterator[str]:
    """No paths of somebody's machine, no names of package hosts."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if MACHINE_PATHS.search(line) or (PACKAGE_HOSTS.search(line) and "re.compile" not in line):
            yield f"line {number}: {line.strip()[:60]}"


def messages_can_be_translated(source: SourceFile) -> Iterator[str]:
    """No f-string and no .format inside gettext: the catalogue would never find the message."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy", "ngettext"}:
            if node.args and isinstance(node.args[0], ast.JoinedStr | ast.Call | ast.BinOp):
                yield f"line {node.lineno}: a message put together before it is translated"


def days_are_written_our_way(source: SourceFile) -> Iterator[str]:
    """A page takes a day through `ui.forms.DayField`: the browser's own field turns 01/12 into 12 January."""
    if not source.is_product or "toolkit" in source.path.parts:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"DateField", "DateInput", "SelectDateWidget"}:
            if getattr(node.value, "id", "") == "forms":
                yield f"line {node.lineno}: forms.{node.attr}"
        elif isinstance(node, ast.Constant) and node.value == "date":
            if '"type": "date"' in source.text.splitlines()[node.lineno - 1]:
                yield f"line {node.lineno}: a native day field"


def uids_are_read_in_one_place(source: SourceFile) -> Iterator[str]:
    """Text becomes a uid through `toolkit.identifiers.uuid_of`, which answers nothing where the text is none."""
    if not source.is_product or "toolkit" in source.path.parts:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and "UUID" in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
            yield f"line {node.lineno}: UUID() reads a text"


Rule = Callable[[SourceFile], Iterator[str]]
RULES: tuple[Rule, ...] = (
    no_drawers,
    file_budget,
    function_budget,
    foreign_keys_name_their_way_back,
    actions_are_verbs_with_an_actor,
    no_logic_in_signal_handlers,
    queries_know_no_models,
    public_doors_list_what_they_open,
    everything_public_is_explained,
    nothing_unfinished,
    nothing_of_one_machine,
    messages_can_be_translated,
    days_are_written_our_way,
    uids_are_read_in_one_place,
)


def project_files(root: Path) -> Iterator[SourceFile]:
    """Every Python file of the project that we wrote."""
    for folder in ("honglam", "tests", "tools", "benchmarks"):
        for path in sorted((root / folder).rglob("*.py")):
            yield SourceFile(PurePosixPath(path.relative_to(root)), path.read_text(encoding="utf-8"))
