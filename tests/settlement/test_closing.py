"""Closing a month: once, in order, whole; the preview keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection, connections

from daiko.audit.queries import entries
from daiko.platform.errors import Refused
from daiko.platform.trusted_time import ClockNotTrusted, ClockState, Trust
from daiko.reception.errors import SubmissionsUnchecked
from daiko.reception.models import Submission
from daiko.settlement import queries, services
from daiko.settlement.errors import (
    CalendarNotConfirmed,
    CutoffNotReached,
    EarlierMonthOpen,
    EnteredClaimRefused,
    LaterMonthClosed,
    MonthAlreadyClosed,
)
from daiko.settlement.rows import EnteredClaim
from settlement_world import (
    HANA,
    I1,
    I2,
    JUNE,
    P1,
    P2,
    Accepted,
    insurer_row,
    load_world,
    received,
    tokyo,
)

pytestmark = pytest.mark.django_db
CLOSE_AT = tokyo("2026-06-30")
MAY = JUNE.plus(-1)
RECORD = EnteredClaim("G1", JUNE, "guidance", I1, P1, 8_250, 825, 0, 5_940)


def tables() -> dict[str, int]:
    """Rows of every table of settlement and reception's months."""
    with connection.cursor() as cursor:
        names = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("settlement_", "reception_month"))
        ]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")
            counts[name] = cursor.fetchone()[0]
    return counts


@pytest.fixture
def world(tmp_path: Path) -> None:
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 7_680), Accepted(P2, I2, 5_379)])


def test_the_preview_says_what_the_close_does_and_keeps_nothing(world: None) -> None:
    """Same figures and proof as the close; not one row is left behind, the intake stays open."""
    before = tables()
    preview = services.preview_close(JUNE, at=CLOSE_AT)
    assert tables() == before
    assert queries.month(JUNE) is None
    closed = services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    assert replace(preview, is_preview=False) == closed
    assert preview.is_preview
    assert closed.proof.balanced


def test_the_preview_may_come_before_the_cutoff(world: None) -> None:
    """The close itself may not: providers may still send."""
    early = tokyo("2026-06-05", 23)
    assert services.preview_close(JUNE, at=early).claims == 2
    with pytest.raises(CutoffNotReached):
        services.close_month(JUNE, by=HANA, at=early)
    assert services.close_month(JUNE, by=HANA, at=tokyo("2026-06-06", 0)).claims == 2


def test_a_month_closes_once(world: None) -> None:
    """The second close is refused and changes nothing."""
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    before = tables()
    with pytest.raises(MonthAlreadyClosed):
        services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    assert tables() == before


def test_the_close_is_audited_with_its_yen(world: None) -> None:
    """One row names the month, the actor and the sums."""
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    (entry,) = [e for e in entries(limit=5) if e.event == "settlement.month.closed"]
    assert (entry.subject, entry.fields["claim_yen"]) == ("2026-06", 13_059)


def test_claims_to_a_merged_insurer_are_billed_to_the_one_in_its_place(tmp_path: Path) -> None:
    """One invoice for both; of archives and of entered records (routing 3, rule 2)."""
    merged = insurer_row(I1, end_on="2026-06-25", merged_into=I2)
    load_world(tmp_path, insurers=[merged, insurer_row(I2)])
    received(JUNE, [Accepted(P1, I1, 7_680), Accepted(P2, I2, 5_379)])
    services.enter_claims([RECORD], by=HANA, at=tokyo("2026-06-01"))
    closed = services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    assert closed.proof.balanced
    issued = services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    assert [(invoice.insurer_number, invoice.claims_yen) for invoice in issued] == [
        (I2, 7_680 + 5_379 + 5_940)
    ]


def test_an_insurer_that_merges_after_the_close_is_billed_itself(tmp_path: Path) -> None:
    merged = insurer_row(I1, end_on="2026-06-30", merged_into=I2)
    load_world(tmp_path, insurers=[merged, insurer_row(I2)])
    received(JUNE, [Accepted(P1, I1, 7_680), Accepted(P2, I2, 5_379)])
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    issued = services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    assert [invoice.insurer_number for invoice in issued] == [I1, I2]


def test_an_unchecked_submission_stops_the_close(world: None) -> None:
    """Nothing is closed while a check is not finished, on either side."""
    Submission.objects.filter(id=Submission.objects.latest("id").id).update(
        state="received", checked_at=None
    )
    before = tables()
    with pytest.raises(SubmissionsUnchecked):
        services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    assert tables() == before


def test_months_close_in_order(world: None) -> None:
    """An earlier month with claims must be closed first; an empty one need not."""
    received(MAY, [Accepted(P1, I2, 100)])
    with pytest.raises(EarlierMonthOpen, match="2026-05"):
        services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    services.close_month(MAY, by=HANA, at=CLOSE_AT)
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    with pytest.raises(LaterMonthClosed, match="2026-05"):
        services.close_month(JUNE.plus(-2), by=HANA, at=CLOSE_AT)


def test_entered_claims_hold_up_a_later_close(world: None) -> None:
    """Records of an earlier month count like its archives."""
    services.enter_claims([replace(RECORD, month=MAY)], by=HANA, at=CLOSE_AT)
    with pytest.raises(EarlierMonthOpen):
        services.close_month(JUNE, by=HANA, at=CLOSE_AT)


def test_an_unconfirmed_calendar_stops_the_close(world: None) -> None:
    """Dates are never computed on the fly (ruling 16)."""
    with pytest.raises(CalendarNotConfirmed):
        services.close_month(JUNE.plus(24), by=HANA, at=tokyo("2028-06-30"))


def test_an_empty_month_closes(tmp_path: Path) -> None:
    """No claims, no invoices; the proof still holds."""
    load_world(tmp_path)
    closed = services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    assert (closed.claims, closed.invoiced_yen) == (0, 0)
    assert closed.proof.balanced
    assert services.issue_invoices(JUNE, by=HANA, at=CLOSE_AT) == ()


def test_a_claim_of_0_yen_is_billed_its_fee(tmp_path: Path) -> None:
    """Ruling 36: legal, delivered, billed with 0 yen, and it bears the fee."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 0, 7_680, 7_680)])
    assert services.close_month(JUNE, by=HANA, at=CLOSE_AT).proof.balanced
    (invoice,) = services.issue_invoices(JUNE, by=HANA, at=CLOSE_AT)
    assert (invoice.claims_yen, invoice.fee_yen, invoice.total_yen) == (0, 154, 154)


def test_order_of_reception_and_totals_for_the_delivery(world: None) -> None:
    """By insurer, then as received; entered records have no document to deliver."""
    late = received(JUNE, [Accepted(P2, I1, 900)])
    services.enter_claims([RECORD], by=HANA, at=tokyo("2026-06-04"))
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    pairs = list(queries.confirmed_documents(JUNE))
    assert [insurer for insurer, _ in pairs] == [I1, I1, I2]
    assert pairs[1][1] == late[0]
    totals = queries.confirmed_totals(JUNE)
    assert (totals.documents, totals.claim_yen) == (3, 7_680 + 5_379 + 900)
    assert queries.claims(JUNE)[-1].reference == "G1"


@pytest.mark.parametrize(
    "change",
    [
        {"insurer_number": "06999999"},
        {"provider_number": "1399900000"},
        {"kind": "dental"},
        {"claim_yen": -1},
        {"claim_yen": 1_000_000_000},
        {"reference": ""},
    ],
)
def test_bad_records_are_refused_together(world: None, change: dict[str, object]) -> None:
    """One bad record, and none of the call is entered."""
    bad = replace(RECORD, **{"reference": "G2", **change})
    with pytest.raises(EnteredClaimRefused):
        services.enter_claims([RECORD, bad], by=HANA, at=CLOSE_AT)
    assert queries.claims(JUNE) == []


def test_records_enter_once_and_never_into_a_closed_month(world: None) -> None:
    """A used reference is refused; so is a closed month."""
    services.enter_claims([RECORD], by=HANA, at=CLOSE_AT)
    with pytest.raises(EnteredClaimRefused):
        services.enter_claims([RECORD], by=HANA, at=CLOSE_AT)
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    with pytest.raises(MonthAlreadyClosed):
        services.enter_claims([replace(RECORD, reference="G2")], by=HANA, at=CLOSE_AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_closes_at_once_one_wins(tmp_path: Path) -> None:
    """The other is refused; claims and postings stand once."""
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 7_680), Accepted(P2, I2, 5_379)])

    def attempt(verb: Callable[..., object]) -> str:
        try:
            verb(JUNE, by=HANA, at=CLOSE_AT)
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, [services.close_month] * 2))
    assert sorted(outcomes) == ["closed", "month-already-closed"]
    assert len(queries.claims(JUNE)) == 2
    assert queries.verify_ledger().balanced


def test_a_clock_that_is_not_trusted_closes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong clock would put a month's money on the wrong day (A8)."""
    load_world(tmp_path)
    stopped = ClockState(Trust.STOPPED, "offset 60.0 s")
    monkeypatch.setattr("daiko.platform.trusted_time.clock_state", lambda: stopped)
    with pytest.raises(ClockNotTrusted, match="60"):
        services.close_month(JUNE, by=HANA, at=CLOSE_AT)
    monkeypatch.undo()
    services.close_month(JUNE, by=HANA, at=CLOSE_AT)
