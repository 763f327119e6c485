"""Match notices of incoming money with invoices: kept in memory, written in a few statements.

Source: standards/settlement.md 3.4, 6.1; rulings.md 39. An import works on the open
invoices it loaded once; ``Desk.write`` writes what it decided. Runs under the lock of
the settlement, inside the import's transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from daiko.settlement import ledger
from daiko.settlement.database import execute, rows
from daiko.settlement.ledger import Booking, Line, SmallPosting
from daiko.settlement.models import Allocation, Invoice, Notice
from daiko.settlement.reversing import state_of

OPEN: Final = (Invoice.State.ISSUED, Invoice.State.PART_PAID)
_NOTICES: Final = """
UPDATE settlement_notice n
SET state = w.state, suspense_yen = w.yen, cancels_id = w.cancels
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(yen)s::bigint[], %(cancels)s::bigint[])
    AS w(id, state, yen, cancels)
WHERE n.id = w.id
"""
_INVOICES: Final = """
UPDATE settlement_invoice i SET state = w.state, paid_yen = w.yen
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(yen)s::bigint[]) AS w(id, state, yen)
WHERE i.id = w.id
"""
_NO_CODE: Final = "0000000000"  # the bank sends zeros where the remitter has no code


@dataclass(slots=True)
class Tally:
    """What an import did so far."""

    matched: int = 0
    unmatched: int = 0
    cancelled: int = 0
    matched_yen: int = 0
    suspense_yen: int = 0


def missing_yen(invoice: Invoice) -> int:
    """What an invoice still waits for."""
    return invoice.total_yen - invoice.paid_yen - invoice.cancelled_yen


def receivable(invoice: Invoice, amount_yen: int, notice: Notice) -> Line:
    """The insurer's side of a booking of money."""
    return Line(f"AR:ins:{invoice.insurer_number}", amount_yen, "notice", notice.id)


@dataclass(slots=True)
class Desk:
    """Invoices by remitter code and id, and everything decided but not yet written."""

    booking: Booking
    by_code: dict[str, list[Invoice]]
    by_id: dict[int, Invoice]
    shared_codes: frozenset[str]
    tally: Tally = field(default_factory=Tally)
    paid: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)
    _notices: list[Notice] = field(default_factory=list)
    _allocations: list[Allocation] = field(default_factory=list)
    _postings: list[SmallPosting] = field(default_factory=list)
    _touched: set[int] = field(default_factory=set)

    @classmethod
    def open(cls, booking: Booking) -> Desk:
        """Load the invoices that wait for money, oldest first."""
        by_code: dict[str, list[Invoice]] = defaultdict(list)
        by_id: dict[int, Invoice] = {}
        waiting = Invoice.objects.filter(state__in=OPEN).order_by("processing_month", "id")
        for invoice in waiting:
            by_code[invoice.remitter_code].append(invoice)
            by_id[invoice.id] = invoice
        return cls(booking, by_code, by_id, _shared_codes())

    def match(self, notice: Notice) -> None:
        """Money to the invoices it means; what is left over to suspense."""
        parts = self._parts(notice)
        rest_yen = notice.amount_yen - sum(yen for _, yen in parts)
        for invoice, yen in parts:
            self._apply(notice, invoice, yen)
            self.paid.add(invoice.id)
        notice.state = Notice.State.MATCHED if parts else Notice.State.UNMATCHED
        notice.suspense_yen = rest_yen
        lines = [Line("CASH:bank", notice.amount_yen, "notice", notice.id)]
        lines += [receivable(invoice, -yen, notice) for invoice, yen in parts]
        lines.append(Line("SUSP:in", -rest_yen, "notice", notice.id))
        self._keep(notice, "collected", lines)
        self.tally.matched += bool(parts)
        self.tally.unmatched += not parts
        self.tally.matched_yen += notice.amount_yen - rest_yen
        self.tally.suspense_yen += rest_yen

    def _parts(self, notice: Notice) -> list[tuple[Invoice, int]]:
        """Invoices a notice pays, with their yen.

        An invoice that misses exactly this amount is meant; else the oldest first of
        the one insurer that has the code. A code of two insurers decides nothing by itself.
        """
        if notice.remitter_code == _NO_CODE:
            return []
        candidates = [i for i in self.by_code.get(notice.remitter_code, ()) if missing_yen(i)]
        exact = [invoice for invoice in candidates if missing_yen(invoice) == notice.amount_yen]
        if exact and len({invoice.insurer_number for invoice in exact}) == 1:
            return [(exact[0], notice.amount_yen)]
        if notice.remitter_code in self.shared_codes:
            return []
        return _oldest_first(candidates, notice.amount_yen)

    def cancel(self, notice: Notice) -> None:
        """The bank takes an earlier notice back: reopen what it paid, or wait for a clerk."""
        self.write()  # the notice taken back may stand in the same file
        original = _original(notice)
        if original is not None and not _whole(original):
            original = None  # part of it paid a repayment demand: a clerk must look
        lines = [Line("CASH:bank", -notice.amount_yen, "notice", notice.id)]
        if original is None:
            notice.suspense_yen = -notice.amount_yen
            lines.append(Line("SUSP:in", notice.amount_yen, "notice", notice.id))
            self.tally.unmatched += 1
            self.tally.suspense_yen -= notice.amount_yen
        else:
            notice.state, notice.cancels = Notice.State.CANCEL, original
            lines += self._reopen(original, notice)
            lines.append(Line("SUSP:in", original.suspense_yen, "notice", notice.id))
            original.state, original.suspense_yen = Notice.State.CANCELLED, 0
            original.save(update_fields=["state", "suspense_yen"])
            self.tally.cancelled += 1
        self._keep(notice, "collection_cancelled", lines)

    def _reopen(self, original: Notice, cancel: Notice) -> list[Line]:
        lines = []
        for allocation in original.allocations.select_related("invoice"):
            invoice = self.by_id.get(allocation.invoice_id)
            if invoice is None:  # it was paid in full when this import began
                invoice = self.by_id[allocation.invoice_id] = allocation.invoice
                same_code = self.by_code[invoice.remitter_code]
                same_code.append(invoice)
                same_code.sort(key=lambda i: (i.processing_month, i.id))
            self._apply(cancel, invoice, -allocation.yen)
            self.reopened.add(invoice.id)
            lines.append(receivable(invoice, allocation.yen, cancel))
        return lines

    def _apply(self, notice: Notice, invoice: Invoice, yen: int) -> None:
        self._allocations.append(
            Allocation(notice=notice, invoice=invoice, yen=yen, allocated_at=self.booking.at)
        )
        invoice.paid_yen += yen
        invoice.state = state_of(invoice)
        self._touched.add(invoice.id)

    def _keep(self, notice: Notice, event: str, lines: list[Line]) -> None:
        self._notices.append(notice)
        self._postings.append(SmallPosting(f"notice:{notice.id}", event, tuple(lines)))

    def write(self) -> None:
        """Write everything decided since the last time."""
        execute(
            _NOTICES,
            ids=[notice.id for notice in self._notices],
            states=[str(notice.state) for notice in self._notices],
            yen=[notice.suspense_yen for notice in self._notices],
            cancels=[notice.cancels_id for notice in self._notices],
        )
        Allocation.objects.bulk_create(self._allocations, batch_size=2_000)
        touched = [self.by_id[number] for number in sorted(self._touched)]
        execute(
            _INVOICES,
            ids=[invoice.id for invoice in touched],
            states=[str(invoice.state) for invoice in touched],
            yen=[invoice.paid_yen for invoice in touched],
        )
        ledger.post_all(self._postings, self.booking)
        self._notices.clear()
        self._allocations.clear()
        self._postings.clear()
        self._touched.clear()


def _shared_codes() -> frozenset[str]:
    """Remitter codes that stand on invoices of more than one insurer."""
    found = rows(
        "SELECT remitter_code FROM settlement_invoice GROUP BY remitter_code"
        " HAVING count(DISTINCT insurer_number) > 1"
    )
    return frozenset(row["remitter_code"] for row in found)


def _oldest_first(candidates: Sequence[Invoice], amount_yen: int) -> list[tuple[Invoice, int]]:
    parts = []
    for invoice in candidates:
        yen = min(amount_yen, missing_yen(invoice))
        if yen:
            parts.append((invoice, yen))
            amount_yen -= yen
    return parts


def _whole(notice: Notice) -> bool:
    """Whether all of a notice's money is on invoices or still in suspense."""
    on_invoices = sum(notice.allocations.values_list("yen", flat=True))
    return on_invoices + notice.suspense_yen == notice.amount_yen


def _original(cancel: Notice) -> Notice | None:
    """The latest notice that a cancel can mean: same number, code and amount."""
    return (
        Notice.objects.filter(
            inquiry_number=cancel.inquiry_number,
            remitter_code=cancel.remitter_code,
            amount_yen=cancel.amount_yen,
            is_cancel=False,
            booked_on__lte=cancel.booked_on,
            id__lt=cancel.id,
        )
        .exclude(state=Notice.State.CANCELLED)
        .order_by("-booked_on", "id")
        .first()
    )
