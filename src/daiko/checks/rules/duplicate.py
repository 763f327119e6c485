"""S7: the same card, person or event twice (X-DU-001…004, 008, 009).

Source: standards/checks.csv, administrative-checks.md 5; rulings.md 32. Instalments of
guidance are ``guidance_pairs.py``. Inside an
archive the engine names the earlier pair; across archives the history answers,
which holds accepted claims only (returned and withdrawn ones do not count). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.claim_places import card_id_at, claimed_card
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import AnyPair
from daiko.checks.merged import earlier_of_card, earlier_of_person, returned_of_person
from daiko.checks.rulebook import Source, rule
from daiko.checks.subjects import PairSubject

CARD: Final = "checkupClaim/checkupCard/id/@extension"
PERSON: Final = "checkupClaim/subjectPerson"
_DOCK: Final = "5"
_DOCK_WORDS: Final = both("人間ドック", "dry dock")
_CHECKUP_WORDS: Final = both("特定健診", "checkup")


@rule("X-DU-001")
def card_twice_in_archive(pair: AnyPair) -> Iterator[Finding]:
    """No card stands twice in one archive, no guidance card twice with the same timing."""
    if pair.earlier_same_card is not None:
        found = claimed_card(pair) or ""
        yield Finding("X-DU-001", card_id_at(pair), found, pair.earlier_same_card)


@rule("X-DU-002", requires=Source.HISTORY)
def card_used_before(pair: PairSubject) -> Iterator[Finding]:
    """The card was not accepted before."""
    for earlier in earlier_of_card(pair)[:1]:
        yield Finding("X-DU-002", CARD, pair.card_id or "", earlier.receipt_number)


@rule("X-DU-003", requires=Source.HISTORY)
def person_examined_before(pair: PairSubject) -> Iterator[Finding]:
    """One checkup per person, insurer and fiscal year; the same card is X-DU-002's."""
    if pair.history is None or pair.fiscal_year is None or earlier_of_card(pair):
        return
    if pair.earlier_same_card is not None:
        return
    if pair.earlier_same_person is not None:
        yield Finding("X-DU-003", PERSON, str(pair.fiscal_year), pair.earlier_same_person)
        return
    for claim in earlier_of_person(pair)[:1]:
        yield Finding("X-DU-003", PERSON, str(pair.fiscal_year), claim.receipt_number)


@rule("X-DU-004", requires=Source.HISTORY)
def event_sent_before(pair: PairSubject) -> Iterator[Finding]:
    """Same person, institution and day: the same content again, or a conflict."""
    if pair.history is None or pair.fiscal_year is None or pair.performed_on is None:
        return
    for earlier in earlier_of_person(pair):
        same_event = (earlier.provider_number, earlier.performed_on) == (
            pair.provider_number,
            pair.performed_on,
        )
        if same_event:
            same = (earlier.result_sha256, earlier.claim_sha256) == (
                pair.result_sha256,
                pair.claim_sha256,
            )
            found = both("同じ内容", "same content") if same else both("違う内容", "other content")
            yield Finding("X-DU-004", PERSON, found, earlier.receipt_number)
            return


@rule("X-DU-008", requires=Source.HISTORY)
def checkup_and_dock(pair: PairSubject) -> Iterator[Finding]:
    """Never a checkup and a dock of one person in one fiscal year (names X-DU-003's cause)."""
    if pair.history is None or pair.fiscal_year is None:
        return
    is_dock = pair.claim.claim_type == _DOCK
    for earlier in earlier_of_person(pair):
        if earlier.claim_type and (earlier.claim_type == _DOCK) is not is_dock:
            words = (_CHECKUP_WORDS, _DOCK_WORDS) if is_dock else (_DOCK_WORDS, _CHECKUP_WORDS)
            found = f"{words[1]} ({words[0]}: {earlier.receipt_number})"
            yield Finding("X-DU-008", "checkupClaim/settlement/claimType/@code", found, words[0])
            return


@rule("X-DU-009", requires=Source.HISTORY)
def returned_before(pair: PairSubject) -> Iterator[Finding]:
    """What was returned comes back under new file names, and corrected."""
    if pair.history is None or pair.fiscal_year is None:
        return
    for earlier in returned_of_person(pair):
        if earlier.provider_number != pair.key.provider_number:
            continue
        hashes = (earlier.result_sha256, earlier.claim_sha256)
        if hashes == (pair.result_sha256, pair.claim_sha256):
            found = both("返戻と同じ内容", "as it was returned")
        elif earlier.pair_name == pair.name:
            found = both("返戻と同じファイル名", "file names of the returned pair")
        else:
            continue
        yield Finding("X-DU-009", PERSON, found, earlier.receipt_number)
        return
