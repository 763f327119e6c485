"""S4: the header of a guidance document (X-HG-001…008, 046).

Source: standards/checks.csv, guidance.md 7.1 and 8; rulings.md 48. The forms of number
and name are those of checkups (``result_header.py``); sections are ``guidance_sections.py``.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.bilingual import both, digits
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import (
    CARD_KINDS_OF_LEVEL,
    CHECKUP_CARD,
    GUIDANCE_CARD,
    GuidanceSubject,
)
from daiko.checks.quiet import usual_card, usual_person
from daiko.checks.rulebook import rule
from daiko.checks.rules.contract import only_individual
from daiko.checks.rules.guidance_places import EVENT, PERSON, ROOT
from daiko.checks.rules.text_forms import is_kana_name
from daiko.checks.values import day, fiscal_year
from daiko.documents.records import CardParticipant, Identifier
from daiko.standard import oids
from daiko.standard.identifiers import CardId, is_insurer_number

REPORTS: Final = ("21", "22", "23", "24", "25")
CARD: Final = f"{ROOT}/participant"
ADDRESS_FOUND: Final = both("住所あり", "an address")
POSTAL_ALONE: Final = both("postalCode だけ", "postalCode alone")
KANA_NAME: Final = both("全角カナ 1–50文字", "1–50 full-width kana")
_OLDEST: Final = date(1900, 1, 1)
_PROGRAM: Final = "100"
_POSTAL: Final = re.compile(r"[0-9]{3}-[0-9]{4}", re.ASCII)
_BRANCH: Final = re.compile(r"[0-9]{2}", re.ASCII)


@rule("X-HG-001")
def report_code(pair: GuidanceSubject) -> Iterator[Finding]:
    """Report code 21 to 25."""
    found, system = pair.report_code, pair.result.report_code_system
    if found not in REPORTS:
        yield Finding("X-HG-001", f"{ROOT}/code/@code", found or "", "21–25")
    elif system is not None and system != oids.REPORT:
        yield Finding("X-HG-001", f"{ROOT}/code/@codeSystem", system, oids.REPORT)


@rule("X-HG-002", quiet_when=usual_person)
def person(pair: GuidanceSubject) -> Iterator[Finding]:
    """Numbers, kana name, sex, birth date; of the address only the postal code."""
    result = pair.result
    if result.record_target_count != 1:
        yield _person("", str(result.record_target_count), "1")
    insurer = result.person_id(oids.INSURER) or ""
    if not is_insurer_number(insurer):
        yield _person(f"/id[@root={oids.INSURER}]", insurer, digits(8))
    for root, is_needed in ((oids.SYMBOL, False), (oids.NUMBER, True)):
        text = result.person_id(root)
        if (text is None and is_needed) or (text is not None and not _is_card_text(text)):
            yield _person(f"/id[@root={root}]", text or "", "1–20")
    branch = result.person_id(oids.BRANCH_CODE)
    if branch is not None and _BRANCH.fullmatch(branch) is None:
        yield _person(f"/id[@root={oids.BRANCH_CODE}]", branch, digits(2))
    if _POSTAL.fullmatch(result.postal_code or "") is None:
        yield _person("/addr/postalCode", result.postal_code or "", "NNN-NNNN")
    if (result.address or "").strip():
        yield _person("/addr", ADDRESS_FOUND, POSTAL_ALONE)
    if not is_kana_name(result.name):
        yield _person("/patient/name", result.name or "", KANA_NAME)
    if result.sex not in ("1", "2"):
        yield _person("/patient/administrativeGenderCode/@code", result.sex or "", "1, 2")
    born, latest = pair.birth_date, pair.performed_on or pair.received_on
    if born is None or not _OLDEST <= born < latest:
        expected = f"19000101–{latest:%Y%m%d}"
        yield _person("/patient/birthTime/@value", result.birth_date or "", expected)


def _person(at: str, found: str, expected: str) -> Finding:
    return Finding("X-HG-002", f"{PERSON}{at}", found, expected)


def _is_card_text(text: str) -> bool:
    """1 to 20 characters of one width, as in a checkup result."""
    mixed = not text.isascii() and any(c.isascii() and c.isalnum() for c in text)
    return 1 <= len(text) <= 20 and text == text.strip() and not mixed


@rule("X-HG-003", quiet_when=usual_card)
def cards(pair: GuidanceSubject) -> Iterator[Finding]:
    """At most one checkup and one guidance card; the latter unless contracts are individual.

    When the claim has no card either, X-GC-006 says so once.
    """
    codes = [card.function_code or "" for card in pair.result.cards if card.type_code == "HLD"]
    if len(set(codes)) != len(codes) or not set(codes) <= {CHECKUP_CARD, GUIDANCE_CARD}:
        yield Finding("X-HG-003", f"{CARD}/functionCode/@code", ", ".join(codes), "1, 2")
    elif _are_swapped(pair):
        yield Finding("X-HG-003", f"{CARD}/functionCode/@code", *_SWAPPED)
    elif GUIDANCE_CARD not in codes:
        claimed = pair.claim.card_id is not None or not pair.has_claim
        if claimed and not only_individual(pair):
            yield Finding("X-HG-003", CARD, ", ".join(codes), GUIDANCE_CARD)


_SWAPPED: Final = (
    both("1 利用券・2 受診券", "1 guidance card, 2 checkup card"),
    both("1 受診券・2 利用券", "1 checkup card, 2 guidance card"),
)


def _are_swapped(pair: GuidanceSubject) -> bool:
    """Whether each card has the OID of the other kind."""
    found = {
        (card.function_code, (card.card_id.root or "").rpartition(".")[0])
        for card in pair.result.cards
        if card.card_id is not None
    }
    return {(CHECKUP_CARD, oids.GUIDANCE_CARD), (GUIDANCE_CARD, oids.CHECKUP_CARD)} <= found


def _insurers(pair: GuidanceSubject) -> list[str]:
    """The person's insurer, then the claim's: where they differ X-XF-001 says so, once."""
    claimed = pair.claim.insurer.extension if pair.claim.insurer else None
    stated = (pair.result.person_id(oids.INSURER), claimed)
    return [number for number in stated if number is not None and is_insurer_number(number)]


def _card_id(
    rule_id: str, code: str, card: CardParticipant | None, roots: list[str]
) -> Iterator[Finding]:
    """OID with the person's insurer behind it, and eleven digits."""
    if card is None:
        return
    identifier = card.card_id or Identifier()
    at = f"{CARD}[functionCode/@code={code}]/associatedEntity/id"
    if CardId.parse(identifier.extension) is None:
        yield Finding(rule_id, f"{at}/@extension", identifier.extension or "", digits(11))
    if roots and identifier.root not in roots:
        yield Finding(rule_id, f"{at}/@root", identifier.root or "", roots[0])


@rule("X-HG-004", quiet_when=usual_card)
def guidance_card_id(pair: GuidanceSubject) -> Iterator[Finding]:
    """Number of the guidance card."""
    roots = [oids.guidance_card_root(insurer) for insurer in _insurers(pair)]
    yield from _card_id("X-HG-004", GUIDANCE_CARD, pair.guidance_card, roots)


@rule("X-HG-005", quiet_when=usual_card)
def checkup_card_id(pair: GuidanceSubject) -> Iterator[Finding]:
    """Number of the checkup card."""
    roots = [oids.checkup_card_root(insurer) for insurer in _insurers(pair)]
    yield from _card_id("X-HG-005", CHECKUP_CARD, pair.checkup_card, roots)


@rule("X-HG-006", quiet_when=usual_card)
def card_expiry(pair: GuidanceSubject) -> Iterator[Finding]:
    """Expiry of the guidance card (or of the set card in its place): a day."""
    card = pair.guidance_card
    if card is not None and day(card.valid_until) is None:
        at = f"{CARD}[functionCode/@code=2]/time/high/@value"
        yield Finding("X-HG-006", at, card.valid_until or "", "YYYYMMDD")


@rule("X-HG-007", quiet_when=usual_card)
def card_kind(pair: GuidanceSubject) -> Iterator[Finding]:
    """Third digit 2 motivational, 3 active, 4 equivalent, 5 set card, as the level has it.

    Digits 1 and 2 are no fiscal year after that of the reception.
    """
    holder = pair.guidance_card
    card = CardId.parse(holder.card_id.extension if holder and holder.card_id else None)
    allowed = CARD_KINDS_OF_LEVEL.get(pair.stated_level or pair.level or "")
    at = f"{CARD}[functionCode/@code=2]/associatedEntity/id/@extension"
    this_year = fiscal_year(pair.received_on)
    if card is not None and card.fiscal_year > this_year:
        yield Finding("X-HG-007", at, f"{card.fiscal_year % 100:02}", f"–{this_year % 100:02}")
    elif card is not None and allowed is not None and card.kind not in allowed:
        yield Finding("X-HG-007", at, card.kind, ", ".join(allowed))


@rule("X-HG-008")
def event(pair: GuidanceSubject) -> Iterator[Finding]:
    """One event of programme 100, on the interview (21) or evaluation (22, ruling 48)."""
    result = pair.result
    if result.service_event_count != 1:
        found = str(result.service_event_count)
        yield Finding("X-HG-008", f"{ROOT}/documentationOf", found, "1")
    if result.program_code != _PROGRAM:
        yield Finding("X-HG-008", f"{EVENT}/code/@code", result.program_code or "", _PROGRAM)
    elif result.program_code_system not in (None, oids.PROGRAM):
        system = result.program_code_system or ""
        yield Finding("X-HG-008", f"{EVENT}/code/@codeSystem", system, oids.PROGRAM)
    at, found = f"{EVENT}/effectiveTime/@value", result.performed_on or ""
    if pair.performed_on is None:
        yield Finding("X-HG-008", at, found, "YYYYMMDD")
    elif (allowed := _event_days(pair)) and pair.performed_on not in allowed:
        expected = ", ".join(f"{on:%Y%m%d}" for on in allowed)
        yield Finding("X-HG-008", at, found, expected)


def _event_days(pair: GuidanceSubject) -> list[date]:
    """Days the event may have; empty where nothing decides."""
    if pair.report_code == "21":
        days = [pair.interview_on]
    elif pair.report_code == "22" and pair.evaluation_on is not None:
        # without the first report the other day that may stand here is not known
        days = [pair.evaluation_on, pair.interview_on, pair.first_interview_on]
        if pair.interview_on is None:
            return []
    else:
        return []
    return list(dict.fromkeys(on for on in days if on is not None))


@rule("X-HG-046", quiet_when=usual_card)
def card_issuer(pair: GuidanceSubject) -> Iterator[Finding]:
    """The insurer that issued a card is that of the person."""
    insurers = _insurers(pair)
    for card in pair.result.cards:
        issuer = card.issuing_insurer or Identifier()
        place = f"{CARD}[functionCode/@code={card.function_code}]/associatedEntity"
        at = f"{place}/scopingOrganization/id"
        if issuer.root != oids.INSURER:
            yield Finding("X-HG-046", f"{at}/@root", issuer.root or "", oids.INSURER)
        elif insurers and issuer.extension not in insurers:
            yield Finding("X-HG-046", f"{at}/@extension", issuer.extension or "", insurers[0])
