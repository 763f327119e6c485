"""Incoming money: files of the bank, their notices, what they paid for.

Source: standards/settlement.md 3.4, 6.1; rulings.md 39. A notice is known by what the
bank says of it, so that the same notice in a second file counts once.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.settlement.models.constraints import digits, one_of
from daiko.settlement.models.invoices import Invoice


class CollectionFile(models.Model):
    """One imported file of 振込入金通知, kept byte for byte in the object store."""

    id = models.BigAutoField(primary_key=True)
    sha256 = models.TextField(unique=True)
    file_name = models.TextField()
    object_key = models.TextField()
    imported_at = models.DateTimeField()
    imported_by = models.TextField()

    class Meta:
        db_table = "settlement_collection_file"
        ordering: ClassVar = ["id"]


class Notice(models.Model):
    """One transfer to our account, or the cancelling of an earlier one."""

    class State(models.TextChoices):
        MATCHED = "matched", "消込済"
        UNMATCHED = "unmatched", "要確認"
        CANCELLED = "cancelled", "取消済"
        CANCEL = "cancel", "取消"

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(CollectionFile, models.PROTECT, related_name="notices")
    position = models.IntegerField()
    inquiry_number = models.TextField()
    booked_on = models.DateField()
    value_on = models.DateField()
    amount_yen = models.BigIntegerField()
    remitter_code = models.TextField()
    remitter_name = models.TextField()
    is_cancel = models.BooleanField()
    occurrence = models.IntegerField()  # among equal notices of one file, from 1
    state = models.TextField(choices=State.choices)
    suspense_yen = models.BigIntegerField()  # 仮受金; negative: a cancel of unknown money
    cancels = models.OneToOneField("self", models.PROTECT, null=True)

    class Meta:
        db_table = "settlement_notice"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(
                fields=["remitter_code"],
                condition=~Q(suspense_yen=0),
                name="settlement_notice_suspense",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "booked_on",
                    "inquiry_number",
                    "remitter_code",
                    "amount_yen",
                    "is_cancel",
                    "occurrence",
                ],
                name="settlement_notice_once",
            ),
            digits("remitter_code", 10, "settlement_notice_remitter_code"),
            one_of(
                "state", ["matched", "unmatched", "cancelled", "cancel"], "settlement_notice_state"
            ),
            models.CheckConstraint(
                condition=Q(is_cancel=False, suspense_yen__gte=0, amount_yen__gte=F("suspense_yen"))
                | Q(is_cancel=True, suspense_yen__lte=0),
                name="settlement_notice_suspense_within_amount",
            ),
        ]


class Allocation(models.Model):
    """Money of a notice that counts for an invoice; negative where a cancel takes it back."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations")
    yen = models.BigIntegerField()
    allocated_at = models.DateTimeField()

    class Meta:
        db_table = "settlement_allocation"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(yen=0), name="settlement_allocation_yen"),
        ]
