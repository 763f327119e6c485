"""The history out of the database answers as the one in memory does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from building import AGENCY, INSURER, MADE_ON, PROVIDER, RECEIVED_AT, another
from daiko.archive.names import ArchiveName
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.person_key import claim_key
from daiko.checks.registers import ClaimKey, History, ReturnedClaim
from daiko.checks.values import day
from daiko.documents.records import CheckupClaim
from daiko.reception import queries, services
from daiko.reception.database_history import DatabaseHistory
from daiko.reception.models import Document
from daiko.reception.services import Receipt
from intake import CLERK, a_registry, a_wrong_pair, an_arrival, checked

pytestmark = pytest.mark.django_db


def key_of(serial: int) -> ClaimKey:
    _, claim = another(serial)
    assert isinstance(claim, CheckupClaim)
    return claim_key(claim, day("20260512"))


def test_both_histories_give_the_same_answers(tmp_path: Path) -> None:
    """By name, by day, by card and by person, for accepted, returned and unknown claims."""
    a_registry(tmp_path)
    archive = an_arrival([another(1), a_wrong_pair(2)])
    memory = in_memory(archive.name, checked(archive))
    checked(an_arrival([another(9)]))  # refused: neither its name nor its claims count
    keys = [key_of(serial) for serial in (1, 2, 3, 9)]
    for prepared in (keys, []):
        database = queries.history()
        database.prepare(prepared)
        assert database.archive_digest(archive.name) == memory.archive_digest(archive.name)
        assert database.archive_digest("other.zip") is None
        found = database.sequences_of_day(PROVIDER, AGENCY, MADE_ON)
        assert list(found) == list(memory.sequences_of_day(PROVIDER, AGENCY, MADE_ON)) == [0]
        for key in keys:
            assert_alike(database, memory, key)


def in_memory(archive_name: str, receipt: Receipt) -> MemoryHistory:
    """What a submission of an accepted and a returned claim leaves, written down by hand."""
    memory = MemoryHistory()
    name = ArchiveName.parse(archive_name)
    assert name is not None
    memory.add_archive(name, receipt.sha256)
    accepted = queries.documents(receipt.submission_id, "accepted").rows
    (source,) = queries.document_sources([d.document_id for d in accepted])
    memory.add_claim(
        receipt.receipt_number,
        key_of(1),
        result_sha256=source.result_sha256,
        claim_sha256=source.claim_sha256,
        claim_type="1",
    )
    sent_back = Document.objects.get(submission_id=receipt.submission_id, state="returned")
    memory.add_returned(
        key_of(2),
        ReturnedClaim(
            receipt.receipt_number,
            PROVIDER,
            sent_back.pair_name,
            sent_back.result_sha256,
            sent_back.claim_sha256,
        ),
    )
    return memory


def assert_alike(database: History, memory: History, key: ClaimKey) -> None:
    """Both answer the same about one claim: its card, its person, what was returned."""
    assert key.card_id is not None
    assert key.fiscal_year is not None
    by_card = list(memory.by_card(INSURER, key.card_id))
    assert list(database.by_card(INSURER, key.card_id)) == by_card
    person = (INSURER, key.person_key, key.fiscal_year)
    assert list(database.by_person(*person)) == list(memory.by_person(*person))
    assert list(database.returned(*person)) == list(memory.returned(*person))


def test_a_chunk_is_asked_by_three_queries() -> None:
    """However many claims a chunk holds; look-ups after it ask nothing."""
    keys = [key_of(serial) for serial in range(300)]
    history = DatabaseHistory()
    with CaptureQueriesContext(connection) as asked:
        history.prepare(keys)
        for key in keys:
            assert key.card_id is not None
            assert not history.by_card(INSURER, key.card_id)
            assert not history.by_person(INSURER, key.person_key, 2026)
            assert not history.returned(INSURER, key.person_key, 2026)
    assert len(asked) == 3


def test_a_submission_is_no_history_of_itself(tmp_path: Path) -> None:
    """Checked again, it does not find its own claims and its own name."""
    a_registry(tmp_path)
    archive = an_arrival([another(1)])
    receipt = checked(archive)
    own = DatabaseHistory(receipt.submission_id)
    card = key_of(1).card_id
    assert card is not None
    assert not own.by_card(INSURER, card)
    assert own.archive_digest(archive.name) is None
    assert not own.sequences_of_day(PROVIDER, AGENCY, MADE_ON)


def test_reversed_claims_are_no_history(tmp_path: Path) -> None:
    """Rulings 37: a corrected claim may come after a reversal."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1)]))
    ids = [d.document_id for d in queries.documents(receipt.submission_id).rows]
    services.reverse(ids, by=CLERK, at=RECEIVED_AT)
    card = key_of(1).card_id
    assert card is not None
    assert not queries.history().by_card(INSURER, card)
