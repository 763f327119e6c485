"""Tables of the settlement: months, claims, ledger, invoices, collections, payments, reversals."""

from __future__ import annotations

from daiko.settlement.models.claims import Claim, ClaimState, FeeRate, SettlementMonth
from daiko.settlement.models.collections import Allocation, CollectionFile, Notice
from daiko.settlement.models.credits import CreditTransfer
from daiko.settlement.models.invoices import Invoice
from daiko.settlement.models.ledger import Account, Entry, Payable, Posting
from daiko.settlement.models.payments import (
    AgencyAccount,
    Approval,
    PaymentLine,
    PaymentRun,
    Transfer,
)
from daiko.settlement.models.reversals import Reversal

__all__ = [
    "Account",
    "AgencyAccount",
    "Allocation",
    "Approval",
    "Claim",
    "ClaimState",
    "CollectionFile",
    "CreditTransfer",
    "Entry",
    "FeeRate",
    "Invoice",
    "Notice",
    "Payable",
    "PaymentLine",
    "PaymentRun",
    "Posting",
    "Reversal",
    "SettlementMonth",
    "Transfer",
]
