"""Papers for tests: their text as a reader takes it out of the PDF again."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


def text_of(pdf: bytes) -> str:
    """The text of a PDF in reading order, blanks and line ends as they come."""
    return _asked(pdf, "pdftotext", "-layout", "FILE", "-")


def metadata_of(pdf: bytes) -> str:
    """The XMP metadata."""
    return _asked(pdf, "pdfinfo", "-meta", "FILE")


def _asked(pdf: bytes, name: str, *arguments: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} (poppler-utils) reads the papers back; it is not installed")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(pdf)
        done = subprocess.run(
            [program, *(file.name if word == "FILE" else word for word in arguments)],
            capture_output=True,
            check=True,
            timeout=60,
        )
    return done.stdout.decode("utf-8")


def words_of(pdf: bytes) -> str:
    """The text without any blank: lines may be broken anywhere."""
    return "".join(text_of(pdf).split())
