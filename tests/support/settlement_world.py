"""A registry and accepted claims for tests of the settlement: rows as the earlier rooms leave them.

Claims are written as reception keeps them after its check, so that a test of the close
needs no XML; the way through archives is tested by the journeys.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from daiko.money.calendar import TOKYO, ProcessingMonth, propose
from daiko.money.zengin_incoming import IncomingFile, IncomingNotice, write_incoming
from daiko.platform.actors import Actor, ActorKind
from daiko.reception.models import Document, Month, Submission
from daiko.registry.services import load
from daiko.settlement import queries, services
from daiko.settlement.rows import AgencyAccount, InvoiceRow, PaymentRun
from registry_folder import write_table

P1, P2, P3 = "1319900013", "1329900029", "2719900033"
I1, I2 = "06990014", "06990022"
HANA, TARO, YUKI = (Actor(ActorKind.OPERATOR, name) for name in ("hana", "taro", "yuki"))
JUNE = ProcessingMonth(2026, 6)
AUGUST = JUNE.plus(2)
CREDIT = 17_166
"""What ``with_a_carried_credit`` leaves: D05 of the worked month (25,000 yen) asked back, less
D01 (7,680) and one fee (154), which it was set against."""
AGENCY = AgencyAccount(
    remitter_code="1234567890",
    remitter_name="ﾀｲｺｳｷｶﾝ",
    bank_number="0001",
    bank_kana="ﾐｽﾞﾎ",
    branch_number="100",
    branch_kana="ﾎﾝﾃﾝ",
    account_type="2",
    account_number="1234567",
    is_sample=False,
)
_ACCOUNTS = {
    P1: ("0009", "ミツイスミトモ", "123", "シンバシ", "1111111", "イ）テストクリニック"),
    P2: ("0005", "ミツビシUFJ", "456", "シブヤ", "2222222", "テストケンシンセンター"),
    P3: ("0010", "リソナ", "789", "ナンバ", "3333333", "テストイイン"),
}
_count = itertools.count(1)


def tokyo(day: str, hour: int = 10) -> datetime:
    """A moment in Japan, e.g. ``tokyo("2026-07-17", 9)``."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), TOKYO).replace(hour=hour)


def payee_row(number: str, *, verified: bool = True, **changed: str) -> dict[str, str]:
    bank, bank_kana, branch, branch_kana, account, holder = _ACCOUNTS.get(number, _ACCOUNTS[P1])
    return {
        "payee_number": number,
        "bank_number": bank,
        "bank_kana": bank_kana,
        "branch_number": branch,
        "branch_kana": branch_kana,
        "account_type": "1",
        "account_number": account,
        "holder_kana": holder,
        "valid_from": "2020-04-01",
        "verified_on": "2020-04-02" if verified else "",
        "verified_by": "ops" if verified else "",
        **changed,
    }


def provider_row(number: str, **changed: str) -> dict[str, str]:
    return {
        "provider_number": number,
        "category": "1",
        "services": "checkup guidance",
        "name": f"架空機関{number[-3:]}",
        "payee_number": number,
        "registered_on": "2008-04-01",
        **changed,
    }


def insurer_row(number: str, **changed: str) -> dict[str, str]:
    return {
        "insurer_number": number,
        "name": f"架空健康保険組合{number[-2:]}",
        "card_check_mode": "master",
        "start_on": "2008-04-01",
        **changed,
    }


def calendar_rows(first: ProcessingMonth, months: int) -> list[dict[str, str]]:
    rows = []
    for step in range(months):
        row = propose(first.plus(step))
        days = ("cutoff_on", "close_on", "invoice_on", "due_on", "pay_on")
        rows.append(
            {
                "processing_month": str(row.processing_month),
                **{day: f"{getattr(row, day):%Y-%m-%d}" for day in days},
            }
        )
    return rows


def load_world(folder: Path, **tables: list[dict[str, str]]) -> None:
    """Three providers with payees, two insurers, the calendar from 2026-01 to 2027-06."""
    rows = {
        "insurers": [insurer_row(I1), insurer_row(I2)],
        "payees": [payee_row(number) for number in (P1, P2, P3)],
        "providers": [provider_row(number) for number in (P1, P2, P3)],
        "calendar": calendar_rows(ProcessingMonth(2026, 1), 18),
        **tables,
    }
    for table, content in rows.items():
        write_table(folder, table, content)
    report = load(folder, by=HANA, at=tokyo("2026-01-05"))
    assert report.loaded, report.bad_rows


@dataclass(frozen=True, slots=True)
class Accepted:
    """One checkup claim as the check leaves it."""

    provider: str
    insurer: str
    claim_yen: int
    unit_total_yen: int | None = None
    payment_yen: int = 0
    returned: str = ""


def received(month: ProcessingMonth, claims: Iterable[Accepted]) -> list[int]:
    """One checked submission a provider, in the order given; ids of the documents."""
    Month.objects.get_or_create(processing_month=str(month))
    return [_document(month, claim) for claim in claims]


def _document(month: ProcessingMonth, claim: Accepted) -> int:
    number = next(_count)
    kept = not claim.returned
    submission = Submission.objects.create(
        receipt_number=f"20260605-{number:06d}-0",
        archive_name=f"{number}.zip",
        sha256=f"{number:064x}",
        size_bytes=1,
        object_key="none",
        sender=claim.provider,
        receiver="94899010",
        submitted_on="20260605",
        service_event_type="1",
        received_at=tokyo(f"{month}-03"),
        month_id=str(month),
        received_by="operator:hana",
        state="accepted" if kept else "partly_accepted",
        checked_at=tokyo(f"{month}-03", 11),
        pairs=1,
        accepted=int(kept),
        returned=int(not kept),
        claim_yen=claim.claim_yen if kept else 0,
    )
    return _pair(number, submission, claim)


def _pair(number: int, submission: Submission, claim: Accepted) -> int:
    kept = not claim.returned
    document = Document.objects.create(
        submission=submission,
        position=1,
        pair_name=f"pair{number}",
        result_path="h.xml",
        claim_path="c.xml",
        state="accepted" if kept else "returned",
        return_reason=claim.returned,
        insurer_number=claim.insurer,
        provider_number=claim.provider,
        card_id=f"{number:011d}",
        person_key=f"{number:064x}",
        performed_on=date(2026, 5, 12),
        fiscal_year=2026,
        claim_type="1",
        unit_total_yen=claim.unit_total_yen or claim.claim_yen + claim.payment_yen,
        payment_yen=claim.payment_yen,
        other_program_yen=0,
        claim_yen=claim.claim_yen,
        result_sha256=f"{number:064x}",
        claim_sha256=f"{number:064x}",
    )
    return document.id


def incoming(*notices: IncomingNotice, created_on: date = date(2026, 7, 17)) -> bytes:
    """A notice file of the agency's bank."""
    return write_incoming(
        IncomingFile(
            created_on, created_on, created_on, "0001", "ﾐｽﾞﾎ", "100", "ﾎﾝﾃﾝ", "2", "1234567",
            "ﾀｲｺｳｷｶﾝ", notices,
        )
    )  # fmt: skip


def notice(
    invoice: InvoiceRow | str,
    yen: int,
    number: int,
    *,
    cancel: bool = False,
    on: str = "2026-07-16",
) -> IncomingNotice:
    """Money for an invoice (or from a remitter code)."""
    code = invoice if isinstance(invoice, str) else invoice.remitter_code
    day = date.fromisoformat(on)
    return IncomingNotice(f"{number:06d}", day, day, yen, code, "ﾃｽﾄｹﾝﾎﾟ", is_cancel=cancel)


def pay_all(month: ProcessingMonth, at: datetime) -> None:
    """Every insurer pays what its invoice of the month still misses."""
    notices = [
        notice(invoice, invoice.missing_yen, position, on=f"{at:%Y-%m-%d}")
        for position, invoice in enumerate(queries.invoices(month), start=1)
        if invoice.missing_yen
    ]
    if notices:
        services.collect(incoming(*notices), file_name=f"in-{month}.dat", by=HANA, at=at)


def executed_run(
    month: ProcessingMonth, at: datetime, *, before: Callable[[PaymentRun], None] | None = None
) -> PaymentRun:
    """A payment run through all its steps."""
    run = services.plan_payment(month, by=HANA, at=at)
    if before is not None:
        before(run)
    services.approve_payment(run.id, by=TARO, at=at)
    services.approve_payment(run.id, by=YUKI, at=at)
    services.make_bank_file(run.id, by=HANA, at=at)
    return services.record_executed(run.id, by=HANA, at=at)


def whole_month(month: ProcessingMonth) -> PaymentRun:
    """Close, invoice, collect everything, pay: the month without trouble."""
    dates = propose(month)
    close_at = tokyo(f"{dates.close_on}")
    services.close_month(month, by=HANA, at=close_at)
    services.issue_invoices(month, by=HANA, at=tokyo(f"{dates.invoice_on}"))
    pay_all(month, tokyo(f"{dates.due_on}", 9))
    return executed_run(month, tokyo(f"{dates.due_on}", 11))


def with_a_carried_credit(folder: Path) -> None:
    """Until the invoices of August: the one of ``I1`` carries ``CREDIT`` over."""
    load_world(folder)
    received(JUNE, [Accepted(P1, I1, 7_680), Accepted(P1, I1, 25_000)])
    whole_month(JUNE)
    paid = queries.claims(JUNE)[1]
    services.request_reversal(paid.id, reason="06", by=HANA, at=tokyo("2026-07-22"))
    received(AUGUST, [Accepted(P1, I1, 7_680), Accepted(P1, I2, 25_000)])
    dates = propose(AUGUST)
    services.close_month(AUGUST, by=HANA, at=tokyo(f"{dates.close_on}"))
    services.issue_invoices(AUGUST, by=HANA, at=tokyo(f"{dates.invoice_on}"))
