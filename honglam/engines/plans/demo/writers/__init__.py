"""Writes example documents as files: Word, and plain text as converters and viewers give it."""

from __future__ import annotations

from honglam.engines.plans.demo.example import Example
from honglam.engines.plans.demo.writers.plain import flattened_text, plain_text
from honglam.engines.plans.demo.writers.word import word_file


def written(example: Example, file_format: str = "") -> bytes:
    """The file of a document in its own format or another: "docx", "txt" (tables with tabs), "flattened" (without)."""
    match file_format or example.file_format:
        case "docx":
            return word_file(example)
        case "txt":
            return plain_text(example).encode()
        case "flattened":
            return flattened_text(example).encode()
    raise ValueError(f"no writer for {file_format or example.file_format!r}")


__all__ = ["written"]
