"""Incoming money (振込入金通知): imported once, matched with invoices, else in suspense.

Source: standards/settlement.md 3.4, 6.1; rulings.md 39. Key of matching: remitter code
and amount; what cannot be told waits in suspense (仮受金) for a clerk.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from daiko.audit import services as audit
from daiko.money.calendar import ProcessingMonth
from daiko.money.zengin_incoming import IncomingNotice, read_incoming
from daiko.platform import objects
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.settlement import ledger
from daiko.settlement.allocating import allocate_invoices, take_back
from daiko.settlement.database import lock_settlement, rows
from daiko.settlement.errors import NoticeFileUnreadable, SuspenseNotApplicable
from daiko.settlement.ledger import Booking, Line
from daiko.settlement.models import Allocation, CollectionFile, Invoice, Notice
from daiko.settlement.reversing import state_of
from daiko.settlement.rows import Collection

_OPEN = (Invoice.State.ISSUED, Invoice.State.PART_PAID)
_NO_CODE = "0000000000"  # the bank sends zeros where the remitter has no code


@dataclass(slots=True)
class _Tally:
    """What an import did so far, and the invoices it touched."""

    shared_codes: frozenset[str]
    matched: int = 0
    unmatched: int = 0
    cancelled: int = 0
    known: int = 0
    matched_yen: int = 0
    suspense_yen: int = 0
    paid: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)


@transaction.atomic
def collect(data: bytes, *, file_name: str, by: Actor, at: datetime) -> Collection:
    """Import a file of incoming money; the same file or notice again counts nothing.

    Raises ``NoticeFileUnreadable`` with every problem, and imports nothing then.
    """
    lock_settlement()
    sha256 = hashlib.sha256(data).hexdigest()
    if CollectionFile.objects.filter(sha256=sha256).exists():
        return Collection(file_name, sha256, True, 0, 0, 0, 0, 0, 0, 0)
    reading = read_incoming(data, near=tokyo_date(at))
    if reading.file is None:
        problems = "; ".join(f"{p.record} {p.field}: {p.detail}" for p in reading.problems[:20])
        raise NoticeFileUnreadable(file_name=file_name, problems=problems)
    file = CollectionFile.objects.create(
        sha256=sha256,
        file_name=file_name,
        object_key=objects.put("bank-notices", io.BytesIO(data)).key,
        imported_at=at,
        imported_by=str(by),
    )
    tally = _import(file, reading.file.notices, Booking(ProcessingMonth.of(tokyo_date(at)), by, at))
    allocate_invoices(sorted(tally.paid))
    take_back(sorted(tally.reopened))
    audit.record(
        "settlement.money.collected",
        sha256[:16],
        by=by,
        at=at,
        notices=len(reading.file.notices),
        matched=tally.matched,
        unmatched=tally.unmatched,
        matched_yen=tally.matched_yen,
    )
    return Collection(
        file_name=file_name,
        sha256=sha256,
        repeated=False,
        notices=len(reading.file.notices),
        matched=tally.matched,
        unmatched=tally.unmatched,
        cancelled=tally.cancelled,
        known=tally.known,
        matched_yen=tally.matched_yen,
        suspense_yen=tally.suspense_yen,
    )


def _import(file: CollectionFile, notices: Iterable[IncomingNotice], booking: Booking) -> _Tally:
    tally = _Tally(_shared_codes())
    ledger.open_accounts("receivable", ())
    seen: Counter[tuple[object, ...]] = Counter()
    for position, incoming in enumerate(notices, start=1):
        key = (
            incoming.booked_on,
            incoming.inquiry_number,
            incoming.remitter_code,
            incoming.amount_yen,
            incoming.is_cancel,
        )
        seen[key] += 1
        notice = _keep(file, position, incoming, seen[key])
        if notice is None:
            tally.known += 1
        elif notice.is_cancel:
            _cancel(notice, tally, booking)
        else:
            _match(notice, tally, booking)
    return tally


def _keep(
    file: CollectionFile, position: int, incoming: IncomingNotice, occurrence: int
) -> Notice | None:
    """The notice as a row, ``None`` when an earlier file brought it."""
    notice, is_new = Notice.objects.get_or_create(
        booked_on=incoming.booked_on,
        inquiry_number=incoming.inquiry_number,
        remitter_code=incoming.remitter_code,
        amount_yen=incoming.amount_yen,
        is_cancel=incoming.is_cancel,
        occurrence=occurrence,
        defaults={
            "file": file,
            "position": position,
            "value_on": incoming.value_on,
            "remitter_name": incoming.remitter_name,
            "state": Notice.State.UNMATCHED,
            "suspense_yen": 0,
        },
    )
    return notice if is_new else None


def _match(notice: Notice, tally: _Tally, booking: Booking) -> None:
    """Money to the invoices it means; what is left over to suspense."""
    parts = _parts(notice, tally.shared_codes)
    rest_yen = notice.amount_yen - sum(yen for _, yen in parts)
    for invoice, yen in parts:
        _apply(notice, invoice, yen, booking.at)
        tally.paid.add(invoice.id)
    notice.state = Notice.State.MATCHED if parts else Notice.State.UNMATCHED
    notice.suspense_yen = rest_yen
    notice.save(update_fields=["state", "suspense_yen"])
    lines = [Line("CASH:bank", notice.amount_yen, "notice", notice.id)]
    lines += [_receivable(invoice, -yen, notice) for invoice, yen in parts]
    lines.append(Line("SUSP:in", -rest_yen, "notice", notice.id))
    ledger.post(f"notice:{notice.id}", "collected", lines, booking)
    tally.matched += bool(parts)
    tally.unmatched += not parts
    tally.matched_yen += notice.amount_yen - rest_yen
    tally.suspense_yen += rest_yen


def _shared_codes() -> frozenset[str]:
    """Remitter codes that stand on invoices of more than one insurer."""
    found = rows(
        "SELECT remitter_code FROM settlement_invoice GROUP BY remitter_code"
        " HAVING count(DISTINCT insurer_number) > 1"
    )
    return frozenset(row["remitter_code"] for row in found)


def _parts(notice: Notice, shared_codes: frozenset[str]) -> list[tuple[Invoice, int]]:
    """Invoices a notice pays, with their yen.

    An invoice that misses exactly this amount is meant; else the oldest first of the
    one insurer that has the code. A code of two insurers decides nothing by itself.
    """
    if notice.remitter_code == _NO_CODE:
        return []
    candidates = list(
        Invoice.objects.select_for_update()
        .filter(remitter_code=notice.remitter_code, state__in=_OPEN)
        .order_by("processing_month", "id")
    )
    exact = [invoice for invoice in candidates if _missing_yen(invoice) == notice.amount_yen]
    if exact and len({invoice.insurer_number for invoice in exact}) == 1:
        return [(exact[0], notice.amount_yen)]
    if notice.remitter_code in shared_codes:
        return []
    return _oldest_first(candidates, notice.amount_yen)


def _oldest_first(candidates: Sequence[Invoice], amount_yen: int) -> list[tuple[Invoice, int]]:
    parts = []
    for invoice in candidates:
        yen = min(amount_yen, _missing_yen(invoice))
        if yen:
            parts.append((invoice, yen))
            amount_yen -= yen
    return parts


def _missing_yen(invoice: Invoice) -> int:
    return invoice.total_yen - invoice.paid_yen - invoice.cancelled_yen


def _receivable(invoice: Invoice, amount_yen: int, notice: Notice) -> Line:
    return Line(f"AR:ins:{invoice.insurer_number}", amount_yen, "notice", notice.id)


def _apply(notice: Notice, invoice: Invoice, yen: int, at: datetime) -> None:
    Allocation.objects.create(notice=notice, invoice=invoice, yen=yen, allocated_at=at)
    invoice.paid_yen += yen
    invoice.state = state_of(invoice)
    invoice.save(update_fields=["paid_yen", "state"])


def _cancel(notice: Notice, tally: _Tally, booking: Booking) -> None:
    """The bank takes an earlier notice back: reopen what it paid, or wait for a clerk."""
    original = (
        Notice.objects.filter(
            inquiry_number=notice.inquiry_number,
            remitter_code=notice.remitter_code,
            amount_yen=notice.amount_yen,
            is_cancel=False,
            booked_on__lte=notice.booked_on,
        )
        .exclude(state=Notice.State.CANCELLED)
        .order_by("-booked_on", "id")
        .first()
    )
    lines = [Line("CASH:bank", -notice.amount_yen, "notice", notice.id)]
    if original is None:
        notice.suspense_yen = -notice.amount_yen
        lines.append(Line("SUSP:in", notice.amount_yen, "notice", notice.id))
        tally.unmatched += 1
        tally.suspense_yen -= notice.amount_yen
    else:
        notice.state, notice.cancels = Notice.State.CANCEL, original
        lines += _reopen(original, notice, tally, booking.at)
        lines.append(Line("SUSP:in", original.suspense_yen, "notice", notice.id))
        original.state, original.suspense_yen = Notice.State.CANCELLED, 0
        original.save(update_fields=["state", "suspense_yen"])
        tally.cancelled += 1
    notice.save(update_fields=["state", "suspense_yen", "cancels"])
    ledger.post(f"notice:{notice.id}", "collection_cancelled", lines, booking)


def _reopen(original: Notice, cancel: Notice, tally: _Tally, at: datetime) -> list[Line]:
    lines = []
    for allocation in original.allocations.select_related("invoice"):
        invoice = Invoice.objects.select_for_update().get(id=allocation.invoice_id)
        _apply(cancel, invoice, -allocation.yen, at)
        tally.reopened.add(invoice.id)
        lines.append(_receivable(invoice, allocation.yen, cancel))
    return lines


@transaction.atomic
def apply_suspense(notice_id: int, invoice_id: int, *, by: Actor, at: datetime) -> int:
    """A clerk says for which invoice money in suspense is meant; gives the yen applied.

    Raises ``SuspenseNotApplicable``.
    """
    lock_settlement()
    notice = Notice.objects.select_for_update().filter(id=notice_id, suspense_yen__gt=0).first()
    invoice = Invoice.objects.select_for_update().filter(id=invoice_id, state__in=_OPEN).first()
    if notice is None or invoice is None:
        why = "仮受金がありません" if notice is None else "入金待ちの請求書ではありません"
        raise SuspenseNotApplicable(notice=notice_id, invoice=invoice_id, why=why)
    yen = min(notice.suspense_yen, _missing_yen(invoice))
    _apply(notice, invoice, yen, at)
    Notice.objects.filter(id=notice.id).update(
        suspense_yen=F("suspense_yen") - yen, state=Notice.State.MATCHED
    )
    position = notice.allocations.count()
    ledger.post(
        f"suspense:{notice.id}:{position}",
        "suspense_applied",
        [Line("SUSP:in", yen, "notice", notice.id), _receivable(invoice, -yen, notice)],
        Booking(ProcessingMonth.parse(invoice.processing_month), by, at),
    )
    allocate_invoices([invoice.id])
    audit.record(
        "settlement.suspense.applied", invoice.number, by=by, at=at, notice=notice.id, yen=yen
    )
    return yen
