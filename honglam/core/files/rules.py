"""Pure decisions about files."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')


def content_path(sha256: str) -> str:
    """Where a content stands below MEDIA_ROOT: two levels of folders, so that none grows too large.

    >>> content_path("ab12" + "0" * 60)[:10]
    'ab/12/ab12'
    """
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def clean_name(name: str) -> str:
    """A file name that is safe to show and to send: no folders, no control or direction-changing characters, 255 signs.

    >>> clean_name("../../Kế hoạch\\x00 số 1.pdf")
    'Kế hoạch số 1.pdf'
    """
    name = _UNSAFE.sub(" ", name.replace("\\", "/").rpartition("/")[2])
    name = " ".join(name.split()).strip(". ") or "tep"
    stem, dot, extension = name.rpartition(".")
    if len(name) <= 255 or not dot:
        return name[:255]
    return f"{stem[: 254 - len(extension)]}.{extension}" if len(extension) < 20 else name[:255]
