"""Incoming money (振込入金通知): imported once, matched with invoices, else in suspense.

Source: standards/settlement.md 3.4, 6.1; rulings.md 39. What matching means stands in
``matching.py``; what cannot be told waits in suspense (仮受金) for a clerk.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from daiko.audit import services as audit
from daiko.money.calendar import ProcessingMonth
from daiko.money.zengin_incoming import IncomingFile, IncomingNotice, read_incoming
from daiko.platform import objects
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.settlement import agency_account, ledger
from daiko.settlement.allocating import allocate_invoices, take_back
from daiko.settlement.database import lock_settlement
from daiko.settlement.errors import NoticeFileUnreadable, NotOurAccount, SuspenseNotApplicable
from daiko.settlement.ledger import Booking, Line
from daiko.settlement.matching import OPEN, Desk, Tally, missing_yen, receivable
from daiko.settlement.models import Allocation, CollectionFile, Invoice, Notice
from daiko.settlement.reversing import state_of
from daiko.settlement.rows import Collection

_PROBLEMS_TOLD = 20


@transaction.atomic
def collect(data: bytes, *, file_name: str, by: Actor, at: datetime) -> Collection:
    """Import a file of incoming money; the same file or notice again counts nothing.

    Raises ``NoticeFileUnreadable`` with the problems and ``NotOurAccount``, and imports
    nothing then.
    """
    lock_settlement()
    sha256 = hashlib.sha256(data).hexdigest()
    if CollectionFile.objects.filter(sha256=sha256).exists():
        return Collection(file_name, sha256, True, 0, 0, 0, 0, 0, 0, 0)
    incoming = _read(data, file_name, tokyo_date(at))
    file = CollectionFile.objects.create(
        sha256=sha256,
        file_name=file_name,
        object_key=objects.put("bank-notices", io.BytesIO(data)).key,
        imported_at=at,
        imported_by=str(by),
    )
    notices = _new_notices(file, incoming.notices)
    tally = _match_all(notices, Booking(ProcessingMonth.of(tokyo_date(at)), by, at))
    audit.record(
        "settlement.money.collected",
        sha256[:16],
        by=by,
        at=at,
        notices=len(incoming.notices),
        matched=tally.matched,
        unmatched=tally.unmatched,
        matched_yen=tally.matched_yen,
    )
    return _collection(file, len(incoming.notices), len(notices), tally)


def _collection(file: CollectionFile, notices: int, new: int, tally: Tally) -> Collection:
    return Collection(
        file_name=file.file_name,
        sha256=file.sha256,
        repeated=False,
        notices=notices,
        matched=tally.matched,
        unmatched=tally.unmatched,
        cancelled=tally.cancelled,
        known=notices - new,
        matched_yen=tally.matched_yen,
        suspense_yen=tally.suspense_yen,
    )


def _match_all(notices: Sequence[Notice], booking: Booking) -> Tally:
    """Notices in their order to invoices, then claims by what the invoices have."""
    ledger.open_accounts("receivable", ())
    desk = Desk.open(booking)
    for notice in notices:
        (desk.cancel if notice.is_cancel else desk.match)(notice)
    desk.write()
    allocate_invoices(sorted(desk.paid))
    take_back(sorted(desk.reopened))
    return desk.tally


def _read(data: bytes, file_name: str, today: date) -> IncomingFile:
    """The file, of our own account."""
    reading = read_incoming(data, near=today)
    if reading.file is None:
        told = reading.problems[:_PROBLEMS_TOLD]
        problems = "; ".join(f"{p.record} {p.field}: {p.detail}" for p in told)
        raise NoticeFileUnreadable(file_name=file_name, problems=problems)
    file = reading.file
    own = agency_account.on(file.to_on)
    if (file.bank_number, file.branch_number, file.account_type, file.account_number) != (
        own.bank_number,
        own.branch_number,
        own.account_type,
        own.account_number,
    ):
        raise NotOurAccount(file_name=file_name)
    return file


def _new_notices(file: CollectionFile, incoming: Sequence[IncomingNotice]) -> list[Notice]:
    """Notices that no earlier file brought, kept as rows in the order of the file."""
    known = set(
        Notice.objects.filter(booked_on__in={notice.booked_on for notice in incoming}).values_list(
            "booked_on",
            "inquiry_number",
            "remitter_code",
            "amount_yen",
            "is_cancel",
            "occurrence",
        )
    )
    seen: Counter[tuple[date, str, str, int, bool]] = Counter()
    found = []
    for position, notice in enumerate(incoming, start=1):
        key = (
            notice.booked_on,
            notice.inquiry_number,
            notice.remitter_code,
            notice.amount_yen,
            notice.is_cancel,
        )
        seen[key] += 1
        if (*key, seen[key]) not in known:
            found.append(_notice(file, position, notice, seen[key]))
    return Notice.objects.bulk_create(found, batch_size=1_000)


def _notice(
    file: CollectionFile, position: int, incoming: IncomingNotice, occurrence: int
) -> Notice:
    return Notice(
        file=file,
        position=position,
        inquiry_number=incoming.inquiry_number,
        booked_on=incoming.booked_on,
        value_on=incoming.value_on,
        amount_yen=incoming.amount_yen,
        remitter_code=incoming.remitter_code,
        remitter_name=incoming.remitter_name,
        is_cancel=incoming.is_cancel,
        occurrence=occurrence,
        state=Notice.State.UNMATCHED,
        suspense_yen=0,
    )


@transaction.atomic
def apply_suspense(notice_id: int, invoice_id: int, *, by: Actor, at: datetime) -> int:
    """A clerk says for which invoice money in suspense is meant; gives the yen applied.

    Raises ``SuspenseNotApplicable``.
    """
    lock_settlement()
    notice = Notice.objects.select_for_update().filter(id=notice_id, suspense_yen__gt=0).first()
    invoice = Invoice.objects.select_for_update().filter(id=invoice_id, state__in=OPEN).first()
    if notice is None or invoice is None:
        why = "仮受金がありません" if notice is None else "入金待ちの請求書ではありません"
        raise SuspenseNotApplicable(notice=notice_id, invoice=invoice_id, why=why)
    yen = min(notice.suspense_yen, missing_yen(invoice))
    Allocation.objects.create(notice=notice, invoice=invoice, yen=yen, allocated_at=at)
    invoice.paid_yen += yen
    invoice.state = state_of(invoice)
    invoice.save(update_fields=["paid_yen", "state"])
    Notice.objects.filter(id=notice.id).update(
        suspense_yen=F("suspense_yen") - yen, state=Notice.State.MATCHED
    )
    position = notice.allocations.count()
    ledger.post(
        f"suspense:{notice.id}:{position}",
        "suspense_applied",
        [Line("SUSP:in", yen, "notice", notice.id), receivable(invoice, -yen, notice)],
        Booking(ProcessingMonth.parse(invoice.processing_month), by, at),
    )
    allocate_invoices([invoice.id])
    audit.record(
        "settlement.suspense.applied", invoice.number, by=by, at=at, notice=notice.id, yen=yen
    )
    return yen
