"""Sentences that several verbs of registers say."""

from __future__ import annotations

from django.utils.translation import gettext as _


def pair_gone() -> str:
    """Said of a pair that cannot be judged any more."""
    return _("Hai dòng này không còn chờ xem: một dòng đã gộp hoặc không còn. Hãy tải lại danh sách.")
