"""S4 and form of a guidance claim: identities, card, terms (X-GC-001…010, 018, 021).

Source: standards/checks.csv, archive-and-xml.md 5, guidance.md 8; rulings.md 5, 28, 34.
Money is ``guidance_claim_money.py``. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from daiko.checks.bilingual import digits
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.quiet import usual_card, usual_person
from daiko.checks.rulebook import Source, rule
from daiko.checks.rules.contract import only_individual
from daiko.checks.rules.guidance_header import ADDRESS_FOUND, KANA_NAME, POSTAL_ALONE
from daiko.checks.rules.guidance_places import CLAIM, CLAIM_CARD, CLAIM_PERSON, MONEY
from daiko.checks.rules.text_forms import is_kana_name
from daiko.checks.values import comparable, day, yen
from daiko.documents.records import DeclaredTerms, Identifier
from daiko.standard import oids
from daiko.standard.identifiers import CardId, is_insurer_number, is_provider_number

_SIX: Final = re.compile(r"[0-9]{6}", re.ASCII)
_POSTAL: Final = re.compile(r"[0-9]{3}-[0-9]{4}", re.ASCII)
_BRANCH: Final = re.compile(r"[0-9]{2}", re.ASCII)
_SET_CARD: Final = "5"
_RATE_MAX: Final = 100_000
_TEXT_MAX: Final = 20


@rule("X-GC-001")
def class_is_guidance(pair: GuidanceSubject) -> Iterator[Finding]:
    """serviceEventType is 2."""
    found = pair.claim.service_event_type
    if found != "2":
        yield Finding("X-GC-001", f"{CLAIM}/encounter/serviceEventType/@code", found or "", "2")


@rule("X-GC-002")
def guidance_level(pair: GuidanceSubject) -> Iterator[Finding]:
    """Level 1, 2 or 3."""
    found = pair.claim.guidance_level
    if found not in ("1", "2", "3"):
        yield Finding("X-GC-002", f"{CLAIM}/encounter/guidanceLevel/@code", found or "", "1, 2, 3")


@rule("X-GC-003")
def guidance_timing(pair: GuidanceSubject) -> Iterator[Finding]:
    """Timing 1 to 5."""
    found = pair.claim.guidance_timing
    if found not in ("1", "2", "3", "4", "5"):
        yield Finding("X-GC-003", f"{CLAIM}/encounter/guidanceTiming/@code", found or "", "1–5")


@rule("X-GC-004", requires=Source.CONTRACTS)
def timing_of_group_contracts(pair: GuidanceSubject) -> Iterator[Finding]:
    """Timing 4 is for individual contracts only."""
    if pair.claim.guidance_timing == "4" and not only_individual(pair):
        yield Finding("X-GC-004", f"{CLAIM}/encounter/guidanceTiming/@code", "4", "1, 2, 3, 5")


@rule("X-GC-005", quiet_when=usual_person)
def person(pair: GuidanceSubject) -> Iterator[Finding]:
    """Provider, insurance card, name, postal code, birth date, sex; no address text."""
    claim = pair.claim
    yield from _number("performerOrganization/id", claim.provider, oids.PROVIDER, 10)
    yield from _number("insuranceCard/insurerNumber", claim.insurer, oids.INSURER, 8)
    if claim.number is None:
        yield _person("insuranceCard/number", "", "1–20")
    yield from _text("insuranceCard/symbol", claim.symbol, oids.SYMBOL)
    yield from _text("insuranceCard/number", claim.number, oids.NUMBER)
    branch = claim.branch_code
    if branch is not None and _BRANCH.fullmatch(branch.extension or "") is None:
        at = "insuranceCard/branchCode/@extension"
        yield _person(at, branch.extension or "", digits(2))
    if not is_kana_name(claim.name):
        yield _person("name", claim.name or "", KANA_NAME)
    if _POSTAL.fullmatch(claim.postal_code or "") is None:
        yield _person("addr/postalCode", claim.postal_code or "", "NNN-NNNN")
    if (claim.address or "").strip():
        yield _person("addr", ADDRESS_FOUND, POSTAL_ALONE)
    if day(claim.birth_date) is None:
        yield _person("birthTime/@value", claim.birth_date or "", "YYYYMMDD")
    if claim.sex not in ("1", "2"):
        yield _person("administrativeGender/@code", claim.sex or "", "1, 2")


def _person(at: str, found: str, expected: str) -> Finding:
    return Finding("X-GC-005", f"{CLAIM_PERSON}/{at}", found, expected)


def _number(
    element: str, identifier: Identifier | None, root: str, length: int
) -> Iterator[Finding]:
    found = identifier or Identifier()
    is_number = is_provider_number if length == 10 else is_insurer_number
    if found.root != root:
        yield _person(f"{element}/@root", found.root or "", root)
    elif not is_number(found.extension or ""):
        yield _person(f"{element}/@extension", found.extension or "", digits(length))


def _text(element: str, identifier: Identifier | None, root: str) -> Iterator[Finding]:
    if identifier is None:
        return
    if identifier.root != root:
        yield _person(f"{element}/@root", identifier.root or "", root)
    elif not 1 <= len((identifier.extension or "").strip()) <= _TEXT_MAX:
        yield _person(f"{element}/@extension", identifier.extension or "", "1–20")


def _is_set_card(identifier: Identifier | None) -> bool:
    card = CardId.parse(identifier.extension) if identifier else None
    return card is not None and card.kind == _SET_CARD


@rule("X-GC-006", quiet_when=usual_card)
def guidance_card(pair: GuidanceSubject) -> Iterator[Finding]:
    """Guidance card: OID .210, eleven digits; a set card may stand in its place."""
    identifier, at = pair.claim.card_id, f"{CLAIM_CARD}/id"
    if identifier is None:
        if not _is_set_card(pair.claim.checkup_card_id) and not only_individual(pair):
            yield Finding("X-GC-006", at, "", digits(11))
    elif identifier.root != oids.GUIDANCE_CARD:
        yield Finding("X-GC-006", f"{at}/@root", identifier.root or "", oids.GUIDANCE_CARD)
    elif CardId.parse(identifier.extension) is None:
        yield Finding("X-GC-006", f"{at}/@extension", identifier.extension or "", digits(11))


@rule("X-GC-007", quiet_when=usual_card)
def checkup_card(pair: GuidanceSubject) -> Iterator[Finding]:
    """Checkup card: OID .209, eleven digits, the one the result names."""
    identifier, at = pair.claim.checkup_card_id, f"{CLAIM_CARD}/checkupCardId"
    if identifier is None:
        return
    if identifier.root != oids.CHECKUP_CARD:
        yield Finding("X-GC-007", f"{at}/@root", identifier.root or "", oids.CHECKUP_CARD)
    elif CardId.parse(identifier.extension) is None:
        yield Finding("X-GC-007", f"{at}/@extension", identifier.extension or "", digits(11))
    elif pair.has_result and pair.checkup_card is not None:
        named = pair.checkup_card.card_id
        number = named.extension if named else None
        if CardId.parse(number) is not None and comparable(number) != identifier.extension:
            yield Finding("X-GC-007", f"{at}/@extension", identifier.extension or "", number or "")


@rule("X-GC-008", quiet_when=usual_card)
def card_expiry(pair: GuidanceSubject) -> Iterator[Finding]:
    """Expiry is a day; it may be absent only with the card."""
    text = pair.claim.card_valid_until
    if text is None and (pair.card_number is None or only_individual(pair)):
        return
    if day(text) is None:
        yield Finding("X-GC-008", f"{CLAIM_CARD}/effectiveTime/high/@value", text or "", "YYYYMMDD")


@rule("X-GC-009")
def copayment(pair: GuidanceSubject) -> Iterator[Finding]:
    """Code 1 alone, 2 and 4 with an amount, 3 with a rate; six digits above 0."""
    terms = pair.claim.copayment_terms
    if terms is not None and (wrong := _wrong_terms(terms)) is not None:
        element, found, expected = wrong
        yield Finding("X-GC-009", f"{CLAIM_CARD}/copayment{element}", found, expected)


def _wrong_terms(terms: DeclaredTerms) -> tuple[str, str, str] | None:
    """Element, what was found and what was expected, of the first thing wrong."""
    amount, rate = terms.amount, terms.rate
    match terms.code:
        case "1" if amount is not None or rate is not None:
            return "", amount or rate or "", "1"
        case "2" | "4" if rate is not None or not _is_six(amount):
            return "/amount/@value", amount or rate or "", "000001–999999"
        case "3" if amount is not None or not _is_six(rate) or (yen(rate) or 0) > _RATE_MAX:
            return "/rate/@value", rate or amount or "", "000001–100000"
        case "1" | "2" | "3" | "4":
            return None
        case code:
            return "/@code", code or "", "1–4"


def _is_six(text: str | None) -> bool:
    return text is not None and _SIX.fullmatch(text) is not None and int(text) > 0


@rule("X-GC-010")
def insurer_limit(pair: GuidanceSubject) -> Iterator[Finding]:
    """The limit has code 4 and six digits above 0; no limit is no element (ruling 34)."""
    limit, at = pair.claim.insurer_limit, f"{CLAIM_CARD}/maxInsuranceLimit"
    if limit is None:
        return
    if limit.code != "4":
        yield Finding("X-GC-010", f"{at}/@code", limit.code or "", "4")
    elif not _is_six(limit.amount):
        yield Finding("X-GC-010", f"{at}/amount/@value", limit.amount or "", "000001–999999")


@rule("X-GC-018")
def payment_status(pair: GuidanceSubject) -> Iterator[Finding]:
    """1 all collected at the first guidance, 2 otherwise."""
    found = pair.claim.payment_status
    if found not in ("1", "2"):
        yield Finding("X-GC-018", f"{MONEY}/payment/status/@code", found or "", "1, 2")


@rule("X-GC-021")
def no_results_of_others(pair: GuidanceSubject) -> Iterator[Finding]:
    """A provider's claim carries no block of the agency or the insurer."""
    for element, block in (
        ("agencyAdjudicationResult", pair.claim.agency_result),
        ("insurerAdjudicationResult", pair.claim.insurer_result),
    ):
        if block is not None:
            yield Finding("X-GC-021", f"{CLAIM}/{element}", "1", "0")
