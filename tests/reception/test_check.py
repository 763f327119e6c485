"""Checking: the engine's report in the tables, repeatable, alone in its decisions."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from building import RECEIVED_AT, BuiltArchive, a_claim, a_result, another
from daiko.checks.engine import check_archive
from daiko.checks.in_memory import MemoryHistory
from daiko.documents.records import Identifier
from daiko.platform.locks import hold
from daiko.reception import outcome, queries, services
from daiko.reception.errors import SubmissionUnknown
from daiko.reception.models import Document, Finding, Submission
from daiko.registry.queries import registers
from daiko.standard import oids
from intake import SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked, received
from racing import at_once, in_background, wait_until, waiting_for_a_lock
from raw_zip import Entry, build


def rows(submission_id: int) -> tuple[list[Any], list[Any], list[Any]]:
    """Every column of the submission's rows but the ids of its findings."""
    findings = Finding.objects.filter(submission_id=submission_id).order_by("position").values()
    return (
        list(Submission.objects.filter(id=submission_id).values()),
        list(Document.objects.filter(submission_id=submission_id).order_by("id").values()),
        [{k: v for k, v in finding.items() if k != "id"} for finding in findings],
    )


@pytest.mark.django_db
def test_findings_and_counts_are_those_of_the_engine(tmp_path: Path) -> None:
    """Archive findings first, then pair by pair; more rows than one COPY takes."""
    a_registry(tmp_path)
    pairs = [another(1), a_wrong_pair(2), (b"<broken", a_claim()), (a_result(), b"\xff")]
    archive = an_arrival([*pairs, *(a_wrong_pair(serial) for serial in range(3, 303))], sequence=4)
    receipt = checked(archive)
    report = check_archive(
        io.BytesIO(archive.data),
        name=archive.name,
        received_at=RECEIVED_AT,
        registers=registers(),
        history=MemoryHistory(),
    )
    expected = [*report.findings, *(f for pair in report.pairs for f in pair.findings)]
    kept = queries.all_findings(receipt.submission_id)
    assert len(kept) > outcome.ROWS_PER_COPY / 2
    assert [(f.rule, f.severity, f.member, f.path, f.line, f.found, f.expected) for f in kept] == [
        (f.rule, str(f.severity), f.document, f.at, f.line, f.found, f.expected) for f in expected
    ]
    row, totals = queries.submission(receipt.submission_id), report.totals
    assert (row.pairs, row.accepted, row.returned, row.claim_yen) == (
        totals.pairs,
        totals.accepted,
        totals.returned,
        totals.claim_yen,
    )
    assert row.not_checked == report.not_checked
    documents = queries.documents(receipt.submission_id, limit=1000).rows
    assert [(d.pair_name, d.state, len(d.findings)) for d in documents] == [
        (pair.name, str(pair.verdict), len(pair.findings)) for pair in report.pairs
    ]


@pytest.mark.django_db
def test_a_second_run_of_the_job_changes_nothing(tmp_path: Path) -> None:
    """A worker that died after its commit: the job runs again, rows and jobs stay."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    before, jobs = rows(receipt.submission_id), ProcrastinateJob.objects.count()
    services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    assert rows(receipt.submission_id) == before
    assert ProcrastinateJob.objects.count() == jobs


@pytest.mark.django_db
def test_a_worker_that_dies_leaves_nothing_and_the_next_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Death at the last step of the check takes documents, findings and verdict back."""
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1), a_wrong_pair(2)]))
    with monkeypatch.context() as patch:
        patch.setattr(services, "_finish", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    submissions, documents, findings = rows(receipt.submission_id)
    assert (submissions[0]["state"], documents, findings) == ("checking", [], [])
    services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    assert queries.submission(receipt.submission_id).state == "partly_accepted"


@pytest.mark.django_db
def test_documents_keep_their_ids_when_a_check_is_repeated(tmp_path: Path) -> None:
    """A submission given back to the check gets the same documents, findings as a set."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    before = rows(receipt.submission_id)
    Submission.objects.update(state="received", checked_at=None)
    Document.objects.filter(position=1).update(position=99)
    services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    assert rows(receipt.submission_id)[1:] == before[1:]


@pytest.mark.django_db(transaction=True)
def test_one_card_in_two_archives_at_once_is_accepted_once(tmp_path: Path) -> None:
    """Both checks judge before either is kept; the second sees the first and judges again."""
    a_registry(tmp_path)
    receipts = [
        received(an_arrival([another(1), another(2)])),
        received(an_arrival([another(1), another(3)], sender=SECOND_PROVIDER)),
    ]
    check = services.check_submission
    tasks = [partial(check, r.submission_id, at=RECEIVED_AT) for r in receipts]

    with transaction.atomic():
        hold(services._ACCEPT_LOCK)
        answers = in_background(tasks)
        wait_until(lambda: waiting_for_a_lock() == 2)
    answers()
    found = [[d.state for d in queries.documents(r.submission_id).rows] for r in receipts]
    assert sorted(found) == [["accepted", "accepted"], ["returned", "accepted"]]
    (loser,) = [r for r, states in zip(receipts, found, strict=True) if "returned" in states]
    assert "X-DU-002" in {f.rule for f in queries.all_findings(loser.submission_id)}


@pytest.mark.django_db(transaction=True)
def test_the_same_job_in_two_workers_at_once_is_done_once(tmp_path: Path) -> None:
    """A worker thought dead that is alive: one verdict, no double rows, no error."""
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1), a_wrong_pair(2)]))
    at_once([partial(services.check_submission, receipt.submission_id, at=RECEIVED_AT)] * 3)
    row = queries.submission(receipt.submission_id)
    assert (row.state, row.pairs) == ("partly_accepted", 2)
    jobs = ProcrastinateJob.objects.filter(task_name="daiko.delivery.jobs.build_return")
    assert jobs.count() == 1


@pytest.mark.django_db
def test_a_return_is_ordered_only_when_something_was_returned(tmp_path: Path) -> None:
    """The job of the delivery room is named, with the submission and its sender's lock."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))
    second = checked(an_arrival([a_wrong_pair(2)], sequence=1))
    (job,) = ProcrastinateJob.objects.filter(task_name="daiko.delivery.jobs.build_return")
    assert job.args == {"submission_id": second.submission_id}
    assert job.queueing_lock == f"return:{second.submission_id}"


@pytest.mark.django_db
def test_a_value_too_long_for_an_index_is_returned_not_stuck(tmp_path: Path) -> None:
    """Numbers of wrong form are not kept as numbers; the check ends."""
    a_registry(tmp_path)
    _, claim = another(1)
    assert not isinstance(claim, bytes)
    wrong = replace(
        claim,
        provider=Identifier(oids.PROVIDER, "9" * 5000),
        insurer=Identifier(oids.INSURER, "９" * 3000),
        card_id=Identifier(oids.CHECKUP_CARD, "7" * 4000),
    )
    receipt = checked(an_arrival([(a_result(), wrong), another(2)]))
    documents = queries.documents(receipt.submission_id).rows
    assert [d.state for d in documents] == ["returned", "accepted"]
    assert (documents[0].provider_number, documents[0].insurer_number) == (None, None)


@pytest.mark.django_db
def test_names_that_a_database_cannot_hold_are_told_all_the_same() -> None:
    """NUL in member names: the archive is refused, its rows are kept."""
    root = b"1319900013_94899010_202606050_1"
    names = [b"/DATA/h\0.xml", b"/DATA/h\xef\xbf\xbd.xml", b"/CLAIMS/c\0.xml"]
    data = build([Entry(root + name) for name in names])
    receipt = checked(BuiltArchive(root.decode() + ".zip", data))
    row = queries.submission(receipt.submission_id)
    assert (row.state, row.accepted) == ("refused", 0)
    assert queries.documents(row.submission_id).total == row.pairs


@pytest.mark.django_db
def test_damaged_originals_are_never_judged() -> None:
    """Bytes that are not those of the receipt stop the check; nothing is returned."""
    receipt = received(an_arrival([another(1)]))
    other = received(an_arrival([another(2)], sequence=1))
    key = Submission.objects.get(id=other.submission_id).object_key
    Submission.objects.filter(id=receipt.submission_id).update(object_key=key)
    with pytest.raises(services.OriginalDamagedError):
        services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    assert not queries.submission(receipt.submission_id).is_checked


@pytest.mark.django_db
def test_an_unknown_submission_is_refused() -> None:
    """The job names a row that is not there."""
    with pytest.raises(SubmissionUnknown):
        services.check_submission(1, at=RECEIVED_AT)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_acceptance(tmp_path: Path) -> None:
    """Whatever the program does, one card and one person are accepted once."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))
    second = checked(an_arrival([another(1)], sender=SECOND_PROVIDER))
    with (
        pytest.raises(Exception, match="accepted_once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE reception_document SET state = 'accepted', return_reason = ''"
            " WHERE submission_id = %s",
            [second.submission_id],
        )
