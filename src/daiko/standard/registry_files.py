"""Columns of the registry's CSV files, as the product reads and writes them.

UTF-8 (with or without BOM) or CP932, header row, comma, dates as YYYY-MM-DD or
YYYYMMDD, yen as digits, empty = none. A row that ends is dated, never deleted.
Source: standards/actors-and-contracts.md 5 and 6, in the words of the glossary.
Pure: names only; reading and checking rows is ``registry/csv_files.py``.
"""

from __future__ import annotations

from typing import Final

_CARD_TERMS: Final = tuple(
    f"{part}_{column}"
    for part in ("basic", "detail", "other", "dock", "guidance")
    for column in ("kind", "value", "limit_yen")
)

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "insurers": (
        "insurer_number",
        "name",
        "kana",
        "postal_code",
        "address",
        "telephone",
        "contact",
        "delivery",
        "remitter_code",
        "invoice_address",
        "card_check_mode",
        "start_on",
        "end_on",
        "merged_into",
    ),
    "providers": (
        "provider_number",
        "category",
        "services",
        "name",
        "kana",
        "postal_code",
        "address",
        "telephone",
        "claimant",
        "return_to",
        "reclaimant",
        "payee_number",
        "delivery",
        "registered_on",
        "abolished_on",
    ),
    "payees": (
        "payee_number",
        "bank_number",
        "bank_kana",
        "branch_number",
        "branch_kana",
        "account_type",
        "account_number",
        "holder_kana",
        "valid_from",
        "valid_to",
        "verified_on",
        "verified_by",
    ),
    "contracts": (
        "contract_id",
        "form",
        "fiscal_year",
        "valid_from",
        "valid_to",
        "organiser_code",
        "organiser_name",
        "representative_insurer",
        "guidance_copayment_rule",
        "unperformed_basic_item",
        "joint_program_yen",
    ),
    "contract_insurers": ("contract_id", "insurer_number", "valid_from", "valid_to"),
    "contract_providers": ("contract_id", "provider_number", "valid_from", "valid_to", "services"),
    "contract_prices": (
        "contract_id",
        "commission_type",
        "price_class",
        "item_code",
        "unit_price_yen",
        "first_rate_percent",
        "final_rate_percent",
        "dropout_rate_percent",
        "first_unfinished_price_yen",
        "valid_from",
        "valid_to",
    ),
    "cards": (
        "insurer_number",
        "fiscal_year",
        "card_kind",
        "card_id",
        "issued_on",
        "valid_until",
        "symbol",
        "number",
        "branch_code",
        "name_kana",
        "birth_date",
        "sex",
        "coverage_type",
        "agency_number",
        "organiser_name",
        *_CARD_TERMS,
        "guidance_level",
        "checkup_card_id",
        "revoked_on",
    ),
    "insured_persons": (
        "insurer_number",
        "symbol",
        "number",
        "branch_code",
        "name_kana",
        "birth_date",
        "sex",
        "coverage_type",
        "covered_from",
        "covered_to",
    ),
    "calendar": (
        "processing_month",
        "cutoff_on",
        "close_on",
        "invoice_on",
        "due_on",
        "pay_on",
    ),
    "agency": (
        "agency_number",
        "name",
        "kana",
        "postal_code",
        "address",
        "telephone",
        "valid_from",
        "valid_to",
    ),
    "offices": (
        "office_number",
        "name",
        "postal_code",
        "address",
        "telephone",
        "start_on",
        "end_on",
    ),
    "entry_agents": (
        "agent_number",
        "name",
        "kana",
        "postal_code",
        "address",
        "telephone",
        "files_claims",
        "start_on",
        "end_on",
    ),
    "entry_agent_providers": (
        "agent_number",
        "provider_number",
        "valid_from",
        "valid_to",
    ),
    "receiver_severities": (
        "receiver",
        "rule",
        "severity",
        "valid_from",
        "valid_to",
        "error_on",
        "reason",
    ),
}
"""File name without ``.csv`` → columns. ``services`` is a blank-separated set:
providers: checkup guidance; contract_providers: basic detail other dock guidance.
``kind`` 1 none, 2 fixed, 3 rate, with ``value`` six digit yen or rate (030000 = 30 %).
``card_check_mode`` master | declared_only. ``delivery`` online | cd_r | dvd_r.
``office_number`` 00 head office, 01 to 47 the branch of a prefecture; ``files_claims``
yes | no: whether the agent sends claims too, for whom ``entry_agent_providers`` says.
``receiver`` agency, or an insurer number. ``severity`` reject-archive | reject-document |
warning | note. ``form`` A | B | I. ``price_class`` basic | detail | other | dock | guidance."""

PERSONAL: Final = frozenset({"cards", "insured_persons"})
"""Files whose rows are persons: their fields are neither shown nor sent through a browser."""
