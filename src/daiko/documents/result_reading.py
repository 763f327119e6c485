"""hc08 (CDA R2) element to a ``CheckupResult``, in one pass over the children.

Source: standards/archive-and-xml.md 7.1 (header). The body: ``result_body_reading.py``.
Reads what stands there and never raises: a missing or unexpected element leaves its
field ``None``. Of elements that may stand once, the first is read. One walk, tag by
tag, instead of a search per field, because 100,000 documents a day pass here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from daiko.documents.records import (
    CardParticipant,
    CheckupResult,
    Identifier,
    Organization,
    ResultHead,
    Section,
)
from daiko.documents.result_body_reading import read_body
from daiko.documents.xml_reading import address_of, identifier_of, text_of
from daiko.standard.oids import CDA_NAMESPACE

_NS: Final = "{" + CDA_NAMESPACE + "}"
_ADDR: Final = _NS + "addr"
_ASSIGNED: Final = frozenset({_NS + "assignedAuthor", _NS + "assignedEntity"})
_ASSOCIATED: Final = _NS + "associatedEntity"
_AUTHOR: Final = _NS + "author"
_CODE: Final = _NS + "code"
COMPONENT: Final = _NS + "component"
_EFFECTIVE_TIME: Final = _NS + "effectiveTime"
_FUNCTION_CODE: Final = _NS + "functionCode"
_HIGH: Final = _NS + "high"
_ID: Final = _NS + "id"
_NAME: Final = _NS + "name"
_ORGANIZATION: Final = _NS + "representedOrganization"
_PARTICIPANT: Final = _NS + "participant"
_PATIENT: Final = _NS + "patient"
_PATIENT_ROLE: Final = _NS + "patientRole"
_PERFORMER: Final = _NS + "performer"
_SCOPING: Final = _NS + "scopingOrganization"
_SERVICE_EVENT: Final = _NS + "serviceEvent"
_TELECOM: Final = _NS + "telecom"
_TIME: Final = _NS + "time"


Fields = tuple[tuple[str, Any], ...]
"""Fields of a record with their values."""

Head = dict[Any, Fields]
"""Fields that the children of ClinicalDocument with a tag set, where they are known already."""


def read_checkup_result(
    root: Any, sections: tuple[Section, ...] | None = None, head: Head | None = None
) -> CheckupResult:
    """The record of a ``ClinicalDocument`` element (in the CDA namespace).

    ``sections``: those of the body where they are known already, ``head``: the same of
    parts of the header (``entry_memory.py``).
    """
    result = CheckupResult(record_target_count=0)
    cards: list[CardParticipant] = []
    read: list[Section] = []
    for child in root:
        tag = child.tag
        if tag == _PARTICIPANT:
            cards.append(read_card(child))
        elif tag == COMPONENT:
            if sections is None:
                read += read_body(child)
        else:
            read_head(child, result, head)
    result.cards = tuple(cards)
    result.sections = tuple(read) if sections is None else sections
    return result


def read_head(node: Any, result: ResultHead, head: Head | None) -> None:
    """One child of ClinicalDocument."""
    tag = node.tag
    if head and tag in head:
        for name, value in head[tag]:
            setattr(result, name, value)
        return
    reader = HEADER.get(tag)
    if reader is not None:
        reader(node, result)


def read_head_part(node: Any) -> Fields:
    """The fields that one such child sets, if it is the only one with its tag."""
    result = ResultHead()
    HEADER[node.tag](node, result)
    return tuple([(name, getattr(result, name)) for name in FIELDS_OF_PARTS[node.tag]])


def _read_code(node: Any, result: ResultHead) -> None:
    if result.report_code is None:
        result.report_code = node.get("code")
        result.report_code_system = node.get("codeSystem")


def _read_type_id(node: Any, result: ResultHead) -> None:
    result.type_id = result.type_id or identifier_of(node)


def _read_id(node: Any, result: ResultHead) -> None:
    result.document_id = result.document_id or identifier_of(node)


def _read_created_on(node: Any, result: ResultHead) -> None:
    if result.created_on is None:
        result.created_on = node.get("value")


def _read_confidentiality(node: Any, result: ResultHead) -> None:
    if result.confidentiality_code is None:
        result.confidentiality_code = node.get("code")
        result.confidentiality_code_system = node.get("codeSystem")


def _read_record_target(node: Any, result: ResultHead) -> None:
    """Counts every person named; reads the first."""
    result.record_target_count += 1
    if result.record_target_count > 1:
        return
    ids: list[Identifier] = []
    for role in node:
        if role.tag != _PATIENT_ROLE:
            continue
        for child in role:
            tag = child.tag
            if tag == _ID:
                ids.append(identifier_of(child))
            elif tag == _ADDR and result.postal_code is None and result.address is None:
                result.postal_code, result.address = address_of(child)
            elif tag == _PATIENT:
                _read_patient(child, result)
    result.person_ids = tuple(ids)


def _read_patient(node: Any, result: ResultHead) -> None:
    for child in node:
        tag = child.tag
        if tag == _NAME and result.name is None:
            result.name = text_of(child)
        elif tag == _NS + "administrativeGenderCode" and result.sex is None:
            result.sex = child.get("code")
            result.sex_code_system = child.get("codeSystem")
        elif tag == _NS + "birthTime" and result.birth_date is None:
            result.birth_date = child.get("value")


def _read_author(node: Any, result: ResultHead) -> None:
    if result.author is not None or result.author_time is not None:
        return
    for child in node:
        if child.tag == _TIME:
            result.author_time = child.get("value")
        elif child.tag in _ASSIGNED:
            result.author = organization_below(child)


def _read_custodian(node: Any, result: ResultHead) -> None:
    if result.custodian is None:
        found = node.find(f"{_NS}assignedCustodian/{_NS}representedCustodianOrganization/{_ID}")
        result.custodian = None if found is None else identifier_of(found)


def _read_service_event(node: Any, result: ResultHead) -> None:
    if result.program_code is not None or result.performed_on is not None:
        return
    for event in node:
        if event.tag != _SERVICE_EVENT:
            continue
        for child in event:
            tag = child.tag
            if tag == _CODE and result.program_code is None:
                result.program_code = child.get("code")
                result.program_code_system = child.get("codeSystem")
            elif tag == _EFFECTIVE_TIME and result.performed_on is None:
                result.performed_on = child.get("value")
            elif tag == _PERFORMER and result.performer is None:
                for entity in child:
                    if entity.tag in _ASSIGNED:
                        result.performer = organization_below(entity)


def organization_below(node: Any) -> Organization | None:
    for child in node:
        if child.tag == _ORGANIZATION:
            return read_organization(child)
    return None


def read_organization(node: Any) -> Organization:
    organization = Organization()
    for child in node:
        tag = child.tag
        if tag == _ID and organization.identifier is None:
            organization.identifier = identifier_of(child)
        elif tag == _NAME and organization.name is None:
            organization.name = text_of(child)
        elif tag == _TELECOM and organization.telecom is None:
            organization.telecom = child.get("value")
        elif tag == _ADDR and organization.postal_code is None and organization.address is None:
            organization.postal_code, organization.address = address_of(child)
    return organization


def read_card(node: Any) -> CardParticipant:
    card = CardParticipant(type_code=node.get("typeCode"))
    for child in node:
        tag = child.tag
        if tag == _FUNCTION_CODE:
            card.function_code = child.get("code")
            card.function_code_system = child.get("codeSystem")
        elif tag == _TIME:
            for bound in child:
                if bound.tag == _HIGH:
                    card.valid_until = bound.get("value")
        elif tag == _ASSOCIATED:
            for part in child:
                if part.tag == _ID and card.card_id is None:
                    card.card_id = identifier_of(part)
                elif part.tag == _SCOPING and card.issuing_insurer is None:
                    found = part.find(_ID)
                    card.issuing_insurer = None if found is None else identifier_of(found)
    return card


HEADER: Final[dict[Any, Callable[[Any, ResultHead], None]]] = {
    _NS + "typeId": _read_type_id,
    _ID: _read_id,
    _CODE: _read_code,
    _EFFECTIVE_TIME: _read_created_on,
    _NS + "confidentialityCode": _read_confidentiality,
    _NS + "recordTarget": _read_record_target,
    _AUTHOR: _read_author,
    _NS + "custodian": _read_custodian,
    _NS + "documentationOf": _read_service_event,
}
"""Readers of the children of ClinicalDocument that both kinds of results have."""

FIELDS_OF_PARTS: Final[dict[Any, tuple[str, ...]]] = {
    _AUTHOR: ("author_time", "author"),
    _NS + "custodian": ("custodian",),
    _NS + "documentationOf": ("program_code", "program_code_system", "performed_on", "performer"),
}
"""What the readers of the parts set that repeat from document to document."""
