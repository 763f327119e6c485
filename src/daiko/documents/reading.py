"""XML elements to records: index, summary, checkup claim.

The checkup result: ``result_reading.py``, guidance: ``guidance_reading.py``.

Source: standards/archive-and-xml.md 2 (ix08), 3 (su08), 4 (cc08), 6 (returns);
rulings.md 8 and 30 (old namespace).
Reads what stands there and never raises: missing or unexpected elements leave their
fields ``None``, and of elements that may stand once the first is read. Nothing is
validated or converted. Documents in the old namespace are mapped first
(``map_old_namespace``); the readers know the current one only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from daiko.documents.claim_head_reading import (
    id_below,
    note_currency,
    read_agency,
    read_field,
    read_insurer,
    read_person,
    read_terms,
    read_until,
)
from daiko.documents.gate import Parsed, XmlProblem, XmlProblemKind, parse_xml
from daiko.documents.guidance_reading import read_guidance_claim, read_guidance_result
from daiko.documents.lines import line_of
from daiko.documents.records import (
    CheckupClaim,
    DeclaredPrice,
    DeclaredTerms,
    Index,
    Summary,
)
from daiko.documents.result_reading import read_checkup_result
from daiko.documents.xml_reading import identifier_of
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE, NAMESPACE_OLD, XSI_NAMESPACE

__all__ = [
    "Parsed",
    "XmlProblem",
    "XmlProblemKind",
    "line_of",
    "map_namespace",
    "map_old_namespace",
    "namespace_expected",
    "parse_xml",
    "read_checkup_claim",
    "read_checkup_result",
    "read_guidance_claim",
    "read_guidance_result",
    "read_index",
    "read_summary",
]

_NS: Final = "{" + NAMESPACE + "}"
_XSI_TYPE: Final = "{" + XSI_NAMESPACE + "}type"
_ID: Final = _NS + "id"
_AMOUNT: Final = _NS + "amount"
_OBSERVATION: Final = _NS + "observation"

# Tag, field of the record, attribute that holds the value.
_INDEX_FIELDS: Final = {
    _NS + "interactionType": ("interaction_type", "code"),
    _NS + "creationTime": ("created_on", "value"),
    _NS + "serviceEventType": ("service_event_type", "code"),
    _NS + "totalRecordCount": ("total_record_count", "value"),
}
_SUMMARY_FIELDS: Final = {
    _NS + "serviceEventType": ("service_event_type", "code"),
    _NS + "totalSubjectCount": ("subject_count", "value"),
    _NS + "totalCostAmount": ("total_cost", "value"),
    _NS + "totalPaymentAmount": ("total_payment", "value"),
    _NS + "totalPaymentByOtherProgram": ("total_other_program", "value"),
    _NS + "totalClaimAmount": ("total_claim", "value"),
}
_TERMS_FIELDS: Final = {
    _NS + "chargeTypeBasic": "basic_terms",
    _NS + "chargeTypeDetail": "detail_terms",
    _NS + "chargeTypeOther": "other_terms",
}
_DOCK_FIELDS: Final = {
    _NS + "copayment": "dock_terms",
    _NS + "maxInsuranceLimit": "dock_limit",
}
_SETTLEMENT_FIELDS: Final = {
    _NS + "claimType": ("claim_type", "code"),
    _NS + "commissionType": ("commission_type", "code"),
    _NS + "unitAmount": ("unit_total", "value"),
    _NS + "paymentAmount": ("payment_total", "value"),
    _NS + "paymentByOtherProgram": ("other_program", "value"),
    _NS + "claimAmount": ("claim_amount", "value"),
}
_PRICE_FIELDS: Final = {
    _NS + "unitPriceBasic": "basic_prices",
    _NS + "unitPriceDetail": "detail_prices",
    _NS + "unitPriceOther": "other_prices",
}
_PAYMENT_FIELDS: Final = {
    _NS + "paymentForBasic": "basic_payment",
    _NS + "paymentForDetail": "detail_payment",
    _NS + "paymentForOther": "other_payment",
}


def namespace_expected(local_name: str) -> str:
    """The namespace a document with this root element must be in."""
    return CDA_NAMESPACE if local_name == "ClinicalDocument" else NAMESPACE


def map_old_namespace(root: Any) -> bool:
    """Move a document of the 1st to 3rd term namespace into the current one, in place.

    True if it was old (rulings 8 and 30: the caller records a finding and reads on).
    Line numbers stay.
    """
    return map_namespace(root, NAMESPACE_OLD, NAMESPACE)


def map_namespace(root: Any, found: str, expected: str) -> bool:
    """Move all elements of one namespace ("" for none) into another; True if any moved.

    Types named by ``xsi:type`` move along, or no value would have a known type.
    """
    pattern = "{" + found + "}*"
    moved = False
    for element in list(root.iter(pattern)):
        local_name = element.tag.rpartition("}")[2]
        element.tag = "{" + expected + "}" + local_name
        _move_type(element, found)
        moved = True
    return moved


def _move_type(element: Any, found: str) -> None:
    prefix, _, name = (element.get(_XSI_TYPE) or "").rpartition(":")
    if name and element.nsmap.get(prefix or None, "") == found:
        element.set(_XSI_TYPE, f"{element.prefix}:{name}" if element.prefix else name)


def read_index(root: Any) -> Index:
    """The record of an ``index`` element."""
    index = Index()
    for child in root:
        tag = child.tag
        if tag == _NS + "sender":
            index.sender = index.sender or id_below(child)
        elif tag == _NS + "receiver":
            index.receiver = index.receiver or id_below(child)
        else:
            read_field(index, _INDEX_FIELDS, child)
    return index


def read_summary(root: Any) -> Summary:
    """The record of a ``summary`` element."""
    summary = Summary()
    currencies: list[str] = []
    for child in root:
        read_field(summary, _SUMMARY_FIELDS, child)
        note_currency(child, currencies)
    summary.currencies = tuple(currencies)
    return summary


def read_checkup_claim(root: Any) -> CheckupClaim:
    """The record of a ``checkupClaim`` element."""
    claim = CheckupClaim()
    currencies: list[str] = []
    for child in root:
        reader = _CLAIM_PARTS.get(child.tag)
        if reader is not None:
            reader(child, claim, currencies)
    claim.currencies = tuple(currencies)
    return claim


def _read_encounter(node: Any, claim: CheckupClaim, _currencies: list[str]) -> None:
    for child in node:
        if child.tag == _NS + "serviceEventType" and claim.service_event_type is None:
            claim.service_event_type = child.get("code")


def _read_card(node: Any, claim: CheckupClaim, currencies: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag in _TERMS_FIELDS:
            _set_terms(claim, _TERMS_FIELDS[tag], read_terms(child, currencies))
        elif tag == _ID:
            claim.card_id = claim.card_id or identifier_of(child)
        elif tag == _NS + "effectiveTime":
            read_until(child, claim)
        elif tag == _NS + "chargeTypeHumanDryDock":
            claim.has_dock_terms = True
            for part in child:
                if part.tag in _DOCK_FIELDS:
                    _set_terms(claim, _DOCK_FIELDS[part.tag], read_terms(part, currencies))


def _set_terms(claim: CheckupClaim, field: str, terms: DeclaredTerms) -> None:
    if getattr(claim, field) is None:
        setattr(claim, field, terms)


def _read_settlement(node: Any, claim: CheckupClaim, currencies: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag in _SETTLEMENT_FIELDS:
            read_field(claim, _SETTLEMENT_FIELDS, child)
            note_currency(child, currencies)
        elif tag in _PRICE_FIELDS:
            field = _PRICE_FIELDS[tag]
            setattr(claim, field, (*getattr(claim, field), _price(child, currencies)))
        elif tag in _PAYMENT_FIELDS:
            amount = _price(child, currencies).amount
            if getattr(claim, _PAYMENT_FIELDS[tag]) is None:
                setattr(claim, _PAYMENT_FIELDS[tag], amount)


def _price(node: Any, currencies: list[str]) -> DeclaredPrice:
    price = DeclaredPrice()
    for child in node:
        if child.tag == _AMOUNT:
            price.amount = child.get("value")
            note_currency(child, currencies)
        elif child.tag == _OBSERVATION:
            price.code = child.get("code")
            price.code_system = child.get("codeSystem")
    return price


_CLAIM_PARTS: Final[dict[Any, Callable[[Any, CheckupClaim, list[str]], None]]] = {
    _NS + "encounter": _read_encounter,
    _NS + "subjectPerson": read_person,
    _NS + "checkupCard": _read_card,
    _NS + "settlement": _read_settlement,
    _NS + "agencyAdjudicationResult": read_agency,
    _NS + "insurerAdjudicationResult": read_insurer,
}
