"""What checkup and guidance claims have in common: person, terms, results of adjudication.

Source: standards/archive-and-xml.md 4, 5 (same elements in both), 6 (returns).
As all readers: nothing is validated, nothing raises, of repeated elements the first.
"""

from __future__ import annotations

from typing import Any, Final

from daiko.documents.records import (
    AdjudicationResult,
    ClaimHead,
    DeclaredTerms,
    Identifier,
)
from daiko.documents.xml_reading import address_of, identifier_of, text_of
from daiko.standard.oids import NAMESPACE

_NS: Final = "{" + NAMESPACE + "}"
_ID: Final = _NS + "id"
_AMOUNT: Final = _NS + "amount"
_RATE: Final = _NS + "rate"
_PERSON_FIELDS: Final = {
    _NS + "birthTime": ("birth_date", "value"),
    _NS + "administrativeGender": ("sex", "code"),
}
_INSURANCE_CARD_FIELDS: Final = {
    _NS + "insurerNumber": "insurer",
    _NS + "symbol": "symbol",
    _NS + "number": "number",
    _NS + "branchCode": "branch_code",
}


def read_field(record: Any, fields: dict[str, tuple[str, str]], node: Any) -> None:
    """Set the field an element is for, unless one before has set it."""
    field = fields.get(node.tag)
    if field is not None and getattr(record, field[0]) is None:
        setattr(record, field[0], node.get(field[1]))


def note_currency(node: Any, currencies: list[str]) -> None:
    """Remember the currency of an amount that states one."""
    currency = node.get("currency")
    if currency is not None:
        currencies.append(currency)


def id_below(node: Any) -> Identifier | None:
    """The first id of an organisation."""
    for child in node:
        if child.tag == _ID:
            return identifier_of(child)
    return None


def read_person(node: Any, claim: ClaimHead, _currencies: list[str]) -> None:
    """subjectPerson: institution, insurance card and person."""
    for child in node:
        tag = child.tag
        if tag == _NS + "insuranceCard":
            for part in child:
                field = _INSURANCE_CARD_FIELDS.get(part.tag)
                if field is not None and getattr(claim, field) is None:
                    setattr(claim, field, identifier_of(part))
        elif tag == _NS + "performerOrganization":
            claim.provider = claim.provider or id_below(child)
        elif tag == _NS + "name":
            claim.name = text_of(child) if claim.name is None else claim.name
        elif tag == _NS + "addr":
            if claim.postal_code is None and claim.address is None:
                claim.postal_code, claim.address = address_of(child)
        else:
            read_field(claim, _PERSON_FIELDS, child)


def read_terms(node: Any, currencies: list[str]) -> DeclaredTerms:
    """One 窓口負担 block, or the insurer's limit: code, and amount or rate."""
    terms = DeclaredTerms(node.get("code"))
    for child in node:
        if child.tag == _AMOUNT and terms.amount is None:
            terms.amount = child.get("value")
            note_currency(child, currencies)
        elif child.tag == _RATE and terms.rate is None:
            terms.rate = child.get("value")
            terms.rate_unit = child.get("unit")
    return terms


def read_until(node: Any, claim: ClaimHead) -> None:
    """effectiveTime of a card: its high is the last day."""
    for bound in node:
        if bound.tag == _NS + "high" and claim.card_valid_until is None:
            claim.card_valid_until = bound.get("value")


def read_agency(node: Any, claim: ClaimHead, _currencies: list[str]) -> None:
    """agencyAdjudicationResult."""
    claim.agency_result = claim.agency_result or _adjudication(node)


def read_insurer(node: Any, claim: ClaimHead, _currencies: list[str]) -> None:
    """insurerAdjudicationResult."""
    claim.insurer_result = claim.insurer_result or _adjudication(node)


def _adjudication(node: Any) -> AdjudicationResult:
    result = AdjudicationResult()
    for child in node:
        tag = child.tag
        if tag == _NS + "interactionType":
            result.interaction_type = child.get("code")
        elif tag == _NS + "recordDate":
            result.recorded_on = child.get("value")
        elif tag == _NS + "reason":
            result.reason_code = child.get("code")
            for part in child:
                if part.tag == _NS + "text":
                    result.text = text_of(part)
    return result
