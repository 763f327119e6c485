"""The gate every XML document from outside passes: bytes to a tree, or a plain problem.

Source: standards/security-controls.md part D (hardened parser settings, normative),
standards/archive-and-xml.md 10.4 (XML 1.0, UTF-8, no DOCTYPE, no entities).
Nothing is fetched, expanded or repaired: no DTD, no XInclude, no schemaLocation.
Never raises for bad content. Does not look at element names beyond the root and
validates nothing; schemas are ``standard/schemas.py``.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from lxml import etree

from daiko.standard.oids import XSI_NAMESPACE

BYTES_MAX: Final = 10 * 1024 * 1024
DEPTH_MAX: Final = 64
ATTRIBUTES_MAX: Final = 64
ELEMENTS_MAX: Final = 50_000
UNCOUNTED_BYTES: Final = 4 * ELEMENTS_MAX  # an element takes four, so these hold few enough

_BOM: Final = b"\xef\xbb\xbf"
_UTF8: Final = frozenset({"utf-8", "utf8"})
_DECLARATION: Final = re.compile(
    rb"""<\?xml\s+version\s*=\s*["']([^"']{0,20})["']"""
    rb"""(?:\s+encoding\s*=\s*["']([^"']{0,40})["'])?"""
)
_USUAL_START: Final = b"<?xml "
_OTHER_UNICODE: Final = (
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\xfe\xff", "UTF-16"),
    (b"\xff\xfe", "UTF-16"),
    (b"<\x00", "UTF-16"),
    (b"\x00<", "UTF-16"),
)
_JAPANESE: Final = (("cp932", "Shift_JIS (CP932)"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "JIS"))
_NOT_MARKUP: Final = bytes(sorted(set(range(256)) - set(b"<=>")))
_MANY_EQUALS: Final = b"=" * (ATTRIBUTES_MAX + 1)
# What an XPath returns depends on its text, which a type checker cannot read.
_TOO_DEEP: Final[Any] = etree.XPath("boolean(/" + "/".join(["*"] * (DEPTH_MAX + 1)) + ")")
_TOO_MANY_ATTRIBUTES: Final[Any] = etree.XPath(f"//*[@*[{ATTRIBUTES_MAX + 1}]][1]")
_ELEMENTS: Final[Any] = etree.XPath("count(//*)")
_INVALID_CHARACTER: Final = 9  # libxml2 XML_ERR_INVALID_CHAR
_NO_MEMORY: Final = 2  # libxml2 XML_ERR_NO_MEMORY
_UNSEEN_BYTES: Final = 256 * 1024
_MANY_TAGS: Final = 4 * ELEMENTS_MAX
_MANY_VALUES: Final = 8 * ELEMENTS_MAX
_SCHEMA_LOCATION: Final = "{" + XSI_NAMESPACE + "}schemaLocation"


class XmlProblemKind(StrEnum):
    """Why a document was not read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    ENCODING = "encoding"
    DOCTYPE = "doctype"
    MALFORMED = "malformed"
    CHARACTER = "character"  # a character XML 1.0 forbids
    TOO_DEEP = "too-deep"
    TOO_MANY_ATTRIBUTES = "too-many-attributes"
    TOO_MANY_ELEMENTS = "too-many-elements"


@dataclass(frozen=True, slots=True)
class XmlProblem:
    """One reason why bytes are no acceptable document.

    ``line`` counts from 1, ``None`` where no line is to blame. ``detail`` is English,
    names what was found and holds no value of the document.
    """

    kind: XmlProblemKind
    line: int | None
    detail: str


class Parsed:
    """A document that passed. ``root`` is the lxml root element.

    ``namespace`` is the one that stands in the file ("" for none), also after
    ``map_old_namespace``; ``declared_encoding`` is ``None`` without declaration;
    ``schema_location`` is the hint the root carries.
    A tree takes some ten times the bytes it was made from: whoever has read it all may
    ``let_go`` of it, and it grows again from the same bytes if a finding needs a line.
    """

    __slots__ = (
        "_data", "_root", "declared_encoding", "has_bom", "local_name", "namespace",
        "schema_location",
    )  # fmt: skip

    def __init__(self, root: Any, data: bytes, declared_encoding: str | None) -> None:
        tag = str(root.tag)
        namespace, _, local_name = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        self._root = root
        self._data = data
        self.namespace: str = namespace
        self.local_name: str = local_name
        self.declared_encoding = declared_encoding
        self.has_bom = data.startswith(_BOM)
        self.schema_location: str | None = root.get(_SCHEMA_LOCATION)

    @classmethod
    def like(cls, other: Parsed, data: bytes) -> Parsed:
        """The same facts for a document with the same bytes up to the end of its root's tag.

        Only for bytes that are known to pass; the tree grows when it is asked for.
        """
        parsed = cls.__new__(cls)
        parsed._root, parsed._data = None, data
        parsed.namespace, parsed.local_name = other.namespace, other.local_name
        parsed.declared_encoding = other.declared_encoding
        parsed.has_bom, parsed.schema_location = other.has_bom, other.schema_location
        return parsed

    @property
    def root(self) -> Any:
        if self._root is None:
            self._root = tree_of(self._data)
        return self._root

    def let_go(self, data: bytes | None = None) -> None:
        """Free the tree. Only for a tree nobody changed.

        ``data``: the whole document, where the tree was that of a shortened one.
        """
        self._root = None
        if data is not None:
            self._data = data


def parse_xml(data: bytes) -> Parsed | XmlProblem:
    """Parse one document under the hardened settings; the first problem, if any, instead."""
    problem = _refused_before_parsing(data)
    if problem is not None:
        return problem
    try:
        root = tree_of(data)
    except etree.XMLSyntaxError as error:
        return _explained(error, data)
    problem = _refused_after_parsing(root, data)
    if problem is not None:
        return problem
    declaration = _DECLARATION.match(data, 3 if data.startswith(_BOM) else 0)
    encoding = declaration[2] if declaration else None
    return Parsed(root, data, None if encoding is None else encoding.decode("latin-1"))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="UTF-8",  # decided here, whatever the document claims
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=False,
        remove_comments=True,
        decompress=False,  # type: ignore[call-arg]  # newer than the type stubs of lxml
        recover=False,
        collect_ids=False,
    )


_SMALL: Final = _parser()  # parsers keep nothing of a document, and lock out other threads


def tree_of(data: bytes) -> Any:
    """Root of the tree under the hardened settings; large documents in a thread of their own.

    libxml2 keeps every element and attribute name it ever saw for the life of the
    thread, so large documents full of invented names would eat the worker's memory.
    Raises ``lxml.etree.XMLSyntaxError``. Limits are ``parse_xml``'s.
    """
    if len(data) <= _UNSEEN_BYTES:
        return etree.fromstring(data, _SMALL)
    outcome: list[Any] = []

    def work() -> None:
        try:
            outcome.append(etree.fromstring(data, _parser()))
        except (etree.XMLSyntaxError, MemoryError) as error:
            outcome.append(error)

    try:
        thread = threading.Thread(target=work)
        thread.start()
    except RuntimeError as error:  # no room for its stack
        raise MemoryError from error
    thread.join()
    if not outcome:
        raise MemoryError  # not even the error could be kept
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def _refused_before_parsing(data: bytes) -> XmlProblem | None:
    if not data or data == _BOM or data.isspace():
        return XmlProblem(XmlProblemKind.EMPTY, None, "the file is empty")
    if len(data) > BYTES_MAX:
        detail = f"{len(data)} bytes; at most {BYTES_MAX} are read"
        return XmlProblem(XmlProblemKind.TOO_LARGE, None, detail)
    if not data.startswith(_USUAL_START):
        for mark, name in _OTHER_UNICODE:
            if data.startswith(mark):
                return _encoding_problem(1, f"the file is {name}; UTF-8 is required")
    declaration = _DECLARATION.match(data, 3 if data.startswith(_BOM) else 0)
    if declaration is not None:
        version, encoding = declaration[1], declaration[2]
        if version != b"1.0":
            return XmlProblem(XmlProblemKind.MALFORMED, 1, "the file is not XML version 1.0")
        if encoding is not None and encoding.decode("latin-1").lower() not in _UTF8:
            return _encoding_problem(1, _declared_other(encoding, data))
    if len(data) > _MANY_TAGS and _tags(data) > _MANY_TAGS:  # before they fill the memory
        detail = f"more than {ELEMENTS_MAX} elements"
        return XmlProblem(XmlProblemKind.TOO_MANY_ELEMENTS, None, detail)
    if len(data) > _MANY_VALUES and data.count(b"=") > _MANY_VALUES:
        detail = f"more than {_MANY_VALUES} attributes in the whole file"
        return XmlProblem(XmlProblemKind.TOO_MANY_ATTRIBUTES, None, detail)
    at = data.find(b"<!DOCTYPE")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        detail = "a DOCTYPE stands in the file; none is ever needed and none is read"
        return XmlProblem(XmlProblemKind.DOCTYPE, line, detail)
    return None


def _tags(data: bytes) -> int:
    """How many elements there can be at most; a "<" in CDATA counts too, hence four times."""
    return data.count(b"<") - sum(data.count(mark) for mark in (b"</", b"<!", b"<?"))


def _refused_after_parsing(root: Any, data: bytes) -> XmlProblem | None:
    if root.getroottree().docinfo.internalDTD is not None:
        return XmlProblem(XmlProblemKind.DOCTYPE, 1, "a DOCTYPE stands in the file")
    # Cheap looks at the bytes first: an attribute has its "=".
    if len(data) > UNCOUNTED_BYTES and _ELEMENTS(root) > ELEMENTS_MAX:
        detail = f"more than {ELEMENTS_MAX} elements"
        return XmlProblem(XmlProblemKind.TOO_MANY_ELEMENTS, None, detail)
    # An element that holds another needs an end tag: fewer of them cannot be so deep.
    if data.count(b"</") >= DEPTH_MAX and _TOO_DEEP(root):
        detail = f"elements nested more than {DEPTH_MAX} deep"
        return XmlProblem(XmlProblemKind.TOO_DEEP, None, detail)
    if _MANY_EQUALS in data.translate(None, _NOT_MARKUP):
        crowded = _TOO_MANY_ATTRIBUTES(root)
        if crowded:
            detail = f"an element has more than {ATTRIBUTES_MAX} attributes"
            line = crowded[0].sourceline
            return XmlProblem(XmlProblemKind.TOO_MANY_ATTRIBUTES, line, detail)
    return None


def _explained(error: etree.XMLSyntaxError, data: bytes) -> XmlProblem:
    """A syntax error in plain words; bytes that are no UTF-8 are told apart first.

    Raises ``MemoryError`` where memory ran out: that says nothing about the document.
    """
    if getattr(error, "code", None) == _NO_MEMORY:
        raise MemoryError from error
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        return _encoding_problem(line, f"the bytes are not UTF-8{_reads_as(data)}")
    message = re.sub(r", line \d+, column \d+.*$", "", error.msg or "", flags=re.DOTALL).strip()
    # libxml2 quotes names and addresses of the document, which may turn the line round
    message = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message)
    if getattr(error, "code", None) == _INVALID_CHARACTER:
        return XmlProblem(XmlProblemKind.CHARACTER, error.lineno or None, message)
    if "Excessive depth" in message:
        detail = f"elements nested more than {DEPTH_MAX} deep"
        return XmlProblem(XmlProblemKind.TOO_DEEP, error.lineno or None, detail)
    detail = f"not well-formed: {_short(message)}"
    return XmlProblem(XmlProblemKind.MALFORMED, error.lineno or None, detail)


def _short(message: str) -> str:
    return message if len(message) <= 200 else message[:199] + "…"


def _encoding_problem(line: int, detail: str) -> XmlProblem:
    return XmlProblem(XmlProblemKind.ENCODING, line, detail)


def _declared_other(encoding: bytes, data: bytes) -> str:
    declared = re.sub(r"[^A-Za-z0-9._:-]", "?", encoding.decode("latin-1"))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return f"the file declares {declared}{_reads_as(data)}; UTF-8 is required"
    return f"the file declares {declared} although its bytes are UTF-8; declare UTF-8"


def _reads_as(data: bytes) -> str:
    for codec, name in _JAPANESE:
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return f" and read as {name}"
    return ""
