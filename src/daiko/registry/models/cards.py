"""Table of the checkup and guidance cards (受診券・利用券) insurers registered.

Source: standards/actors-and-contracts.md 4 and 5, rulings.md 34 (a limit of 0
is refused, none is empty). Copayment terms are columns, five parts of three, so
that the database can hold each of them to its rule.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.registry.models.constraints import PARTS
from daiko.registry.models.parties import Insurer

_RATE = 3
_MOST_RATE = 100_000  # six digits, percent times 1000
_MOST_YEN = 999_999


def _terms(part: str) -> models.CheckConstraint:
    """kind 1 none, 2 fixed yen, 3 rate; a value exactly where the kind has one."""
    kind, value, limit = f"{part}_kind", f"{part}_value", f"{part}_limit_yen"
    none = Q(**{f"{kind}__isnull": True, f"{value}__isnull": True, f"{limit}__isnull": True})
    free = Q(**{kind: 1, f"{value}__isnull": True})
    given = Q(**{f"{kind}__isnull": False})  # a CHECK passes what is null, so say it
    valued = Q(**{f"{value}__isnull": False})
    fixed = valued & Q(**{kind: 2, f"{value}__range": (0, _MOST_YEN)})
    rate = valued & Q(**{kind: _RATE, f"{value}__range": (0, _MOST_RATE)})
    limited = Q(**{f"{limit}__isnull": True}) | Q(**{f"{limit}__range": (1, _MOST_YEN)})
    return models.CheckConstraint(
        condition=none | given & (free | fixed | rate) & limited, name=f"registry_card_{part}"
    )


class Card(models.Model):
    """One card of one person; a revoked one stays with its day."""

    id = models.BigAutoField(primary_key=True)
    insurer = models.ForeignKey(Insurer, models.PROTECT, db_column="insurer_number", db_index=False)
    fiscal_year = models.SmallIntegerField()
    card_kind = models.TextField()  # third digit of the card id
    card_id = models.TextField()  # 11 digits
    issued_on = models.DateField(null=True)
    valid_until = models.DateField()
    symbol = models.TextField()
    number = models.TextField()
    branch_code = models.TextField()
    name_kana = models.TextField()
    birth_date = models.DateField()
    sex = models.TextField()  # 1 male, 2 female
    coverage_type = models.TextField()
    agency_number = models.TextField()
    organiser_name = models.TextField()
    basic_kind = models.SmallIntegerField(null=True)
    basic_value = models.IntegerField(null=True)
    basic_limit_yen = models.IntegerField(null=True)
    detail_kind = models.SmallIntegerField(null=True)
    detail_value = models.IntegerField(null=True)
    detail_limit_yen = models.IntegerField(null=True)
    other_kind = models.SmallIntegerField(null=True)
    other_value = models.IntegerField(null=True)
    other_limit_yen = models.IntegerField(null=True)
    dock_kind = models.SmallIntegerField(null=True)
    dock_value = models.IntegerField(null=True)
    dock_limit_yen = models.IntegerField(null=True)
    guidance_kind = models.SmallIntegerField(null=True)
    guidance_value = models.IntegerField(null=True)
    guidance_limit_yen = models.IntegerField(null=True)
    guidance_level = models.TextField()
    checkup_card_id = models.TextField()
    revoked_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_card"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["insurer", "card_id"], name="registry_card_once"),
            models.CheckConstraint(
                condition=Q(card_id__regex=r"^[0-9]{2}[1-5][0-9]{8}$"), name="registry_card_id"
            ),
            models.CheckConstraint(
                condition=Q(card_kind__in=["1", "2", "3", "4", "5"]), name="registry_card_kind"
            ),
            models.CheckConstraint(condition=Q(sex__in=["1", "2"]), name="registry_card_sex"),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="registry_card_days",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__lt=F("valid_until")), name="registry_card_birth"
            ),
            *(_terms(part) for part in PARTS),
        ]
