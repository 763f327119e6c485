"""From the bytes of an archive to its verdict: receipt, job, documents, findings."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from building import INSURER, PROVIDER, another
from daiko.audit.queries import entries
from daiko.platform.jobs import run_worker
from daiko.reception import queries
from intake import SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked, received


def rules(submission_id: int) -> list[str]:
    return [finding.rule for finding in queries.all_findings(submission_id)]


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_receipted_checked_and_answered(tmp_path: Path) -> None:
    """Good pairs are accepted, the wrong one is returned with its reason, all is audited."""
    a_registry(tmp_path)
    archive = an_arrival([another(1), a_wrong_pair(2), another(3)])
    receipt = received(archive)
    assert (receipt.receipt_number, receipt.repeated) == ("20260605-000001-7", False)
    assert (receipt.processing_month, receipt.state) == ("2026-06", "received")

    run_worker(until_empty=True)

    row = queries.by_receipt(receipt.receipt_number)
    assert row is not None
    assert (row.state, row.pairs, row.accepted, row.returned) == ("partly_accepted", 3, 2, 1)
    assert (row.claim_yen, row.created_on) == (15_360, "20260605")
    assert {"X-ARC-023", "X-EL-001"} <= set(row.not_checked)  # nobody signed in, no card register
    documents = queries.documents(row.submission_id)
    assert [d.state for d in documents.rows] == ["accepted", "returned", "accepted"]
    assert [(f.rule, f.severity) for f in documents.rows[1].findings] == [
        ("X-CC-041", "reject-document")
    ]
    accepted = documents.rows[0]
    assert (accepted.insurer_number, accepted.provider_number) == (INSURER, PROVIDER)
    assert (accepted.unit_total_yen, accepted.payment_yen, accepted.claim_yen) == (7680, 0, 7680)
    (returned,) = queries.returned_documents(row.submission_id)
    assert returned.return_reason == "09"
    assert returned.error_rules == ("X-CC-041",)
    told = [entry.event for entry in entries(subject=receipt.receipt_number, limit=3)]
    assert [event for event in told if event.startswith("reception.")] == [
        "reception.archive.checked",
        "reception.archive.received",
    ]


@pytest.mark.django_db
def test_the_same_bytes_again_give_the_same_receipt(tmp_path: Path) -> None:
    """Before and after the check, and under another name of the same sender (ruling 32)."""
    a_registry(tmp_path)
    archive = an_arrival([another(1)])
    first = received(archive)
    again = received(archive)
    assert again == replace(first, repeated=True)
    checked(archive)
    renamed = received(replace(archive, name=archive.name.replace("050_1", "051_1")))
    assert renamed == replace(first, repeated=True, state="accepted")
    assert queries.submissions().total == 1


@pytest.mark.django_db
def test_a_used_name_with_other_bytes_is_refused(tmp_path: Path) -> None:
    """X-ARC-021 refuses the second archive, and nothing of it is accepted."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))
    second = checked(an_arrival([another(2), another(3)]))
    row = queries.submission(second.submission_id)
    assert (row.state, row.accepted, row.returned, row.claim_yen) == ("refused", 0, 2, 0)
    assert rules(row.submission_id) == ["X-ARC-021"]
    assert [f.rule for f in queries.archive_findings(row.submission_id)] == ["X-ARC-021"]
    documents = queries.documents(row.submission_id).rows
    assert [(d.state, d.return_reason, d.findings) for d in documents] == [("returned", "", ())] * 2


@pytest.mark.django_db
def test_a_refused_name_is_free_again(tmp_path: Path) -> None:
    """A refused archive was never received: its name may come again with mended bytes."""
    a_registry(tmp_path)
    broken = an_arrival([another(1)])
    refused = checked(replace(broken, data=broken.data[:-30]))
    assert queries.submission(refused.submission_id).state == "refused"
    mended = checked(broken)
    assert queries.submission(mended.submission_id).state == "accepted"


@pytest.mark.django_db
def test_a_card_is_paid_once_across_archives(tmp_path: Path) -> None:
    """The same claim from another sender is returned and names the first receipt."""
    a_registry(tmp_path)
    first = checked(an_arrival([another(1)]))
    second = checked(an_arrival([another(1), another(2)], sender=SECOND_PROVIDER))
    states = [d.state for d in queries.documents(second.submission_id).rows]
    assert states == ["returned", "accepted"]
    found = {f.rule: f.found for f in queries.all_findings(second.submission_id)}
    expected = {f.rule: f.expected for f in queries.all_findings(second.submission_id)}
    assert "X-DU-002" in found
    assert expected["X-DU-002"] == first.receipt_number


@pytest.mark.django_db
def test_the_original_is_kept_byte_for_byte(tmp_path: Path) -> None:
    """What was received can be fetched again, and accepted documents say where they lie."""
    a_registry(tmp_path)
    archive = an_arrival([another(1), a_wrong_pair(2)])
    receipt = checked(archive)
    with queries.original(receipt.submission_id) as original:
        assert io.BytesIO(archive.data).read() == original.read()
    ids = [d.document_id for d in queries.documents(receipt.submission_id).rows]
    (source,) = queries.document_sources(ids)
    assert source.root_folder == archive.name.removesuffix(".zip")
    assert source.result_path == f"DATA/h{source.pair_name}.xml"
    assert (source.insurer_number, source.claim_yen) == (INSURER, 7680)
