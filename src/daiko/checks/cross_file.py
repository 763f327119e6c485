"""S4: what stands in result and claim of one pair must agree (X-XF-001…011, 015).

Source: standards/checks.csv, archive-and-xml.md 1.7 (7). Values are compared with
widths and blanks evened out; absent equals absent. X-XF-016 (one refused file
returns both) is the pair's verdict, made by the engine. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.archive.names import MemberName
from daiko.checks.findings import Finding
from daiko.checks.rulebook import rule
from daiko.checks.subjects import PairSubject
from daiko.checks.values import comparable
from daiko.documents.records import Identifier
from daiko.standard import oids

PERSON: Final = "checkupClaim/subjectPerson"
CARD: Final = "checkupClaim/checkupCard"


def _same(rule_id: str, at: str, claim: str | None, result: str | None) -> Iterator[Finding]:
    if comparable(claim) != comparable(result):
        yield Finding(rule_id, at, claim or "", result or "")


def _extension(identifier: Identifier | None) -> str | None:
    return identifier.extension if identifier else None


@rule("X-XF-001")
def same_insurer(pair: PairSubject) -> Iterator[Finding]:
    """Insurer number."""
    at = f"{PERSON}/insuranceCard/insurerNumber/@extension"
    found = _extension(pair.claim.insurer)
    yield from _same("X-XF-001", at, found, pair.result.person_id(oids.INSURER))


@rule("X-XF-002")
def same_symbol(pair: PairSubject) -> Iterator[Finding]:
    """Symbol of the insurance card."""
    at = f"{PERSON}/insuranceCard/symbol/@extension"
    found = _extension(pair.claim.symbol)
    yield from _same("X-XF-002", at, found, pair.result.person_id(oids.SYMBOL))


@rule("X-XF-003")
def same_number(pair: PairSubject) -> Iterator[Finding]:
    """Number of the insurance card."""
    at = f"{PERSON}/insuranceCard/number/@extension"
    found = _extension(pair.claim.number)
    yield from _same("X-XF-003", at, found, pair.result.person_id(oids.NUMBER))


@rule("X-XF-004")
def same_branch(pair: PairSubject) -> Iterator[Finding]:
    """Branch number."""
    at = f"{PERSON}/insuranceCard/branchCode/@extension"
    found = _extension(pair.claim.branch_code)
    yield from _same("X-XF-004", at, found, pair.result.person_id(oids.BRANCH_CODE))


@rule("X-XF-005")
def same_name(pair: PairSubject) -> Iterator[Finding]:
    """Name in kana."""
    yield from _same("X-XF-005", f"{PERSON}/name", pair.claim.name, pair.result.name)


@rule("X-XF-006")
def same_sex(pair: PairSubject) -> Iterator[Finding]:
    """Sex."""
    at = f"{PERSON}/administrativeGender/@code"
    yield from _same("X-XF-006", at, pair.claim.sex, pair.result.sex)


@rule("X-XF-007")
def same_birth_date(pair: PairSubject) -> Iterator[Finding]:
    """Birth date."""
    at = f"{PERSON}/birthTime/@value"
    yield from _same("X-XF-007", at, pair.claim.birth_date, pair.result.birth_date)


@rule("X-XF-008")
def same_address(pair: PairSubject) -> Iterator[Finding]:
    """Postal code and address."""
    claim, result = pair.claim, pair.result
    at = f"{PERSON}/addr/postalCode"
    yield from _same("X-XF-008", at, claim.postal_code, result.postal_code)
    if comparable(claim.address) != comparable(result.address):
        yield Finding("X-XF-008", f"{PERSON}/addr", claim.address or "", result.address or "")


@rule("X-XF-009")
def same_provider(pair: PairSubject) -> Iterator[Finding]:
    """Performing institution."""
    performer = pair.result.performer
    at = f"{PERSON}/performerOrganization/id/@extension"
    expected = _extension(performer.identifier) if performer else None
    yield from _same("X-XF-009", at, pair.provider_number, expected)


def _card_number(pair: PairSubject) -> str | None:
    return _extension(pair.result.cards[0].card_id) if pair.result.cards else None


@rule("X-XF-010")
def same_card(pair: PairSubject) -> Iterator[Finding]:
    """Card number."""
    yield from _same("X-XF-010", f"{CARD}/id/@extension", pair.card_id, _card_number(pair))


@rule("X-XF-011")
def same_expiry(pair: PairSubject) -> Iterator[Finding]:
    """Expiry of the card."""
    expected = pair.result.cards[0].valid_until if pair.result.cards else None
    at = f"{CARD}/effectiveTime/high/@value"
    yield from _same("X-XF-011", at, pair.claim.card_valid_until, expected)


@rule("X-XF-015")
def institution_in_name(pair: PairSubject) -> Iterator[Finding]:
    """The institution in the file name made or performed the checkup."""
    name = MemberName.parse(pair.claim_name or pair.result_name)
    if name is None:
        return
    author = pair.result.author
    known = {pair.provider_number, _extension(author.identifier) if author else None}
    if name.provider not in known:
        yield Finding("X-XF-015", PERSON, name.provider, pair.provider_number or "")
