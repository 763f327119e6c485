"""S4: the header of a checkup result (X-HC-001…028, X-HI-050).

Source: standards/checks.csv, archive-and-xml.md 7.1 and 10; rulings.md 28, 49.
The official sample's forms pass (administrative-checks.md 12). Items are
``result_items.py``. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.bilingual import both, digits
from daiko.checks.findings import Finding, Severity
from daiko.checks.quiet import usual_card, usual_person
from daiko.checks.rulebook import rule
from daiko.checks.rules.text_forms import ADDRESS_FORM, address_length, is_kana_name, length_words
from daiko.checks.subjects import PairSubject
from daiko.checks.values import day
from daiko.documents.records import CardParticipant, Identifier
from daiko.standard import oids
from daiko.standard.identifiers import CardId, is_insurer_number, is_provider_number

ROOT: Final = "/ClinicalDocument"
PERSON: Final = f"{ROOT}/recordTarget/patientRole"
CARD: Final = f"{ROOT}/participant"
EVENT: Final = f"{ROOT}/documentationOf/serviceEvent"
SECTIONS: Final = frozenset({"01010", "01020", "01030", "01040", "01060", "01090", "01990"})
_OLDEST: Final = date(1900, 1, 1)
_CARD_TEXT: Final = both(
    "1〜20文字、全角か半角の一方、前後に空白なし",
    "1–20 characters of one width, no blanks at the ends",
)
_HALF_WIDTH: Final = (
    both("半角の英数字", "half-width letters or digits"),
    both("全角", "full width"),
)
_ADDRESS_ERROR: Final = 200
_ADDRESS_WARNING: Final = 80


def _is(rule_id: str, at: str, found: str | None, expected: str) -> Iterator[Finding]:
    if found != expected:
        yield Finding(rule_id, at, found or "", expected)


@rule("X-HC-001")
def type_id(pair: PairSubject) -> Iterator[Finding]:
    """typeId is that of CDA Release 2."""
    identifier = pair.result.type_id or Identifier()
    yield from _is("X-HC-001", f"{ROOT}/typeId/@root", identifier.root, oids.CDA_TYPE_ROOT)
    yield from _is(
        "X-HC-001", f"{ROOT}/typeId/@extension", identifier.extension, oids.CDA_TYPE_EXTENSION
    )


@rule("X-HC-002")
def document_id(pair: PairSubject) -> Iterator[Finding]:
    """No document id is used: nullFlavor NI."""
    identifier = pair.result.document_id or Identifier()
    yield from _is("X-HC-002", f"{ROOT}/id", identifier.null_flavor, "NI")


@rule("X-HC-003")
def report_code(pair: PairSubject) -> Iterator[Finding]:
    """Report code 10, specific health checkup."""
    yield from _is("X-HC-003", f"{ROOT}/code/@code", pair.result.report_code, "10")
    system = pair.result.report_code_system
    if system is not None:
        yield from _is("X-HC-003", f"{ROOT}/code/@codeSystem", system, oids.REPORT)


@rule("X-HC-004")
def created_on(pair: PairSubject) -> Iterator[Finding]:
    """The file was made between the checkup and the reception."""
    on, earliest = day(pair.result.created_on), pair.performed_on
    wrong = on is None or on > pair.received_on or (earliest is not None and on < earliest)
    if wrong:
        expected = f"{earliest or _OLDEST:%Y%m%d}–{pair.received_on:%Y%m%d}"
        found = pair.result.created_on or ""
        yield Finding("X-HC-004", f"{ROOT}/effectiveTime/@value", found, expected)


@rule("X-HC-005")
def confidentiality(pair: PairSubject) -> Iterator[Finding]:
    """Confidentiality is N."""
    yield from _is(
        "X-HC-005",
        f"{ROOT}/confidentialityCode/@code",
        pair.result.confidentiality_code,
        "N",
    )


@rule("X-HC-006")
def one_person(pair: PairSubject) -> Iterator[Finding]:
    """The document concerns exactly one person."""
    if pair.result.record_target_count != 1:
        found = str(pair.result.record_target_count)
        yield Finding("X-HC-006", f"{ROOT}/recordTarget", found, "1")


@rule("X-HC-007", quiet_when=usual_person)
def insurer_number(pair: PairSubject) -> Iterator[Finding]:
    """Insurer number: present, eight digits."""
    number = pair.result.person_id(oids.INSURER)
    if not is_insurer_number(number or ""):
        yield Finding("X-HC-007", f"{PERSON}/id[@root={oids.INSURER}]", number or "", digits(8))


def _mixed_widths(text: str) -> bool:
    return not text.isascii() and any(c.isascii() and c.isalnum() for c in text)


def _card_text(rule_id: str, root: str, text: str | None) -> Iterator[Finding]:
    if text is None:
        return
    if not 1 <= len(text) <= 20 or text != text.strip() or _mixed_widths(text):
        yield Finding(rule_id, f"{PERSON}/id[@root={root}]/@extension", text, _CARD_TEXT)


@rule("X-HC-008", quiet_when=usual_person)
def symbol(pair: PairSubject) -> Iterator[Finding]:
    """Symbol: optional, 1 to 20 characters of one width."""
    yield from _card_text("X-HC-008", oids.SYMBOL, pair.result.person_id(oids.SYMBOL))


@rule("X-HC-009", quiet_when=usual_person)
def number(pair: PairSubject) -> Iterator[Finding]:
    """Number: mandatory, 1 to 20 characters of one width."""
    text = pair.result.person_id(oids.NUMBER)
    if text is None:
        yield Finding("X-HC-009", f"{PERSON}/id[@root={oids.NUMBER}]", "", _CARD_TEXT)
    yield from _card_text("X-HC-009", oids.NUMBER, text)


@rule("X-HC-010", quiet_when=usual_person)
def branch_code(pair: PairSubject) -> Iterator[Finding]:
    """Branch number: optional, two digits."""
    text = pair.result.person_id(oids.BRANCH_CODE)
    if text is not None and re.fullmatch(r"[0-9]{2}", text, re.ASCII) is None:
        yield Finding("X-HC-010", f"{PERSON}/id[@root={oids.BRANCH_CODE}]", text, digits(2))


@rule("X-HC-011", quiet_when=usual_person)
def postal_code(pair: PairSubject) -> Iterator[Finding]:
    """Postal code NNN-NNNN."""
    text = pair.result.postal_code or ""
    if re.fullmatch(r"[0-9]{3}-[0-9]{4}", text, re.ASCII) is None:
        yield Finding("X-HC-011", f"{PERSON}/addr/postalCode", text, "NNN-NNNN")


@rule("X-HC-012", quiet_when=usual_person)
def address(pair: PairSubject) -> Iterator[Finding]:
    """Address text: mandatory; over 200 bytes an error, over 80 or half-width a warning."""
    text = (pair.result.address or "").strip()
    length = address_length(text)
    if not text or length > _ADDRESS_ERROR:
        yield Finding("X-HC-012", f"{PERSON}/addr", length_words(length), ADDRESS_FORM)
    elif length > _ADDRESS_WARNING:
        found = length_words(length)
        yield Finding("X-HC-012", f"{PERSON}/addr", found, ADDRESS_FORM, severity=Severity.WARNING)
    elif any(c.isascii() and c.isalnum() for c in text):
        yield Finding("X-HC-012", f"{PERSON}/addr", *_HALF_WIDTH, severity=Severity.WARNING)


@rule("X-HC-013", quiet_when=usual_person)
def name(pair: PairSubject) -> Iterator[Finding]:
    """Name in full-width katakana, at most 50 characters."""
    if not is_kana_name(pair.result.name):
        yield Finding("X-HC-013", f"{PERSON}/patient/name", pair.result.name or "", "全角カナ 1–50")


@rule("X-HC-014")
def sex(pair: PairSubject) -> Iterator[Finding]:
    """Sex 1 or 2."""
    at = f"{PERSON}/patient/administrativeGenderCode"
    if pair.result.sex not in ("1", "2"):
        yield Finding("X-HC-014", f"{at}/@code", pair.result.sex or "", "1, 2")
    system = pair.result.sex_code_system
    if system is not None:
        yield from _is("X-HC-014", f"{at}/@codeSystem", system, oids.SEX)


@rule("X-HC-015", quiet_when=usual_person)
def birth_date(pair: PairSubject) -> Iterator[Finding]:
    """Birth date: a day from 1900 on, before the checkup."""
    on = day(pair.result.birth_date)
    latest = pair.performed_on or pair.received_on
    if on is None or not _OLDEST <= on < latest:
        found = pair.result.birth_date or ""
        expected = f"19000101–{latest:%Y%m%d}"
        yield Finding("X-HC-015", f"{PERSON}/patient/birthTime/@value", found, expected)


def _provider(rule_id: str, at: str, identifier: Identifier | None) -> Iterator[Finding]:
    root = identifier.root if identifier else None
    found = (identifier.extension if identifier else None) or ""
    if root != oids.PROVIDER or not is_provider_number(found):
        yield Finding(rule_id, at, f"{root or ''} {found}".strip(), f"{oids.PROVIDER} {digits(10)}")


@rule("X-HC-016")
def file_maker(pair: PairSubject) -> Iterator[Finding]:
    """The institution that made the file: OID .102, ten digits."""
    author = pair.result.author
    at = f"{ROOT}/author/assignedAuthor/representedOrganization/id"
    yield from _provider("X-HC-016", at, author.identifier if author else None)


@rule("X-HC-017")
def file_maker_contact(pair: PairSubject) -> Iterator[Finding]:
    """Name, telephone and address of the file maker."""
    author = pair.result.author
    at = f"{ROOT}/author/assignedAuthor/representedOrganization"
    if author is None:
        return
    parts = {
        "name": author.name,
        "telecom": author.telecom,
        "addr": author.address,
        "postalCode": author.postal_code,
    }
    missing = [element for element, text in parts.items() if not (text or "").strip()]
    if author.telecom and re.fullmatch(r"tel:[0-9]+", author.telecom, re.ASCII) is None:
        missing.append("telecom")
    if missing:
        yield Finding("X-HC-017", at, "", ", ".join(missing))


@rule("X-HC-018")
def custodian(pair: PairSubject) -> Iterator[Finding]:
    """The custodian block that CDA asks for, with nullFlavor NI."""
    identifier = pair.result.custodian or Identifier()
    at = f"{ROOT}/custodian/assignedCustodian/representedCustodianOrganization/id"
    yield from _is("X-HC-018", at, identifier.null_flavor, "NI")


def _card(pair: PairSubject) -> CardParticipant | None:
    held = [card for card in pair.result.cards if card.type_code == "HLD"]
    return held[0] if held else None


@rule("X-HC-019", quiet_when=usual_card)
def card_block(pair: PairSubject) -> Iterator[Finding]:
    """One card at most, of face 1; absent only when the claim carries no card either."""
    held = [card for card in pair.result.cards if card.type_code == "HLD"]
    if len(held) > 1:
        yield Finding("X-HC-019", CARD, str(len(held)), "1")
    for card in held[:1]:
        yield from _is("X-HC-019", f"{CARD}/functionCode/@code", card.function_code, "1")
    if not held and pair.has_claim and pair.claim.card_id is not None:
        yield Finding("X-HC-019", CARD, "0", "1")


@rule("X-HC-020", quiet_when=usual_card)
def card_root(pair: PairSubject) -> Iterator[Finding]:
    """OID of the card number holds the insurer number."""
    card = _card(pair)
    if card is None or card.card_id is None:
        return
    insurer = pair.result.person_id(oids.INSURER) or ""
    if is_insurer_number(insurer):
        expected = oids.checkup_card_root(insurer)
        yield from _is("X-HC-020", f"{CARD}/associatedEntity/id/@root", card.card_id.root, expected)


@rule("X-HC-021", quiet_when=usual_card)
def card_number(pair: PairSubject) -> Iterator[Finding]:
    """Card number: eleven digits."""
    card = _card(pair)
    if card is None:
        return
    text = (card.card_id.extension if card.card_id else None) or ""
    if CardId.parse(text) is None:
        yield Finding("X-HC-021", f"{CARD}/associatedEntity/id/@extension", text, digits(11))


@rule("X-HC-022", quiet_when=usual_card)
def card_expiry(pair: PairSubject) -> Iterator[Finding]:
    """Expiry of the card: a day."""
    card = _card(pair)
    if card is not None and day(card.valid_until) is None:
        yield Finding("X-HC-022", f"{CARD}/time/high/@value", card.valid_until or "", "YYYYMMDD")


@rule("X-HC-023", quiet_when=usual_card)
def card_issuer(pair: PairSubject) -> Iterator[Finding]:
    """The insurer that issued the card is that of the person."""
    card = _card(pair)
    if card is None:
        return
    issuer = card.issuing_insurer or Identifier()
    at = f"{CARD}/associatedEntity/scopingOrganization/id"
    yield from _is("X-HC-023", f"{at}/@root", issuer.root, oids.INSURER)
    expected = pair.result.person_id(oids.INSURER) or ""
    yield from _is("X-HC-023", f"{at}/@extension", issuer.extension, expected)


@rule("X-HC-024")
def program(pair: PairSubject) -> Iterator[Finding]:
    """Programme 010, specific health checkup."""
    yield from _is("X-HC-024", f"{EVENT}/code/@code", pair.result.program_code, "010")


@rule("X-HC-025")
def performed_on(pair: PairSubject) -> Iterator[Finding]:
    """Checkup date: present, a day."""
    if pair.performed_on is None:
        found = pair.result.performed_on or ""
        yield Finding("X-HC-025", f"{EVENT}/effectiveTime/@value", found, "YYYYMMDD")


@rule("X-HC-026")
def performer(pair: PairSubject) -> Iterator[Finding]:
    """Performing institution: OID .102, ten digits."""
    organization = pair.result.performer
    at = f"{EVENT}/performer//representedOrganization/id"
    yield from _provider("X-HC-026", at, organization.identifier if organization else None)


@rule("X-HC-027")
def main_section(pair: PairSubject) -> Iterator[Finding]:
    """Exactly one section 01010."""
    times = pair.items.section_codes.count("01010")
    if times != 1:
        at = f"{ROOT}/component/structuredBody//section[code/@code=01010]"
        yield Finding("X-HC-027", at, str(times), "1")


@rule("X-HC-028")
def known_sections(pair: PairSubject) -> Iterator[Finding]:
    """Only sections of the code table."""
    for code in pair.items.section_codes:
        if code not in SECTIONS:
            expected = ", ".join(sorted(SECTIONS))
            yield Finding("X-HC-028", f"{ROOT}//section/code/@code", code or "", expected)


@rule("X-HI-050")
def author_time(pair: PairSubject) -> Iterator[Finding]:
    """The author's time is the date of the document."""
    if pair.result.author_time != pair.result.created_on:
        at = f"{ROOT}/author/time/@value"
        yield Finding("X-HI-050", at, pair.result.author_time or "", pair.result.created_on or "")
