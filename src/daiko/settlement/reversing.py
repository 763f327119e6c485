"""Reversals at the close: offset against the provider's claims, or held claims cancelled.

Source: standards/settlement.md 3.3 (offset rule, oldest request first, whole
documents), rulings.md 38 (held claims without offset), 40 (offsets count confirmed
claims). The rule itself is ``money/offsets.py``. Loops over reversals, never claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from daiko.money.calendar import TOKYO, CalendarRow, ProcessingMonth
from daiko.money.offsets import QueuedReversal, becomes_repayment_demand, offset
from daiko.reception import services as reception
from daiko.registry import queries as registry
from daiko.settlement import ledger
from daiko.settlement.allocating import allocate_invoices
from daiko.settlement.database import columns, execute, rows
from daiko.settlement.ledger import Booking
from daiko.settlement.models import Invoice, Reversal


@dataclass(frozen=True, slots=True)
class Queued:
    """A request that this close looks at."""

    id: int
    claim_id: int
    document_id: int | None
    insurer_number: str
    provider_number: str
    amount_yen: int
    requested_at: datetime
    first_tried: str
    was_paid: bool
    claim_month: str


@dataclass(slots=True)
class Sum:
    """Count and yen."""

    count: int = 0
    yen: int = 0

    def add(self, reversals: Iterable[Queued]) -> None:
        for reversal in reversals:
            self.count += 1
            self.yen += reversal.amount_yen


@dataclass(slots=True)
class SettledReversals:
    """What the close did with the queue. ``excess_yen``: insurer → credit from held claims
    whose invoice misses less than they come to."""

    offset: Sum = field(default_factory=Sum)
    held: Sum = field(default_factory=Sum)
    carried: Sum = field(default_factory=Sum)
    excess_yen: dict[str, int] = field(default_factory=dict)


def stand_in(successors: Mapping[str, str]) -> set[str]:
    """Give what dissolved insurers have to get back to those in their place; says to whom.

    Of paid claims, whose reversal becomes a credit of the next invoice. A held claim is
    taken off the invoice that was issued for it, whoever owes that now.
    Source: standards/routing-and-delivery.md 3, rule 2 (the invoice goes to the successor).
    """
    dissolved, standing = columns(successors)
    moved = rows(
        """
        UPDATE settlement_reversal r SET insurer_number = s.successor
        FROM unnest(%(dissolved)s::text[], %(standing)s::text[]) AS s(dissolved, successor),
             settlement_claim c
        WHERE r.insurer_number = s.dissolved AND c.id = r.claim_id
          AND c.payment_run_id IS NOT NULL AND r.state IN ('requested', 'carried', 'demanded')
        RETURNING r.insurer_number
        """,
        dissolved=dissolved,
        standing=standing,
    )
    return {found["insurer_number"] for found in moved}


def waiting(dates: CalendarRow) -> list[Queued]:
    """Requests received by the cutoff whose claims are paid or held, oldest first.

    A request for a billed or collected claim is not among them: it waits (ruling 38).
    """
    after = datetime.combine(dates.cutoff_on, time.max, TOKYO)
    found = rows(
        """
        SELECT r.id, r.claim_id, c.document_id, r.insurer_number, r.provider_number,
               r.amount_yen, r.requested_at, r.first_tried,
               c.payment_run_id IS NOT NULL AS was_paid, c.processing_month AS claim_month
        FROM settlement_reversal r JOIN settlement_claim c ON c.id = r.claim_id
        WHERE r.state IN ('requested', 'carried') AND r.requested_at <= %(after)s
          AND c.state IN ('paid', 'held', 'reversal_pending')
        ORDER BY r.requested_at, r.id
        """,
        after=after,
    )
    return [Queued(**row) for row in found]


def settle(queue: Sequence[Queued], dates: CalendarRow, booking: Booking) -> SettledReversals:
    """Settle what fits, carry the rest over, demand back what waited too long."""
    result = SettledReversals()
    paid = [reversal for reversal in queue if reversal.was_paid]
    held = [reversal for reversal in queue if not reversal.was_paid]
    settled, left = _offsets(paid, booking.month)
    _carry(left, dates, result)
    ledger.post_reversals([r.id for r in settled], "reversal", booking)
    ledger.post_reversals([r.id for r in held], "held_cancelled", booking)
    _mark_settled(settled, "offset", booking)
    _mark_settled(held, "held", booking)
    result.offset.add(settled)
    result.held.add(held)
    result.excess_yen = _cancel_on_invoices(held)
    return result


def _offsets(paid: Sequence[Queued], month: ProcessingMonth) -> tuple[list[Queued], list[Queued]]:
    """Provider by provider through the offset rule: settled, and left in the queue."""
    by_provider: dict[str, list[Queued]] = defaultdict(list)
    for reversal in paid:
        by_provider[reversal.provider_number].append(reversal)
    available = _available_yen(list(by_provider), month)
    settled_ids: set[int] = set()
    for provider, reversals in by_provider.items():
        entries = [QueuedReversal(r.id, r.requested_at, r.amount_yen) for r in reversals]
        outcome = offset(available.get(provider, 0), entries)
        settled_ids |= {reversal.id for reversal in outcome.settled}
    return (
        [reversal for reversal in paid if reversal.id in settled_ids],
        [reversal for reversal in paid if reversal.id not in settled_ids],
    )


def _available_yen(providers: list[str], month: ProcessingMonth) -> Mapping[str, int]:
    found = rows(
        """
        SELECT provider_number, sum(claim_yen)::bigint AS yen FROM settlement_claim
        WHERE processing_month = %(month)s AND provider_number = ANY(%(providers)s)
        GROUP BY provider_number
        """,
        month=str(month),
        providers=providers,
    )
    return {row["provider_number"]: row["yen"] for row in found}


def _carry(left: Sequence[Queued], dates: CalendarRow, result: SettledReversals) -> None:
    month = dates.processing_month
    providers = registry.providers({reversal.provider_number for reversal in left})
    carried: list[Queued] = []
    demanded: list[Queued] = []
    for reversal in left:
        provider = providers.get(reversal.provider_number)
        ended = provider.abolished_on if provider else None
        first = ProcessingMonth.parse(reversal.first_tried) if reversal.first_tried else month
        gone = ended is not None and ended <= dates.close_on
        late = becomes_repayment_demand(first, month, provider_abolished=gone)
        (demanded if late else carried).append(reversal)
    for state, group in (("carried", carried), ("demanded", demanded)):
        execute(
            """
            UPDATE settlement_reversal
            SET state = %(state)s, first_tried = coalesce(nullif(first_tried, ''), %(month)s)
            WHERE id = ANY(%(ids)s)
            """,
            state=state,
            month=str(month),
            ids=[reversal.id for reversal in group],
        )
    _move_claims(left, "reversal_pending")
    result.carried.add(carried)


def _mark_settled(reversals: Sequence[Queued], kind: str, booking: Booking) -> None:
    Reversal.objects.filter(id__in=[reversal.id for reversal in reversals]).update(
        state=Reversal.State.SETTLED, kind=kind, settled_month=str(booking.month)
    )
    _move_claims(reversals, "reversed")
    documents = [r.document_id for r in reversals if r.document_id is not None]
    if documents:
        reception.reverse(documents, by=booking.by, at=booking.at)


def _move_claims(reversals: Iterable[Queued], state: str) -> None:
    execute(
        "UPDATE settlement_claim SET state = %(state)s WHERE id = ANY(%(ids)s)",
        state=state,
        ids=[reversal.claim_id for reversal in reversals],
    )


def _cancel_on_invoices(held: Sequence[Queued]) -> dict[str, int]:
    """Take held claims off what their invoices still miss; the rest is a new credit."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for reversal in held:
        sums[reversal.claim_month, reversal.insurer_number] += reversal.amount_yen
    excess: dict[str, int] = defaultdict(int)
    touched = []
    for (month, insurer), yen in sums.items():
        invoice = Invoice.objects.select_for_update().get(
            processing_month=month, insurer_number=insurer
        )
        missing_yen = invoice.total_yen - invoice.paid_yen - invoice.cancelled_yen
        applied_yen = min(yen, missing_yen)
        excess[insurer] += yen - applied_yen
        invoice.cancelled_yen += applied_yen
        invoice.state = state_of(invoice)
        invoice.save(update_fields=["cancelled_yen", "state"])
        touched.append(invoice.id)
    allocate_invoices(touched)
    return {insurer: yen for insurer, yen in excess.items() if yen}


def state_of(invoice: Invoice) -> str:
    """State of an issued invoice by its money."""
    if invoice.paid_yen + invoice.cancelled_yen == invoice.total_yen:
        return Invoice.State.PAID
    return Invoice.State.PART_PAID if invoice.paid_yen else Invoice.State.ISSUED
