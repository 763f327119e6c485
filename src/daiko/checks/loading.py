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

from daiko.checks.subjects import DocumentSubject
from daiko.checks.xml_form import ROOT_ELEMENTS, is_permitted, may_hold_unpermitted
from daiko.documents.entry_memory import EntryMemory
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
ENTRIES: Final = EntryMemory()  # of this process
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
    if kind is DocumentKind.HC and is_right:
        _read_result(subject, parsed)
    else:
        subject.record = _READERS[kind](parsed.root)
    if is_right:
        parsed.let_go()  # most documents are right, and nobody asks for a line of them
    return subject


def _read_result(subject: DocumentSubject, parsed: Parsed) -> None:
    """A valid result: entries that were met before are not read again."""
    body = ENTRIES.body(subject.data, parsed.root)
    if body is None:
        subject.record = read_checkup_result(parsed.root)
        return
    subject.record = read_checkup_result(parsed.root, body.sections)
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
