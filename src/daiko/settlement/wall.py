"""Who sees the money: each side its own claims, invoices and payments; the ledger the agency.

Source: standards/security-controls.md A3, TEC-05. The ledger, its postings and the notices
are append-only: the application has no grant to change or remove their rows.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Open, Rows, Wall, of_branch

_PROVIDER: Final = "{tenant} = 'provider:' || provider_number OR " + of_branch(
    provider="provider_number"
)
_INSURER: Final = "{tenant} = 'insurer:' || insurer_number OR " + of_branch(
    insurer="insurer_number"
)
_ADD_ONLY: Final = ("SELECT", "INSERT")
_AGENCY_ALONE: Final = Rows()

WALL: Final[Wall] = {
    "settlement_month": Open("states and sums of whole months"),
    "settlement_fee_rate": Open("the published fee", grants=_ADD_ONLY),
    "settlement_claim": Rows(seen_by=f"{_PROVIDER} OR {_INSURER}"),
    "settlement_reversal": Rows(seen_by=f"{_PROVIDER} OR {_INSURER}"),
    "settlement_invoice": Rows(seen_by=_INSURER),
    "settlement_allocation": Rows(
        seen_by="EXISTS (SELECT FROM settlement_invoice i WHERE i.id = invoice_id)"
    ),
    "settlement_credit_transfer": Rows(
        seen_by="{tenant} IN ('insurer:' || from_insurer, 'insurer:' || to_insurer) OR "
        + of_branch(insurer="from_insurer")
        + " OR "
        + of_branch(insurer="to_insurer"),
        grants=_ADD_ONLY,
    ),
    "settlement_payable": Rows(seen_by=_PROVIDER),
    "settlement_payment_line": Rows(seen_by=_PROVIDER),
    "settlement_payment_run": _AGENCY_ALONE,
    "settlement_approval": _AGENCY_ALONE,
    "settlement_transfer": _AGENCY_ALONE,
    "settlement_account": Rows(grants=_ADD_ONLY),
    "settlement_agency_account": _AGENCY_ALONE,
    "settlement_posting": Rows(grants=_ADD_ONLY),
    "settlement_entry": Rows(grants=_ADD_ONLY),
    "settlement_collection_file": _AGENCY_ALONE,
    "settlement_notice": _AGENCY_ALONE,
}
