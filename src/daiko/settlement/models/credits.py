"""Credits of dissolved insurers that passed to the one in their place. Append-only.

Source: standards/settlement.md 3.3 (an excess of credits is carried to the next
invoice), routing-and-delivery.md 3 rule 2 (the invoice goes to the successor).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.settlement.models.constraints import digits, month_form
from daiko.settlement.models.invoices import Invoice


class CreditTransfer(models.Model):
    """What one close took from the last invoice of a dissolved insurer to its successor."""

    id = models.BigAutoField(primary_key=True)
    processing_month = models.TextField()  # of the close
    from_insurer = models.TextField()
    to_insurer = models.TextField()
    invoice = models.ForeignKey(Invoice, models.PROTECT)  # that carried it over
    invoice_number = models.TextField()  # its receiver does not see the invoice itself
    amount_yen = models.BigIntegerField()

    class Meta:
        db_table = "settlement_credit_transfer"
        ordering: ClassVar = ["processing_month", "from_insurer"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice"], name="settlement_credit_passes_once"),
            month_form("processing_month", "settlement_credit_transfer_month"),
            digits("from_insurer", 8, "settlement_credit_transfer_from"),
            digits("to_insurer", 8, "settlement_credit_transfer_to"),
            models.CheckConstraint(
                condition=Q(amount_yen__gt=0), name="settlement_credit_transfer_amount"
            ),
            models.CheckConstraint(
                condition=~Q(from_insurer=F("to_insurer")), name="settlement_credit_transfer_other"
            ),
        ]
