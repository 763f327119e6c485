"""Insurers, payees with their accounts, and providers.

Source: standards/actors-and-contracts.md 2, 5, 6; rulings.md 40, 42.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from daiko.registry.models.constraints import DELIVERIES, digits, in_order


class Insurer(models.Model):
    """保険者. ``card_check_mode`` master: claims are held against its card register."""

    insurer_number = models.TextField(primary_key=True)  # 8 digits
    name = models.TextField()
    kana = models.TextField()
    postal_code = models.TextField()
    address = models.TextField()
    telephone = models.TextField()
    contact = models.TextField()
    delivery = models.TextField()
    remitter_code = models.TextField()
    invoice_address = models.TextField()
    card_check_mode = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_column="merged_into")

    class Meta:
        db_table = "registry_insurer"
        ordering: ClassVar = ["insurer_number"]
        constraints: ClassVar = [
            digits("insurer_number", 8, "registry_insurer_number"),
            in_order("start_on", "end_on", "registry_insurer_days"),
            models.CheckConstraint(condition=~Q(name=""), name="registry_insurer_name"),
            models.CheckConstraint(
                condition=Q(delivery__in=list(DELIVERIES)), name="registry_insurer_delivery"
            ),
            models.CheckConstraint(
                condition=Q(card_check_mode__in=["master", "declared_only"]),
                name="registry_insurer_card_check_mode",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(end_on__isnull=False),
                name="registry_insurer_merged_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("insurer_number")),
                name="registry_insurer_not_its_own_successor",
            ),
        ]


class Payee(models.Model):
    """振込先: one payee may stand for many providers (ruling 42)."""

    payee_number = models.TextField(primary_key=True)  # 10 digits

    class Meta:
        db_table = "registry_payee"
        constraints: ClassVar = [digits("payee_number", 10, "registry_payee_number")]


class PayeeAccount(models.Model):
    """The account of a payee for a time; only a verified one is paid to (ruling 40)."""

    id = models.BigAutoField(primary_key=True)
    payee = models.ForeignKey(Payee, models.PROTECT, db_column="payee_number")
    bank_number = models.TextField()
    bank_kana = models.TextField()
    branch_number = models.TextField()
    branch_kana = models.TextField()
    account_type = models.TextField()  # 1 ordinary, 2 current, 4 savings, 9 other
    account_number = models.TextField()  # 7 digits
    holder_kana = models.TextField()  # Zengin characters, half width
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    verified_by = models.TextField()

    class Meta:
        db_table = "registry_payee_account"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["payee", "valid_from"], name="registry_payee_account_once"
            ),
            digits("bank_number", 4, "registry_payee_account_bank"),
            digits("branch_number", 3, "registry_payee_account_branch"),
            digits("account_number", 7, "registry_payee_account_number"),
            models.CheckConstraint(
                condition=Q(account_type__in=["1", "2", "4", "9"]),
                name="registry_payee_account_type",
            ),
            models.CheckConstraint(
                condition=Q(holder_kana__regex=r"^[ -~｡-ﾟ]{1,30}$"),
                name="registry_payee_account_holder",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by="")
                | Q(verified_on__isnull=False) & ~Q(verified_by=""),
                name="registry_payee_account_verified",
            ),
            in_order("valid_from", "valid_to", "registry_payee_account_days"),
        ]


class Provider(models.Model):
    """健診・保健指導機関 with its four roles; empty role = the provider itself."""

    provider_number = models.TextField(primary_key=True)  # 10 digits
    category = models.TextField()  # 1 insured medical institution, 2, other
    services = ArrayField(models.TextField())
    name = models.TextField()
    kana = models.TextField()
    postal_code = models.TextField()
    address = models.TextField()
    telephone = models.TextField()
    claimant = models.TextField(null=True)
    return_to = models.TextField(null=True)
    reclaimant = models.TextField(null=True)
    payee = models.ForeignKey(Payee, models.PROTECT, null=True, db_column="payee_number")
    delivery = models.TextField()
    registered_on = models.DateField()
    abolished_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_provider"
        ordering: ClassVar = ["provider_number"]
        constraints: ClassVar = [
            digits("provider_number", 10, "registry_provider_number"),
            in_order("registered_on", "abolished_on", "registry_provider_days"),
            models.CheckConstraint(condition=~Q(name=""), name="registry_provider_name"),
            models.CheckConstraint(
                condition=Q(category__in=["1", "2", "other"]), name="registry_provider_category"
            ),
            models.CheckConstraint(
                condition=Q(services__contained_by=["checkup", "guidance"])
                & Q(services__len__gte=1),
                name="registry_provider_services",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=list(DELIVERIES)), name="registry_provider_delivery"
            ),
        ]
