"""The worked month of standards/settlement.md 7, to the yen and byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from daiko.money.calendar import ProcessingMonth
from daiko.money.zengin_characters import encode
from daiko.platform import objects
from daiko.settlement import queries, services
from daiko.settlement.rows import ClosedMonth, EnteredClaim
from settlement_world import (
    AGENCY,
    HANA,
    I1,
    I2,
    JUNE,
    P1,
    P2,
    P3,
    TARO,
    YUKI,
    Accepted,
    incoming,
    load_world,
    notice,
    received,
    tokyo,
    whole_month,
)

pytestmark = pytest.mark.django_db
APRIL = ProcessingMonth(2026, 4)
BANK_FILE = """\
12101234567890ﾀｲｺｳｷｶﾝ·································07210001ﾐｽﾞﾎ···········100ﾎﾝﾃﾝ···········21234567·················
20009ﾐﾂｲｽﾐﾄﾓ········123ｼﾝﾊﾞｼ··········000011111111ｲ)ﾃｽﾄｸﾘﾆﾂｸ····················00000420300131990001300002026067········
20005ﾐﾂﾋﾞｼUFJ·······456ｼﾌﾞﾔ···········000012222222ﾃｽﾄｹﾝｼﾝｾﾝﾀ-···················00000270310132990002900002026067········
8000002000000069061·····································································································
9·······················································································································
"""  # spaces shown as ·


def entered(
    reference: str,
    provider: str,
    insurer: str,
    claim_yen: int,
    *,
    month: ProcessingMonth = JUNE,
    kind: str = "checkup",
    unit_total_yen: int | None = None,
) -> EnteredClaim:
    total_yen = claim_yen if unit_total_yen is None else unit_total_yen
    return EnteredClaim(
        reference, month, kind, insurer, provider, total_yen, total_yen - claim_yen, 0, claim_yen
    )


def april_paid_then_reversal_requests() -> None:
    """X1–X3 were settled and paid with April; the insurers want them back before 5 June."""
    services.enter_claims(
        [
            entered("X1", P1, I2, 7_680, month=APRIL),
            entered("X2", P3, I1, 8_930, month=APRIL),
            entered("X3", P3, I1, 7_680, month=APRIL),
        ],
        by=HANA,
        at=tokyo("2026-04-03"),
    )
    whole_month(APRIL)
    claims = {row.reference: row.id for row in queries.claims(APRIL)}
    for reference, reason, day in (("X2", "07", "2026-05-25"), ("X1", "06", "2026-06-01"),
                                   ("X3", "04", "2026-06-02")):  # fmt: skip
        services.request_reversal(claims[reference], reason=reason, by=HANA, at=tokyo(day))


def june_claims() -> None:
    """D01–D11; checkups through reception, guidance as entered records."""
    received(
        JUNE,
        [
            Accepted(P1, I1, 7_680),  # D01
            Accepted(P1, I1, 8_930, 10_180, 1_250),  # D02
            Accepted(P1, I2, 8_100, 8_780, 680),  # D03
            Accepted(P1, I2, 7_680, returned="06"),  # D04
            Accepted(P1, I1, 25_000, 38_500, 13_500),  # D05
            Accepted(P2, I1, 6_912, 7_680, 768),  # D06
            Accepted(P2, I2, 7_680, returned="07"),  # D07
            Accepted(P2, I2, 5_379, 7_685, 2_306),  # D08
        ],
    )
    services.enter_claims(
        [
            entered("D09", P2, I1, 5_940, kind="guidance", unit_total_yen=6_600),
            entered("D10", P2, I1, 8_800, kind="guidance"),
        ],
        by=HANA,
        at=tokyo("2026-06-04"),
    )
    received(JUNE, [Accepted(P3, I1, 7_680)])  # D11


@pytest.fixture
def closed(tmp_path: Path) -> ClosedMonth:
    load_world(tmp_path)
    services.set_agency_account(AGENCY, valid_from=APRIL.day(1), by=HANA, at=tokyo("2026-04-01"))
    april_paid_then_reversal_requests()
    june_claims()
    return services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))


def test_close(closed: ClosedMonth) -> None:
    """84,421 yen confirmed, 15,360 reversed, 8,930 carried over, fee 1,386."""
    assert (closed.claims, closed.claim_yen) == (9, 84_421)
    assert (closed.reversed_count, closed.reversed_yen) == (2, 15_360)
    assert (closed.carried_count, closed.carried_yen) == (1, 8_930)
    assert (closed.fee_yen, closed.invoiced_yen) == (1_386, 70_447)
    assert closed.proof.balanced, closed.proof
    assert queries.close_proof(JUNE) == closed.proof


def test_reversals(closed: ClosedMonth) -> None:
    """X1 and X3 are settled; X2 does not fit what P3 claims and waits."""
    states = {row.reference: row.state for row in queries.reversals()}
    assert states == {"X1": "settled", "X2": "carried", "X3": "settled"}
    claims = {row.reference: row.state for row in queries.claims(APRIL)}
    assert claims == {"X1": "reversed", "X2": "reversal_pending", "X3": "reversed"}


def test_invoices(closed: ClosedMonth) -> None:
    """The insurers' table: claims, credit, fee, invoice; dates of the calendar."""
    rows = services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    assert {
        r.insurer_number: (r.claims_yen, r.credit_applied_yen, r.claims, r.fee_yen, r.total_yen)
        for r in rows
    } == {I1: (70_942, 7_680, 7, 1_078, 64_340), I2: (13_479, 7_680, 2, 308, 6_107)}
    assert {(str(r.issued_on), str(r.due_on)) for r in rows} == {("2026-07-10", "2026-07-17")}
    assert [r.tax_inside_yen for r in rows] == [7 * 14, 2 * 14]
    assert services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-11")) == rows


def test_payment_and_bank_file(closed: ClosedMonth) -> None:
    """The providers' table and the transfer file, byte for byte; all proofs hold."""
    rows = services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    paid = incoming(*[notice(r, r.total_yen, n) for n, r in enumerate(rows, start=1)])
    collection = services.collect(paid, file_name="in.dat", by=HANA, at=tokyo("2026-07-17", 9))
    assert (collection.matched, collection.unmatched, collection.matched_yen) == (2, 0, 70_447)

    run = services.plan_payment(JUNE, by=HANA, at=tokyo("2026-07-17"))
    services.approve_payment(run.id, by=TARO, at=tokyo("2026-07-17", 11))
    services.approve_payment(run.id, by=YUKI, at=tokyo("2026-07-17", 11))
    assert {
        line.provider_number: (line.confirmed_yen, line.reversed_yen, line.paid_yen, line.held_yen)
        for line in queries.payments(JUNE)
    } == {
        P1: (49_710, 7_680, 42_030, 0),
        P2: (27_031, 0, 27_031, 0),
        P3: (7_680, 7_680, 0, 0),
    }
    file = services.make_bank_file(run.id, by=HANA, at=tokyo("2026-07-17", 11))
    assert (file.records, file.total_yen, str(file.transfer_on)) == (2, 69_061, "2026-07-21")
    expected = b"".join(encode(r) for r in BANK_FILE.replace("·", " ").splitlines())
    with objects.fetch(file.key) as written:
        assert written.read() == expected
    assert queries.payment_proof(run.id).balanced

    services.record_executed(run.id, by=HANA, at=tokyo("2026-07-21"))
    assert queries.payment_proof(run.id).balanced, queries.payment_proof(run.id)
    assert {row.state for row in queries.claims(JUNE)} == {"paid"}
    assert queries.verify_ledger().balanced, queries.verify_ledger()
