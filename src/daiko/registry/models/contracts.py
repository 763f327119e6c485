"""Contracts, who belongs to them and what they pay; the settlement calendar.

Source: standards/actors-and-contracts.md 3 and 5, settlement.md 2, rulings.md 1, 16, 29.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from daiko.registry.models.constraints import PARTS, in_order
from daiko.registry.models.parties import Insurer, Provider


class Contract(models.Model):
    """集合契約 A, B or 個別契約 I, of one fiscal year."""

    contract_id = models.TextField(primary_key=True)
    form = models.TextField()
    fiscal_year = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    organiser_code = models.TextField()
    organiser_name = models.TextField()
    representative_insurer = models.TextField()
    guidance_copayment_rule = models.TextField()  # ruling 1
    unperformed_basic_item = models.TextField()  # ruling 29
    joint_program_yen = models.IntegerField(null=True)  # overlap agreed with another programme

    class Meta:
        db_table = "registry_contract"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(contract_id=""), name="registry_contract_id"),
            models.CheckConstraint(
                condition=Q(form__in=["A", "B", "I"]), name="registry_contract_form"
            ),
            models.CheckConstraint(
                condition=Q(guidance_copayment_rule__in=["net_price", "whole_first"]),
                name="registry_contract_guidance_copayment_rule",
            ),
            models.CheckConstraint(
                condition=Q(unperformed_basic_item__in=["note", "warning", "return_02"]),
                name="registry_contract_unperformed_basic_item",
            ),
            models.CheckConstraint(
                condition=Q(joint_program_yen__isnull=True)
                | Q(joint_program_yen__range=(0, 999_999_999)),
                name="registry_contract_joint_program_yen",
            ),
            in_order("valid_from", "valid_to", "registry_contract_days"),
        ]


class ContractInsurer(models.Model):
    """An insurer's membership of a contract."""

    id = models.BigAutoField(primary_key=True)
    contract = models.ForeignKey(Contract, models.PROTECT)
    insurer = models.ForeignKey(Insurer, models.PROTECT, db_column="insurer_number")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "registry_contract_insurer"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["insurer", "contract", "valid_from"], name="registry_contract_insurer_once"
            ),
            in_order("valid_from", "valid_to", "registry_contract_insurer_days"),
        ]


class ContractProvider(models.Model):
    """A provider's membership of a contract, and for which services."""

    id = models.BigAutoField(primary_key=True)
    contract = models.ForeignKey(Contract, models.PROTECT)
    provider = models.ForeignKey(Provider, models.PROTECT, db_column="provider_number")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    services = ArrayField(models.TextField())

    class Meta:
        db_table = "registry_contract_provider"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "contract", "valid_from"],
                name="registry_contract_provider_once",
            ),
            models.CheckConstraint(
                condition=Q(services__contained_by=list(PARTS)) & Q(services__len__gte=1),
                name="registry_contract_provider_services",
            ),
            in_order("valid_from", "valid_to", "registry_contract_provider_days"),
        ]


class ContractPrice(models.Model):
    """Agreed unit price, tax included, of one class or item."""

    id = models.BigAutoField(primary_key=True)
    contract = models.ForeignKey(Contract, models.PROTECT)
    commission_type = models.TextField()  # 1 individual, 2 group
    price_class = models.TextField()
    item_code = models.TextField()  # detail 1..4, other 17 characters, guidance level, else ""
    unit_price_yen = models.IntegerField()
    first_rate_percent = models.SmallIntegerField(null=True)
    final_rate_percent = models.SmallIntegerField(null=True)
    dropout_rate_percent = models.SmallIntegerField(null=True)
    first_unfinished_price_yen = models.IntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "registry_contract_price"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "commission_type", "price_class", "item_code", "valid_from"],
                name="registry_contract_price_once",
            ),
            models.CheckConstraint(
                condition=Q(commission_type__in=["1", "2"]),
                name="registry_contract_price_commission_type",
            ),
            models.CheckConstraint(
                condition=Q(price_class__in=list(PARTS)), name="registry_contract_price_class"
            ),
            models.CheckConstraint(
                condition=Q(price_class__in=["basic", "dock"], item_code="")
                | Q(price_class__in=["detail", "other", "guidance"]) & ~Q(item_code=""),
                name="registry_contract_price_item",
            ),
            models.CheckConstraint(
                condition=Q(unit_price_yen__range=(0, 999_999_999)),
                name="registry_contract_price_yen",
            ),
            models.CheckConstraint(
                condition=Q(first_unfinished_price_yen__isnull=True)
                | Q(first_unfinished_price_yen__range=(0, 999_999_999)),
                name="registry_contract_price_unfinished_yen",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}_rate_percent__isnull": True})
                    | Q(**{f"{name}_rate_percent__range": (0, 100)}),
                    name=f"registry_contract_price_{name}_rate",
                )
                for name in ("first", "final", "dropout")
            ),
            in_order("valid_from", "valid_to", "registry_contract_price_days"),
        ]


class CalendarMonth(models.Model):
    """The dates of one processing month, confirmed by an operator (ruling 16)."""

    processing_month = models.TextField(primary_key=True)  # YYYY-MM
    cutoff_on = models.DateField()
    close_on = models.DateField()
    invoice_on = models.DateField()
    due_on = models.DateField()
    pay_on = models.DateField()

    class Meta:
        db_table = "registry_calendar"
        ordering: ClassVar = ["processing_month"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(processing_month__regex=r"^20[0-9]{2}-(0[1-9]|1[0-2])$"),
                name="registry_calendar_month",
            ),
            models.CheckConstraint(
                condition=Q(cutoff_on__lte=F("close_on"))
                & Q(close_on__lte=F("invoice_on"))
                & Q(invoice_on__lte=F("due_on"))
                & Q(due_on__lt=F("pay_on")),
                name="registry_calendar_order",
            ),
        ]
