"""hc08 (CDA R2) element to a ``CheckupResult``, in one pass over the children.

Source: standards/archive-and-xml.md 7.1 (header) and 7.2 (body).
Reads what stands there and never raises: a missing or unexpected element leaves its
field ``None``. Of elements that may stand once, the first is read. One walk, tag by
tag, instead of a search per field, because 100,000 documents a day pass here.
"""

from __future__ import annotations

from typing import Any, Final

from daiko.documents.records import (
    CardParticipant,
    CheckupResult,
    Identifier,
    Observation,
    ObservationValue,
    Organization,
    Section,
)
from daiko.documents.xml_reading import address_of, identifier_of, text_of
from daiko.standard.oids import CDA_NAMESPACE

_NS: Final = "{" + CDA_NAMESPACE + "}"
_XSI_TYPE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ADDR: Final = _NS + "addr"
_ASSIGNED: Final = frozenset({_NS + "assignedAuthor", _NS + "assignedEntity"})
_ASSOCIATED: Final = _NS + "associatedEntity"
_AUTHOR: Final = _NS + "author"
_CODE: Final = _NS + "code"
_COMPONENT: Final = _NS + "component"
_EFFECTIVE_TIME: Final = _NS + "effectiveTime"
_ENTRY: Final = _NS + "entry"
_FUNCTION_CODE: Final = _NS + "functionCode"
_HIGH: Final = _NS + "high"
_ID: Final = _NS + "id"
_INTERPRETATION: Final = _NS + "interpretationCode"
_ITEM: Final = _NS + "item"
_LOW: Final = _NS + "low"
_METHOD: Final = _NS + "methodCode"
_NAME: Final = _NS + "name"
_OBSERVATION: Final = _NS + "observation"
_ORGANIZATION: Final = _NS + "representedOrganization"
_PATIENT: Final = _NS + "patient"
_PATIENT_ROLE: Final = _NS + "patientRole"
_PERFORMER: Final = _NS + "performer"
_PERSON_NAME: Final = f"{_NS}assignedAuthor/{_NS}assignedPerson/{_NS}name"
_RANGE: Final = _NS + "referenceRange"
_RELATIONSHIP: Final = _NS + "entryRelationship"
_SCOPING: Final = _NS + "scopingOrganization"
_SECTION: Final = _NS + "section"
_SERVICE_EVENT: Final = _NS + "serviceEvent"
_TELECOM: Final = _NS + "telecom"
_TEXT: Final = _NS + "text"
_TIME: Final = _NS + "time"
_TITLE: Final = _NS + "title"
_VALUE: Final = _NS + "value"


def read_checkup_result(root: Any) -> CheckupResult:
    """The record of a ``ClinicalDocument`` element (in the CDA namespace)."""
    result = CheckupResult(record_target_count=0)
    cards: list[CardParticipant] = []
    sections: list[Section] = []
    for child in root:
        tag = child.tag
        if tag == _NS + "participant":
            cards.append(_card(child))
        elif tag == _COMPONENT:
            _read_body(child, sections)
        else:
            reader = _HEADER.get(tag)
            if reader is not None:
                reader(child, result)
    result.cards = tuple(cards)
    result.sections = tuple(sections)
    return result


def _read_code(node: Any, result: CheckupResult) -> None:
    if result.report_code is None:
        result.report_code = node.get("code")
        result.report_code_system = node.get("codeSystem")


def _read_type_id(node: Any, result: CheckupResult) -> None:
    result.type_id = result.type_id or identifier_of(node)


def _read_id(node: Any, result: CheckupResult) -> None:
    result.document_id = result.document_id or identifier_of(node)


def _read_created_on(node: Any, result: CheckupResult) -> None:
    if result.created_on is None:
        result.created_on = node.get("value")


def _read_confidentiality(node: Any, result: CheckupResult) -> None:
    if result.confidentiality_code is None:
        result.confidentiality_code = node.get("code")
        result.confidentiality_code_system = node.get("codeSystem")


def _read_record_target(node: Any, result: CheckupResult) -> None:
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


def _read_patient(node: Any, result: CheckupResult) -> None:
    for child in node:
        tag = child.tag
        if tag == _NAME and result.name is None:
            result.name = text_of(child)
        elif tag == _NS + "administrativeGenderCode" and result.sex is None:
            result.sex = child.get("code")
            result.sex_code_system = child.get("codeSystem")
        elif tag == _NS + "birthTime" and result.birth_date is None:
            result.birth_date = child.get("value")


def _read_author(node: Any, result: CheckupResult) -> None:
    if result.author is not None or result.author_time is not None:
        return
    for child in node:
        if child.tag == _TIME:
            result.author_time = child.get("value")
        elif child.tag in _ASSIGNED:
            result.author = _organization_below(child)


def _read_custodian(node: Any, result: CheckupResult) -> None:
    if result.custodian is None:
        found = node.find(f"{_NS}assignedCustodian/{_NS}representedCustodianOrganization/{_ID}")
        result.custodian = None if found is None else identifier_of(found)


def _read_service_event(node: Any, result: CheckupResult) -> None:
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
                        result.performer = _organization_below(entity)


def _organization_below(node: Any) -> Organization | None:
    for child in node:
        if child.tag == _ORGANIZATION:
            return _organization(child)
    return None


def _organization(node: Any) -> Organization:
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


def _card(node: Any) -> CardParticipant:
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


def _read_body(node: Any, sections: list[Section]) -> None:
    for body in node:
        for component in body:
            for child in component:
                if child.tag == _SECTION:
                    sections.append(_section(child))


def _section(node: Any) -> Section:
    section = Section()
    observations: list[Observation] = []
    for child in node:
        tag = child.tag
        if tag == _ENTRY:
            observations.extend(
                _observation(item, None) for item in child if item.tag == _OBSERVATION
            )
        elif tag == _CODE and section.code is None:
            section.code = child.get("code")
            section.code_system = child.get("codeSystem")
        elif tag == _TITLE and section.title is None:
            section.title = text_of(child)
        elif tag == _TEXT and not section.narrative:
            section.narrative = tuple(text_of(item) for item in child.iter(_ITEM))
    section.observations = tuple(observations)
    return section


def _observation(node: Any, relation: str | None) -> Observation:
    """One item. The gate bounds the depth, so wrappers inside wrappers end."""
    observation = Observation(relation=relation, element=node)
    if node.get("negationInd") in ("true", "1"):
        observation.negated = True
    values: list[ObservationValue] = []
    parts: list[Observation] = []
    for child in node:
        tag = child.tag
        if tag == _VALUE:
            values.append(_value(child))
        elif tag == _CODE:
            get = child.get
            observation.code = get("code")
            observation.code_system = get("codeSystem")
            observation.code_null_flavor = get("nullFlavor")
            observation.display_name = get("displayName")
        elif tag == _METHOD:
            observation.method_code = child.get("code")
            observation.method_code_system = child.get("codeSystem")
        elif tag == _INTERPRETATION:
            observation.interpretation = child.get("code")
        elif tag == _RANGE:
            _read_range(child, observation)
        elif tag == _RELATIONSHIP:
            kind = child.get("typeCode")
            parts.extend(_observation(item, kind) for item in child if item.tag == _OBSERVATION)
        elif tag == _AUTHOR:
            name = child.find(_PERSON_NAME)
            observation.author_name = None if name is None else text_of(name)
    observation.values = tuple(values)
    if parts:
        observation.parts = tuple(parts)
    return observation


def _value(node: Any) -> ObservationValue:
    get = node.get
    kind = get(_XSI_TYPE)
    if kind is not None and ":" in kind:
        kind = kind.rpartition(":")[2]  # a prefix names the namespace, not another type
    return ObservationValue(
        kind,
        get("value"),
        get("unit"),
        get("code"),
        get("codeSystem"),
        get("nullFlavor"),
        node.text if not len(node) else text_of(node),
    )


def _read_range(node: Any, observation: Observation) -> None:
    for bound in node.iter(_LOW, _HIGH):
        value = ObservationValue(None, bound.get("value"), bound.get("unit"))
        if bound.tag == _LOW:
            observation.reference_low = observation.reference_low or value
        else:
            observation.reference_high = observation.reference_high or value


_HEADER: Final = {
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
