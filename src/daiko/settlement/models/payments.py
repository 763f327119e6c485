"""Payment runs: a line a provider, a transfer a payee with its account frozen, approvals.

Source: standards/settlement.md 3.5, 6; rulings.md 39, 40, 41, 42. The lines of an
approved run are the values of 支払額決定通知書.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.settlement.models.constraints import digits, month_form, not_negative, one_of

MOST_TRANSFER_YEN = 9_999_999_999  # settlement.md 6


class PaymentRun(models.Model):
    """One payment to all providers; one run under way at a time (index of migration 0002)."""

    class State(models.TextChoices):
        PLANNED = "planned", "作成済"
        APPROVED = "approved", "承認済"
        FILE_MADE = "file_made", "振込ファイル作成済"
        EXECUTED = "executed", "支払済"
        DISCARDED = "discarded", "取消"

    id = models.BigAutoField(primary_key=True)
    processing_month = models.TextField()
    pay_on = models.DateField()
    state = models.TextField(choices=State.choices)
    planned_by = models.TextField()
    planned_at = models.DateTimeField()
    transfers = models.IntegerField()
    total_yen = models.BigIntegerField()
    approved_at = models.DateTimeField(null=True)
    file_name = models.TextField(default="")
    file_key = models.TextField(default="")
    file_sha256 = models.TextField(default="")
    file_made_at = models.DateTimeField(null=True)
    sample_account = models.BooleanField(default=False)
    executed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "settlement_payment_run"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            month_form("processing_month", "settlement_run_month"),
            not_negative(["transfers", "total_yen"], "settlement_run_total"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["planned", "discarded"], file_key="", executed_at__isnull=True
                )
                | Q(state="approved", approved_at__isnull=False, executed_at__isnull=True)
                | Q(state="file_made", file_made_at__isnull=False, executed_at__isnull=True)
                & ~Q(file_sha256="")
                | Q(state="executed", file_made_at__isnull=False, executed_at__isnull=False)
                & ~Q(file_sha256=""),
                name="settlement_run_state",
            ),
        ]


class Approval(models.Model):
    """One person's approval of a run; nobody approves twice."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="approvals")
    approved_by = models.TextField()
    approved_at = models.DateTimeField()

    class Meta:
        db_table = "settlement_approval"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "approved_by"], name="settlement_approval_once"),
            models.CheckConstraint(condition=~Q(approved_by=""), name="settlement_approval_by"),
        ]


class Transfer(models.Model):
    """One record of the bank file: the payee's account as it was when the run was planned."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="transfer_rows")
    payee_number = models.TextField()
    bank_number = models.TextField()
    bank_kana = models.TextField()
    branch_number = models.TextField()
    branch_kana = models.TextField()
    account_type = models.TextField()
    account_number = models.TextField()
    holder_kana = models.TextField()
    verified_on = models.DateField()
    amount_yen = models.BigIntegerField()

    class Meta:
        db_table = "settlement_transfer"
        ordering: ClassVar = ["run_id", "payee_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "payee_number"], name="settlement_transfer_once"
            ),
            digits("payee_number", 10, "settlement_transfer_payee_number"),
            models.CheckConstraint(
                condition=Q(amount_yen__range=(1, MOST_TRANSFER_YEN)),
                name="settlement_transfer_amount",
            ),
        ]


class PaymentLine(models.Model):
    """One provider in a run. Every yen that was payable is somewhere (ruling 41)."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="lines")
    provider_number = models.TextField()
    payee_number = models.TextField()  # "" without a payee
    waits_for = models.TextField()  # "" | payee | verification | account
    confirmed = models.IntegerField()
    confirmed_yen = models.BigIntegerField()  # claims of the run's month
    brought_yen = models.BigIntegerField()  # payable from before: held or waiting
    reversed_count = models.IntegerField()
    reversed_yen = models.BigIntegerField()  # offsets not yet taken from a payment
    cancelled_yen = models.BigIntegerField()  # held claims reversed without offset
    carried_yen = models.BigIntegerField()  # reversals that wait for more claims
    payable_yen = models.BigIntegerField()  # balance of the ledger, before the run
    paid_claims = models.IntegerField()
    released_yen = models.BigIntegerField()  # claims of earlier months paid now
    held_yen = models.BigIntegerField()
    waiting_yen = models.BigIntegerField()  # could be paid, but waits_for
    shortfall_yen = models.BigIntegerField()  # offset larger than what was collected
    recovered_yen = models.BigIntegerField()  # earlier shortfall taken back
    paid_yen = models.BigIntegerField()
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="lines")

    class Meta:
        db_table = "settlement_payment_line"
        ordering: ClassVar = ["run_id", "provider_number"]
        indexes: ClassVar = [
            models.Index(fields=["provider_number"], name="settlement_line_provider"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "provider_number"], name="settlement_line_once"),
            one_of("waits_for", ["", "payee", "verification", "account"], "settlement_line_waits"),
            not_negative(
                [
                    "confirmed_yen",
                    "reversed_yen",
                    "cancelled_yen",
                    "carried_yen",
                    "released_yen",
                    "held_yen",
                    "shortfall_yen",
                    "recovered_yen",
                    "paid_yen",
                ],
                "settlement_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    payable_yen=F("brought_yen")
                    + F("confirmed_yen")
                    - F("reversed_yen")
                    - F("cancelled_yen")
                ),
                name="settlement_line_payable",
            ),
            models.CheckConstraint(
                condition=Q(
                    payable_yen=F("paid_yen")
                    + F("held_yen")
                    + F("waiting_yen")
                    + F("recovered_yen")
                    - F("shortfall_yen")
                ),
                name="settlement_line_every_yen",
            ),
            models.CheckConstraint(
                condition=Q(paid_yen=0, transfer__isnull=True)
                | Q(paid_yen__gt=0, transfer__isnull=False),
                name="settlement_line_transfer",
            ),
            models.CheckConstraint(
                condition=Q(waits_for="", waiting_yen=0)
                | ~Q(waits_for="") & Q(paid_yen=0, shortfall_yen=0, recovered_yen=0),
                name="settlement_line_waiting",
            ),
        ]


class AgencyAccount(models.Model):
    """The agency as its bank knows it, from a day on; the latest row holds."""

    valid_from = models.DateField(primary_key=True)
    remitter_code = models.TextField()
    remitter_name = models.TextField()
    bank_number = models.TextField()
    bank_kana = models.TextField()
    branch_number = models.TextField()
    branch_kana = models.TextField()
    account_type = models.TextField()
    account_number = models.TextField()

    class Meta:
        db_table = "settlement_agency_account"
        constraints: ClassVar = [
            digits("remitter_code", 10, "settlement_agency_remitter_code"),
            digits("bank_number", 4, "settlement_agency_bank"),
            digits("branch_number", 3, "settlement_agency_branch"),
            digits("account_number", 7, "settlement_agency_number"),
            one_of("account_type", ["1", "2", "9"], "settlement_agency_type"),
        ]
