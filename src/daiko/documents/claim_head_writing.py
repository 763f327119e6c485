"""What index, summary and both kinds of claims are written with.

Source: standards/archive-and-xml.md 2 to 5. Nothing is checked; ``None`` is left out.
"""

from __future__ import annotations

import re
from typing import Final

from daiko.documents.records import ClaimHead, DeclaredTerms
from daiko.documents.xml_text import (
    DECLARATION,
    address,
    attribute,
    empty,
    escaped,
    identifier,
    text_element,
)
from daiko.standard.oids import NAMESPACE

_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_AMOUNT: Final = re.compile(
    r"<(?:amount|unitAmount|paymentAmount|paymentByOtherProgram|claimAmount|calculatedAmount"
    r"|totalCostAmount|totalPaymentAmount|totalPaymentByOtherProgram|totalClaimAmount) "
)


def opening(root: str, schema: str) -> str:
    """Declaration and root element that names its schema."""
    return (
        f'{DECLARATION}<{root} xmlns="{NAMESPACE}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{NAMESPACE} {schema}">\n'
    )


def subject_person(claim: ClaimHead) -> str:
    """subjectPerson: institution, insurance card and person."""
    provider = identifier("id", claim.provider)
    return "".join(
        (
            "<subjectPerson>\n",
            f"<performerOrganization>\n{provider}</performerOrganization>\n" if provider else "",
            "<insuranceCard>\n",
            identifier("insurerNumber", claim.insurer),
            identifier("symbol", claim.symbol),
            identifier("number", claim.number),
            identifier("branchCode", claim.branch_code),
            "</insuranceCard>\n",
            text_element("name", claim.name),
            address(claim.postal_code, claim.address),
            empty("birthTime", "value", claim.birth_date),
            empty("administrativeGender", "code", claim.sex),
            "</subjectPerson>\n",
        )
    )


def terms_element(tag: str, terms: DeclaredTerms | None) -> str:
    """One 窓口負担 block; nothing for ``None``."""
    if terms is None:
        return ""
    amount = empty("amount", "value", terms.amount)
    rate = ""
    if terms.rate is not None:
        rate = f'<rate value="{escaped(terms.rate)}"{attribute("unit", terms.rate_unit)}/>\n'
    return f"<{tag}{attribute('code', terms.code)}>{amount}{rate}</{tag}>\n"


def with_currencies(text: str, currencies: tuple[str, ...]) -> str:
    """The n-th amount of the document gets the n-th currency; a claim needs none (JPY)."""
    waiting = iter(currencies)

    def mark(match: re.Match[str]) -> str:
        return f"{match.group().rstrip()}{attribute('currency', next(waiting))} "

    return _AMOUNT.sub(mark, text, count=len(currencies)) if currencies else text
