"""Rules as files that people keep and give to others: YAML or JSON, the same list of rules in both."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml
from django.utils.translation import gettext as _

from honglam.engines.datahub.quality.rule_format import Rule, RuleError

MOST_RULES = 500


class RuleFileError(ValueError):
    """A file holds no rules that can be read; the text says which rule is at fault, in Vietnamese."""

    code = "datahub.bad_rule_file"


def rules_as_text(rules: Sequence[Rule], form: str) -> str:
    """The rules as a `yaml` or `json` text; `read_rules` gives the same rules back."""
    content = {"rules": [rule.to_json() for rule in rules]}
    if form == "json":
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))


def read_rules(content: bytes) -> list[Rule]:
    """The rules of a file, YAML or JSON (which YAML includes).

    Raises:
        RuleFileError: it is no such file, or holds something that is no rule, or a code twice.
    """
    try:
        data = yaml.safe_load(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise RuleFileError(_("Tệp không phải YAML hoặc JSON (UTF-8) đọc được.")) from error
    listed = data.get("rules") if isinstance(data, dict) else data
    if not isinstance(listed, list) or not listed:
        raise RuleFileError(_("Tệp cần có danh sách “rules”, mỗi quy tắc gồm code, kind, columns, parameters."))
    if len(listed) > MOST_RULES:
        raise RuleFileError(_("Tệp có quá %(most)d quy tắc; hãy chia thành nhiều tệp.") % {"most": MOST_RULES})
    rules = []
    for number, one in enumerate(listed, 1):
        if not isinstance(one, dict):
            raise RuleFileError(_("Quy tắc thứ %(number)d không đọc được.") % {"number": number})
        try:
            rules.append(Rule.from_json(one))
        except RuleError as error:
            raise RuleFileError(_("Quy tắc thứ %(number)d: %(why)s") % {"number": number, "why": error}) from error
    codes = [rule.code for rule in rules]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise RuleFileError(_("Mã %(codes)s có hai lần trong tệp.") % {"codes": ", ".join(twice)})
    return rules
