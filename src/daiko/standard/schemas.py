"""Schemas that documents are validated with: our own, or an official set put beside them.

The official XSDs are not ours to copy into the project; ours were written from
the facts of the standard and give the same verdict (tests compare them on
mutants). Nothing enclosed in an archive is ever used.
Source: standards/archive-and-xml.md 1.1, 2-4, 7; rulings.md 31. Pure.
"""

from __future__ import annotations

import csv
import hashlib
import threading
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from lxml import etree

from daiko.standard.kinds import DocumentKind
from daiko.standard.tables import table_text

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


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One place where a document breaks its schema; ``path`` is an XPath."""

    line: int
    path: str
    message: str


class UnusableSchemasError(ValueError):
    """A folder does not hold a complete, loadable set of schemas."""


class SchemaSet:
    """The schemas of one folder, each compiled once, when its kind is first met.

    Safe to share between threads. Validating fetches nothing, whatever a
    document's ``xsi:schemaLocation`` says.
    """

    def __init__(self, folder: Path, *, name: str) -> None:
        self.name = name
        # absolute: the official files include each other in a circle
        self._folder = folder.resolve()
        missing = [file for file in FILES if not (self._folder / file).is_file()]
        if missing:
            raise UnusableSchemasError(f"not in {folder}: {', '.join(missing)}")
        self._compiled: dict[DocumentKind, Any] = {}
        self._lock = threading.Lock()

    def validate(self, kind: DocumentKind, root: Any) -> list[SchemaError]:
        """What is wrong with a document (root element or tree); empty when it is valid.

        Documents of the old namespace are mapped before (rulings.md 30); here they
        are wrong from the root on.
        """
        with self._lock:  # a schema keeps one error log for all its callers
            schema = self._compiled.get(kind) or self._compile(kind)
            if schema.validate(root):
                return []
            return [
                SchemaError(entry.line, entry.path or "", entry.message)
                for entry in schema.error_log
            ]

    @property
    def entries_are_apart(self) -> bool:
        """Whether an entry of a result is valid or not by itself, and any number may follow.

        Known of the schemas of this project: no key, and no ID but of sections and their
        narrative (``entry_memory.py``; a test looks into them).
        """
        return self.name == "daiko"

    @property
    def installed_in(self) -> str | None:
        """Folder of a set that an operator keeps; ``None`` for the set of this project."""
        return None if self.name == "daiko" else str(self._folder)

    def compile_all(self) -> None:
        """Compile every schema now, so that a broken set is found before it is needed."""
        with self._lock:
            for kind in DocumentKind:
                self._compile(kind)

    def _compile(self, kind: DocumentKind) -> Any:
        try:
            schema = etree.XMLSchema(file=str(self._folder / f"{kind}_V08.xsd"))
        except etree.XMLSchemaParseError as error:
            raise UnusableSchemasError(f"{kind}_V08.xsd: {error}") from error
        self._compiled[kind] = schema
        return schema


@cache
def own_schemas() -> SchemaSet:
    """The set written in this project, compiled once in a process."""
    with as_file(files("daiko.standard").joinpath("schemas")) as folder:
        own = SchemaSet(folder, name="daiko")
        own.compile_all()  # the folder may be a passing copy
    return own


def official_schemas(folder: Path) -> SchemaSet:
    """An official set that an operator keeps in a folder; refused when it does not load."""
    official = SchemaSet(folder, name="official")
    official.compile_all()
    return official


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


@cache
def known_official_digests() -> dict[str, frozenset[str]]:
    """Path in XSD/ → digests (``normal_digest``) of the official editions known to us.

    Data made by tools/generate_schema_digests.py; an edition that appeared later is not
    among them, so an unknown digest is a reason to look, not a proof of a fault.
    """
    text = table_text("standard", "official_schemas.csv")
    known: dict[str, set[str]] = {f"XSD/{name}": set() for name in FILES}
    for row in csv.DictReader(text.splitlines()):
        known[row["path"]].add(row["digest"])
    return {path: frozenset(digests) for path, digests in known.items()}
