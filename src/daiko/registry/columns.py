"""How each field of the registry files is read: by file and column.

Source: standards/actors-and-contracts.md 4, 5, 6; rulings.md 13, 16, 29, 33, 34. Columns that
are not named here are text (``TEXT``). Pure; rows and files are described in ``tables.py``.
"""

from __future__ import annotations

from typing import Final

from daiko.checks.findings import Severity
from daiko.registry import values as v
from daiko.registry.shapes import Column

PARTS: Final = ("basic", "detail", "other", "dock", "guidance")

TEXT: Final = Column(v.text(200), default="")
_NAME: Final = Column(v.text(200), required=True)
_DAY: Final = Column(v.day, required=True)
_LATER: Final = Column(v.day)
_INSURER: Final = Column(v.insurer_number, required=True)
_PROVIDER: Final = Column(v.digits(10), required=True)
_ROLE: Final = Column(v.digits(10))
_PERCENT: Final = Column(v.number(0, 100))
_DELIVERY: Final = Column(v.choice("online", "cd_r", "dvd_r"), default="online")
_TERMS: Final = {
    "kind": Column(v.number(1, 3)),
    "value": Column(v.terms_value),
    "limit_yen": Column(v.limit_yen),
}

READERS: Final[dict[str, dict[str, Column]]] = {
    "insurers": {
        "insurer_number": _INSURER,
        "name": _NAME,
        "delivery": _DELIVERY,
        "card_check_mode": Column(v.choice("master", "declared_only"), default="declared_only"),
        "start_on": _DAY,
        "end_on": _LATER,
        "merged_into": Column(v.insurer_number),
    },
    "providers": {
        "provider_number": _PROVIDER,
        "category": Column(v.choice("1", "2", "other"), required=True),
        "services": Column(v.words("checkup", "guidance"), required=True),
        "name": _NAME,
        "claimant": _ROLE,
        "return_to": _ROLE,
        "reclaimant": _ROLE,
        "payee_number": _ROLE,
        "delivery": _DELIVERY,
        "registered_on": _DAY,
        "abolished_on": _LATER,
    },
    "payees": {
        "payee_number": _PROVIDER,
        "bank_number": Column(v.digits(4), required=True),
        "bank_kana": Column(v.bank_kana, default=""),
        "branch_number": Column(v.digits(3), required=True),
        "branch_kana": Column(v.bank_kana, default=""),
        "account_type": Column(v.choice("1", "2", "4", "9"), required=True),
        "account_number": Column(v.digits(7), required=True),
        "holder_kana": Column(v.holder_kana, required=True),
        "valid_from": _DAY,
        "valid_to": _LATER,
        "verified_on": _LATER,
    },
    "contracts": {
        "contract_id": Column(v.text(40), required=True),
        "form": Column(v.choice("A", "B", "I"), required=True),
        "fiscal_year": Column(v.number(2008, 2099), required=True),
        "valid_from": _DAY,
        "valid_to": _DAY,
        "guidance_copayment_rule": Column(
            v.choice("net_price", "whole_first"), default="net_price"
        ),
        "unperformed_basic_item": Column(v.choice("note", "warning", "return_02"), default=""),
        "joint_program_yen": Column(v.yen),
    },
    "contract_insurers": {
        "contract_id": Column(v.text(40), required=True),
        "insurer_number": _INSURER,
        "valid_from": _DAY,
        "valid_to": _LATER,
    },
    "contract_providers": {
        "contract_id": Column(v.text(40), required=True),
        "provider_number": _PROVIDER,
        "valid_from": _DAY,
        "valid_to": _LATER,
        "services": Column(v.words(*PARTS), required=True),
    },
    "contract_prices": {
        "contract_id": Column(v.text(40), required=True),
        "commission_type": Column(v.choice("1", "2"), required=True),
        "price_class": Column(v.choice(*PARTS), required=True),
        "unit_price_yen": Column(v.yen, required=True),
        "first_rate_percent": _PERCENT,
        "final_rate_percent": _PERCENT,
        "dropout_rate_percent": _PERCENT,
        "first_unfinished_price_yen": Column(v.yen),
        "valid_from": _DAY,
        "valid_to": _LATER,
    },
    "cards": {
        "insurer_number": _INSURER,
        "fiscal_year": Column(v.number(2008, 2099), required=True),
        "card_kind": Column(v.choice("1", "2", "3", "4", "5"), required=True),
        "card_id": Column(v.digits(11), required=True),
        "issued_on": _LATER,
        "valid_until": _DAY,
        "symbol": Column(v.text(20), default=""),
        "number": Column(v.text(20), default=""),
        "branch_code": Column(v.text(2), default=""),
        "name_kana": _NAME,
        "birth_date": _DAY,
        "sex": Column(v.choice("1", "2"), required=True),
        "coverage_type": Column(v.choice(*"1234567"), default=""),
        "agency_number": Column(v.digits(8), default=""),
        "checkup_card_id": Column(v.digits(11), default=""),
        "guidance_level": Column(v.choice("1", "2", "3", "4"), default=""),
        "revoked_on": _LATER,
        **{f"{part}_{name}": column for part in PARTS for name, column in _TERMS.items()},
    },
    "insured_persons": {
        "insurer_number": _INSURER,
        "symbol": Column(v.evened(20), default=""),
        "number": Column(v.evened(20), required=True),
        "branch_code": Column(v.digits(2), default=""),
        "birth_date": _DAY,
        "sex": Column(v.choice("1", "2"), required=True),
        "coverage_type": Column(v.choice(*"1234567"), default=""),
        "covered_from": _DAY,
        "covered_to": _LATER,
    },
    "calendar": {
        "processing_month": Column(v.text(7), required=True),
        **dict.fromkeys(("cutoff_on", "close_on", "invoice_on", "due_on", "pay_on"), _DAY),
    },
    "agency": {
        "agency_number": Column(v.digits(8), required=True),
        "name": _NAME,
        "valid_from": _DAY,
        "valid_to": _LATER,
    },
    "offices": {
        "office_number": Column(v.office_number, required=True),
        "name": _NAME,
        "start_on": _DAY,
        "end_on": _LATER,
    },
    "entry_agents": {
        "agent_number": _PROVIDER,
        "name": _NAME,
        "files_claims": Column(v.choice("yes", "no"), default="no"),
        "start_on": _DAY,
        "end_on": _LATER,
    },
    "entry_agent_providers": {
        "agent_number": _PROVIDER,
        "provider_number": _PROVIDER,
        "valid_from": _DAY,
        "valid_to": _LATER,
    },
    "receiver_severities": {
        "receiver": Column(v.receiver, required=True),
        "rule": Column(v.rule, required=True),
        "severity": Column(v.choice(*Severity), required=True),
        "valid_from": _DAY,
        "valid_to": _LATER,
        "error_on": _LATER,
        "reason": Column(v.text(200), required=True),
    },
}
