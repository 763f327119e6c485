"""Looks at a pair that tell in one go that a whole group of rules is silent.

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

from daiko.checks.guidance_subject import (
    CARD_KINDS_OF_LEVEL,
    CHECKUP_CARD,
    GUIDANCE_CARD,
    AnyPair,
    GuidanceSubject,
)
from daiko.checks.subjects import PairSubject
from daiko.checks.values import day, fiscal_year
from daiko.documents.records import CardParticipant, ClaimHead, Identifier
from daiko.standard import oids
from daiko.standard.identifiers import is_provider_number

_OLDEST: Final = date(1900, 1, 1)
_SEPARATOR: Final = "\x1f"  # no character of XML
_ONE_WIDTH: Final = r"(?:[!-~]{1,20}|[^\x00-\x7f\s]{1,20})"
_PERSON: Final = (
    "[0-9]{8}",  # insurer
    f"{_ONE_WIDTH}?",  # symbol, "" for none
    _ONE_WIDTH,  # number
    "(?:[0-9]{2})?",  # branch, "" for none
    "[0-9]{3}-[0-9]{4}",
    "[ァ-ヶー・゛゜ヽヾ]{1,50}",
    "[12]",
)
_ADDRESS: Final = r"[^\x00-\x7f\s]{1,40}"  # at most 80 bytes in any width
_USUAL_PERSON: Final = re.compile(_SEPARATOR.join((*_PERSON, _ADDRESS)))
_USUAL_GUIDED: Final = re.compile(_SEPARATOR.join((*_PERSON, "")))  # guidance has no address
_USUAL_CARD: Final = re.compile("[0-9]{2}[15][0-9]{8}")
_ANY_CARD: Final = re.compile("[0-9]{11}")
_CARDS_OF_GUIDANCE: Final = ([GUIDANCE_CARD], [CHECKUP_CARD, GUIDANCE_CARD])
_NO_NUMBER: Final = Identifier()
_NO_CARD: Final = CardParticipant()
_DETAILED: Final = frozenset("1234")
_ITEM_DIGITS: Final = 17
_PAYMENT_DIGITS: Final = 6


def _of(identifier: Identifier | None, root: str) -> str | None:
    """The number of an identifier, "" without one, ``None`` for one of another kind."""
    if identifier is None:
        return ""
    return identifier.extension if identifier.root == root else None


def _person_of_claim(claim: ClaimHead) -> tuple[str | None, ...]:
    """Insurance, postal code, name and sex, in the order of ``_PERSON``."""
    return (
        _of(claim.insurer, oids.INSURER),
        _of(claim.symbol, oids.SYMBOL),
        _of(claim.number, oids.NUMBER),
        _of(claim.branch_code, oids.BRANCH_CODE),
        claim.postal_code,
        claim.name,
        claim.sex,
    )


def usual_person(pair: AnyPair) -> bool:
    """Result and claim name the same person, insurance and institution, in the usual form."""
    address, other = pair.claim.address or "", pair.result.address or ""
    if isinstance(pair, GuidanceSubject):
        return not address and not other and _is_usual_guided(pair)
    return address == other and _is_usual(pair, _USUAL_PERSON, address)


def _is_usual_guided(pair: GuidanceSubject) -> bool:
    provider = pair.claim.provider
    return (
        pair.result.record_target_count == 1
        and provider is not None
        and provider.root == oids.PROVIDER
        and is_provider_number(provider.extension or "")
        and _is_usual(pair, _USUAL_GUIDED, "")
    )


def _is_usual(pair: AnyPair, usual: re.Pattern[str], address: str) -> bool:
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
        result.name,
        result.sex,
    )
    if stated != there or None in stated or claim.birth_date != result.birth_date:
        return False
    is_usual = usual.fullmatch(_SEPARATOR.join((*map(str, stated), address))) is not None
    return (
        is_usual
        and (claim.symbol is None) == (oids.SYMBOL not in numbers)
        and (claim.branch_code is None) == (oids.BRANCH_CODE not in numbers)
        and (claim.symbol is None or claim.symbol.extension != "")
        and (claim.branch_code is None or claim.branch_code.extension != "")
        and provider.extension == performer.identifier.extension
        and day(claim.birth_date) == born
        and _OLDEST <= born < performed_on
    )


def usual_card(pair: AnyPair) -> bool:
    """Result and claim name the same card, of the person's insurer, in the usual form.

    Of guidance the guidance card, whose kind is one of the level, beside it perhaps the
    checkup card.
    """
    if isinstance(pair, GuidanceSubject):
        return _is_usual_guidance_card(pair)
    claim, cards = pair.claim, pair.result.cards
    insurer = pair.result.person_id(oids.INSURER) or ""
    if len(cards) != 1:
        return False
    card, claimed = cards[0], claim.card_id or _NO_NUMBER
    stated, issuer = card.card_id or _NO_NUMBER, card.issuing_insurer or _NO_NUMBER
    number, until = claimed.extension or "", day(card.valid_until)
    return (
        until is not None
        and card.valid_until == claim.card_valid_until
        and _USUAL_CARD.fullmatch(number) is not None
        and until <= date(2001 + int(number[:2]), 3, 31)
        and claimed.root == oids.CHECKUP_CARD
        and (stated.root, stated.extension) == (oids.checkup_card_root(insurer), number)
        and (issuer.root, issuer.extension) == (oids.INSURER, insurer)
        and card.type_code == "HLD"
        and card.function_code == "1"
    )


def _is_usual_guidance_card(pair: GuidanceSubject) -> bool:
    claim, cards = pair.claim, pair.result.cards
    insurer = pair.result.person_id(oids.INSURER) or ""
    claimed, of_guidance = claim.card_id or _NO_NUMBER, pair.guidance_card or _NO_CARD
    number = claimed.extension or ""
    return (
        insurer != ""
        and sorted(card.function_code or "" for card in cards) in _CARDS_OF_GUIDANCE
        and _is_issued(of_guidance, insurer, oids.guidance_card_root(insurer), number)
        and claimed.root == oids.GUIDANCE_CARD
        and day(claim.card_valid_until) is not None
        and claim.card_valid_until == of_guidance.valid_until
        and 2000 + int(number[:2]) <= fiscal_year(pair.received_on)
        and number[2] in CARD_KINDS_OF_LEVEL.get(pair.stated_level or pair.level or "", "")
        and _are_usual_checkup_cards(claim.checkup_card_id, pair.checkup_card, insurer)
    )


def _is_issued(card: CardParticipant, insurer: str, root: str, number: str) -> bool:
    """Whether a card of a result has this number, of eleven digits, and is of this insurer."""
    stated, issuer = card.card_id or _NO_NUMBER, card.issuing_insurer or _NO_NUMBER
    return (
        _ANY_CARD.fullmatch(number) is not None
        and (stated.root, stated.extension) == (root, number)
        and (issuer.root, issuer.extension) == (oids.INSURER, insurer)
        and card.type_code == "HLD"
    )


def _are_usual_checkup_cards(
    claimed: Identifier | None, card: CardParticipant | None, insurer: str
) -> bool:
    """The checkup cards of claim and result, where they name one: the same, in the usual form."""
    if claimed is not None and (
        claimed.root != oids.CHECKUP_CARD or _ANY_CARD.fullmatch(claimed.extension or "") is None
    ):
        return False
    if card is None:
        return True
    number = (card.card_id or _NO_NUMBER).extension or ""
    return _is_issued(card, insurer, oids.checkup_card_root(insurer), number) and (
        claimed is None or claimed.extension == number
    )


def sums_add_up(pair: PairSubject) -> bool:
    """Prices and payments stand for just the parts of the claim type, and all sums are right."""
    amounts, claim = pair.amounts, pair.claim
    basic, detail, other = (
        amounts.basic_prices_yen,
        amounts.detail_prices_yen,
        amounts.other_prices_yen,
    )
    prices = (*basic, *detail, *other)
    payments = (amounts.basic_payment_yen, amounts.detail_payment_yen, amounts.other_payment_yen)
    texts = (claim.basic_payment, claim.detail_payment, claim.other_payment)
    total_yen, paid_yen = _sum(prices), _sum(payments)
    return (
        all(prices)
        and amounts.unit_total_yen == total_yen
        and amounts.payment_yen == paid_yen
        and amounts.claim_yen == total_yen - paid_yen - (amounts.other_program_yen or 0)
        and _has_its_parts(pair)
        and (claim.other_program is None or amounts.other_program_yen is not None)
        and all(
            text is None or (len(text) == _PAYMENT_DIGITS and payment is not None)
            for text, payment in zip(texts, payments, strict=True)
        )
        and claim.currencies.count("JPY") == len(claim.currencies)
    )


def _sum(amounts: tuple[int | None, ...]) -> int:
    return sum(amount or 0 for amount in amounts)


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
