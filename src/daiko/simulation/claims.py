"""Checkup claims of the simulation: prices, terms and sums as a provider's program writes them.

Source: standards/archive-and-xml.md 4.3 (elements of a claim type), settlement.md 1.1
(arithmetic; code 4 is written when the limit binds, else 2 or 3), rulings.md 34.
Amounts come from ``daiko.money``; faults change a bill, or the claim made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from daiko.documents.records import CheckupClaim, DeclaredPrice, DeclaredTerms, Identifier
from daiko.money.claim_arithmetic import ClaimSums, cascade, claim_sums
from daiko.money.copayment import CopaymentKind, CopaymentTerms, copayment_yen
from daiko.simulation.organisations import Provider
from daiko.simulation.people import Card, Person
from daiko.standard import oids

PARTS_OF_TYPE: Final = {
    "1": ("basic",),
    "2": ("basic", "detail"),
    "3": ("basic", "other"),
    "4": ("basic", "detail", "other"),
    "5": ("dock",),
}


@dataclass(frozen=True, slots=True)
class PricedItem:
    """One unit price of a claim, yen."""

    part: str
    item_code: str  # detail 1 to 4, other 17 characters, else ""
    price_yen: int


@dataclass(frozen=True, slots=True)
class Bill:
    """What a claim is made from. ``other_program_yen`` is ``None`` without one."""

    claim_type: str
    commission: str
    prices: tuple[PricedItem, ...]
    terms: dict[str, CopaymentTerms]
    other_program_yen: int | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return PARTS_OF_TYPE[self.claim_type]

    def part_prices_yen(self) -> dict[str, int]:
        """Σ unit prices of each part."""
        return {
            part: sum(item.price_yen for item in self.prices if item.part == part)
            for part in self.parts
        }

    def base_yen(self, part: str) -> int:
        """What is left of a part's price for this programme."""
        left = cascade(self.part_prices_yen(), self.other_program_yen or 0)
        return next(price.base_yen for price in left if price.part == part)

    def sums(self) -> ClaimSums:
        return claim_sums(self.part_prices_yen(), self.terms, self.other_program_yen or 0)


def checkup_claim(
    person: Person, provider: Provider, card: Card | None, valid_until: date | None, bill: Bill
) -> CheckupClaim:
    """The claim of a bill, its arithmetic right."""
    sums, other_yen = bill.sums(), bill.other_program_yen
    paid = {part: f"{yen:06d}" for part, yen in sums.payments_yen.items()}
    declared = {part: declare(part, bill) for part in bill.parts}
    is_dock = "dock" in bill.parts
    return CheckupClaim(
        service_event_type="1",
        provider=Identifier(oids.PROVIDER, provider.number),
        insurer=Identifier(oids.INSURER, person.insurer_number),
        **person_fields(person),
        card_id=None if card is None else Identifier(oids.CHECKUP_CARD, card.card_id),
        card_valid_until=None if valid_until is None else f"{valid_until:%Y%m%d}",
        basic_terms=declared.get("basic"),
        detail_terms=declared.get("detail"),
        other_terms=declared.get("other"),
        has_dock_terms=is_dock,
        dock_terms=declared.get("dock"),
        dock_limit=declared_limit(bill.terms["dock"]) if is_dock else None,
        claim_type=bill.claim_type,
        commission_type=bill.commission,
        basic_prices=_prices(bill, "basic"),
        detail_prices=_prices(bill, "detail"),
        other_prices=_prices(bill, "other") or _prices(bill, "dock"),
        basic_payment=paid.get("basic"),
        detail_payment=paid.get("detail"),
        other_payment=paid.get("other", paid.get("dock")),
        unit_total=str(sums.unit_total_yen),
        payment_total=str(sums.payment_yen),
        other_program=None if other_yen is None else str(other_yen),
        claim_amount=str(sums.claim_yen),
    )


def person_fields(person: Person) -> dict[str, Any]:
    """Fields of the person, the same in both kinds of claims."""
    return {
        "symbol": Identifier(oids.SYMBOL, person.symbol),
        "number": Identifier(oids.NUMBER, person.number),
        "branch_code": Identifier(oids.BRANCH_CODE, person.branch_code),
        "name": person.name,
        "postal_code": person.postal_code,
        "address": person.address,
        "birth_date": f"{person.birth_date:%Y%m%d}",
        "sex": person.sex,
    }


def _prices(bill: Bill, part: str) -> tuple[DeclaredPrice, ...]:
    system = oids.ITEM if part == "other" else None
    return tuple(
        DeclaredPrice(str(item.price_yen), item.item_code or None, system)
        for item in bill.prices
        if item.part == part
    )


def declare(part: str, bill: Bill) -> DeclaredTerms:
    """The terms of a part as a claim can hold them: the limit when it decides."""
    terms = bill.terms[part]
    if part != "dock" and binds(terms, bill.base_yen(part)):
        return declared_limit(terms) or DeclaredTerms("1")
    return declared_terms(terms)


def declared_terms(terms: CopaymentTerms) -> DeclaredTerms:
    """The copayment of a card as the elements of a claim, its limit apart."""
    match terms.kind:
        case CopaymentKind.NONE:
            return DeclaredTerms("1")
        case CopaymentKind.FIXED:
            return DeclaredTerms("2", amount=f"{terms.fixed_yen:06d}")
        case CopaymentKind.RATE:
            return DeclaredTerms("3", rate=f"{terms.rate_per_100_000:06d}", rate_unit="%")


def binds(terms: CopaymentTerms, base_yen: int) -> bool:
    """Whether the insurer's limit decides the copayment (or stands alone)."""
    if terms.insurer_limit_yen is None:
        return False
    if terms.kind is CopaymentKind.NONE:
        return True
    plain = CopaymentTerms(terms.kind, terms.fixed_yen, terms.rate_per_100_000)
    return copayment_yen(base_yen, terms) > copayment_yen(base_yen, plain)


def declared_limit(terms: CopaymentTerms) -> DeclaredTerms | None:
    """What the insurer pays at most, where the card says so."""
    if terms.insurer_limit_yen is None:
        return None
    return DeclaredTerms("4", amount=f"{terms.insurer_limit_yen:06d}")
