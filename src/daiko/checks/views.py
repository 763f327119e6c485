"""The views of a checkup pair on which rules are settled: what repeats in an archive.

Each holds fields that take few values together: those of one sender, one day, one
laboratory, one contract. What is one person's own (name, address, card) is in none, so
rules about it always run. How it works and why it is right: ``settled.py``. Pure.
"""

from __future__ import annotations

from typing import Final

from daiko.checks.settled import View

HEADER: Final = View(
    (
        "result.type_id",
        "result.document_id",
        "result.report_code",
        "result.report_code_system",
        "result.confidentiality_code",
        "result.confidentiality_code_system",
        "result.record_target_count",
        "result.sex",
        "result.sex_code_system",
        "result.author",
        "result.custodian",
        "result.program_code",
        "result.program_code_system",
        "result.performer",
        "claim.provider",
    )
)
"""The constants of CDA and the organisations: one sender's are always the same."""

DATES: Final = View(
    (
        "received_on",
        "performed_on",
        "fiscal_year",
        "result.performed_on",
        "result.created_on",
        "result.author_time",
        "claim.card_valid_until",
    )
)
"""An archive has the checkups of a few days."""

ITEMS: Final = View(
    (
        "fiscal_year",
        "items.measured",
        "items.undone",
        "items.section_codes",
        "items.doubled",
        "items.right",
    )
)
"""Which items stand there, not their values; and that each is right by itself."""

TERMS: Final = View(
    (
        "claim.service_event_type",
        "claim.sex",
        "claim.claim_type",
        "claim.commission_type",
        "claim.basic_terms",
        "claim.detail_terms",
        "claim.other_terms",
        "claim.has_dock_terms",
        "claim.dock_terms",
        "claim.dock_limit",
        "claim.agency_result",
        "claim.insurer_result",
    )
)
"""What a card and a claim type say. Prices and payments vary too much: see the measurements."""

CHECKUP_VIEWS: Final = (HEADER, DATES, ITEMS, TERMS)
