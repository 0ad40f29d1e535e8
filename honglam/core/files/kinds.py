"""The kinds of files that are known: name, media type, extensions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """One kind: its code, what people call it, the media type it is served with, the extensions that fit it."""

    code: str
    label: str | Promise
    media_type: str
    extensions: tuple[str, ...]
    is_text: bool = False
    is_image: bool = False


KINDS: dict[str, FileKind] = {
    kind.code: kind
    for kind in (
        FileKind("pdf", "PDF", "application/pdf", ("pdf",)),
        FileKind("docx", "Word (.docx)", _OFFICE + "wordprocessingml.document", ("docx",)),
        FileKind("xlsx", "Excel (.xlsx)", _OFFICE + "spreadsheetml.sheet", ("xlsx",)),
        FileKind("pptx", "PowerPoint (.pptx)", _OFFICE + "presentationml.presentation", ("pptx",)),
        FileKind("doc", "Word 97–2003 (.doc)", "application/msword", ("doc",)),
        FileKind("xls", "Excel 97–2003 (.xls)", "application/vnd.ms-excel", ("xls",)),
        FileKind("png", "PNG", "image/png", ("png",), is_image=True),
        FileKind("jpg", "JPEG", "image/jpeg", ("jpg", "jpeg", "jfif"), is_image=True),
        FileKind("webp", "WebP", "image/webp", ("webp",), is_image=True),
        FileKind("heic", "HEIC", "image/heic", ("heic", "heif"), is_image=True),
        FileKind("html", "HTML", "text/html", ("html", "htm"), is_text=True),
        FileKind("md", "Markdown", "text/markdown", ("md", "markdown"), is_text=True),
        FileKind("csv", "CSV", "text/csv", ("csv",), is_text=True),
        FileKind("json", "JSON", "application/json", ("json", "ndjson"), is_text=True),
        FileKind("geojson", "GeoJSON", "application/geo+json", ("geojson",), is_text=True),
        FileKind("txt", gettext_lazy("văn bản thuần (.txt)"), "text/plain", ("txt",), is_text=True),
    )
}


def kind_of_extension(extension: str) -> FileKind | None:
    """The kind that an extension (without dot, any case) stands for."""
    extension = extension.lower()
    return next((kind for kind in KINDS.values() if extension in kind.extensions), None)
