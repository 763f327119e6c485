"""事務手数料: the unit price that holds on a day, tax inside.

Source: rulings.md 15; standards/settlement.md 1, 1.3. Rows of the table win over the
rate of the published statement, so that a price change needs no release.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.money.rounding import half_up
from daiko.settlement.models import FeeRate


@dataclass(frozen=True, slots=True)
class Fee:
    """Yen an item, tax inside, and the rate of that tax."""

    unit_yen: int
    tax_rate_percent: int


PUBLISHED: Final = Fee(154, 10)  # statement of 2023-05-01


def fee_on(day: date) -> Fee:
    """The fee of an item for a month that closes on ``day``."""
    row = FeeRate.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return PUBLISHED if row is None else Fee(row.fee_unit_yen, row.tax_rate_percent)


def tax_inside_yen(fee_yen: int, tax_rate_percent: int) -> int:
    """Consumption tax inside a fee.

    >>> tax_inside_yen(154, 10), tax_inside_yen(1_386, 10)
    (14, 126)
    """
    return half_up(fee_yen * tax_rate_percent, 100 + tax_rate_percent)
