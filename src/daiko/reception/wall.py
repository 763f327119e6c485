"""Who sees what reception keeps: the sender, the provider of a claim, the insurer that pays.

Insurers see documents once they are accepted; what was returned is between the provider
and the agency. Source: standards/security-controls.md A3, TEC-05.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Open, Rows, Wall, of_branch

_SENT: Final = "submission_id IN (SELECT id FROM reception_submission)"  # by its own wall

WALL: Final[Wall] = {
    "reception_submission": Rows(
        seen_by="{tenant} = 'provider:' || sender OR " + of_branch(provider="sender"),
        written_by="{tenant} = 'provider:' || sender",
    ),
    "reception_document": Rows(
        seen_by="{tenant} = 'provider:' || provider_number OR " + _SENT + " OR "
        "({tenant} = 'insurer:' || insurer_number AND state = 'accepted') OR "
        + of_branch(provider="provider_number", insurer="insurer_number")
    ),
    "reception_finding": Rows(
        seen_by="({tenant} LIKE 'provider:%' OR {office} <> '') AND"
        " (document_id IN (SELECT id FROM reception_document)"
        " OR submission_id IN (SELECT id FROM reception_submission))"
    ),
    "reception_month": Open("which processing months are open"),
    "reception_receipt_counter": Open("how many receipts a day had"),
}
