"""Constraints that many tables of the settlement share.

Source: standards/actors-and-contracts.md 2 (numbers), settlement.md 1 (integer yen).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q


def digits(field: str, count: int, name: str) -> models.CheckConstraint:
    """Exactly ``count`` half-width digits."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": f"^[0-9]{{{count}}}$"}), name=name
    )


def month_form(field: str, name: str) -> models.CheckConstraint:
    """A processing month, YYYY-MM."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": r"^20[0-9]{2}-(0[1-9]|1[0-2])$"}), name=name
    )


def one_of(field: str, values: Iterable[str], name: str) -> models.CheckConstraint:
    """One of the words."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=name)


def not_negative(fields: Iterable[str], name: str) -> models.CheckConstraint:
    """Yen and counts of 0 or more."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0 for field in fields}), name=name
    )
