"""Amounts of one guidance claim: calculated, payment and claim of each instalment.

Source: standards/settlement.md 1.2, standards/guidance.md 9, rulings.md 1, 2, 4, 36.
Pure. Which instalment is due, and whether an earlier one was accepted, is the
check's question; individual contracts with timing 4 have no formula here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from daiko.money.rounding import half_up


class GuidanceLevel(IntEnum):
    """Table 12 (別表12)."""

    ACTIVE = 1
    MOTIVATIONAL = 2
    MOTIVATIONAL_EQUIVALENT = 3


class GuidanceTiming(IntEnum):
    """Table 11 (別表11) without 4, which only individual contracts define."""

    FIRST = 1
    FINAL = 2
    ENDED_MIDWAY = 3
    FIRST_UNFINISHED = 5


class CopaymentRule(StrEnum):
    """Contract field ``guidance_copayment_rule`` (ruling 1)."""

    NET_PRICE = "net_price"
    WHOLE_FIRST = "whole_first"


@dataclass(frozen=True, slots=True)
class Shares:
    """Percent of the price at first claim, final claim and drop-out; contract data."""

    first_percent: int
    final_percent: int
    dropout_percent: int


DEFAULT_SHARES: Final[dict[GuidanceLevel, Shares]] = {
    GuidanceLevel.ACTIVE: Shares(40, 60, 50),
    GuidanceLevel.MOTIVATIONAL: Shares(80, 20, 0),
    GuidanceLevel.MOTIVATIONAL_EQUIVALENT: Shares(80, 20, 0),
}


@dataclass(frozen=True, slots=True)
class GuidanceTerms:
    """What was agreed for one guidance: price (tax included), copayment, shares."""

    unit_price_yen: int
    payment_yen: int  # whole copayment over all instalments
    shares: Shares
    rule: CopaymentRule = CopaymentRule.NET_PRICE
    first_unfinished_price_yen: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.payment_yen <= self.unit_price_yen:
            raise ValueError("the copayment of a guidance lies between 0 and its price")


@dataclass(frozen=True, slots=True)
class GuidanceAmounts:
    """``claim_yen = calculated_yen - payment_yen``, all of one instalment."""

    calculated_yen: int
    payment_yen: int
    claim_yen: int


def instalment(
    terms: GuidanceTerms,
    timing: GuidanceTiming,
    *,
    points_completed: int = 0,
    points_intended: int = 0,
) -> GuidanceAmounts:
    """Amounts of one instalment. Points count only when the guidance ended midway.

    >>> motivational = GuidanceTerms(8250, 825, DEFAULT_SHARES[GuidanceLevel.MOTIVATIONAL])
    >>> instalment(motivational, GuidanceTiming.FIRST)
    GuidanceAmounts(calculated_yen=6600, payment_yen=660, claim_yen=5940)
    """
    if timing is GuidanceTiming.FIRST_UNFINISHED:
        price_yen = terms.first_unfinished_price_yen
        return GuidanceAmounts(price_yen, 0, price_yen)
    part = _Part.of(terms.shares, timing, points_completed, points_intended)
    calculated_yen = part.of_yen(terms.unit_price_yen)
    if terms.rule is CopaymentRule.NET_PRICE:
        claim_yen = part.of_yen(terms.unit_price_yen - terms.payment_yen)
    else:
        first_yen = half_up(terms.unit_price_yen * terms.shares.first_percent, 100)
        in_first_yen = min(terms.payment_yen, first_yen)
        is_first = timing is GuidanceTiming.FIRST
        # what the first claim could not bear is taken from the later one
        due_yen = in_first_yen if is_first else terms.payment_yen - in_first_yen
        claim_yen = max(0, calculated_yen - due_yen)
    return GuidanceAmounts(calculated_yen, calculated_yen - claim_yen, claim_yen)


@dataclass(frozen=True, slots=True)
class _Part:
    """The fraction of an amount that one instalment bears; the final one may be the rest."""

    numerator: int
    denominator: int
    is_remainder: bool = False

    @classmethod
    def of(cls, shares: Shares, timing: GuidanceTiming, done: int, planned: int) -> _Part:
        match timing:
            case GuidanceTiming.FIRST:
                return cls(shares.first_percent, 100)
            case GuidanceTiming.FINAL:
                if shares.first_percent + shares.final_percent == 100:
                    return cls(shares.first_percent, 100, is_remainder=True)
                return cls(shares.final_percent, 100)
            case _:
                if shares.dropout_percent == 0:
                    return cls(0, 1)
                if planned <= 0 or done < 0:
                    raise ValueError("a drop-out needs planned points above 0 and done points")
                return cls(shares.dropout_percent * min(done, planned), 100 * planned)

    def of_yen(self, amount_yen: int) -> int:
        part_yen = half_up(amount_yen * self.numerator, self.denominator)
        return amount_yen - part_yen if self.is_remainder else part_yen
