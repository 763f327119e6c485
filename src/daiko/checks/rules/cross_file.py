"""S4: what stands in result and claim of one pair must agree (X-XF-001…011, 015).

Source: standards/checks.csv, archive-and-xml.md 1.7 (7). Values are compared with
widths and blanks evened out; absent equals absent. X-XF-016 (one refused file
returns both) is the pair's verdict, made by the engine. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from daiko.archive.names import MemberName
from daiko.checks.claim_places import card_at, card_id_at, claimed_card, person_at
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject
from daiko.checks.quiet import usual_card, usual_person
from daiko.checks.rulebook import rule
from daiko.checks.values import comparable
from daiko.documents.records import Identifier
from daiko.standard import oids
from daiko.standard.identifiers import CardId, is_provider_number


def _same(rule_id: str, at: str, claim: str | None, result: str | None) -> Iterator[Finding]:
    if claim != result and comparable(claim) != comparable(result):
        yield Finding(rule_id, at, claim or "", result or "")


def _told(
    rule_id: str, pair: AnyPair, at: str, claim: str | None, result: str | None
) -> Iterator[Finding]:
    """As ``_same``; what a result of guidance lacks altogether is X-HG-002's or the schema's."""
    if result is not None or not isinstance(pair, GuidanceSubject):
        yield from _same(rule_id, at, claim, result)


def _extension(identifier: Identifier | None) -> str | None:
    return identifier.extension if identifier else None


@rule("X-XF-001", quiet_when=usual_person)
def same_insurer(pair: AnyPair) -> Iterator[Finding]:
    """Insurer number."""
    at = f"{person_at(pair)}/insuranceCard/insurerNumber/@extension"
    found = _extension(pair.claim.insurer)
    yield from _told("X-XF-001", pair, at, found, pair.result.person_id(oids.INSURER))


@rule("X-XF-002", quiet_when=usual_person)
def same_symbol(pair: AnyPair) -> Iterator[Finding]:
    """Symbol of the insurance card."""
    at = f"{person_at(pair)}/insuranceCard/symbol/@extension"
    found = _extension(pair.claim.symbol)
    if pair.result.person_ids or not isinstance(pair, GuidanceSubject):
        yield from _same("X-XF-002", at, found, pair.result.person_id(oids.SYMBOL))


@rule("X-XF-003", quiet_when=usual_person)
def same_number(pair: AnyPair) -> Iterator[Finding]:
    """Number of the insurance card."""
    at = f"{person_at(pair)}/insuranceCard/number/@extension"
    found = _extension(pair.claim.number)
    yield from _told("X-XF-003", pair, at, found, pair.result.person_id(oids.NUMBER))


@rule("X-XF-004", quiet_when=usual_person)
def same_branch(pair: AnyPair) -> Iterator[Finding]:
    """Branch number."""
    at = f"{person_at(pair)}/insuranceCard/branchCode/@extension"
    found = _extension(pair.claim.branch_code)
    if pair.result.person_ids or not isinstance(pair, GuidanceSubject):
        yield from _same("X-XF-004", at, found, pair.result.person_id(oids.BRANCH_CODE))


@rule("X-XF-005", quiet_when=usual_person)
def same_name(pair: AnyPair) -> Iterator[Finding]:
    """Name in kana."""
    at = f"{person_at(pair)}/name"
    yield from _told("X-XF-005", pair, at, pair.claim.name, pair.result.name)


@rule("X-XF-006", quiet_when=usual_person)
def same_sex(pair: AnyPair) -> Iterator[Finding]:
    """Sex."""
    at = f"{person_at(pair)}/administrativeGender/@code"
    yield from _told("X-XF-006", pair, at, pair.claim.sex, pair.result.sex)


@rule("X-XF-007", quiet_when=usual_person)
def same_birth_date(pair: AnyPair) -> Iterator[Finding]:
    """Birth date."""
    at = f"{person_at(pair)}/birthTime/@value"
    yield from _told("X-XF-007", pair, at, pair.claim.birth_date, pair.result.birth_date)


@rule("X-XF-008", quiet_when=usual_person)
def same_address(pair: AnyPair) -> Iterator[Finding]:
    """Postal code and address."""
    claim, result = pair.claim, pair.result
    at = f"{person_at(pair)}/addr/postalCode"
    yield from _told("X-XF-008", pair, at, claim.postal_code, result.postal_code)
    if isinstance(pair, GuidanceSubject):
        return  # neither file may hold an address: X-HG-002, X-GC-005
    if claim.address != result.address and comparable(claim.address) != comparable(result.address):
        yield Finding(
            "X-XF-008", f"{person_at(pair)}/addr", claim.address or "", result.address or ""
        )


@rule("X-XF-009", quiet_when=usual_person)
def same_provider(pair: AnyPair) -> Iterator[Finding]:
    """Performing institution."""
    performer = pair.result.performer
    at = f"{person_at(pair)}/performerOrganization/id/@extension"
    expected = _extension(performer.identifier) if performer else None
    if isinstance(pair, GuidanceSubject) and not pair.result.service_event_count:
        return  # X-HG-008, or the schema
    yield from _same("X-XF-009", at, pair.provider_number, expected)


@rule("X-XF-010", quiet_when=usual_card)
def same_card(pair: AnyPair) -> Iterator[Finding]:
    """Card number; of guidance compared when both files have a number of that form."""
    claimed = claimed_card(pair)
    if isinstance(pair, GuidanceSubject):
        card = pair.guidance_card
        stated = _extension(card.card_id) if card else None
        if CardId.parse(claimed) is None or CardId.parse(stated) is None:
            return  # X-HG-003, X-HG-004, X-GC-006
    else:
        stated = _extension(pair.result.cards[0].card_id) if pair.result.cards else None
    yield from _same("X-XF-010", card_id_at(pair), claimed, stated)


@rule("X-XF-011", quiet_when=usual_card)
def same_expiry(pair: AnyPair) -> Iterator[Finding]:
    """Expiry of the card; of guidance compared when both files have one."""
    claimed = pair.claim.card_valid_until
    if isinstance(pair, GuidanceSubject):
        stated = pair.guidance_card.valid_until if pair.guidance_card else None
        if claimed is None or stated is None:
            return
    else:
        stated = pair.result.cards[0].valid_until if pair.result.cards else None
    yield from _same("X-XF-011", f"{card_at(pair)}/effectiveTime/high/@value", claimed, stated)


@rule("X-XF-015")
def institution_in_name(pair: AnyPair) -> Iterator[Finding]:
    """The institution in the file name made the file or performed the service.

    Compared with a number that can be one; else X-CC-002, X-GC-005 or the schema says so.
    """
    is_pair = pair.claim_name[1:] == pair.result_name[1:]  # else they share no name
    name = pair.parsed_name if is_pair else MemberName.parse(pair.claim_name or pair.result_name)
    if name is None:
        return
    author = pair.result.author
    known = {pair.provider_number, _extension(author.identifier) if author else None}
    if name.provider not in known and is_provider_number(pair.provider_number or ""):
        yield Finding("X-XF-015", person_at(pair), name.provider, pair.provider_number or "")
