"""Verbs of the settlement, each one transaction with its audit row.

Source: design 3. The verbs live by subject in the modules beside this one; other
rooms and front rooms import them from here only.
"""

from __future__ import annotations

from daiko.settlement.agency_account import set_agency_account
from daiko.settlement.closing import close_month, preview_close
from daiko.settlement.collecting import apply_suspense, collect
from daiko.settlement.invoicing import issue_invoices
from daiko.settlement.paying import (
    approve_payment,
    discard_payment,
    make_bank_file,
    plan_payment,
    record_executed,
)
from daiko.settlement.repaying import record_repayment
from daiko.settlement.requests import enter_claims, refuse_reversal, request_reversal

__all__ = [
    "apply_suspense",
    "approve_payment",
    "close_month",
    "collect",
    "discard_payment",
    "enter_claims",
    "issue_invoices",
    "make_bank_file",
    "plan_payment",
    "preview_close",
    "record_executed",
    "record_repayment",
    "refuse_reversal",
    "request_reversal",
    "set_agency_account",
]
