"""gc08 and hg08 elements to records, in one pass over the children of each.

Source: standards/archive-and-xml.md 5 and 8; guidance.md 7.3 (anatomy of hg08), 9.2.
Reads what stands there and never raises: missing or unexpected elements leave their
fields ``None``, and of elements that may stand once the first is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from daiko.documents.claim_head_reading import (
    note_currency,
    read_agency,
    read_field,
    read_insurer,
    read_person,
    read_terms,
    read_until,
)
from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
    GuidanceClaim,
    GuidanceObservation,
    GuidanceResult,
    GuidanceSection,
)
from daiko.documents.records import CardParticipant, ObservationValue
from daiko.documents.result_body_reading import read_value
from daiko.documents.result_reading import (
    Head,
    organization_below,
    read_card,
    read_head,
)
from daiko.documents.xml_reading import identifier_of, text_of
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE

_NS: Final = "{" + NAMESPACE + "}"
_CDA: Final = "{" + CDA_NAMESPACE + "}"
_AMOUNT: Final = _NS + "amount"
_ACT: Final = _CDA + "act"
_ASSIGNED: Final = _CDA + "assignedEntity"
_CODE: Final = _CDA + "code"
_COMPONENT: Final = _CDA + "component"
_EFFECTIVE_TIME: Final = _CDA + "effectiveTime"
_ENTRY: Final = _CDA + "entry"
_ITEM: Final = _CDA + "item"
_OBSERVATION: Final = _CDA + "observation"
_ORGANIZER: Final = _CDA + "organizer"
_PERFORMER: Final = _CDA + "performer"
_RELATIONSHIP: Final = _CDA + "entryRelationship"
_SECTION: Final = _CDA + "section"
_TEXT: Final = _CDA + "text"
_TITLE: Final = _CDA + "title"
_VALUE: Final = _CDA + "value"
_WIDTH: Final = _CDA + "width"
_TRUE: Final = frozenset({"true", "1"})
_DEEPEST: Final = 8  # the standard nests once; deeper observations are not read

_ENCOUNTER_FIELDS: Final = {
    _NS + "serviceEventType": ("service_event_type", "code"),
    _NS + "guidanceLevel": ("guidance_level", "code"),
    _NS + "guidanceTiming": ("guidance_timing", "code"),
}
_CARD_IDS: Final = {_NS + "id": "card_id", _NS + "checkupCardId": "checkup_card_id"}
_CARD_TERMS: Final = {
    _NS + "copayment": "copayment_terms",
    _NS + "maxInsuranceLimit": "insurer_limit",
}
_SETTLEMENT_FIELDS: Final = {
    _NS + "pointCountCompleted": ("points_completed", "value"),
    _NS + "pointCountIntended": ("points_intended", "value"),
    _NS + "calculatedAmount": ("calculated", "value"),
    _NS + "claimAmount": ("claim_amount", "value"),
}
_RATE_FIELDS: Final = (("payment_rate", "value"), ("payment_rate_unit", "unit"))


def read_guidance_claim(root: Any) -> GuidanceClaim:
    """The record of a ``healthGuidanceClaim`` element."""
    claim = GuidanceClaim()
    currencies: list[str] = []
    for child in root:
        reader = _CLAIM_PARTS.get(child.tag)
        if reader is not None:
            reader(child, claim, currencies)
    claim.currencies = tuple(currencies)
    return claim


def _read_encounter(node: Any, claim: GuidanceClaim, _currencies: list[str]) -> None:
    for child in node:
        read_field(claim, _ENCOUNTER_FIELDS, child)


def _read_card(node: Any, claim: GuidanceClaim, currencies: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag in _CARD_IDS:
            _set(claim, _CARD_IDS[tag], identifier_of(child))
        elif tag == _NS + "effectiveTime":
            read_until(child, claim)
        elif tag in _CARD_TERMS:
            _set(claim, _CARD_TERMS[tag], read_terms(child, currencies))


def _read_settlement(node: Any, claim: GuidanceClaim, currencies: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag == _NS + "unitPrice":
            _read_amount(child, claim, "unit_price", currencies)
        elif tag == _NS + "payment":
            _read_amount(child, claim, "payment_total", currencies)
            for part in child:
                if part.tag == _NS + "status":
                    _set(claim, "payment_status", part.get("code"))
        elif tag == _NS + "paymentRate":
            for field, name in _RATE_FIELDS:
                _set(claim, field, child.get(name))
        else:
            read_field(claim, _SETTLEMENT_FIELDS, child)
            note_currency(child, currencies)


def _read_amount(node: Any, claim: GuidanceClaim, field: str, currencies: list[str]) -> None:
    for child in node:
        if child.tag == _AMOUNT:
            _set(claim, field, child.get("value"))
            note_currency(child, currencies)


def _set(record: Any, field: str, value: Any) -> None:
    if getattr(record, field) is None:
        setattr(record, field, value)


_CLAIM_PARTS: Final[dict[Any, Callable[[Any, GuidanceClaim, list[str]], None]]] = {
    _NS + "encounter": _read_encounter,
    _NS + "subjectPerson": read_person,
    _NS + "healthGuidanceCard": _read_card,
    _NS + "settlement": _read_settlement,
    _NS + "agencyAdjudicationResult": read_agency,
    _NS + "insurerAdjudicationResult": read_insurer,
}


def read_guidance_result(
    root: Any, sections: tuple[GuidanceSection, ...] | None = None, head: Head | None = None
) -> GuidanceResult:
    """The record of a ``ClinicalDocument`` element (in the CDA namespace).

    ``sections``, ``head``: what is known already of body and header (``entry_memory.py``).
    """
    result = GuidanceResult(record_target_count=0, service_event_count=0)
    cards: list[CardParticipant] = []
    read: list[GuidanceSection] = []
    for child in root:
        tag = child.tag
        if tag == _CDA + "participant":
            cards.append(read_card(child))
        elif tag == _COMPONENT:
            if sections is None:
                read.extend(_sections(child))
        else:
            if tag == _CDA + "documentationOf":
                result.service_event_count += 1
            read_head(child, result, head)
    result.cards = tuple(cards)
    result.sections = tuple(read) if sections is None else sections
    return result


def _sections(node: Any) -> list[GuidanceSection]:
    return [
        _section(section)
        for body in node
        if body.tag == _CDA + "structuredBody"
        for component in body
        if component.tag == _COMPONENT
        for section in component
        if section.tag == _SECTION
    ]


def _section(node: Any) -> GuidanceSection:
    section = read_guidance_section_head(node)
    entries = node.iterchildren(_ENTRY)
    fill_guidance_section(section, [r for entry in entries for r in read_guidance_entry(entry)])
    return section


def read_guidance_entry(node: Any) -> tuple[GuidanceAct | GuidanceObservation, ...]:
    """The act or the observations of one ``entry`` by itself."""
    records: list[GuidanceAct | GuidanceObservation] = []
    for statement in node:
        if statement.tag == _ACT:
            records.append(_act(statement))
        elif statement.tag in (_OBSERVATION, _ORGANIZER):
            records.extend(_observations(statement, None, 0))
    return tuple(records)


def read_guidance_section_head(node: Any) -> GuidanceSection:
    """A section without what its entries hold."""
    section = GuidanceSection(has_text=False)
    for child in node:
        tag = child.tag
        if tag == _CODE and section.code is None:
            section.code, section.code_system = child.get("code"), child.get("codeSystem")
        elif tag == _TITLE:
            section.title = text_of(child) if section.title is None else section.title
        elif tag == _TEXT and not section.has_text:
            section.has_text = True
            section.narrative = tuple(text_of(item) for item in child.iter(_ITEM))
    return section


def fill_guidance_section(
    section: GuidanceSection, records: list[GuidanceAct | GuidanceObservation]
) -> None:
    """Give a section what its entries hold."""
    section.acts = tuple([r for r in records if isinstance(r, GuidanceAct)])
    section.observations = tuple([r for r in records if isinstance(r, GuidanceObservation)])


def _act(node: Any) -> GuidanceAct:
    act = GuidanceAct(class_code=node.get("classCode"), mood_code=node.get("moodCode"))
    performers: list[ActPerformer] = []
    observations: list[GuidanceObservation] = []
    has_code = False
    for child in node:
        tag = child.tag
        if tag == _CODE and not has_code:
            has_code = True
            act.code, act.code_system = child.get("code"), child.get("codeSystem")
            act.code_null_flavor = child.get("nullFlavor")
        elif tag == _EFFECTIVE_TIME and act.performed_on is None:
            act.performed_on = child.get("value")
        elif tag == _PERFORMER:
            performers.extend(_performer(part) for part in child if part.tag == _ASSIGNED)
        elif tag == _RELATIONSHIP:
            for part in child:
                observations.extend(_observations(part, child.get("typeCode"), 0))
    act.performers, act.observations = tuple(performers), tuple(observations)
    return act


def _performer(node: Any) -> ActPerformer:
    performer = ActPerformer(organization=organization_below(node))
    for child in node:
        if child.tag == _CODE and performer.code is None:
            performer.code, performer.code_system = child.get("code"), child.get("codeSystem")
    return performer


def _observations(node: Any, relation: str | None, depth: int) -> list[GuidanceObservation]:
    """The observation itself, or those an organizer holds."""
    if node.tag == _OBSERVATION:
        return [_observation(node, relation, depth)]
    if node.tag != _ORGANIZER or depth > _DEEPEST:
        return []
    return [
        found
        for component in node
        if component.tag == _COMPONENT
        for part in component
        for found in _observations(part, relation, depth + 1)
    ]


def _observation(node: Any, relation: str | None, depth: int) -> GuidanceObservation:
    observation = GuidanceObservation(
        mood_code=node.get("moodCode"),
        relation=relation,
        negated=node.get("negationInd") in _TRUE,
    )
    values: list[ObservationValue] = []
    parts: list[GuidanceObservation] = []
    for child in node:
        tag = child.tag
        if tag == _CODE and observation.code is None:
            observation.code = child.get("code")
            observation.code_system = child.get("codeSystem")
            observation.display_name = child.get("displayName")
            observation.code_null_flavor = child.get("nullFlavor")
        elif tag == _VALUE:
            values.append(read_value(child))
        elif tag == _EFFECTIVE_TIME:
            for width in child:
                if width.tag == _WIDTH and observation.minutes is None:
                    observation.minutes = ObservationValue(
                        value=width.get("value"), unit=width.get("unit")
                    )
        elif tag == _RELATIONSHIP and depth < _DEEPEST:
            for part in child:
                parts.extend(_observations(part, child.get("typeCode"), depth + 1))
    observation.values, observation.parts = tuple(values), tuple(parts)
    return observation
