"""Rules of the XML form: X-XML-001 to 014.

Source: checks.csv; archive-and-xml.md 10.4 (characters); rulings.md 8, 30 (old
namespace). The documents are parsed and validated by ``loading.py``; here its facts get rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from daiko.checks.characters import is_permitted, may_hold_unpermitted
from daiko.checks.findings import Finding
from daiko.checks.rulebook import rule
from daiko.checks.rules.schema_words import schema_words
from daiko.checks.rules.xml_problem_words import xml_damage
from daiko.checks.schema_places import element_at, path_of
from daiko.checks.subjects import DocumentSubject
from daiko.checks.values import fiscal_year
from daiko.documents.gate import XmlProblemKind
from daiko.documents.guidance_records import GuidanceClaim
from daiko.documents.records import CheckupClaim
from daiko.standard.identifiers import CardId
from daiko.standard.kinds import ROOT_ELEMENTS
from daiko.standard.oids import NAMESPACE_OLD
from daiko.standard.programme import PHASE_4_FROM

_PLACES_MAX: Final = 50  # more places of one document than anybody mends at once


@rule("X-XML-001")
def head_is_well_formed(document: DocumentSubject) -> Iterator[Finding]:
    """Index and summary are well-formed UTF-8 XML 1.0 without DOCTYPE."""
    yield from _well_formed("X-XML-001", document)


@rule("X-XML-002")
def document_is_well_formed(document: DocumentSubject) -> Iterator[Finding]:
    """Results and claims are well-formed UTF-8 XML 1.0 without DOCTYPE."""
    yield from _well_formed("X-XML-002", document)


def _well_formed(rule_id: str, document: DocumentSubject) -> Iterator[Finding]:
    problem = document.problem
    if problem is None:
        return
    expected = {
        XmlProblemKind.ENCODING: "UTF-8",
        XmlProblemKind.DOCTYPE: "no DOCTYPE",
        XmlProblemKind.TOO_LARGE: "≤ 10 MiB",
    }.get(problem.kind, "well-formed XML 1.0")
    yield Finding(
        rule_id, at="/", found=xml_damage(problem), expected=expected,
        line=problem.line,
    )  # fmt: skip


@rule("X-XML-003")
def head_namespace_is_current(document: DocumentSubject) -> Iterator[Finding]:
    """Index and summary of an archive dated 2024-04-01 or later use the current namespace."""
    yield from _namespace("X-XML-003", document)


@rule("X-XML-004")
def claim_namespace_is_current(document: DocumentSubject) -> Iterator[Finding]:
    """A claim for a service from 2024-04-01 on uses the current namespace."""
    yield from _namespace("X-XML-004", document)


@rule("X-XML-006")
def result_namespace_is_cda(document: DocumentSubject) -> Iterator[Finding]:
    """A result is in the namespace of HL7 CDA; a schemaLocation, if any, names hc08."""
    yield from _cda("X-XML-006", document)


@rule("X-XML-005")
def guidance_claim_namespace_is_current(document: DocumentSubject) -> Iterator[Finding]:
    """A guidance claim for a service from 2024-04-01 on uses the current namespace."""
    yield from _namespace("X-XML-005", document)


@rule("X-XML-007")
def guidance_result_namespace_is_cda(document: DocumentSubject) -> Iterator[Finding]:
    """A guidance result is in the namespace of HL7 CDA; a schemaLocation, if any, names hg08."""
    yield from _cda("X-XML-007", document)


def _cda(rule_id: str, document: DocumentSubject) -> Iterator[Finding]:
    parsed = document.parsed
    wrong = list(_namespace(rule_id, document))
    yield from wrong
    if parsed is None or wrong:
        return
    hints = (parsed.schema_location or "").split()
    pairs = dict(zip(hints[::2], hints[1::2], strict=False))
    hint = pairs.get(document.expected_namespace)
    schema = f"{document.kind}_V08.xsd"
    if hint is not None and re.split(r"[/\\]", hint)[-1] != schema:
        yield Finding(
            rule_id,
            at="/ClinicalDocument/@xsi:schemaLocation",
            found=hint,
            expected=f"../XSD/{schema}",
        )


def _namespace(rule_id: str, document: DocumentSubject) -> Iterator[Finding]:
    parsed = document.parsed
    if parsed is None or parsed.namespace == document.expected_namespace:
        return
    if parsed.local_name != ROOT_ELEMENTS[document.kind]:
        return  # another document altogether: the schema says so
    if parsed.namespace == NAMESPACE_OLD and _is_of_old_days(document):
        return
    yield Finding(
        rule_id,
        at=f"/{parsed.local_name}/@xmlns",
        found=parsed.namespace,
        expected=document.expected_namespace,
        line=parsed.root.sourceline,
    )


def _is_of_old_days(document: DocumentSubject) -> bool:
    """Whether the old namespace may stand there: what is told was before April 2024.

    Where nobody knows the day of the service, because the result cannot be read or does not
    say it, the year of the claim's card tells it; without one nothing is held against the claim.
    """
    if document.decided_by is not None:
        return document.decided_by < PHASE_4_FROM
    match document.record:
        case CheckupClaim(card_id=used):
            number = used
        case GuidanceClaim():
            number = document.record.card_id or document.record.checkup_card_id
        case _:
            return False
    card = None if number is None else CardId.parse(number.extension)
    return card is None or card.fiscal_year < fiscal_year(PHASE_4_FROM)


@rule("X-XML-008")
def index_is_valid(document: DocumentSubject) -> Iterator[Finding]:
    """The index is valid by its schema."""
    yield from _schema("X-XML-008", document)


@rule("X-XML-009")
def summary_is_valid(document: DocumentSubject) -> Iterator[Finding]:
    """The summary is valid by its schema."""
    yield from _schema("X-XML-009", document)


@rule("X-XML-010")
def claim_is_valid(document: DocumentSubject) -> Iterator[Finding]:
    """The checkup claim is valid by its schema."""
    yield from _schema("X-XML-010", document)


@rule("X-XML-012")
def result_is_valid(document: DocumentSubject) -> Iterator[Finding]:
    """The checkup result is valid by its schema."""
    yield from _schema("X-XML-012", document)


@rule("X-XML-011")
def guidance_claim_is_valid(document: DocumentSubject) -> Iterator[Finding]:
    """The guidance claim is valid by its schema."""
    yield from _schema("X-XML-011", document)


@rule("X-XML-013")
def guidance_result_is_valid(document: DocumentSubject) -> Iterator[Finding]:
    """The guidance result is valid by its schema."""
    yield from _schema("X-XML-013", document)


def _schema(rule_id: str, document: DocumentSubject) -> Iterator[Finding]:
    """One finding per place: the schema often says two things about one value."""
    if document.parsed is None or not document.schema_errors:
        return
    seen: set[str] = set()
    for error in document.schema_errors:
        if error.path in seen:
            continue
        seen.add(error.path)
        if len(seen) > _PLACES_MAX:
            yield Finding(rule_id, at="/", found="…", expected=f"{document.kind}_V08.xsd")
            return
        place = element_at(document.parsed.root, error)
        words = schema_words(error.message, schema=f"{document.kind}_V08.xsd")
        attribute = f"/@{words.attribute}" if words.attribute else ""
        yield Finding(
            rule_id,
            at="/" if place is None else path_of(place) + attribute,
            found=words.found,
            expected=words.expected,
            line=error.line or None,
        )


@rule("X-XML-014")
def characters_are_permitted(document: DocumentSubject) -> Iterator[Finding]:
    """Text and numbers hold only characters that every receiver can keep and print."""
    parsed = document.parsed
    if parsed is None or document.permitted_text or not may_hold_unpermitted(document.data):
        return
    for element in parsed.root.iter("*"):
        texts = (("", element.text), ("/@extension", element.get("extension")))
        for suffix, text in (*texts, *((("", child.tail)) for child in element)):
            wrong = next((c for c in text or "" if not is_permitted(c)), None)
            if wrong is not None:
                yield Finding(
                    "X-XML-014",
                    at=path_of(element) + suffix,
                    found=f"U+{ord(wrong):04X} {_shown(wrong)}".strip(),
                    expected="JIS X 0208 / JIS X 0213 / CP932",
                    line=element.sourceline,
                )
                break


def _shown(character: str) -> str:
    return character if unicodedata.category(character)[0] not in "CMZ" else ""
