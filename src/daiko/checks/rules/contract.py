"""S7: the contract between insurer and provider, its prices, and the card's terms (X-CT).

Source: standards/checks.csv, administrative-checks.md 7, rulings.md 33, 34, 48. The
contract is the one that holds on the day of the checkup, of guidance on the day of the
first interview. Pure; yen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.claim_places import card_at, decided_on, person_at
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject, level_in_doubt
from daiko.checks.registers import ContractEntry, covers
from daiko.checks.rulebook import Source, rule
from daiko.checks.rules.claim_judgement import (
    card_of,
    card_terms,
    declared_guidance_terms,
    declared_terms,
)
from daiko.checks.subjects import PairSubject, once
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.standard.identifiers import is_insurer_number

MONEY: Final = "checkupClaim/settlement"
CARD: Final = "checkupClaim/checkupCard"
_TERMS: Final = {
    "basic": "chargeTypeBasic",
    "detail": "chargeTypeDetail",
    "other": "chargeTypeOther",
    "dock": "chargeTypeHumanDryDock",
}


@once
def _contracts(pair: AnyPair) -> tuple[list[ContractEntry], list[ContractEntry]]:
    """Contracts between the two parties: all of them, and those of the day."""
    on = decided_on(pair)
    if pair.registers is None or on is None:
        return [], []
    known = list(pair.registers.contracts(pair.insurer_number or "", pair.provider_number or ""))
    return known, [entry for entry in known if covers(entry.valid_from, entry.valid_to, on)]


@once
def contract_of(pair: PairSubject) -> ContractEntry | None:
    """The one covering most of what is claimed; of several the card's, then by id."""
    _, valid = _contracts(pair)
    if not valid:
        return None
    if len(valid) == 1:
        return valid[0]
    parts, commission = pair.claim_parts, pair.claim.commission_type or ""
    card = card_of(pair)
    organiser = card.organiser_name if card is not None else ""

    def rank(entry: ContractEntry) -> tuple[int, bool, bool, str]:
        is_named = organiser != "" and entry.organiser_name == organiser
        return (
            -len(parts & entry.services),
            not _prices(entry, commission),
            not is_named,
            entry.contract_id,
        )

    return min(valid, key=rank)


def _prices(entry: ContractEntry, commission: str) -> bool:
    """Whether a contract has prices for individual or group execution."""
    return any(price.commission_type == commission for price in entry.prices)


@once
def guidance_contract_of(pair: GuidanceSubject) -> ContractEntry | None:
    """The contract that counts for guidance: one that covers it and prices its level."""
    _, valid = _contracts(pair)
    candidates = [entry for entry in valid if "guidance" in entry.services] or valid
    if len(candidates) < 2:
        return candidates[0] if candidates else None

    def rank(entry: ContractEntry) -> tuple[bool, str]:
        return (not guidance_prices_yen(entry, pair), entry.contract_id)

    return min(candidates, key=rank)


def guidance_prices_yen(contract: ContractEntry, pair: GuidanceSubject) -> list[int]:
    """Agreed prices of the claimed level; the claim does not say its execution."""
    level = pair.claim.guidance_level
    return [
        price.unit_price_yen
        for price in contract.prices
        if price.price_class == "guidance" and price.item_code == level
    ]


def only_individual(pair: AnyPair) -> bool:
    """Whether the registers know individual contracts only between the two parties."""
    registers = pair.registers
    if registers is None or not registers.has_contracts():
        return False
    contracts = registers.contracts(pair.insurer_number or "", pair.provider_number or "")
    return bool(contracts) and all(contract.form == "I" for contract in contracts)


def _provider_at(pair: AnyPair) -> str:
    return f"{person_at(pair)}/performerOrganization/id/@extension"


@rule("X-CT-001", requires=Source.CONTRACTS)
def contract_exists(pair: AnyPair) -> Iterator[Finding]:
    """A contract joins insurer and provider; one outside its period is X-CT-010.

    A number that cannot be an insurer's has none: of guidance X-GC-005 says so.
    """
    if isinstance(pair, GuidanceSubject) and not is_insurer_number(pair.insurer_number or ""):
        return
    known, _ = _contracts(pair)
    if not known and decided_on(pair) is not None:
        at, found = _provider_at(pair), pair.provider_number or ""
        yield Finding("X-CT-001", at, found, pair.insurer_number or "")


@rule("X-CT-010", requires=Source.CONTRACTS)
def contract_in_force(pair: AnyPair) -> Iterator[Finding]:
    """The checkup, or the first interview, lies within the period of the contract."""
    known, valid = _contracts(pair)
    on = decided_on(pair)
    if known and not valid and on is not None:
        periods = ", ".join(
            f"{entry.valid_from:%Y%m%d}–{entry.valid_to:%Y%m%d}"
            if entry.valid_to
            else f"{entry.valid_from:%Y%m%d}–"
            for entry in known[:3]
        )
        yield Finding("X-CT-010", _provider_at(pair), f"{on:%Y%m%d}", periods)


@rule("X-CT-002", requires=Source.CONTRACTS)
def contract_covers_parts(pair: AnyPair) -> Iterator[Finding]:
    """The contract covers every part of the claim, or guidance."""
    if isinstance(pair, GuidanceSubject):
        yield from _covers_guidance(pair)
        return
    contract = contract_of(pair)
    missing = pair.claim_parts - contract.services if contract else frozenset()
    if contract is not None and missing - {"dock"}:
        found = " ".join(sorted(missing))
        yield Finding(
            "X-CT-002", f"{MONEY}/claimType/@code", found, " ".join(sorted(contract.services))
        )


def _covers_guidance(pair: GuidanceSubject) -> Iterator[Finding]:
    contract = guidance_contract_of(pair)
    if contract is not None and "guidance" not in contract.services:
        at, offered = "healthGuidanceClaim/encounter/guidanceLevel/@code", sorted(contract.services)
        yield Finding("X-CT-002", at, "guidance", " ".join(offered))


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


@rule("X-CT-008", requires=Source.CONTRACTS)
def guidance_price(pair: GuidanceSubject) -> Iterator[Finding]:
    """The guidance price as agreed for its level; no price at all is X-GC-011's."""
    contract, found_yen = guidance_contract_of(pair), pair.amounts.unit_price_yen
    if contract is None or not found_yen or "guidance" not in contract.services:
        return
    if pair.claim.guidance_level not in ("1", "2", "3") or level_in_doubt(pair):
        return
    agreed = guidance_prices_yen(contract, pair)
    if found_yen not in agreed:
        at = "healthGuidanceClaim/settlement/unitPrice/amount/@value"
        yield Finding("X-CT-008", at, str(found_yen), ", ".join(map(str, agreed)))


@rule("X-CT-011", requires=Source.CONTRACTS)
def overlap_with_another_programme(pair: PairSubject) -> Iterator[Finding]:
    """Where the contract orders joint execution, the other programme bears what was agreed."""
    contract = contract_of(pair)
    if contract is None or contract.joint_program_yen is None or "dock" in pair.claim_parts:
        return
    declared_yen = pair.amounts.other_program_yen if pair.claim.other_program is not None else 0
    if declared_yen is not None and declared_yen != contract.joint_program_yen:
        at = f"{MONEY}/paymentByOtherProgram/@value"
        yield Finding("X-CT-011", at, str(declared_yen), str(contract.joint_program_yen))


@rule("X-CT-012", requires=Source.CONTRACTS)
def several_contracts(pair: PairSubject) -> Iterator[Finding]:
    """More than one contract covers the claim at other prices: that of the card counts."""
    _, valid = _contracts(pair)
    chosen = contract_of(pair) if len(valid) > 1 else None
    if chosen is None:
        return
    parts, commission = pair.claim_parts, pair.claim.commission_type or ""
    rivals = [
        entry
        for entry in valid
        if entry.contract_id != chosen.contract_id
        and entry.services >= parts
        and _prices(entry, commission)
        and set(entry.prices) != set(chosen.prices)
    ]
    if rivals:
        found = ", ".join(sorted(entry.contract_id for entry in (chosen, *rivals)))
        used = f"{chosen.contract_id} {chosen.organiser_name}".strip()
        yield Finding("X-CT-012", f"{person_at(pair)}/performerOrganization", found, used)


@rule("X-CT-009", requires=Source.CARDS)
def terms_of_the_card(pair: AnyPair) -> Iterator[Finding]:
    """Declared terms are those of the issued card."""
    card = card_of(pair)
    if card is None:
        return
    if isinstance(pair, GuidanceSubject):
        declared, issued = declared_guidance_terms(pair.claim), card.guidance
        if declared is not None and issued is not None and declared != issued:
            at = f"{card_at(pair)}/copayment"
            yield Finding("X-CT-009", at, _shown(declared), _shown(issued))
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
