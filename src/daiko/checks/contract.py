"""S7: the contract between insurer and provider, its prices, and the card's terms (X-CT).

Source: standards/checks.csv, administrative-checks.md 7, rulings.md 33, 34. The
contract is the one that holds on the day of the checkup. Pure; yen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.claim_judgement import card_of, card_terms, declared_terms
from daiko.checks.findings import Finding
from daiko.checks.registers import ContractEntry, covers
from daiko.checks.rulebook import Source, rule
from daiko.checks.subjects import PairSubject
from daiko.money.copayment import CopaymentKind, CopaymentTerms

PROVIDER: Final = "checkupClaim/subjectPerson/performerOrganization/id/@extension"
MONEY: Final = "checkupClaim/settlement"
CARD: Final = "checkupClaim/checkupCard"
_TERMS: Final = {
    "basic": "chargeTypeBasic",
    "detail": "chargeTypeDetail",
    "other": "chargeTypeOther",
    "dock": "chargeTypeHumanDryDock",
}


def _contracts(pair: PairSubject) -> tuple[list[ContractEntry], list[ContractEntry]]:
    """Contracts between the two parties: all of them, and those of the day."""
    if pair.registers is None or pair.performed_on is None:
        return [], []
    known = list(pair.registers.contracts(pair.insurer_number or "", pair.provider_number or ""))
    on = pair.performed_on
    return known, [entry for entry in known if covers(entry.valid_from, entry.valid_to, on)]


def contract_of(pair: PairSubject) -> ContractEntry | None:
    """The contract that counts: the one covering most of what is claimed, then by id."""
    _, valid = _contracts(pair)
    if not valid:
        return None
    parts, commission = pair.claim_parts, pair.claim.commission_type or ""

    def rank(entry: ContractEntry) -> tuple[int, bool, str]:
        priced = any(price.commission_type == commission for price in entry.prices)
        return (-len(parts & entry.services), not priced, entry.contract_id)

    return min(valid, key=rank)


@rule("X-CT-001", requires=Source.CONTRACTS)
def contract_exists(pair: PairSubject) -> Iterator[Finding]:
    """A contract joins insurer and provider; one outside its period is X-CT-010."""
    known, _ = _contracts(pair)
    if not known and pair.performed_on is not None:
        yield Finding("X-CT-001", PROVIDER, pair.provider_number or "", pair.insurer_number or "")


@rule("X-CT-010", requires=Source.CONTRACTS)
def contract_in_force(pair: PairSubject) -> Iterator[Finding]:
    """The checkup lies within the period of the contract."""
    known, valid = _contracts(pair)
    if known and not valid and pair.performed_on is not None:
        periods = ", ".join(
            f"{entry.valid_from:%Y%m%d}–{entry.valid_to:%Y%m%d}"
            if entry.valid_to
            else f"{entry.valid_from:%Y%m%d}–"
            for entry in known[:3]
        )
        yield Finding("X-CT-010", PROVIDER, f"{pair.performed_on:%Y%m%d}", periods)


@rule("X-CT-002", requires=Source.CONTRACTS)
def contract_covers_parts(pair: PairSubject) -> Iterator[Finding]:
    """The contract covers every part of the claim."""
    contract = contract_of(pair)
    missing = pair.claim_parts - contract.services if contract else frozenset()
    if contract is not None and missing - {"dock"}:
        found = " ".join(sorted(missing))
        yield Finding(
            "X-CT-002", f"{MONEY}/claimType/@code", found, " ".join(sorted(contract.services))
        )


@rule("X-CT-003", requires=Source.CONTRACTS)
def contract_covers_execution(pair: PairSubject) -> Iterator[Finding]:
    """The contract has prices for individual or group execution as claimed."""
    contract, commission = contract_of(pair), pair.claim.commission_type or ""
    if contract is None or commission not in ("1", "2"):
        return
    offered = {price.commission_type for price in contract.prices}
    if commission not in offered:
        yield Finding(
            "X-CT-003", f"{MONEY}/commissionType/@code", commission, " ".join(sorted(offered))
        )


def _price(
    pair: PairSubject, rule_id: str, element: str, found_yen: int | None, part: str, item: str = ""
) -> Iterator[Finding]:
    """A declared price against the contract's; unknown execution is X-CT-003's."""
    contract, commission = contract_of(pair), pair.claim.commission_type or ""
    if contract is None or found_yen is None or part not in contract.services:
        return
    if all(price.commission_type != commission for price in contract.prices):
        return
    agreed_yen = contract.price_yen(commission, part, item)
    if agreed_yen != found_yen:
        expected = "" if agreed_yen is None else str(agreed_yen)
        yield Finding(rule_id, f"{MONEY}/{element}/amount/@value", str(found_yen), expected)


@rule("X-CT-004", requires=Source.CONTRACTS)
def basic_price(pair: PairSubject) -> Iterator[Finding]:
    """Basic price as agreed; no price at all is X-CC-024's."""
    if "basic" in pair.claim_parts:
        for price_yen in pair.amounts.basic_prices_yen:
            if price_yen:
                yield from _price(pair, "X-CT-004", "unitPriceBasic", price_yen, "basic")


@rule("X-CT-005", requires=Source.CONTRACTS)
def detail_prices(pair: PairSubject) -> Iterator[Finding]:
    """Each detailed exam as agreed."""
    if "detail" in pair.claim_parts:
        priced = zip(pair.claim.detail_prices, pair.amounts.detail_prices_yen, strict=True)
        for declared, price_yen in priced:
            code = declared.code or ""
            yield from _price(pair, "X-CT-005", "unitPriceDetail", price_yen, "detail", code)


@rule("X-CT-006", requires=Source.CONTRACTS)
def other_prices(pair: PairSubject) -> Iterator[Finding]:
    """Each additional item in the contract and as agreed."""
    if "other" in pair.claim_parts:
        priced = zip(pair.claim.other_prices, pair.amounts.other_prices_yen, strict=True)
        for declared, price_yen in priced:
            if len(declared.code or "") == 17:
                code = declared.code or ""
                yield from _price(pair, "X-CT-006", "unitPriceOther", price_yen, "other", code)


@rule("X-CT-007", requires=Source.CONTRACTS)
def dock_price(pair: PairSubject) -> Iterator[Finding]:
    """The dock is in the contract, and as agreed."""
    if "dock" not in pair.claim_parts:
        return
    contract = contract_of(pair)
    if contract is not None and "dock" not in contract.services:
        expected = " ".join(sorted(contract.services))
        yield Finding("X-CT-007", f"{MONEY}/claimType/@code", "dock", expected)
        return
    for price_yen in pair.amounts.other_prices_yen:
        yield from _price(pair, "X-CT-007", "unitPriceOther", price_yen, "dock")


@rule("X-CT-009", requires=Source.CARDS)
def terms_of_the_card(pair: PairSubject) -> Iterator[Finding]:
    """Declared terms are those of the issued card."""
    card = card_of(pair)
    if card is None:
        return
    for part in sorted(pair.claim_parts):
        declared = declared_terms(pair.claim, part)
        if declared is not None and not _agrees(part, declared, card_terms(card, part)):
            yield Finding(
                "X-CT-009",
                f"{CARD}/{_TERMS[part]}",
                _shown(declared),
                _shown(card_terms(card, part)),
            )


def _agrees(part: str, declared: CopaymentTerms, card: CopaymentTerms) -> bool:
    """Ruling 34: beside a limit, basic, detail and other hold one of the two only."""
    if declared == card:
        return True
    if part == "dock" or card.insurer_limit_yen is None:
        return False
    if declared.insurer_limit_yen is not None:
        return declared.insurer_limit_yen == card.insurer_limit_yen
    plain = CopaymentTerms(card.kind, card.fixed_yen, card.rate_per_100_000)
    return card.kind is not CopaymentKind.NONE and declared == plain


def _shown(terms: CopaymentTerms) -> str:
    words = {
        CopaymentKind.NONE: "1",
        CopaymentKind.FIXED: f"2: {terms.fixed_yen:06d}",
        CopaymentKind.RATE: f"3: {terms.rate_per_100_000:06d}",
    }
    limit = terms.insurer_limit_yen
    return words[terms.kind] + ("" if limit is None else f", 4: {limit:06d}")
