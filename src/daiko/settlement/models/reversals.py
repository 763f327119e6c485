"""Reversals of settled claims (過誤): requested by the insurer, settled at a close.

Source: standards/settlement.md 3.3, rulings.md 38, 40.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daiko.settlement.models.claims import Claim
from daiko.settlement.models.constraints import digits, not_negative


class Reversal(models.Model):
    """One request. ``kind`` is decided when it is settled: offset, held or repayment."""

    class State(models.TextChoices):
        REQUESTED = "requested", "申出"
        CARRIED = "carried", "繰越"
        SETTLED = "settled", "調整済"
        DEMANDED = "demanded", "返還請求"
        REFUSED = "refused", "不承認"

    id = models.BigAutoField(primary_key=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="reversals")
    insurer_number = models.TextField()
    provider_number = models.TextField()
    amount_yen = models.BigIntegerField()
    reason = models.TextField()  # table 10
    note = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.TextField()
    state = models.TextField(choices=State.choices)
    kind = models.TextField(default="")
    first_tried = models.TextField(default="")  # processing months YYYY-MM
    settled_month = models.TextField(default="")
    payment_run_id = models.BigIntegerField(null=True)  # offsets: the run that took it

    class Meta:
        db_table = "settlement_reversal"
        ordering: ClassVar = ["requested_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["provider_number", "state"], name="settlement_reversal_queue"),
            models.Index(fields=["settled_month"], name="settlement_reversal_month"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"], condition=~Q(state="refused"), name="settlement_reversal_once"
            ),
            digits("insurer_number", 8, "settlement_reversal_insurer"),
            digits("provider_number", 10, "settlement_reversal_provider"),
            not_negative(["amount_yen"], "settlement_reversal_amount"),
            models.CheckConstraint(
                condition=Q(reason__regex=r"^0[1-9]$"), name="settlement_reversal_reason"
            ),
            models.CheckConstraint(
                condition=Q(note__regex=r"^.{0,100}$"), name="settlement_reversal_note"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["requested", "carried", "demanded", "refused"],
                    kind="",
                    settled_month="",
                )
                | Q(
                    state="settled",
                    kind__in=["offset", "held", "repayment"],
                    settled_month__regex=r"^20[0-9]{2}-(0[1-9]|1[0-2])$",
                ),
                name="settlement_reversal_state",
            ),
        ]
