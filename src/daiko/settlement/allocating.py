"""Which claims of an invoice are covered, for many invoices in one statement.

Source: rulings.md 39. The rule is ``money/allocation.py``; tests hold this SQL against
it. A claim is covered when the running sum up to it, in the order of reception, is
within credits and money. Held claims under reversal are left out (ruling 38).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from daiko.settlement.database import execute

_RUNNING: Final = """
    SELECT c.id, c.state, c.payment_run_id, i.credit_applied_yen + i.paid_yen AS funds_yen,
           sum(c.claim_yen) OVER (PARTITION BY i.id ORDER BY c.reception_order) AS running_yen
    FROM settlement_invoice i
    JOIN settlement_claim c
        ON c.processing_month = i.processing_month AND c.insurer_number = i.insurer_number
    WHERE i.id = ANY(%(invoices)s)
      AND NOT (c.state IN ('reversal_pending', 'reversed') AND c.payment_run_id IS NULL)
"""


def allocate_invoices(invoices: Sequence[int]) -> int:
    """Billed and held claims that are covered now become collected; says how many."""
    return execute(
        f"""
        UPDATE settlement_claim c SET state = 'collected'
        FROM ({_RUNNING}) r
        WHERE c.id = r.id AND r.state IN ('billed', 'held') AND r.running_yen <= r.funds_yen
        """,  # noqa: S608 - constant text
        invoices=list(invoices),
    )


def take_back(invoices: Sequence[int]) -> int:
    """Collected claims no longer covered (the bank cancelled) go back, unless a run has them.

    They are held where a run of their month was planned already, else billed.
    """
    return execute(
        f"""
        UPDATE settlement_claim c
        SET state = CASE WHEN EXISTS (
                SELECT 1 FROM settlement_payment_run p
                WHERE p.processing_month >= c.processing_month AND p.state <> 'discarded')
            THEN 'held' ELSE 'billed' END
        FROM ({_RUNNING}) r
        WHERE c.id = r.id AND r.state = 'collected' AND r.payment_run_id IS NULL
          AND r.running_yen > r.funds_yen
        """,  # noqa: S608 - constant text
        invoices=list(invoices),
    )
