"""Guidance at the reception: instalments of one card, remembered and never taken twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from building import CARD, INSURER, BuiltArchive, another
from daiko.checks.person_key import guidance_key
from daiko.checks.registers import ClaimKey, EarlierGuidance
from daiko.checks.values import day
from daiko.reception import queries, services
from daiko.reception.models import Document
from guidance_building import (
    ACTIVE_CARD,
    FIRST_RECEIVED_ON,
    a_guidance_archive,
    a_guidance_claim,
    a_guidance_pair,
    a_guidance_result,
)
from guidance_sections import ACTIVE
from intake import a_guidance_registry, an_arrival, checked

pytestmark = pytest.mark.django_db

FIRST_AT = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)
FINAL_AT = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)


@pytest.fixture
def registry(tmp_path: Path) -> None:
    """The contract covers guidance at the prices of ``guidance_building``."""
    a_guidance_registry(tmp_path / "registry")


def first_archive() -> BuiltArchive:
    pair = a_guidance_result(), a_guidance_claim()
    return a_guidance_archive([pair], made_on=FIRST_RECEIVED_ON)


def final_archive() -> BuiltArchive:
    return a_guidance_archive([(a_guidance_result(final=True), a_guidance_claim(final=True))])


def a_key() -> ClaimKey:
    return guidance_key(a_guidance_claim(), day("20260601"), 2026)


def test_first_and_final_are_accepted_one_after_the_other(registry: None) -> None:
    """Kind, level, timing and yen stand in the row and in the view settlement reads."""
    first = checked(first_archive(), at=FIRST_AT)
    final = checked(final_archive(), at=FINAL_AT)
    kept = [queries.documents(receipt.submission_id).rows[0] for receipt in (first, final)]
    assert [[f.rule for f in row.findings if f.is_error] for row in kept] == [[], []]
    assert [(r.kind, r.guidance_level, r.guidance_timing, r.claim_yen) for r in kept] == [
        ("guidance", ACTIVE, "1", 10_560),
        ("guidance", ACTIVE, "2", 15_840),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, guidance_level, guidance_timing, service_on, unit_total_yen, claim_yen"
            " FROM reception_accepted_claim ORDER BY document_id"
        )
        assert cursor.fetchall() == [
            ("guidance", "1", "1", date(2026, 6, 1), 10_560, 10_560),
            ("guidance", "1", "2", date(2026, 9, 7), 15_840, 15_840),
        ]


def test_history_gives_back_what_was_kept(registry: None) -> None:
    """By card, and by person where a claim has no card; prepared or asked singly."""
    receipt = checked(first_archive(), at=FIRST_AT)
    key = a_key()
    expected = a_guidance_pair().facts()
    for prepared in ([key], []):
        history = queries.history()
        history.prepare(prepared)
        (found,) = history.guidance(INSURER, ACTIVE_CARD, key.person_key)
        assert isinstance(found, EarlierGuidance)
        assert found.facts == expected
        assert found.receipt_number == receipt.receipt_number
        assert list(history.guidance(INSURER, None, key.person_key)) == [found]
        assert list(history.guidance(INSURER, "26300000999", key.person_key)) == []


def test_a_checkup_with_the_same_card_is_no_guidance(registry: None) -> None:
    """A set card stands in both kinds of claims: neither is the other's duplicate."""
    checked(an_arrival([another(17)]))
    checked(first_archive(), at=FIRST_AT)
    history = queries.history()
    assert list(history.guidance(INSURER, CARD, "")) == []
    assert list(history.by_card(INSURER, ACTIVE_CARD)) == []


def test_an_instalment_is_accepted_once(registry: None) -> None:
    """The database itself refuses a second beginning and a second end of a guidance."""
    first = checked(first_archive(), at=FIRST_AT)
    final = checked(final_archive(), at=FINAL_AT)
    for receipt, timing in ((first, "1"), (final, "2"), (final, "3")):
        document = Document.objects.get(submission_id=receipt.submission_id)
        document.id, document.pair_name, document.guidance_timing = None, "again", timing
        with pytest.raises(IntegrityError, match="guidance"), transaction.atomic():
            document.save(force_insert=True)


def test_a_repeated_check_keeps_the_row(registry: None) -> None:
    receipt = checked(first_archive(), at=FIRST_AT)
    before = Document.objects.values().get(submission_id=receipt.submission_id)
    services.check_submission(receipt.submission_id, at=FIRST_AT)
    assert Document.objects.values().get(submission_id=receipt.submission_id) == before


def test_broken_guidance_is_kept_as_returned(registry: None) -> None:
    """A claim that cannot be read has no facts, and still belongs to its archive."""
    pair = a_guidance_result(), a_guidance_claim(guidance_level="９", guidance_timing="12")
    receipt = checked(a_guidance_archive([pair], made_on=FIRST_RECEIVED_ON), at=FIRST_AT)
    (row,) = queries.documents(receipt.submission_id).rows
    assert (row.state, row.kind, row.guidance_timing) == ("returned", "guidance", "")
