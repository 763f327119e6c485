"""Looks at a checkup pair that tell in one go that a whole group of rules is silent.

Most persons are written alike in result and claim and in the usual form, and most
claims add up. A rule marked ``@rule(…, quiet_when=look)`` does not run on a pair for
which the look is true: it would find nothing. That is a statement about the rule, so it
is tested: every rule marked so runs on thousands of changed pairs for which its look is
true, and is silent (tests/checks/test_quiet.py). A look that is false says nothing; then
the rules run as ever. Looks are narrower than their rules on purpose: they take one
comparison and one expression where the rules take one each. Pure.
Source: docs/decisions/0015-settled-rules.md.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from daiko.checks.subjects import PairSubject
from daiko.checks.values import day
from daiko.documents.records import CheckupClaim, Identifier
from daiko.standard import oids

_OLDEST: Final = date(1900, 1, 1)
_SEPARATOR: Final = "\x1f"  # no character of XML
_ONE_WIDTH: Final = r"(?:[!-~]{1,20}|[^\x00-\x7f\s]{1,20})"
_USUAL_PERSON: Final = re.compile(
    _SEPARATOR.join(
        (
            "[0-9]{8}",  # insurer
            f"{_ONE_WIDTH}?",  # symbol, "" for none
            _ONE_WIDTH,  # number
            "(?:[0-9]{2})?",  # branch, "" for none
            "[0-9]{3}-[0-9]{4}",
            r"[^\x00-\x7f\s]{1,40}",  # address: at most 80 bytes in any width
            "[ァ-ヶー・゛゜ヽヾ]{1,50}",
            "[12]",
        )
    )
)
_USUAL_CARD: Final = re.compile("[0-9]{2}[15][0-9]{8}")
_DETAILED: Final = frozenset("1234")
_ITEM_DIGITS: Final = 17
_PAYMENT_DIGITS: Final = 6


def _of(identifier: Identifier | None, root: str) -> str | None:
    """The number of an identifier, "" without one, ``None`` for one of another kind."""
    if identifier is None:
        return ""
    return identifier.extension if identifier.root == root else None


def _person_of_claim(claim: CheckupClaim) -> tuple[str | None, ...]:
    """Insurance, address, name and sex, in the order of ``_USUAL_PERSON``."""
    return (
        _of(claim.insurer, oids.INSURER),
        _of(claim.symbol, oids.SYMBOL),
        _of(claim.number, oids.NUMBER),
        _of(claim.branch_code, oids.BRANCH_CODE),
        claim.postal_code,
        claim.address,
        claim.name,
        claim.sex,
    )


def usual_person(pair: PairSubject) -> bool:
    """Result and claim name the same person, insurance and institution, in the usual form."""
    claim, result, performer = pair.claim, pair.result, pair.result.performer
    provider, performed_on, born = claim.provider, pair.performed_on, pair.birth_date
    if provider is None or performer is None or performed_on is None or born is None:
        return False
    stated = _person_of_claim(claim)
    numbers = {identifier.root: identifier.extension for identifier in result.person_ids}
    if len(numbers) != len(result.person_ids) or performer.identifier is None:
        return False
    there = (
        numbers.get(oids.INSURER),
        numbers.get(oids.SYMBOL, ""),
        numbers.get(oids.NUMBER),
        numbers.get(oids.BRANCH_CODE, ""),
        result.postal_code,
        result.address,
        result.name,
        result.sex,
    )
    if stated != there or None in stated or claim.birth_date != result.birth_date:
        return False
    is_usual = _USUAL_PERSON.fullmatch(_SEPARATOR.join(map(str, stated))) is not None
    return (
        is_usual
        and (claim.symbol is None) == (oids.SYMBOL not in numbers)
        and (claim.branch_code is None) == (oids.BRANCH_CODE not in numbers)
        and (claim.symbol is None or claim.symbol.extension != "")
        and (claim.branch_code is None or claim.branch_code.extension != "")
        and provider.extension == performer.identifier.extension
        and _OLDEST <= born < performed_on
    )


def usual_card(pair: PairSubject) -> bool:
    """Result and claim name the same checkup card, of the person's insurer, in the usual form."""
    claim, cards = pair.claim, pair.result.cards
    if len(cards) != 1 or claim.card_id is None:
        return False
    card, number = cards[0], claim.card_id.extension
    issuer, stated = card.issuing_insurer, card.card_id
    insurer = pair.result.person_id(oids.INSURER)
    if issuer is None or stated is None or number is None or insurer is None:
        return False
    until = day(card.valid_until)
    return (
        until is not None
        and card.valid_until == claim.card_valid_until
        and stated.extension == number
        and _USUAL_CARD.fullmatch(number) is not None
        and until <= date(2001 + int(number[:2]), 3, 31)
        and claim.card_id.root == oids.CHECKUP_CARD
        and card.type_code == "HLD"
        and card.function_code == "1"
        and stated.root == oids.checkup_card_root(insurer)
        and issuer.extension == insurer
        and issuer.root == oids.INSURER
    )


def sums_add_up(pair: PairSubject) -> bool:
    """Prices and payments stand for just the parts of the claim type, and all sums are right."""
    amounts, claim = pair.amounts, pair.claim
    total_yen, paid_yen, rest_yen = amounts.unit_total_yen, amounts.payment_yen, amounts.claim_yen
    basic, detail, other = (
        amounts.basic_prices_yen,
        amounts.detail_prices_yen,
        amounts.other_prices_yen,
    )
    prices = (*basic, *detail, *other)
    if not total_yen or paid_yen is None or rest_yen is None or not all(prices):
        return False
    payments = (amounts.basic_payment_yen, amounts.detail_payment_yen, amounts.other_payment_yen)
    texts = (claim.basic_payment, claim.detail_payment, claim.other_payment)
    program_yen = amounts.other_program_yen or 0
    return (
        sum(price or 0 for price in prices) == total_yen
        and sum(payment or 0 for payment in payments) == paid_yen
        and rest_yen == total_yen - paid_yen - program_yen
        and _has_its_parts(pair)
        and (claim.other_program is None or amounts.other_program_yen is not None)
        and all(
            text is None or (len(text) == _PAYMENT_DIGITS and payment is not None)
            for text, payment in zip(texts, payments, strict=True)
        )
        and claim.currencies.count("JPY") == len(claim.currencies)
    )


def _has_its_parts(pair: PairSubject) -> bool:
    """Claim types 1 to 4 with basic, detailed and added items as the type says."""
    claim, parts = pair.claim, pair.claim_parts
    if "basic" not in parts or not claim.basic_prices or claim.basic_payment is None:
        return False
    has_detail, has_other = "detail" in parts, "other" in parts
    codes = [price.code or "" for price in claim.detail_prices]
    added = claim.other_prices
    return (
        has_detail == (claim.detail_payment is not None) == bool(codes)
        and has_other == (claim.other_payment is not None) == bool(added)
        and len(set(codes)) == len(codes)
        and _DETAILED.issuperset(codes)
        and all(len(p.code or "") == _ITEM_DIGITS and p.code_system == oids.ITEM for p in added)
    )
