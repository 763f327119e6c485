"""Who sees what reception keeps: the sender, the provider of a claim, the insurer that pays.

Who claims for a provider (its claimant or re-claimant, an entry agent that it appointed)
sees and writes the submissions it brought for it.

Insurers see documents once they are accepted; what was returned is between the provider
and the agency. Source: standards/security-controls.md A3, TEC-05.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Open, Rows, Wall, of_branch

# each by its own wall; EXISTS asks the index for the few rows of a page, where IN would first
# read every submission there is
_SENT: Final = "EXISTS (SELECT FROM reception_submission s WHERE s.id = submission_id)"
_ITS_DOCUMENT: Final = "EXISTS (SELECT FROM reception_document d WHERE d.id = document_id)"

_BROUGHT: Final = "{tenant} = 'provider:' || brought_by"
_APPOINTED: Final = (
    "(EXISTS (SELECT FROM registry_provider p WHERE p.provider_number = sender"
    " AND brought_by IN (p.claimant, p.reclaimant)) OR "
    "EXISTS (SELECT FROM registry_entry_appointment a"
    " WHERE a.agent_number = brought_by AND a.provider_number = sender"
    " AND (received_at AT TIME ZONE 'Asia/Tokyo')::date"
    " BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity')))"
)

WALL: Final[Wall] = {
    "reception_submission": Rows(
        seen_by="{tenant} = 'provider:' || sender OR "
        + _BROUGHT
        + " OR "
        + of_branch(provider="sender"),
        written_by="{tenant} = 'provider:' || sender OR " + f"{_BROUGHT} AND {_APPOINTED}",
    ),
    "reception_document": Rows(
        seen_by="{tenant} = 'provider:' || provider_number OR " + _SENT + " OR "
        "({tenant} = 'insurer:' || insurer_number AND state = 'accepted') OR "
        + of_branch(provider="provider_number", insurer="insurer_number")
    ),
    "reception_finding": Rows(
        seen_by="({tenant} LIKE 'provider:%' OR {office} <> '') AND"
        f" ({_ITS_DOCUMENT} OR {_SENT})"
    ),
    "reception_month": Open("which processing months are open"),
    "reception_receipt_counter": Open("how many receipts a day had"),
}
