"""Table of the insured persons (被保険者) of those insurers that gave their register.

Source: standards/actors-and-contracts.md 5, administrative-checks.md 5 (what makes a
person the same person). Symbol and number have their widths evened out. Migration 0010
holds what one row cannot see: no two rows of one person hold on the same day.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.registry.models.constraints import in_order
from daiko.registry.models.parties import Insurer


class InsuredPerson(models.Model):
    """One time of coverage of one person; the same person may come back later.

    The unique key begins with insurer, symbol, number and branch: the check finds a
    family by it.
    """

    id = models.BigAutoField(primary_key=True)
    insurer = models.ForeignKey(Insurer, models.PROTECT, db_column="insurer_number", db_index=False)
    symbol = models.TextField()
    number = models.TextField()
    branch_code = models.TextField()  # two digits, or empty
    name_kana = models.TextField()
    birth_date = models.DateField()
    sex = models.TextField()  # 1 male, 2 female
    coverage_type = models.TextField()
    covered_from = models.DateField()
    covered_to = models.DateField(null=True)

    class Meta:
        db_table = "registry_insured_person"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "insurer",
                    "symbol",
                    "number",
                    "branch_code",
                    "birth_date",
                    "sex",
                    "covered_from",
                ],
                name="registry_insured_person_once",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\S+$") & Q(symbol__regex=r"^\S*$"),
                name="registry_insured_person_evened",
            ),
            models.CheckConstraint(
                condition=Q(branch_code__regex=r"^([0-9]{2})?$"),
                name="registry_insured_person_branch",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["1", "2"]), name="registry_insured_person_sex"
            ),
            models.CheckConstraint(
                condition=Q(covered_from__gte=F("birth_date")),
                name="registry_insured_person_birth",
            ),
            in_order("covered_from", "covered_to", "registry_insured_person_days"),
        ]
