"""Constraints that many tables of the registry share.

Source: standards/actors-and-contracts.md 2 (numbers), 5 (validity dates).
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

PARTS: Final = ("basic", "detail", "other", "dock", "guidance")
DELIVERIES: Final = ("online", "cd_r", "dvd_r")


def digits(field: str, count: int, name: str) -> models.CheckConstraint:
    """Exactly ``count`` half-width digits."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": f"^[0-9]{{{count}}}$"}), name=name
    )


def in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    """The last day, if any, is not before the first."""
    return models.CheckConstraint(
        condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}), name=name
    )
