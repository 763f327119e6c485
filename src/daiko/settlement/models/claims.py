"""Processing months, the claims they settle, and the fee an item bears.

Source: standards/settlement.md 2, 3.2; rulings.md 15, 36, 37. A claim stands here
from the close of its month (or, entered as a record, from before it); reception
keeps the document and its earlier states.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daiko.settlement.models.constraints import digits, month_form, not_negative, one_of

_MOST_YEN = 999_999_999  # settlement.md 1: totals have at most nine digits


class SettlementMonth(models.Model):
    """A processing month (処理月). What stands here was fixed at its close, dates included."""

    class State(models.TextChoices):
        OPEN = "open", "受付中"
        CLOSED = "closed", "締め済"

    processing_month = models.TextField(primary_key=True)  # YYYY-MM
    state = models.TextField(choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    close_on = models.DateField(null=True)
    invoice_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    pay_on = models.DateField(null=True)
    invoiced_at = models.DateTimeField(null=True)
    claims = models.IntegerField(default=0)
    claim_yen = models.BigIntegerField(default=0)
    fee_yen = models.BigIntegerField(default=0)
    reversed_count = models.IntegerField(default=0)  # against claims of the month
    reversed_yen = models.BigIntegerField(default=0)
    cancelled_count = models.IntegerField(default=0)  # held claims, without offset
    cancelled_yen = models.BigIntegerField(default=0)
    excess_yen = models.BigIntegerField(default=0)  # of cancelled_yen: credit on new invoices
    carried_count = models.IntegerField(default=0)
    carried_yen = models.BigIntegerField(default=0)

    class Meta:
        db_table = "settlement_month"
        ordering: ClassVar = ["processing_month"]
        constraints: ClassVar = [
            month_form("processing_month", "settlement_month_form"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by="")
                | Q(
                    state="closed",
                    closed_at__isnull=False,
                    close_on__isnull=False,
                    invoice_on__isnull=False,
                    due_on__isnull=False,
                    pay_on__isnull=False,
                )
                & ~Q(closed_by=""),
                name="settlement_month_state",
            ),
            models.CheckConstraint(
                condition=Q(invoiced_at__isnull=True) | Q(state="closed"),
                name="settlement_month_invoiced_after_close",
            ),
        ]


class ClaimState(models.TextChoices):
    """Money states of a claim (ruling 37); ``accepted`` only for entered records."""

    ACCEPTED = "accepted", "受理"
    CONFIRMED = "confirmed", "確定"
    BILLED = "billed", "請求済"
    COLLECTED = "collected", "入金済"
    HELD = "held", "保留"
    PAID = "paid", "支払済"
    REVERSAL_PENDING = "reversal_pending", "過誤申出中"
    REVERSED = "reversed", "過誤調整済"


class Claim(models.Model):
    """One settled document: a checkup of reception or a claim entered as a record.

    No index holds ``state`` and the table keeps room in its pages (migration 0002), so
    that a month's change of state rewrites no index.
    """

    id = models.BigAutoField(primary_key=True)
    document_id = models.BigIntegerField(null=True, unique=True)
    entered_reference = models.TextField(null=True)
    kind = models.TextField()  # checkup | guidance
    processing_month = models.TextField()
    reception_order = models.BigIntegerField(null=True)  # from 1 within the month, at close
    insurer_number = models.TextField()
    provider_number = models.TextField()
    unit_total_yen = models.BigIntegerField()
    payment_yen = models.BigIntegerField()
    other_program_yen = models.BigIntegerField()
    claim_yen = models.BigIntegerField()
    state = models.TextField(choices=ClaimState.choices)
    payment_run_id = models.BigIntegerField(null=True)  # the run that pays it

    class Meta:
        db_table = "settlement_claim"
        indexes: ClassVar = [
            models.Index(
                fields=["processing_month", "insurer_number", "reception_order"],
                name="settlement_claim_invoice",
            ),
            models.Index(
                fields=["provider_number", "processing_month"], name="settlement_claim_provider"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entered_reference"],
                condition=Q(entered_reference__isnull=False),
                name="settlement_claim_entered_once",
            ),
            month_form("processing_month", "settlement_claim_month"),
            digits("insurer_number", 8, "settlement_claim_insurer_number"),
            digits("provider_number", 10, "settlement_claim_provider_number"),
            one_of("kind", ["checkup", "guidance"], "settlement_claim_kind"),
            one_of("state", ClaimState.values, "settlement_claim_state"),
            models.CheckConstraint(
                condition=Q(document_id__isnull=False, entered_reference__isnull=True)
                | Q(document_id__isnull=True, entered_reference__isnull=False),
                name="settlement_claim_one_source",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit_total_yen__range=(0, _MOST_YEN),
                    payment_yen__range=(0, _MOST_YEN),
                    other_program_yen__range=(0, _MOST_YEN),
                    claim_yen__range=(0, _MOST_YEN),
                ),
                name="settlement_claim_yen",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", reception_order__isnull=True)
                | ~Q(state="accepted") & Q(reception_order__isnull=False),
                name="settlement_claim_ordered_at_close",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment_run_id__isnull=False),
                name="settlement_claim_paid_by_a_run",
            ),
        ]


class FeeRate(models.Model):
    """事務手数料 of one accepted document, tax inside (ruling 15); the latest row holds."""

    valid_from = models.DateField(primary_key=True)
    fee_unit_yen = models.IntegerField()
    tax_rate_percent = models.IntegerField()

    class Meta:
        db_table = "settlement_fee_rate"
        constraints: ClassVar = [
            not_negative(["fee_unit_yen", "tax_rate_percent"], "settlement_fee_rate_yen"),
        ]
