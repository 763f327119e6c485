"""Schemas that documents are validated with: our own, or an official set put beside them.

The official XSDs are not ours to copy into the project; ours were written from
the facts of the standard and give the same verdict (tests compare them on
mutants). Nothing enclosed in an archive is ever used.
Source: standards/archive-and-xml.md 1.1, 2-4, 7; rulings.md 31. Pure.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from lxml import etree

from daiko.standard.kinds import DocumentKind

FILES: Final = (
    "ix08_V08.xsd",
    "su08_V08.xsd",
    "cc08_V08.xsd",
    "gc08_V08.xsd",
    "co08_V08.xsd",
    "hc08_V08.xsd",
    "hg08_V08.xsd",
    "coreschemas/datatypes-base_hcgv08.xsd",
    "coreschemas/datatypes_hcgv08.xsd",
    "coreschemas/voc_hcgv08.xsd",
    "coreschemas/narrativeBlock_hcgv08.xsd",
)
"""The complete set an archive's XSD folder holds (X-ARC-013)."""

BUILT: Final = (DocumentKind.IX, DocumentKind.SU, DocumentKind.CC, DocumentKind.HC)


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One place where a document breaks its schema; ``path`` is an XPath."""

    line: int
    path: str
    message: str


class SchemaSet:
    """Compiled schemas by kind of document; not shared between threads."""

    def __init__(self, folder: Path, *, name: str) -> None:
        self.name = name
        # absolute: the official files include each other in a circle
        place = folder.resolve()
        self._schemas = {
            kind: etree.XMLSchema(file=str(place / f"{kind}_V08.xsd")) for kind in BUILT
        }

    def validate(self, kind: DocumentKind, root: Any) -> list[SchemaError]:
        """What is wrong with a document (root element or tree); empty when it is valid."""
        schema = self._schemas[kind]
        if schema.validate(root):
            return []
        return [
            SchemaError(entry.line, entry.path or "", entry.message) for entry in schema.error_log
        ]


def own_schemas() -> SchemaSet:
    """The set written in this project."""
    with as_file(files("daiko.standard").joinpath("schemas")) as folder:
        return SchemaSet(folder, name="daiko")


def official_schemas(folder: Path) -> SchemaSet:
    """An official set that an operator keeps in a folder."""
    return SchemaSet(folder, name="official")


@cache
def bundled_files() -> tuple[tuple[str, bytes], ...]:
    """Path below the root folder and bytes of every schema an archive encloses."""
    folder = files("daiko.standard").joinpath("schemas")
    return tuple((f"XSD/{name}", _content(folder.joinpath(name))) for name in FILES)


def _content(resource: Any) -> bytes:
    content: bytes = resource.read_bytes()
    return content


def normal_digest(content: bytes) -> str:
    """SHA-256 after CRLF → LF and without trailing blanks (X-ARC-014)."""
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    return hashlib.sha256(b"\n".join(line.rstrip() for line in lines).rstrip()).hexdigest()


@cache
def bundled_digests() -> dict[str, str]:
    """Digest of every schema this software writes, by path in XSD/."""
    return {path: normal_digest(content) for path, content in bundled_files()}
