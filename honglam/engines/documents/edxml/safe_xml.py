"""XML from strangers: no document type, no entities, no outside files, bounded in size, depth, elements."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from ..errors import CorruptDocument, DocumentTooLarge, UnsafeXml

MAX_XML_BYTES = 60_000_000
"""A package with its files in base64; document systems send at most 30–50 MB."""
MAX_DEPTH = 40
MAX_ELEMENTS = 20_000


class _Bounded(ElementTree.TreeBuilder):
    """Builds the tree and refuses what no package needs.

    A document type is the only place where XML can declare entities or name files to fetch, so refusing it refuses
    all of them (billion laughs, external entities); the parser itself never opens anything.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0
        self._count = 0

    def doctype(self, name: str, public_id: str | None, system: str | None) -> None:
        raise UnsafeXml(self._name)

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise UnsafeXml(self._name)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        self._depth -= 1
        return super().end(tag)


def parse(data: bytes, name: str) -> ElementTree.Element:
    """The root element. Raises UnsafeXml, CorruptDocument, DocumentTooLarge."""
    if len(data) > MAX_XML_BYTES:
        raise DocumentTooLarge(name, len(data), MAX_XML_BYTES)
    parser = ElementTree.XMLParser(target=_Bounded(name))
    try:
        parser.feed(data)
        root: ElementTree.Element = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise CorruptDocument(name, "XML") from error
    return root


def local(element: ElementTree.Element) -> str:
    """The name of an element without its namespace: senders disagree about namespaces and prefixes."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: ElementTree.Element | None, name: str) -> Iterator[ElementTree.Element]:
    """The children of this name."""
    return (child for child in ([] if element is None else element) if local(child) == name)


def child(element: ElementTree.Element | None, *path: str) -> ElementTree.Element | None:
    """The first descendant along a path of names, or nothing."""
    for name in path:
        element = next(children(element, name), None)
    return element


def anywhere(root: ElementTree.Element, name: str) -> ElementTree.Element | None:
    """The first element of this name, the root included."""
    return next((element for element in root.iter() if local(element) == name), None)
