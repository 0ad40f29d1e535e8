"""What a package says, in plain values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organ:
    """A body as the sender names it; `identifier` is its code in the national list (Decision 20/2020/QĐ-TTg)."""

    identifier: str
    name: str


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package, unpacked; its content is nobody's word yet and has to be checked like any upload."""

    name: str
    media_type: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class EdocPackage:
    """A document with its head, whom it goes to, by when an answer is due, and its files.

    `source` names the member of a .zip that it was read from, else the file. Fields that the sender left out, or filled
    with “N/A”, are empty. The standard knows no list of tasks: what is asked stands in `subject` and `content`, of whom
    in `receivers`, by when in `due_on`.
    """

    source: str
    document_id: str
    number: str
    issued_on: datetime.date | None
    place: str
    kind: str
    subject: str
    content: str
    signer: str
    signer_title: str
    due_on: datetime.date | None
    sender: Organ
    receivers: tuple[Organ, ...]
    files: tuple[PackedFile, ...]
    notes: tuple[str, ...] = ()
