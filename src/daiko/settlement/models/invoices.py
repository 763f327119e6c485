"""Invoices of insurers (払込請求書): drawn up at the close, issued, never changed afterwards.

Source: standards/settlement.md 3.4, rulings.md 15, 38, 39. The claims of an invoice
are those of its month and insurer.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.settlement.models.constraints import digits, month_form, not_negative


class Invoice(models.Model):
    """What one insurer owes for one month, and how much of it came in."""

    class State(models.TextChoices):
        DRAFT = "draft", "作成済"
        ISSUED = "issued", "請求済"
        PART_PAID = "part_paid", "一部入金"
        PAID = "paid", "入金済"

    id = models.BigAutoField(primary_key=True)
    number = models.TextField(unique=True)  # YYYYMM-insurer number
    processing_month = models.TextField()
    insurer_number = models.TextField()
    remitter_code = models.TextField()  # 10 digits, printed: money is matched by it
    claims = models.IntegerField()
    claims_yen = models.BigIntegerField()
    fee_unit_yen = models.IntegerField()
    tax_rate_percent = models.IntegerField()
    fee_yen = models.BigIntegerField()
    credit_brought_yen = models.BigIntegerField()  # carried from the invoice before
    credit_new_yen = models.BigIntegerField()  # reversals of this month
    credit_applied_yen = models.BigIntegerField()
    credit_carried_yen = models.BigIntegerField()
    total_yen = models.BigIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField()
    state = models.TextField(choices=State.choices)
    paid_yen = models.BigIntegerField(default=0)
    cancelled_yen = models.BigIntegerField(default=0)  # held claims reversed later

    class Meta:
        db_table = "settlement_invoice"
        ordering: ClassVar = ["processing_month", "insurer_number"]
        indexes: ClassVar = [
            models.Index(fields=["insurer_number"], name="settlement_invoice_insurer"),
            models.Index(
                fields=["remitter_code"],
                condition=Q(state__in=["issued", "part_paid"]),
                name="settlement_invoice_open",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["processing_month", "insurer_number"], name="settlement_invoice_once"
            ),
            month_form("processing_month", "settlement_invoice_month"),
            digits("insurer_number", 8, "settlement_invoice_insurer_number"),
            digits("remitter_code", 10, "settlement_invoice_remitter_code"),
            not_negative(
                [
                    "claims",
                    "claims_yen",
                    "fee_yen",
                    "credit_brought_yen",
                    "credit_new_yen",
                    "credit_applied_yen",
                    "credit_carried_yen",
                    "total_yen",
                    "paid_yen",
                    "cancelled_yen",
                ],
                "settlement_invoice_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(fee_yen=F("fee_unit_yen") * F("claims")),
                name="settlement_invoice_fee",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_yen=F("claims_yen") + F("fee_yen") - F("credit_applied_yen"),
                    credit_carried_yen=F("credit_brought_yen")
                    + F("credit_new_yen")
                    - F("credit_applied_yen"),
                ),
                name="settlement_invoice_total",
            ),
            models.CheckConstraint(
                condition=Q(credit_carried_yen=0) | Q(total_yen=0),
                name="settlement_invoice_carries_only_excess",
            ),
            models.CheckConstraint(
                condition=Q(total_yen__gte=F("paid_yen") + F("cancelled_yen")),
                name="settlement_invoice_not_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", paid_yen=0)
                | Q(state="issued", paid_yen=0) & ~Q(total_yen=F("cancelled_yen"))
                | Q(state="part_paid", paid_yen__gt=0)
                & ~Q(total_yen=F("paid_yen") + F("cancelled_yen"))
                | Q(state="paid", total_yen=F("paid_yen") + F("cancelled_yen")),
                name="settlement_invoice_state",
            ),
        ]
