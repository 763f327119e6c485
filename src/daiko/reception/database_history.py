"""What was received and accepted before, answered by the database.

Source: checks/registers.py (the port), rulings.md 32, 37. Accepted claims count,
returned, withdrawn and reversed ones do not; archives count unless refused.
``prepare`` asks one query per question for a whole chunk of claims and forgets the
chunk before, so memory stays flat. Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection

from daiko.checks.registers import ClaimKey, EarlierClaim, EarlierGuidance, ReturnedClaim
from daiko.reception.guidance_facts import from_json

_BY_CARD: Final = """
SELECT d.insurer_number, d.card_id, s.receipt_number, d.provider_number, d.performed_on,
       d.result_sha256, d.claim_sha256, d.claim_type
FROM unnest(%s::text[], %s::text[]) AS k (insurer_number, card_id)
JOIN reception_document d
  ON d.insurer_number = k.insurer_number AND d.card_id = k.card_id AND d.state = 'accepted'
 AND d.kind = 'checkup'
JOIN reception_submission s ON s.id = d.submission_id
WHERE d.submission_id <> %s
"""
_BY_PERSON: Final = """
SELECT d.insurer_number, d.person_key, d.fiscal_year, s.receipt_number, d.provider_number,
       d.performed_on, d.result_sha256, d.claim_sha256, d.claim_type
FROM unnest(%s::text[], %s::text[], %s::int[]) AS k (insurer_number, person_key, fiscal_year)
JOIN reception_document d
  ON d.insurer_number = k.insurer_number AND d.person_key = k.person_key
 AND d.fiscal_year = k.fiscal_year AND d.state = 'accepted' AND d.kind = 'checkup'
JOIN reception_submission s ON s.id = d.submission_id
WHERE d.submission_id <> %s
"""
_RETURNED: Final = """
SELECT d.insurer_number, d.person_key, d.fiscal_year, s.receipt_number, d.provider_number,
       d.pair_name, d.result_sha256, d.claim_sha256
FROM unnest(%s::text[], %s::text[], %s::int[]) AS k (insurer_number, person_key, fiscal_year)
JOIN reception_document d
  ON d.insurer_number = k.insurer_number AND d.person_key = k.person_key
 AND d.fiscal_year = k.fiscal_year AND d.state = 'returned' AND d.kind = 'checkup'
JOIN reception_submission s ON s.id = d.submission_id AND s.state <> 'refused'
WHERE d.submission_id <> %s
ORDER BY d.submission_id, d.position
"""
_GUIDANCE: Final = """
SELECT k.insurer_number, k.card_id, k.person_key, s.receipt_number, d.provider_number,
       d.card_id, d.person_key, d.guidance::text, d.result_sha256, d.claim_sha256
FROM unnest(%s::text[], %s::text[], %s::text[]) AS k (insurer_number, card_id, person_key)
JOIN reception_document d
  ON d.insurer_number = k.insurer_number AND d.kind = 'guidance' AND d.state = 'accepted'
 AND (k.card_id <> '' AND d.card_id = k.card_id OR k.card_id = '' AND d.person_key = k.person_key)
JOIN reception_submission s ON s.id = d.submission_id
WHERE d.submission_id <> %s
ORDER BY d.submission_id, d.position
"""
_DIGEST: Final = """
SELECT sha256 FROM reception_submission
WHERE archive_name = %s AND id <> %s AND state IN ('accepted', 'partly_accepted')
ORDER BY id LIMIT 1
"""
_SEQUENCES: Final = """
SELECT sequence FROM reception_submission
WHERE sender = %s AND receiver = %s AND submitted_on = %s AND id <> %s
  AND state IN ('accepted', 'partly_accepted') AND sequence IS NOT NULL
ORDER BY sequence
"""
NO_SUBMISSION: Final = 0

CardKey = tuple[str, str]
PersonKey = tuple[str, str, int]
GuidanceKey = tuple[str, str, str]  # insurer, card and "", or "" and person


class DatabaseHistory:
    """Satisfies ``checks.registers.History``. What was not prepared is asked singly.

    ``submission_id`` is the submission under check: its own rows are not history.
    """

    def __init__(self, submission_id: int = NO_SUBMISSION) -> None:
        self._own = submission_id
        self._cards: dict[CardKey, Sequence[EarlierClaim]] = {}
        self._people: dict[PersonKey, Sequence[EarlierClaim]] = {}
        self._returned: dict[PersonKey, Sequence[ReturnedClaim]] = {}
        self._guidances: dict[GuidanceKey, Sequence[EarlierGuidance]] = {}

    def prepare(self, keys: Sequence[ClaimKey]) -> None:
        """Load what a chunk of claims asks for, and forget the chunk before."""
        self._cards.clear()
        self._people.clear()
        self._returned.clear()
        self._guidances.clear()
        checkups = [key for key in keys if not key.is_guidance]
        self._load_cards(
            {(number, key.card_id) for key in checkups if key.card_id for number in key.numbers}
            | {
                (number, key.checkup_card_id)
                for key in keys
                if key.checkup_card_id
                for number in key.numbers
            }
        )
        people = {
            (number, person, key.fiscal_year)
            for key in checkups
            if key.fiscal_year is not None
            for number, person in key.people
        }
        self._load_people(people)
        self._load_returned(people)
        self._load_guidance(
            {
                _guidance_key(number, key.card_id, person)
                for key in keys
                if key.is_guidance
                for number, person in key.people
            }
        )

    def is_complete(self) -> bool:
        return True

    def archive_digest(self, archive_name: str) -> str | None:
        rows = _rows(_DIGEST, archive_name, self._own)
        return rows[0][0] if rows else None

    def sequences_of_day(self, sender: str, receiver: str, yyyymmdd: str) -> Sequence[int]:
        return [row[0] for row in _rows(_SEQUENCES, sender, receiver, yyyymmdd, self._own)]

    def by_card(self, insurer_number: str, card_id: str) -> Sequence[EarlierClaim]:
        key = (insurer_number, card_id)
        if key not in self._cards:
            self._load_cards({key})
        return self._cards[key]

    def by_person(
        self, insurer_number: str, person_key: str, fiscal_year: int
    ) -> Sequence[EarlierClaim]:
        key = (insurer_number, person_key, fiscal_year)
        if key not in self._people:
            self._load_people({key})
        return self._people[key]

    def returned(
        self, insurer_number: str, person_key: str, fiscal_year: int
    ) -> Sequence[ReturnedClaim]:
        key = (insurer_number, person_key, fiscal_year)
        if key not in self._returned:
            self._load_returned({key})
        return self._returned[key]

    def guidance(
        self, insurer_number: str, card_id: str | None, person_key: str
    ) -> Sequence[EarlierGuidance]:
        key = _guidance_key(insurer_number, card_id, person_key)
        if key not in self._guidances:
            self._load_guidance({key})
        return self._guidances[key]

    def _load_cards(self, keys: Iterable[CardKey]) -> None:
        found: dict[CardKey, list[EarlierClaim]] = {key: [] for key in keys}
        if found:
            insurers, cards = zip(*found, strict=True)
            for row in _rows(_BY_CARD, list(insurers), list(cards), self._own):
                found[row[0], row[1]].append(EarlierClaim(*row[2:]))
        self._cards.update(found)

    def _load_people(self, keys: Iterable[PersonKey]) -> None:
        found: dict[PersonKey, list[EarlierClaim]] = {key: [] for key in keys}
        if found:
            insurers, people, years = zip(*found, strict=True)
            for row in _rows(_BY_PERSON, list(insurers), list(people), list(years), self._own):
                found[row[0], row[1], row[2]].append(EarlierClaim(*row[3:]))
        self._people.update(found)

    def _load_returned(self, keys: Iterable[PersonKey]) -> None:
        found: dict[PersonKey, list[ReturnedClaim]] = {key: [] for key in keys}
        if found:
            insurers, people, years = zip(*found, strict=True)
            for row in _rows(_RETURNED, list(insurers), list(people), list(years), self._own):
                found[row[0], row[1], row[2]].append(ReturnedClaim(*row[3:]))
        self._returned.update(found)

    def _load_guidance(self, keys: Iterable[GuidanceKey]) -> None:
        found: dict[GuidanceKey, list[EarlierGuidance]] = {key: [] for key in keys}
        if found:
            insurers, cards, people = zip(*found, strict=True)
            for row in _rows(_GUIDANCE, list(insurers), list(cards), list(people), self._own):
                found[row[0], row[1], row[2]].append(
                    EarlierGuidance(
                        receipt_number=row[3],
                        provider_number=row[4],
                        card_id=row[5],
                        person_key=row[6],
                        facts=from_json(json.loads(row[7])),
                        result_sha256=row[8],
                        claim_sha256=row[9],
                    )
                )
        self._guidances.update(found)


def _guidance_key(insurer_number: str, card_id: str | None, person_key: str) -> GuidanceKey:
    """By the card; without one by the person."""
    return (insurer_number, card_id, "") if card_id else (insurer_number, "", person_key)


def _rows(query: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
