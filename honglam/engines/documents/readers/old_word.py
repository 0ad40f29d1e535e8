"""Word 97-2003 (.doc) and RTF under that name: converted to .docx by LibreOffice where it is installed.

Each conversion runs in a profile of its own, so that two at once do not wait for each other's lock, and
is ended with everything it started when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ..blocks import ReadDocument
from ..errors import ConversionFailed, ConverterMissing
from . import word

CONVERSION_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a .doc. Raises ConverterMissing, ConversionFailed and what the .docx reader raises."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ConverterMissing(name)
    with tempfile.TemporaryDirectory(prefix="honglam-doc-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, Path(folder))
        if converted is None:
            raise ConversionFailed(name)
        return replace(word.read(converted, name=name), format="doc")


def _convert(program: str, data: bytes, folder: Path) -> bytes | None:
    # The name inside the folder is ours: names of uploads never reach a command line.
    source, target = folder / "source.doc", folder / "out" / "source.docx"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(target.parent),
        str(source),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        # The launcher starts the real program as a child: end the whole group, which is gone when all went well.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return target.read_bytes() if target.is_file() and target.stat().st_size else None
