"""From the bytes of one document to its record: gate, namespace, schema, reading.

Source: rulings.md 8 and 30 (a document in an older namespace is mapped, so that its
other findings speak of content); administrative-checks.md 1. Never raises for bad
content and decides nothing: the facts go to the rules of ``rules/xml_form.py``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from lxml.etree import XMLSyntaxError

from daiko.checks.characters import is_permitted, may_hold_unpermitted
from daiko.checks.subjects import DocumentSubject
from daiko.documents.claim_memory import ClaimMemory
from daiko.documents.entry_memory import Body, EntryMemory
from daiko.documents.gate import Parsed, XmlProblem, parse_xml, tree_of
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
from daiko.documents.result_cutting import Cut
from daiko.standard.kinds import ROOT_ELEMENTS, DocumentKind
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE
from daiko.standard.schemas import SchemaSet

ENTRIES: Final[WeakKeyDictionary[SchemaSet, dict[DocumentKind, EntryMemory]]] = WeakKeyDictionary()
"""What this process remembers of results that were valid by a set of schemas."""
CLAIMS: Final[WeakKeyDictionary[SchemaSet, dict[DocumentKind, ClaimMemory]]] = WeakKeyDictionary()
"""The same of claims."""
_READERS: Final[dict[DocumentKind, Callable[[Any], Record]]] = {
    DocumentKind.IX: read_index,
    DocumentKind.SU: read_summary,
    DocumentKind.CC: read_checkup_claim,
    DocumentKind.HC: read_checkup_result,
    DocumentKind.GC: read_guidance_claim,
    DocumentKind.HG: read_guidance_result,
}
_RESULTS: Final = frozenset({DocumentKind.HC, DocumentKind.HG})
_CLAIMS: Final = frozenset({DocumentKind.CC, DocumentKind.GC})
_CLAIM_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(healthGuidanceClaim|checkupClaim)[\s>/]")
_HEAD_BYTES: Final = 2_000
_TIMING: Final = re.compile(rb"guidanceTiming\s[^<>]*?code\s*=\s*[\"']([0-9])[\"']")


def load_document(
    data: bytes,
    kind: DocumentKind,
    path: str,
    *,
    schemas: SchemaSet,
    decided_by: date | None,
    remember: bool = True,
) -> DocumentSubject:
    """Read one document.

    ``decided_by`` is the day that decides about the old namespace: the service date of
    a claim, the archive date of index and summary; ``None`` if it is unknown.
    ``remember=False``: as if no document had been read before, for who wants to compare;
    it makes no difference but in time.
    """
    subject = DocumentSubject(
        kind,
        path,
        data,
        CDA_NAMESPACE if kind in _RESULTS else NAMESPACE,
        decided_by=decided_by,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if not remember:
        return _read_whole(subject, None, schemas)
    cut = _cut(data, kind, schemas)
    if _is_known(subject, cut, schemas):
        return subject
    if cut is not None and cut.is_short and _read_short(subject, cut, schemas):
        return subject
    return _read_whole(subject, cut, schemas)


def _read_whole(subject: DocumentSubject, cut: Cut | None, schemas: SchemaSet) -> DocumentSubject:
    """Read a document as if nothing were remembered, and remember it."""
    data, kind = subject.data, subject.kind
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
        whole = memory.whole(cut)
        body = memory.body(whole, parsed.root)
        if body is not None:
            _learn(memory, whole, parsed, schemas)
    if body is not None:
        _read_result(subject, parsed, body)
    else:
        subject.record = _READERS[kind](parsed.root)
    if is_right:
        if kind in _CLAIMS and schemas.entries_are_apart:
            _claims(kind, schemas).learn(data, parsed, partial(_is_valid, kind, schemas))
        parsed.let_go()  # most documents are right, and nobody asks for a line of them
    return subject


def _is_known(subject: DocumentSubject, cut: Cut | None, schemas: SchemaSet) -> bool:
    """Read a document all of whose blocks are known by their shape; false: it must be parsed."""
    kind = subject.kind
    if not schemas.entries_are_apart:
        return False
    if kind in _CLAIMS:
        claim = _claims(kind, schemas).known(subject.data)
        if claim is not None:
            subject.record, subject.parsed = claim
        return claim is not None
    known = None if cut is None else _memory(kind, schemas).known(cut)
    if known is None:
        return False
    subject.record, body, subject.parsed = known
    _note_characters(subject, body)
    return True


def _learn(memory: EntryMemory, cut: Cut, parsed: Parsed, schemas: SchemaSet) -> None:
    if schemas.entries_are_apart:
        memory.learn(cut, parsed, partial(_is_valid, memory.kind, schemas))


def _is_valid(kind: DocumentKind, schemas: SchemaSet, data: bytes) -> bool:
    """Whether a document that differs in one value from a valid one is valid as well."""
    try:
        return not schemas.validate(kind, tree_of(data))
    except XMLSyntaxError:
        return False


def _memory(kind: DocumentKind, schemas: SchemaSet) -> EntryMemory:
    of_set = ENTRIES.get(schemas)
    if of_set is None:
        of_set = ENTRIES[schemas] = {kind: EntryMemory(kind) for kind in _RESULTS}
    return of_set[kind]


def _claims(kind: DocumentKind, schemas: SchemaSet) -> ClaimMemory:
    of_set = CLAIMS.get(schemas)
    if of_set is None:
        of_set = CLAIMS[schemas] = {kind: ClaimMemory(kind) for kind in _CLAIMS}
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
    memory = _memory(kind, schemas)
    body = memory.body(cut, parsed.root)
    if body is None:
        return False
    _learn(memory, cut, parsed, schemas)
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
    _note_characters(subject, body)


def _note_characters(subject: DocumentSubject, body: Body) -> None:
    subject.permitted_text = not may_hold_unpermitted(body.skeleton) and all(
        map(is_permitted, body.characters)
    )


def is_guidance_claim(claim_xml: bytes) -> bool | None:
    """Whether a claim is one of guidance by the name of its root; ``None``: that tells nothing.

    Asked where file names and the class of the archive differ.

    >>> is_guidance_claim(b'<healthGuidanceClaim xmlns="x">'), is_guidance_claim(b"<index>")
    (True, None)
    """
    found = _CLAIM_ROOT.search(claim_xml[:_HEAD_BYTES])
    return found and found.group(1) == b"healthGuidanceClaim"


def timing_of(claim_xml: bytes) -> str | None:
    """Timing of a guidance claim by a look at its bytes, to put the claims of an archive in order.

    Nothing is decided by it: a claim that hides its timing is judged in the first round.

    >>> timing_of(b'<guidanceTiming code="2"/>'), timing_of(b"<other/>")
    ('2', None)
    """
    found = _TIMING.search(claim_xml)
    return found.group(1).decode() if found else None
