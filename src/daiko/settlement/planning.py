"""Plan of a payment run: what each provider gets, holds or waits for.

Source: standards/settlement.md 3.5; rulings.md 14, 39, 40, 41, 42. Sums per provider
come from one statement over claims, reversals and ledger; that they agree is a CHECK
of the line. Payees' accounts are frozen into transfers here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.money.calendar import ProcessingMonth
from daiko.money.zengin import Account, transfer_problems
from daiko.money.zengin import Transfer as ZenginTransfer
from daiko.registry import queries as registry
from daiko.registry.queries import PayeeRow
from daiko.settlement.bank_accounts import account_of
from daiko.settlement.database import rows
from daiko.settlement.models import PaymentLine, PaymentRun, Transfer


@dataclass(frozen=True, slots=True)
class Due:
    """What claims, reversals and ledger say of one provider."""

    provider_number: str
    payee_number: str
    confirmed: int
    confirmed_yen: int
    ready: int  # collected claims that no run has
    ready_yen: int
    released_yen: int  # of them, claims of earlier months
    held_yen: int
    reversed_count: int
    reversed_yen: int
    cancelled_yen: int
    carried_yen: int
    open_offsets_yen: int  # offsets that no run has taken
    payable_yen: int  # ledger
    shortfall_yen: int  # ledger, from earlier runs


_DUE: Final = """
WITH claims AS (
    SELECT provider_number,
        count(*) FILTER (WHERE processing_month = %(month)s AND %(first)s) AS confirmed,
        sum(claim_yen) FILTER (WHERE processing_month = %(month)s AND %(first)s) AS confirmed_yen,
        count(*) FILTER (WHERE state = 'collected' AND payment_run_id IS NULL) AS ready,
        sum(claim_yen) FILTER (WHERE state = 'collected' AND payment_run_id IS NULL) AS ready_yen,
        sum(claim_yen) FILTER (WHERE state = 'collected' AND payment_run_id IS NULL
            AND (processing_month < %(month)s OR NOT %(first)s)) AS released_yen,
        sum(claim_yen) FILTER (WHERE payment_run_id IS NULL
            AND state IN ('held', 'reversal_pending')) AS held_yen
    FROM settlement_claim
    WHERE processing_month <= %(month)s AND state <> 'accepted'
      AND ((processing_month = %(month)s AND %(first)s)
           OR (payment_run_id IS NULL AND state IN ('collected', 'held', 'reversal_pending')))
    GROUP BY provider_number
), reversals AS (
    SELECT provider_number,
        count(*) FILTER (WHERE kind = 'offset' AND settled_month = %(month)s AND %(first)s)
            AS reversed_count,
        sum(amount_yen) FILTER (WHERE kind = 'offset' AND settled_month = %(month)s AND %(first)s)
            AS reversed_yen,
        sum(amount_yen) FILTER (WHERE kind = 'held' AND settled_month = %(month)s AND %(first)s)
            AS cancelled_yen,
        sum(amount_yen) FILTER (WHERE state = 'carried') AS carried_yen,
        sum(amount_yen) FILTER (WHERE kind = 'offset' AND payment_run_id IS NULL) AS open_offsets
    FROM settlement_reversal GROUP BY provider_number
), balances AS (
    SELECT s.provider_number, s.payee_number,
        -(SELECT sum(amount_yen) FROM settlement_entry e WHERE e.account_id = s.account_id)
            AS payable_yen,
        (SELECT sum(amount_yen) FROM settlement_entry e
         JOIN settlement_account a ON a.id = e.account_id
         WHERE a.code = 'SHORT:prov:' || s.provider_number) AS shortfall_yen
    FROM settlement_payable s
)
SELECT b.provider_number, b.payee_number,
    coalesce(c.confirmed, 0) AS confirmed, coalesce(c.confirmed_yen, 0)::bigint AS confirmed_yen,
    coalesce(c.ready, 0) AS ready, coalesce(c.ready_yen, 0)::bigint AS ready_yen,
    coalesce(c.released_yen, 0)::bigint AS released_yen,
    coalesce(c.held_yen, 0)::bigint AS held_yen,
    coalesce(r.reversed_count, 0) AS reversed_count,
    coalesce(r.reversed_yen, 0)::bigint AS reversed_yen,
    coalesce(r.cancelled_yen, 0)::bigint AS cancelled_yen,
    coalesce(r.carried_yen, 0)::bigint AS carried_yen,
    coalesce(r.open_offsets, 0)::bigint AS open_offsets_yen,
    coalesce(b.payable_yen, 0)::bigint AS payable_yen,
    coalesce(b.shortfall_yen, 0)::bigint AS shortfall_yen
FROM balances b
LEFT JOIN claims c USING (provider_number) LEFT JOIN reversals r USING (provider_number)
WHERE c.provider_number IS NOT NULL OR coalesce(b.payable_yen, 0) <> 0
   OR coalesce(r.reversed_count, 0) > 0 OR coalesce(r.cancelled_yen, 0) > 0
ORDER BY b.provider_number
"""


def due(month: ProcessingMonth, *, is_first: bool) -> list[Due]:
    """Sums per provider; ``is_first`` while no run of the month was executed."""
    return [Due(**row) for row in rows(_DUE, month=str(month), first=is_first)]


@dataclass(frozen=True, slots=True)
class Share:
    """How a provider's due splits up (ruling 40)."""

    paid_yen: int
    recovered_yen: int
    shortfall_yen: int
    waiting_yen: int
    waits_for: str


def share(due: Due, waits_for: str) -> Share:
    """Offsets first from what came in, then earlier shortfalls, the rest is paid.

    An offset larger than what came in leaves a shortfall and transfers nothing.
    """
    net_yen = due.ready_yen - due.open_offsets_yen
    if net_yen < 0:
        return Share(0, 0, -net_yen, 0, "")
    recovered_yen = min(net_yen, due.shortfall_yen)
    if waits_for and net_yen > recovered_yen:
        return Share(0, 0, 0, net_yen, waits_for)
    return Share(net_yen - recovered_yen, recovered_yen, 0, 0, "")


def plan_lines(run: PaymentRun, dues: Sequence[Due]) -> None:
    """Write transfers and lines of a new run."""
    accounts = registry.payees({d.payee_number for d in dues if d.payee_number}, run.pay_on)
    reasons = {
        payee: _waits_for(payee, accounts.get(payee), run.pay_on)
        for payee in {d.payee_number for d in dues}
    }
    shares = {d.provider_number: share(d, reasons[d.payee_number]) for d in dues}
    totals: dict[str, int] = defaultdict(int)
    for d in dues:
        totals[d.payee_number] += shares[d.provider_number].paid_yen
    transfers = Transfer.objects.bulk_create(
        [
            _transfer(run, accounts[payee], amount_yen)
            for payee, amount_yen in sorted(totals.items())
            if amount_yen
        ],
        batch_size=2_000,
    )
    by_payee = {transfer.payee_number: transfer for transfer in transfers}
    PaymentLine.objects.bulk_create(
        [_line(run, d, shares[d.provider_number], by_payee) for d in dues], batch_size=2_000
    )
    run.transfers = len(transfers)
    run.total_yen = sum(transfer.amount_yen for transfer in transfers)
    run.save(update_fields=["transfers", "total_yen"])


def _waits_for(payee: str, account: PayeeRow | None, pay_on: date) -> str:
    """Why nothing can be transferred to a payee; "" when it can."""
    if not payee:
        return "payee"
    if account is None or account.verified_on is None or account.verified_on > pay_on:
        return "verification"
    trial = zengin_transfer(account_of(account), account.holder_kana, 1, payee, "000000")
    return "account" if transfer_problems(trial) else ""


def zengin_transfer(
    account: Account, holder_kana: str, amount_yen: int, payee: str, yyyymm: str
) -> ZenginTransfer:
    """The record of a transfer: customer codes are payee number and month (ruling 42)."""
    return ZenginTransfer(account, holder_kana, amount_yen, payee, yyyymm.rjust(10, "0"))


def _transfer(run: PaymentRun, account: PayeeRow, amount_yen: int) -> Transfer:
    assert account.verified_on is not None, "only verified payees are paid"
    return Transfer(
        run=run,
        payee_number=account.payee_number,
        bank_number=account.bank_number,
        bank_kana=account.bank_kana,
        branch_number=account.branch_number,
        branch_kana=account.branch_kana,
        account_type=account.account_type,
        account_number=account.account_number,
        holder_kana=account.holder_kana,
        verified_on=account.verified_on,
        amount_yen=amount_yen,
    )


def _line(
    run: PaymentRun, due: Due, share: Share, transfers: Mapping[str, Transfer]
) -> PaymentLine:
    goes_out = not share.waits_for
    return PaymentLine(
        run=run,
        provider_number=due.provider_number,
        payee_number=due.payee_number,
        waits_for=share.waits_for,
        confirmed=due.confirmed,
        confirmed_yen=due.confirmed_yen,
        brought_yen=due.payable_yen - due.confirmed_yen + due.reversed_yen + due.cancelled_yen,
        reversed_count=due.reversed_count,
        reversed_yen=due.reversed_yen,
        cancelled_yen=due.cancelled_yen,
        carried_yen=due.carried_yen,
        payable_yen=due.payable_yen,
        paid_claims=due.ready if goes_out else 0,
        released_yen=due.released_yen if goes_out else 0,
        held_yen=due.held_yen,
        waiting_yen=share.waiting_yen,
        shortfall_yen=share.shortfall_yen,
        recovered_yen=share.recovered_yen,
        paid_yen=share.paid_yen,
        transfer=transfers[due.payee_number] if share.paid_yen else None,
    )
