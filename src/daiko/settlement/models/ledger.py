"""The ledger: accounts, postings and entries, append-only.

Source: standards/settlement.md 4, rulings.md 40. An entry's ``amount_yen`` is positive
for debit (借方), negative for credit (貸方). Triggers of migration 0002 keep that a
posting is complete at once (entries only in the transaction that made it), balanced
in itself and for each source, and that nothing is changed or deleted. They also
stand for the foreign keys, whose check row by row a close of a million claims
would feel. TRUNCATE is left to the owner of the tables.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daiko.settlement.models.constraints import one_of

KINDS = (
    "receivable",  # AR:ins:{insurer} 保険者未収金
    "payable",  # AP:prov:{provider}:{payee} 機関未払金
    "cash",  # CASH:bank
    "fee",  # FEE:rev 手数料収入
    "suspense",  # SUSP:in 仮受金
    "shortfall",  # SHORT:prov:{provider} 機関不足金
)
REASONS = (
    "claim_confirmed",
    "fee",
    "reversal",
    "held_cancelled",
    "collected",
    "collection_cancelled",
    "suspense_applied",
    "repayment",
    "payee_changed",
    "credit_passed_on",
    "paid",
    "shortfall",
    "shortfall_recovered",
)
SOURCES = ("claim", "insurer", "reversal", "notice", "provider", "transfer", "line")


class Account(models.Model):
    """One account of the ledger."""

    id = models.BigAutoField(primary_key=True)
    code = models.TextField(unique=True)
    kind = models.TextField()
    party = models.TextField()  # insurer or provider, "" for the agency's own
    payee_number = models.TextField()  # payables only, "" without a payee

    class Meta:
        db_table = "settlement_account"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [one_of("kind", KINDS, "settlement_account_kind")]


class Payable(models.Model):
    """Under which payee a provider's payable stands now (ruling 40)."""

    provider_number = models.TextField(primary_key=True)
    payee_number = models.TextField()
    account = models.ForeignKey(Account, models.PROTECT)

    class Meta:
        db_table = "settlement_payable"


class Posting(models.Model):
    """One booking; ``key`` makes it happen once."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)  # e.g. close:2026-06:06990014
    event = models.TextField()
    processing_month = models.TextField()
    posted_at = models.DateTimeField()
    posted_by = models.TextField()

    class Meta:
        db_table = "settlement_posting"
        indexes: ClassVar = [
            models.Index(fields=["processing_month", "event"], name="settlement_posting_month"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(posted_by=""), name="settlement_posting_key"
            ),
            one_of("event", REASONS, "settlement_posting_event"),
        ]


class Entry(models.Model):
    """One line of a posting, with its reason and the thing it comes from."""

    id = models.BigAutoField(primary_key=True)
    posting = models.ForeignKey(Posting, models.DO_NOTHING, db_constraint=False)
    account = models.ForeignKey(Account, models.DO_NOTHING, db_constraint=False)
    amount_yen = models.BigIntegerField()  # debit +, credit -
    reason = models.TextField()
    source_kind = models.TextField()
    source_id = models.BigIntegerField()

    class Meta:
        db_table = "settlement_entry"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount_yen=0), name="settlement_entry_amount"),
            one_of("reason", REASONS, "settlement_entry_reason"),
            one_of("source_kind", SOURCES, "settlement_entry_source"),
        ]
