"""The money as one party sees it: a provider what it is paid, an insurer what it owes.

Source: journeys 1 to 3; standards/settlement.md 3.2, 3.4. The tenant wall stands below these
filters; runs of the agency (sums over all providers) stay behind it. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from daiko.money.calendar import ProcessingMonth
from daiko.settlement.claim_rows import claim_row
from daiko.settlement.credits import transfers as credit_transfers
from daiko.settlement.database import rows
from daiko.settlement.invoice_rows import invoice_row
from daiko.settlement.models import Claim, Invoice
from daiko.settlement.rows import ClaimRow, InvoiceRow

__all__ = [
    "ClaimSums",
    "ProviderMonth",
    "claim_states",
    "credit_transfers",
    "documents_by_provider",
    "invoice_by_provider",
    "invoice_claims",
    "issued_invoice",
    "issued_invoices",
    "provider_months",
]

CLAIM_ORDERS: Final = {
    "reception_order": "reception_order",
    "provider_number": "provider_number",
    "unit_total_yen": "unit_total_yen",
    "payment_yen": "payment_yen",
    "claim_yen": "claim_yen",
    "state": "state",
}
INVOICE_ORDERS: Final = {
    "number": "number",
    "claims": "claims",
    "claims_yen": "claims_yen",
    "fee_yen": "fee_yen",
    "total_yen": "total_yen",
    "due_on": "due_on",
    "state": "state",
}


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """Claims of a group: how many and what they add up to. ``key`` is what they share."""

    key: str
    kind: str  # checkup | guidance, "" for both
    claims: int
    claims_yen: int


@dataclass(frozen=True, slots=True)
class ProviderMonth:
    """What one provider is paid for a month. ``open_yen`` is confirmed and not paid yet."""

    month: str  # YYYY-MM
    pay_on: date | None
    claims: int
    confirmed_yen: int
    reversed_yen: int
    held_yen: int
    paid_yen: int
    open_yen: int


_PROVIDER_MONTHS: Final = """
SELECT c.processing_month AS month, m.pay_on, count(*) AS claims,
    sum(c.claim_yen)::bigint AS confirmed_yen,
    coalesce(sum(c.claim_yen) FILTER (WHERE c.state = 'reversed'), 0)::bigint AS reversed_yen,
    coalesce(sum(c.claim_yen) FILTER (WHERE c.state = 'held'), 0)::bigint AS held_yen,
    coalesce(sum(c.claim_yen) FILTER (WHERE c.state = 'paid'), 0)::bigint AS paid_yen,
    coalesce(sum(c.claim_yen) FILTER (WHERE c.state IN ('confirmed', 'billed', 'collected')),
        0)::bigint AS open_yen
FROM settlement_claim c LEFT JOIN settlement_month m USING (processing_month)
WHERE c.provider_number = %(provider)s AND c.state <> 'accepted'
GROUP BY c.processing_month, m.pay_on ORDER BY c.processing_month DESC LIMIT %(limit)s
"""
_BY_PROVIDER: Final = """
SELECT provider_number AS key, kind, count(*) AS claims, sum(claim_yen)::bigint AS claims_yen
FROM settlement_claim WHERE {of} AND state <> 'accepted'
GROUP BY provider_number, kind ORDER BY provider_number, kind
"""


def provider_months(provider: str, *, limit: int = 12) -> list[ProviderMonth]:
    """Closed months of one provider, the newest first."""
    found = rows(_PROVIDER_MONTHS, provider=provider, limit=limit)
    return [ProviderMonth(**row) for row in found]


def claim_states(document_ids: Sequence[int]) -> dict[int, str]:
    """Money state of the documents that are settled; others are missing."""
    found = Claim.objects.filter(document_id__in=document_ids)
    return {
        document: state
        for document, state in found.values_list("document_id", "state")
        if document is not None
    }


def issued_invoices(
    insurer: str, *, offset: int = 0, limit: int = 50, order: str = "-number"
) -> tuple[list[InvoiceRow], int]:
    """Invoices that were sent to one insurer, the newest first, and how many there are."""
    found = Invoice.objects.filter(insurer_number=insurer).exclude(state=Invoice.State.DRAFT)
    turned = "-" if order.startswith("-") else ""
    by = turned + INVOICE_ORDERS[order.removeprefix("-")]
    page = found.order_by(by, "-id")[offset : offset + limit]
    return [invoice_row(row) for row in page], found.count()


def issued_invoice(insurer: str, number: str) -> InvoiceRow | None:
    """One invoice that was sent to this insurer, ``None`` for any other."""
    found = Invoice.objects.filter(insurer_number=insurer, number=number)
    row = found.exclude(state=Invoice.State.DRAFT).first()
    return None if row is None else invoice_row(row)


def invoice_by_provider(insurer: str, month: ProcessingMonth) -> list[ClaimSums]:
    """Claims of an invoice by provider and kind; they add up to its ``claims_yen``."""
    of = "processing_month = %(month)s AND insurer_number = %(insurer)s"
    return _sums(of, month=str(month), insurer=insurer)


def documents_by_provider(document_ids: Sequence[int]) -> list[ClaimSums]:
    """Claims of some documents by provider and kind, e.g. those of a package."""
    return _sums("document_id = ANY(%(documents)s)", documents=list(document_ids))


def _sums(of: str, **values: Any) -> list[ClaimSums]:
    return [ClaimSums(**row) for row in rows(_BY_PROVIDER.format(of=of), **values)]


def invoice_claims(
    insurer: str,
    month: ProcessingMonth,
    *,
    provider: str | None = None,
    offset: int = 0,
    limit: int = 50,
    order: str = "reception_order",
) -> tuple[list[ClaimRow], int]:
    """Claims of an invoice, of one provider where asked, and how many there are."""
    found = Claim.objects.filter(processing_month=str(month), insurer_number=insurer)
    found = found.exclude(state="accepted")
    if provider is not None:
        found = found.filter(provider_number=provider)
    turned = "-" if order.startswith("-") else ""
    by = turned + CLAIM_ORDERS[order.removeprefix("-")]
    return [claim_row(row) for row in found.order_by(by, "id")[offset : offset + limit]], (
        found.count()
    )
