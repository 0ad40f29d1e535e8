"""The rules of the house hold over the whole tree, and each would catch what it is there for."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from tools import house_rules
from tools.house_rules import RULES, SourceFile, project_files

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = "honglam/engines/plans/actions.py"
MODELS = "honglam/engines/plans/models/task.py"

PLANTED = [
    (house_rules.no_drawers, "honglam/core/utils.py", '"""Bits."""\n'),
    (house_rules.file_budget, "honglam/core/long.py", "x = 1\n" * 401),
    (house_rules.function_budget, "honglam/core/long.py", "def f():\n" + "    x = 1\n" * 71),
    (house_rules.foreign_keys_name_their_way_back, MODELS, "unit = models.ForeignKey(Unit, on_delete=1)\n"),
    (house_rules.actions_are_verbs_with_an_actor, ACTIONS, "def assign(task, *, by): ...\n"),
    (house_rules.actions_are_verbs_with_an_actor, ACTIONS, "def assign(*, task): ...\n"),
    (house_rules.no_logic_in_signal_handlers, ACTIONS, "from django.db.models.signals import post_save\n"),
    (
        house_rules.queries_know_no_models,
        "honglam/engines/plans/queries.py",
        "from honglam.engines.plans.models import Task\n",
    ),
    (house_rules.public_doors_list_what_they_open, "honglam/engines/plans/public.py", "from x import y\n"),
    (house_rules.everything_public_is_explained, "honglam/core/silent.py", '"""Said."""\ndef f(): ...\n'),
    (house_rules.everything_public_is_explained, "honglam/core/silent.py", "x = 1\n"),
    (house_rules.nothing_unfinished, "honglam/core/half.py", "# TO" + "DO later\n"),
    (house_rules.nothing_of_one_machine, "tools/mine.py", "path = '/" + "root/data'\n"),
    (house_rules.days_are_written_our_way, "honglam/core/calendar/pages/forms.py", "on = forms.DateField()\n"),
    (house_rules.days_are_written_our_way, "honglam/core/x.py", 'w = TextInput(attrs={"type": "date"})\n'),
    (house_rules.uids_are_read_in_one_place, "honglam/core/x.py", "uid = uuid.UUID(text)\n"),
    (house_rules.messages_can_be_translated, "honglam/core/words.py", "_(f'Có {n} việc')\n"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: house_rules.Rule) -> None:
    broken = [f"{source.path}: {words}" for source in project_files(ROOT) for words in rule(source)]
    assert not broken, "\n".join([rule.__doc__ or "", *broken])


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_violation_is_caught(rule: house_rules.Rule, path: str, text: str) -> None:
    assert list(rule(SourceFile(PurePosixPath(path), text)))


def test_every_rule_has_a_planted_violation() -> None:
    assert {rule for rule, _, _ in PLANTED} == set(RULES)
