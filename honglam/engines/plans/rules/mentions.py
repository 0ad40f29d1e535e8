"""Who is named in a remark."""

from __future__ import annotations

import re

_MENTION = re.compile(r"(?<![\w@.])@([\w.\-]{2,150})")


def names_mentioned(text: str) -> list[str]:
    """The user names after “@” in a remark, each once, in order; a full stop at the end belongs to the sentence."""
    return list(dict.fromkeys(found.rstrip(".-").lower() for found in _MENTION.findall(text)))
