"""Records to XML: index, summary, checkup claim.

The checkup result: ``result_writing.py``, guidance: ``guidance_writing.py``.

Source: standards/archive-and-xml.md 2 (ix08), 3 (su08), 4 (cc08), 6 (returns),
elements in the order of the schemas.
A complete record gives a valid document. Whatever is ``None`` is left out and
nothing is checked, so that the simulation can write faulty documents from faulty
records.
"""

from __future__ import annotations

from daiko.documents.claim_head_writing import (
    opening,
    subject_person,
    terms_element,
    with_currencies,
)
from daiko.documents.guidance_writing import write_guidance_claim, write_guidance_result
from daiko.documents.records import (
    CheckupClaim,
    DeclaredPrice,
    Index,
    Summary,
)
from daiko.documents.result_writing import write_checkup_result
from daiko.documents.returns import add_agency_result, adjudication_block
from daiko.documents.xml_text import attribute, empty, identifier

__all__ = [
    "add_agency_result",
    "write_checkup_claim",
    "write_checkup_result",
    "write_guidance_claim",
    "write_guidance_result",
    "write_index",
    "write_summary",
]


def write_index(index: Index) -> bytes:
    """ix08 as UTF-8 bytes."""
    parts = [
        opening("index", "./XSD/ix08_V08.xsd"),
        empty("interactionType", "code", index.interaction_type),
        empty("creationTime", "value", index.created_on),
    ]
    for tag, party in (("sender", index.sender), ("receiver", index.receiver)):
        if party is not None:
            parts.append(f"<{tag}>\n{identifier('id', party)}</{tag}>\n")
    parts += [
        empty("serviceEventType", "code", index.service_event_type),
        empty("totalRecordCount", "value", index.total_record_count),
        "</index>\n",
    ]
    return "".join(parts).encode()


def write_summary(summary: Summary) -> bytes:
    """su08 as UTF-8 bytes."""
    text = "".join(
        (
            opening("summary", "./XSD/su08_V08.xsd"),
            empty("serviceEventType", "code", summary.service_event_type),
            empty("totalSubjectCount", "value", summary.subject_count),
            empty("totalCostAmount", "value", summary.total_cost),
            empty("totalPaymentAmount", "value", summary.total_payment),
            empty("totalPaymentByOtherProgram", "value", summary.total_other_program),
            empty("totalClaimAmount", "value", summary.total_claim),
            "</summary>\n",
        )
    )
    return with_currencies(text, summary.currencies).encode()


def write_checkup_claim(claim: CheckupClaim) -> bytes:
    """cc08 as UTF-8 bytes."""
    text = "".join(
        (
            opening("checkupClaim", "../XSD/cc08_V08.xsd"),
            "<encounter>\n",
            empty("serviceEventType", "code", claim.service_event_type),
            "</encounter>\n",
            subject_person(claim),
            _checkup_card(claim),
            _settlement(claim),
            adjudication_block("agencyAdjudicationResult", claim.agency_result),
            adjudication_block("insurerAdjudicationResult", claim.insurer_result),
            "</checkupClaim>\n",
        )
    )
    return with_currencies(text, claim.currencies).encode()


def _checkup_card(claim: CheckupClaim) -> str:
    high = empty("high", "value", claim.card_valid_until)
    return "".join(
        (
            "<checkupCard>\n",
            identifier("id", claim.card_id),
            f"<effectiveTime>\n{high}</effectiveTime>\n" if high else "",
            terms_element("chargeTypeBasic", claim.basic_terms),
            terms_element("chargeTypeDetail", claim.detail_terms),
            terms_element("chargeTypeOther", claim.other_terms),
            _dock_terms(claim),
            "</checkupCard>\n",
        )
    )


def _dock_terms(claim: CheckupClaim) -> str:
    inner = terms_element("copayment", claim.dock_terms) + terms_element(
        "maxInsuranceLimit", claim.dock_limit
    )
    if not inner and not claim.has_dock_terms:
        return ""
    return f"<chargeTypeHumanDryDock>\n{inner}</chargeTypeHumanDryDock>\n"


def _settlement(claim: CheckupClaim) -> str:
    return "".join(
        (
            "<settlement>\n",
            empty("claimType", "code", claim.claim_type),
            empty("commissionType", "code", claim.commission_type),
            *(_price("unitPriceBasic", price) for price in claim.basic_prices),
            *(_price("unitPriceDetail", price) for price in claim.detail_prices),
            *(_price("unitPriceOther", price) for price in claim.other_prices),
            _payment("paymentForBasic", claim.basic_payment),
            _payment("paymentForDetail", claim.detail_payment),
            _payment("paymentForOther", claim.other_payment),
            empty("unitAmount", "value", claim.unit_total),
            empty("paymentAmount", "value", claim.payment_total),
            empty("paymentByOtherProgram", "value", claim.other_program),
            empty("claimAmount", "value", claim.claim_amount),
            "</settlement>\n",
        )
    )


def _price(tag: str, price: DeclaredPrice) -> str:
    item = ""
    if price.code is not None or price.code_system is not None:
        system = attribute("codeSystem", price.code_system)
        item = f"<observation{attribute('code', price.code)}{system}/>\n"
    return f"<{tag}>\n{empty('amount', 'value', price.amount)}{item}</{tag}>\n"


def _payment(tag: str, amount: str | None) -> str:
    return "" if amount is None else f"<{tag}>\n{empty('amount', 'value', amount)}</{tag}>\n"
