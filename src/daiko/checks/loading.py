"""From the bytes of one document to its record, with the findings of its form.

Order: well-formed UTF-8 without DOCTYPE, namespace (the old one is mapped and
reading goes on), schema, characters. A document that breaks its schema gives no
record: its field rules would only repeat what the schema says.
Source: checks.csv X-XML-001…014; rulings.md 8, 30. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from daiko.checks.findings import Finding
from daiko.checks.subjects import ArchiveSubject
from daiko.checks.values import day
from daiko.documents.gate import Parsed, XmlProblem, parse_xml
from daiko.documents.reading import (
    map_namespace,
    read_checkup_claim,
    read_checkup_result,
    read_index,
    read_summary,
)
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import SchemaError, SchemaSet

PHASE_4_FROM: Final = date(2024, 4, 1)
_ASCII: Final = bytes(range(128))
_PREFIX: Final = re.compile(r"(?<=/)[A-Za-z0-9_]+:")
_FORBIDDEN: Final = re.compile(r"[｡-ﾟ\ue000-\uf8ff\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class _Form:
    """Which rules and reader belong to a kind of document."""

    well_formed: str
    namespace_rule: str
    schema_rule: str
    root: str
    namespace: str
    read: Callable[[Any], Any]


_FORMS: Final = {
    DocumentKind.IX: _Form(
        "X-XML-001", "X-XML-003", "X-XML-008", "index", oids.NAMESPACE, read_index
    ),
    DocumentKind.SU: _Form(
        "X-XML-001", "X-XML-003", "X-XML-009", "summary", oids.NAMESPACE, read_summary
    ),
    DocumentKind.CC: _Form(
        "X-XML-002", "X-XML-004", "X-XML-010", "checkupClaim", oids.NAMESPACE, read_checkup_claim
    ),
    DocumentKind.HC: _Form(
        "X-XML-002",
        "X-XML-006",
        "X-XML-012",
        "ClinicalDocument",
        oids.CDA_NAMESPACE,
        read_checkup_result,
    ),
}


@dataclass(slots=True)
class Loaded:
    """A document as far as it could be read."""

    path: str
    sha256: str
    record: Any = None
    root: Any = None
    namespace: str = ""
    old_namespace: bool = False
    findings: tuple[Finding, ...] = ()


def load(
    path: str, kind: DocumentKind, content: bytes, schemas: SchemaSet, archive: ArchiveSubject
) -> Loaded:
    """Read one document; its findings carry no document name yet."""
    form = _FORMS[kind]
    loaded = Loaded(path, hashlib.sha256(content).hexdigest())
    parsed = parse_xml(content)
    if isinstance(parsed, XmlProblem):
        loaded.findings = (
            Finding(
                form.well_formed,
                at="/",
                found=f"{parsed.kind}: {parsed.detail}",
                expected="UTF-8 XML 1.0",
                line=parsed.line,
            ),
        )
        return loaded
    loaded.root, loaded.namespace = parsed.root, parsed.namespace
    found = list(_namespace_findings(parsed, form, loaded, archive))
    if parsed.local_name == form.root:
        errors = schemas.validate(kind, parsed.root)
    else:
        errors = [SchemaError(1, "/", f"root element {parsed.local_name[:60]}")]
    if errors:
        found.append(_schema_finding(form, errors))
    else:
        loaded.record = form.read(parsed.root)
    if kind in (DocumentKind.CC, DocumentKind.HC):
        found.extend(_character_findings(content, parsed))
    loaded.findings = tuple(found)
    return loaded


def _namespace_findings(
    parsed: Parsed, form: _Form, loaded: Loaded, archive: ArchiveSubject
) -> Iterator[Finding]:
    if parsed.namespace == form.namespace:
        return
    map_namespace(parsed.root, parsed.namespace, form.namespace)
    loaded.old_namespace = parsed.namespace == oids.NAMESPACE_OLD
    if loaded.old_namespace and not _current_namespace_required(archive):
        return
    yield Finding(
        form.namespace_rule, at=f"/{form.root}", found=parsed.namespace, expected=form.namespace
    )


def _current_namespace_required(archive: ArchiveSubject) -> bool:
    """Rulings 8 and 30: by the date of the archive; unknown dates count as present ones."""
    on = day(archive.name.submitted_on) if archive.name else None
    return on is None or on >= PHASE_4_FROM


def _schema_finding(form: _Form, errors: list[SchemaError]) -> Finding:
    """One finding per document: the first place, and how many follow."""
    first = errors[0]
    more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
    return Finding(
        form.schema_rule,
        at=_PREFIX.sub("", first.path) or f"/{form.root}",
        found=f"{first.message}{more}",
        expected=f"{form.root} schema V08",
        line=first.line,
    )


def _character_findings(content: bytes, parsed: Parsed) -> Iterator[Finding]:
    """X-XML-014: only characters every receiver can hold; cheap when all are known."""
    rest = content.translate(None, _ASCII).decode("utf-8", "ignore")
    bad = {c for c in set(rest) if not _allowed(c)}
    if not bad:
        return
    for element in parsed.root.iter():
        texts = (element.text, element.tail, element.get("extension"))
        for text in texts:
            wrong = next((c for c in text or "" if c in bad), None)
            if wrong is not None:
                yield Finding(
                    "X-XML-014",
                    at=f"//{element.tag.rpartition('}')[2]}",
                    found=f"U+{ord(wrong):04X}",
                    expected="JIS X 0208 / 0213, CP932",
                    line=element.sourceline,
                )
                return


@lru_cache(maxsize=20_000)
def _allowed(character: str) -> bool:
    if character == "﻿":
        return True
    if _FORBIDDEN.match(character):
        return False
    for encoding in ("cp932", "euc_jis_2004"):
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False
