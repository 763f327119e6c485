"""From the bytes of one document to its record: gate, namespace, schema, reading.

Source: rulings.md 8 and 30 (a document in an older namespace is mapped, so that its
other findings speak of content); administrative-checks.md 1. Never raises for bad
content and decides nothing: the facts go to the rules of ``xml_form.py``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final
from weakref import WeakKeyDictionary

from daiko.checks.subjects import DocumentSubject
from daiko.checks.xml_form import ROOT_ELEMENTS, is_permitted, may_hold_unpermitted
from daiko.documents.entry_memory import Body, Cut, EntryMemory
from daiko.documents.gate import Parsed, XmlProblem, parse_xml
from daiko.documents.guidance_records import Record
from daiko.documents.reading import (
    map_namespace,
    read_checkup_claim,
    read_checkup_result,
    read_guidance_claim,
    read_guidance_result,
    read_index,
    read_summary,
)
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE
from daiko.standard.schemas import SchemaSet

PHASE_4_FROM: Final = date(2024, 4, 1)
ENTRIES: Final[WeakKeyDictionary[SchemaSet, dict[DocumentKind, EntryMemory]]] = WeakKeyDictionary()
"""What this process remembers of results that were valid by a set of schemas."""
_READERS: Final[dict[DocumentKind, Callable[[Any], Record]]] = {
    DocumentKind.IX: read_index,
    DocumentKind.SU: read_summary,
    DocumentKind.CC: read_checkup_claim,
    DocumentKind.HC: read_checkup_result,
    DocumentKind.GC: read_guidance_claim,
    DocumentKind.HG: read_guidance_result,
}
_RESULTS: Final = frozenset({DocumentKind.HC, DocumentKind.HG})
_TIMING: Final = re.compile(rb"guidanceTiming\s[^<>]*?code\s*=\s*[\"']([0-9])[\"']")


def load_document(
    data: bytes, kind: DocumentKind, path: str, *, schemas: SchemaSet, decided_by: date | None
) -> DocumentSubject:
    """Read one document.

    ``decided_by`` is the day that decides about the old namespace: the service date of
    a claim, the archive date of index and summary; ``None`` (unknown) asks for the
    current one.
    """
    subject = DocumentSubject(
        kind,
        path,
        data,
        CDA_NAMESPACE if kind in _RESULTS else NAMESPACE,
        old_namespace_allowed=decided_by is not None and decided_by < PHASE_4_FROM,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    cut = _cut(data, kind, schemas)
    if cut is not None and cut.is_short and _read_short(subject, cut, schemas):
        return subject
    parsed = parse_xml(data)
    if isinstance(parsed, XmlProblem):
        subject.problem = parsed
        return subject
    subject.parsed = parsed
    is_of_kind = parsed.local_name == ROOT_ELEMENTS[kind]
    if is_of_kind and parsed.namespace != subject.expected_namespace:
        map_namespace(parsed.root, parsed.namespace, subject.expected_namespace)
    subject.schema_errors = schemas.validate(kind, parsed.root)
    if not is_of_kind:
        return subject
    is_right = not subject.schema_errors and parsed.namespace == subject.expected_namespace
    body = None
    if cut is not None and is_right:
        memory = _memory(kind, schemas)
        body = memory.body(memory.whole(cut, data), parsed.root)
    if body is not None:
        _read_result(subject, parsed, body)
    else:
        subject.record = _READERS[kind](parsed.root)
    if is_right:
        parsed.let_go()  # most documents are right, and nobody asks for a line of them
    return subject


def _memory(kind: DocumentKind, schemas: SchemaSet) -> EntryMemory:
    of_set = ENTRIES.get(schemas)
    if of_set is None:
        of_set = ENTRIES[schemas] = {kind: EntryMemory(kind) for kind in _RESULTS}
    return of_set[kind]


def _cut(data: bytes, kind: DocumentKind, schemas: SchemaSet) -> Cut | None:
    if kind not in _RESULTS:
        return None
    return _memory(kind, schemas).cut(data, shorten=schemas.entries_are_apart)


def _read_short(subject: DocumentSubject, cut: Cut, schemas: SchemaSet) -> bool:
    """Read a result without the entries met before; false: it must be read whole."""
    kind = subject.kind
    parsed = parse_xml(cut.text)
    if (
        isinstance(parsed, XmlProblem)
        or parsed.namespace != subject.expected_namespace
        or parsed.local_name != ROOT_ELEMENTS[kind]
        or schemas.validate(kind, parsed.root)
    ):
        return False
    body = _memory(kind, schemas).body(cut, parsed.root)
    if body is None:
        return False
    _read_result(subject, parsed, body)
    subject.parsed = parsed
    parsed.let_go(subject.data)
    return True


def _read_result(subject: DocumentSubject, parsed: Parsed, body: Body) -> None:
    """A valid result whose body is known."""
    if subject.kind is DocumentKind.HC:
        subject.record = read_checkup_result(parsed.root, body.sections, body.head)
    else:
        subject.record = read_guidance_result(parsed.root, body.sections, body.head)
    subject.permitted_text = not may_hold_unpermitted(body.skeleton) and all(
        map(is_permitted, body.characters)
    )


def timing_of(claim_xml: bytes) -> str | None:
    """Timing of a guidance claim by a look at its bytes, to put the claims of an archive in order.

    Nothing is decided by it: a claim that hides its timing is judged in the first round.

    >>> timing_of(b'<guidanceTiming code="2"/>'), timing_of(b"<other/>")
    ('2', None)
    """
    found = _TIMING.search(claim_xml)
    return found.group(1).decode() if found else None
