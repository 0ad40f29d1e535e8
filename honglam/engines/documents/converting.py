"""Converting files with LibreOffice where it is installed: .doc to .docx for reading, .docx to .pdf for printing.

Each conversion runs in a profile of its own, so that two at once do not wait for each other's lock; it runs no macro
(a fresh profile trusts no document), and is ended with everything it started when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .errors import PdfConversionFailed, PdfConverterMissing

CONVERSION_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")


def converter() -> str | None:
    """The program that converts, where it is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def to_pdf(content: bytes, *, name: str) -> bytes:
    """A .docx as PDF; `name` is for messages.

    Raises:
        PdfConverterMissing: LibreOffice is not installed. PdfConversionFailed: it did not make a PDF in time.
    """
    program = converter()
    if program is None:
        raise PdfConverterMissing(name)
    converted = convert(program, content, ".docx", ".pdf", "pdf:writer_pdf_Export")
    if converted is None or not converted.startswith(b"%PDF"):
        raise PdfConversionFailed(name)
    return converted


def convert(program: str, content: bytes, before: str, after: str, export: str) -> bytes | None:
    """The content with its ending `before` turned into one with `after`; None where that failed."""
    with tempfile.TemporaryDirectory(prefix="honglam-doc-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        # The name inside the folder is ours: names of uploads never reach a command line.
        source, target = folder / f"source{before}", folder / "out" / f"source{after}"
        source.write_bytes(content)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", export, "--outdir", str(target.parent), str(source),
        ]  # fmt: skip
        _run(command)
        return target.read_bytes() if target.is_file() and target.stat().st_size else None


def _run(command: list[str]) -> None:
    """Run a program to its end, or end it with all that it started."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(CONVERSION_SECONDS)
    finally:
        # The launcher starts the real program as a child: end the whole group, which is gone when all went well.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
