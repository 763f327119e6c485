"""S4 and form of a checkup claim: identities, card, forbidden blocks (X-CC-001…013, 043…045).

Source: standards/checks.csv, archive-and-xml.md 4 and 10.3; rulings.md 28, 49.
Money is ``claim_money.py``; registers are ``reference.py`` and ``eligibility.py``. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.bilingual import both, digits
from daiko.checks.findings import Finding, Severity
from daiko.checks.quiet import sums_add_up, usual_card, usual_person
from daiko.checks.rulebook import rule
from daiko.checks.rules.claim_judgement import card_of
from daiko.checks.rules.contract import only_individual
from daiko.checks.rules.text_forms import ADDRESS_FORM, address_length, is_kana_name, length_words
from daiko.checks.subjects import PairSubject
from daiko.checks.values import day
from daiko.documents.records import Identifier
from daiko.standard import oids
from daiko.standard.identifiers import CardId, is_insurer_number, is_provider_number

_YEN_DIGITS: Final = 9

PERSON: Final = "checkupClaim/subjectPerson"
CARD: Final = "checkupClaim/checkupCard"
_SIX: Final = re.compile(r"[0-9]{6}", re.ASCII)
_ADDRESS_MAX: Final = 100  # characters


def _root_and_number(
    rule_id: str, at: str, identifier: Identifier | None, root: str
) -> Iterator[Finding]:
    found = identifier.root if identifier else None
    if found != root:
        yield Finding(rule_id, f"{at}/@root", found or "", root)


@rule("X-CC-001")
def class_is_checkup(pair: PairSubject) -> Iterator[Finding]:
    """serviceEventType is 1."""
    found = pair.claim.service_event_type
    if found != "1":
        yield Finding("X-CC-001", "checkupClaim/encounter/serviceEventType/@code", found or "", "1")


@rule("X-CC-002")
def provider_form(pair: PairSubject) -> Iterator[Finding]:
    """Provider: OID .102 and ten digits."""
    at = f"{PERSON}/performerOrganization/id"
    yield from _root_and_number("X-CC-002", at, pair.claim.provider, oids.PROVIDER)
    if not is_provider_number(pair.provider_number or ""):
        yield Finding("X-CC-002", f"{at}/@extension", pair.provider_number or "", digits(10))


@rule("X-CC-003", quiet_when=usual_person)
def insurer_form(pair: PairSubject) -> Iterator[Finding]:
    """Insurer: OID .101 and eight digits, zero-padded."""
    at = f"{PERSON}/insuranceCard/insurerNumber"
    yield from _root_and_number("X-CC-003", at, pair.claim.insurer, oids.INSURER)
    if not is_insurer_number(pair.insurer_number or ""):
        yield Finding("X-CC-003", f"{at}/@extension", pair.insurer_number or "", digits(8))


@rule("X-CC-004", quiet_when=usual_person)
def symbol_form(pair: PairSubject) -> Iterator[Finding]:
    """Symbol: optional, at most 20 characters."""
    yield from _card_text("X-CC-004", "symbol", pair.claim.symbol, oids.SYMBOL)


@rule("X-CC-005", quiet_when=usual_person)
def number_form(pair: PairSubject) -> Iterator[Finding]:
    """Number: mandatory, 1 to 20 characters."""
    if pair.claim.number is None:
        yield Finding("X-CC-005", f"{PERSON}/insuranceCard/number", "", "1–20")
    yield from _card_text("X-CC-005", "number", pair.claim.number, oids.NUMBER)


def _card_text(
    rule_id: str, element: str, identifier: Identifier | None, root: str
) -> Iterator[Finding]:
    if identifier is None:
        return
    at = f"{PERSON}/insuranceCard/{element}"
    yield from _root_and_number(rule_id, at, identifier, root)
    if not 1 <= len((identifier.extension or "").strip()) <= 20:
        yield Finding(rule_id, f"{at}/@extension", identifier.extension or "", "1–20")


@rule("X-CC-006", quiet_when=usual_person)
def branch_form(pair: PairSubject) -> Iterator[Finding]:
    """Branch number: optional, two digits."""
    branch = pair.claim.branch_code
    if branch is not None and re.fullmatch(r"[0-9]{2}", branch.extension or "", re.ASCII) is None:
        yield Finding(
            "X-CC-006",
            f"{PERSON}/insuranceCard/branchCode/@extension",
            branch.extension or "",
            digits(2),
        )


@rule("X-CC-007", quiet_when=usual_person)
def kana_name(pair: PairSubject) -> Iterator[Finding]:
    """Name in full-width katakana, 1 to 50 characters."""
    if not is_kana_name(pair.claim.name):
        yield Finding("X-CC-007", f"{PERSON}/name", pair.claim.name or "", "全角カナ 1–50")


@rule("X-CC-008", quiet_when=usual_person)
def address(pair: PairSubject) -> Iterator[Finding]:
    """Postal code and full-width address; length as ruling 49 has it."""
    if re.fullmatch(r"[0-9]{3}-[0-9]{4}", pair.claim.postal_code or "", re.ASCII) is None:
        found = pair.claim.postal_code or ""
        yield Finding("X-CC-008", f"{PERSON}/addr/postalCode", found, "NNN-NNNN")
    text = (pair.claim.address or "").strip()
    length = address_length(text)
    if not text or length > 200:
        yield Finding("X-CC-008", f"{PERSON}/addr", length_words(length), ADDRESS_FORM)
    elif length > 80 or len(text) > _ADDRESS_MAX:
        yield Finding(
            "X-CC-008",
            f"{PERSON}/addr",
            length_words(length),
            ADDRESS_FORM,
            severity=Severity.WARNING,
        )


@rule("X-CC-009", quiet_when=usual_person)
def birth_date(pair: PairSubject) -> Iterator[Finding]:
    """Birth date is a day."""
    if day(pair.claim.birth_date) is None:
        found = pair.claim.birth_date or ""
        yield Finding("X-CC-009", f"{PERSON}/birthTime/@value", found, "YYYYMMDD")


@rule("X-CC-010")
def sex(pair: PairSubject) -> Iterator[Finding]:
    """Sex is 1 or 2."""
    if pair.claim.sex not in ("1", "2"):
        found = pair.claim.sex or ""
        yield Finding("X-CC-010", f"{PERSON}/administrativeGender/@code", found, "1, 2")


@rule("X-CC-011", quiet_when=usual_card)
def card_number(pair: PairSubject) -> Iterator[Finding]:
    """Card number: OID .209, eleven digits; may be absent only under an individual contract."""
    at = f"{CARD}/id"
    if pair.claim.card_id is None:
        if not only_individual(pair):
            yield Finding("X-CC-011", at, "", digits(11))
        return
    yield from _root_and_number("X-CC-011", at, pair.claim.card_id, oids.CHECKUP_CARD)
    if CardId.parse(pair.card_id) is None:
        yield Finding("X-CC-011", f"{at}/@extension", pair.card_id or "", digits(11))


@rule("X-CC-012", quiet_when=usual_card)
def card_number_parts(pair: PairSubject) -> Iterator[Finding]:
    """Digit 3 is 1 (checkup card) or 5 (set card); the year is compared by X-PE-003."""
    card = CardId.parse(pair.card_id)
    if card is None:
        return
    if card.kind not in "15":
        yield Finding("X-CC-012", f"{CARD}/id/@extension", card.kind, "1, 5")


@rule("X-CC-013", quiet_when=usual_card)
def card_expiry(pair: PairSubject) -> Iterator[Finding]:
    """Expiry is a day; after 31 March of the card's year only a warning."""
    at = f"{CARD}/effectiveTime/high/@value"
    text = pair.claim.card_valid_until
    if text is None and pair.claim.card_id is None:
        return
    until, card = day(text), CardId.parse(pair.card_id)
    if until is None:
        yield Finding("X-CC-013", at, text or "", "YYYYMMDD")
    elif (
        card is not None and until > date(card.fiscal_year + 1, 3, 31) and not _register_says(pair)
    ):
        expected = f"–{card.fiscal_year + 1}0331"
        yield Finding("X-CC-013", at, text or "", expected, severity=Severity.WARNING)


def _register_says(pair: PairSubject) -> bool:
    """Whether the card register holds this card with this expiry."""
    entry = card_of(pair)
    return entry is not None and entry.valid_until == day(pair.claim.card_valid_until)


@rule("X-CC-043")
def no_agency_result(pair: PairSubject) -> Iterator[Finding]:
    """A provider's claim carries no agency block."""
    if pair.claim.agency_result is not None:
        yield Finding("X-CC-043", "checkupClaim/agencyAdjudicationResult", "1", "0")


@rule("X-CC-044")
def no_insurer_result(pair: PairSubject) -> Iterator[Finding]:
    """A provider's claim carries no insurer block."""
    if pair.claim.insurer_result is not None:
        yield Finding("X-CC-044", "checkupClaim/insurerAdjudicationResult", "1", "0")


def _is_amount(text: str) -> bool:
    """Digits below 10^9; an amount of any length is looked at, none is computed."""
    return text.isascii() and text.isdigit() and len(text.lstrip("0")) <= _YEN_DIGITS


@rule("X-CC-045", quiet_when=sums_add_up)
def amount_forms(pair: PairSubject) -> Iterator[Finding]:
    """Totals are digits, copayment fields six digits, the currency JPY."""
    claim = pair.claim
    totals = (
        ("unitAmount", claim.unit_total),
        ("paymentAmount", claim.payment_total),
        ("paymentByOtherProgram", claim.other_program),
        ("claimAmount", claim.claim_amount),
    )
    for element, text in totals:
        if text is not None and not _is_amount(text):
            yield Finding(
                "X-CC-045",
                f"checkupClaim/settlement/{element}/@value",
                text,
                both("0〜9桁の数字", "0–9 digits"),
            )
    payments = (
        ("paymentForBasic", claim.basic_payment),
        ("paymentForDetail", claim.detail_payment),
        ("paymentForOther", claim.other_payment),
    )
    for element, text in payments:
        if text is not None and _SIX.fullmatch(text) is None:
            yield Finding(
                "X-CC-045",
                f"checkupClaim/settlement/{element}/amount/@value",
                text,
                both("6桁の数字", digits(6)),
            )
    for currency in claim.currencies:
        if currency != "JPY":
            at = f"checkupClaim//*[@currency={currency}]/@currency"
            yield Finding("X-CC-045", at, currency, "JPY")
