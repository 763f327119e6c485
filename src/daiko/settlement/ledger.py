"""Postings of the ledger, each one set-based statement, each once by its key.

Source: standards/settlement.md 4 (events, debit and credit), rulings.md 40 (payables
per payee and provider, shortfall). ``amount_yen`` > 0 is debit, < 0 credit. Balance
and append-only are kept by the database (migration 0002). Runs inside the
transaction of the verb that calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from daiko.money.calendar import ProcessingMonth
from daiko.platform.actors import Actor
from daiko.registry import queries as registry
from daiko.settlement.database import columns, execute


@dataclass(frozen=True, slots=True)
class Booking:
    """Month, actor and moment that every posting of a verb bears."""

    month: ProcessingMonth
    by: Actor
    at: datetime

    def values(self) -> dict[str, object]:
        return {"month": str(self.month), "by": str(self.by), "at": self.at}


def open_accounts(kind: str, parties: Iterable[str]) -> None:
    """Accounts of insurers (``receivable``) or providers (``shortfall``), and the agency's own."""
    prefix = {"receivable": "AR:ins:", "shortfall": "SHORT:prov:"}[kind]
    execute(
        """
        INSERT INTO settlement_account (code, kind, party, payee_number)
        SELECT %(prefix)s || party, %(kind)s, party, '' FROM unnest(%(parties)s::text[]) AS party
        UNION ALL
        VALUES ('CASH:bank', 'cash', '', ''), ('FEE:rev', 'fee', '', ''),
               ('SUSP:in', 'suspense', '', '')
        ON CONFLICT (code) DO NOTHING
        """,
        prefix=prefix,
        kind=kind,
        parties=sorted(set(parties)),
    )


def stand_under_payees(providers: Iterable[str], key: str, booking: Booking) -> None:
    """Let each provider's payable stand under the payee the registry names now (ruling 40).

    Where the payee changed, the open balance moves to the new account; ``key`` names
    the close or run that found the change.
    """
    wanted = dict.fromkeys(sorted(set(providers)), "")
    for number, provider in registry.providers(wanted).items():
        wanted[number] = provider.payee_number or ""
    numbers, payees = columns(wanted)
    execute(
        """
        INSERT INTO settlement_account (code, kind, party, payee_number)
        SELECT 'AP:prov:' || p || ':' || coalesce(nullif(y, ''), '-'), 'payable', p, y
        FROM unnest(%(numbers)s::text[], %(payees)s::text[]) AS w(p, y)
        ON CONFLICT (code) DO NOTHING
        """,
        numbers=numbers,
        payees=payees,
    )
    execute(
        """
        INSERT INTO settlement_payable (provider_number, payee_number, account_id)
        SELECT p, y, a.id FROM unnest(%(numbers)s::text[], %(payees)s::text[]) AS w(p, y)
        JOIN settlement_account a ON a.code = 'AP:prov:' || p || ':' || coalesce(nullif(y, ''), '-')
        ON CONFLICT (provider_number) DO NOTHING
        """,
        numbers=numbers,
        payees=payees,
    )
    _move_payables(numbers, payees, key, booking)


_CHANGED: Final = """
WITH changed AS MATERIALIZED (
    SELECT s.provider_number, s.account_id AS old_id, a.id AS new_id,
           (SELECT sum(e.amount_yen) FROM settlement_entry e WHERE e.account_id = s.account_id)
               AS balance
    FROM unnest(%(numbers)s::text[], %(payees)s::text[]) AS w(p, y)
    JOIN settlement_payable s ON s.provider_number = w.p AND s.payee_number <> w.y
    JOIN settlement_account a ON a.code = 'AP:prov:' || p || ':' || coalesce(nullif(y, ''), '-')
)
"""


def _move_payables(
    numbers: Sequence[str], payees: Sequence[str], key: str, booking: Booking
) -> None:
    values = {"numbers": numbers, "payees": payees, "key": key, **booking.values()}
    execute(
        f"""{_CHANGED}
        INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)
        SELECT 'payee:' || %(key)s || ':' || provider_number, 'payee_changed',
               %(month)s, %(at)s, %(by)s
        FROM changed WHERE balance <> 0
        """,  # noqa: S608 - constant text
        **values,
    )
    execute(
        f"""{_CHANGED}
        INSERT INTO settlement_entry
            (posting_id, account_id, amount_yen, reason, source_kind, source_id)
        SELECT p.id, v.account_id, v.amount, 'payee_changed', 'provider', c.provider_number::bigint
        FROM changed c
        JOIN settlement_posting p ON p.key = 'payee:' || %(key)s || ':' || c.provider_number
        CROSS JOIN LATERAL (VALUES (c.old_id, -c.balance), (c.new_id, c.balance))
            AS v(account_id, amount)
        WHERE c.balance <> 0
        """,  # noqa: S608 - constant text
        **values,
    )
    execute(
        f"""{_CHANGED}
        UPDATE settlement_payable s SET payee_number = a.payee_number, account_id = a.id
        FROM changed c JOIN settlement_account a ON a.id = c.new_id
        WHERE s.provider_number = c.provider_number
        """,  # noqa: S608 - constant text
        **values,
    )


def post_confirmations(booking: Booking) -> None:
    """Confirm the month's claims: receivable against payable, one posting an insurer."""
    execute(
        """
        INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)
        SELECT 'close:' || %(month)s || ':' || insurer_number, 'claim_confirmed',
               %(month)s, %(at)s, %(by)s
        FROM settlement_claim WHERE processing_month = %(month)s AND claim_yen > 0
        GROUP BY insurer_number ORDER BY insurer_number
        """,
        **booking.values(),
    )
    execute(
        """
        INSERT INTO settlement_entry
            (posting_id, account_id, amount_yen, reason, source_kind, source_id)
        SELECT p.id, v.account_id, v.amount, 'claim_confirmed', 'claim', c.id
        FROM settlement_claim c
        JOIN settlement_posting p ON p.key = 'close:' || %(month)s || ':' || c.insurer_number
        JOIN settlement_account ar ON ar.code = 'AR:ins:' || c.insurer_number
        JOIN settlement_payable ap ON ap.provider_number = c.provider_number
        CROSS JOIN LATERAL (VALUES (ar.id, c.claim_yen), (ap.account_id, -c.claim_yen))
            AS v(account_id, amount)
        WHERE c.processing_month = %(month)s AND c.claim_yen > 0
        """,
        **booking.values(),
    )


def post_fees(fee_unit_yen: int, booking: Booking) -> None:
    """The agency's fee, one posting an insurer, from the invoices drawn up."""
    values = {"unit": fee_unit_yen, **booking.values()}
    execute(
        """
        INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)
        SELECT 'fee:' || %(month)s || ':' || insurer_number, 'fee', %(month)s, %(at)s, %(by)s
        FROM settlement_claim WHERE processing_month = %(month)s AND %(unit)s > 0
        GROUP BY insurer_number ORDER BY insurer_number
        """,
        **values,
    )
    execute(
        """
        INSERT INTO settlement_entry
            (posting_id, account_id, amount_yen, reason, source_kind, source_id)
        SELECT p.id, v.account_id, v.amount, 'fee', 'insurer', c.insurer_number::bigint
        FROM (SELECT insurer_number, count(*) * %(unit)s AS fee FROM settlement_claim
              WHERE processing_month = %(month)s GROUP BY insurer_number) c
        JOIN settlement_posting p ON p.key = 'fee:' || %(month)s || ':' || c.insurer_number
        JOIN settlement_account ar ON ar.code = 'AR:ins:' || c.insurer_number
        JOIN settlement_account revenue ON revenue.code = 'FEE:rev'
        CROSS JOIN LATERAL (VALUES (ar.id, c.fee), (revenue.id, -c.fee)) AS v(account_id, amount)
        """,
        **values,
    )


def post_reversals(ids: Sequence[int], reason: str, booking: Booking) -> None:
    """Payable against receivable for reversals; ``reason`` reversal or held_cancelled."""
    values = {"ids": list(ids), "reason": reason, **booking.values()}
    execute(
        """
        INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)
        SELECT 'reversal:' || id, %(reason)s, %(month)s, %(at)s, %(by)s
        FROM settlement_reversal WHERE id = ANY(%(ids)s) AND amount_yen > 0 ORDER BY id
        """,
        **values,
    )
    execute(
        """
        INSERT INTO settlement_entry
            (posting_id, account_id, amount_yen, reason, source_kind, source_id)
        SELECT p.id, v.account_id, v.amount, %(reason)s, 'reversal', r.id
        FROM settlement_reversal r
        JOIN settlement_posting p ON p.key = 'reversal:' || r.id
        JOIN settlement_account ar ON ar.code = 'AR:ins:' || r.insurer_number
        JOIN settlement_payable ap ON ap.provider_number = r.provider_number
        CROSS JOIN LATERAL (VALUES (ap.account_id, r.amount_yen), (ar.id, -r.amount_yen))
            AS v(account_id, amount)
        WHERE r.id = ANY(%(ids)s)
        """,
        **values,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to write: account by its code, yen (debit > 0), its source."""

    account: str
    amount_yen: int
    source_kind: str
    source_id: int


@dataclass(frozen=True, slots=True)
class SmallPosting:
    """A posting whose lines are known by name."""

    key: str
    event: str
    lines: tuple[Line, ...]


def post(key: str, event: str, lines: Iterable[Line], booking: Booking) -> None:
    """One small posting; entries of 0 yen fall away, and a posting without entries too."""
    post_all([SmallPosting(key, event, tuple(lines))], booking)


def post_all(postings: Iterable[SmallPosting], booking: Booking) -> None:
    """Many small postings in two statements."""
    kept = [(p, line) for p in postings for line in p.lines if line.amount_yen]
    if not kept:
        return
    events = {posting.key: posting.event for posting, _ in kept}
    keys, names = columns(events)
    execute(
        """
        INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)
        SELECT key, event, %(month)s, %(at)s, %(by)s
        FROM unnest(%(keys)s::text[], %(events)s::text[]) AS w(key, event)
        """,
        keys=keys,
        events=names,
        **booking.values(),
    )
    execute(
        """
        INSERT INTO settlement_entry
            (posting_id, account_id, amount_yen, reason, source_kind, source_id)
        SELECT p.id, a.id, w.amount, p.event, w.kind, w.source
        FROM unnest(%(keys)s::text[], %(codes)s::text[], %(amounts)s::bigint[],
                    %(kinds)s::text[], %(sources)s::bigint[])
            AS w(key, code, amount, kind, source)
        JOIN settlement_posting p ON p.key = w.key
        LEFT JOIN settlement_account a ON a.code = w.code
        """,
        keys=[posting.key for posting, _ in kept],
        codes=[line.account for _, line in kept],
        amounts=[line.amount_yen for _, line in kept],
        kinds=[line.source_kind for _, line in kept],
        sources=[line.source_id for _, line in kept],
    )


_PAYMENT_EVENTS: Final = ("paid", "shortfall", "shortfall_recovered")
_PAYMENT_LINES: Final = """
WITH lines AS (
    SELECT * FROM settlement_payment_line
    WHERE run_id = %(run)s AND CASE %(event)s
        WHEN 'paid' THEN paid_yen WHEN 'shortfall' THEN shortfall_yen ELSE recovered_yen END > 0
), wanted AS (
    SELECT ap.account_id, l.paid_yen AS amount, 'transfer' AS kind, l.transfer_id AS source
    FROM lines l JOIN settlement_payable ap ON ap.provider_number = l.provider_number
    WHERE %(event)s = 'paid'
    UNION ALL
    SELECT cash.id, -t.amount_yen, 'transfer', t.id
    FROM settlement_transfer t JOIN settlement_account cash ON cash.code = 'CASH:bank'
    WHERE t.run_id = %(run)s AND %(event)s = 'paid'
    UNION ALL
    SELECT v.account_id, v.amount, 'line', l.id
    FROM lines l
    JOIN settlement_payable ap ON ap.provider_number = l.provider_number
    JOIN settlement_account s ON s.code = 'SHORT:prov:' || l.provider_number
    CROSS JOIN LATERAL (VALUES (s.id, l.shortfall_yen - l.recovered_yen),
                               (ap.account_id, l.recovered_yen - l.shortfall_yen))
        AS v(account_id, amount)
    WHERE %(event)s <> 'paid'
)
"""


def post_payment(run_id: int, booking: Booking) -> None:
    """An executed run: payables against cash and shortfalls, one posting for each reason."""
    for event in _PAYMENT_EVENTS:
        values = {"run": run_id, "event": event, "key": f"{event}:{run_id}", **booking.values()}
        execute(
            f"""{_PAYMENT_LINES}
            INSERT INTO settlement_posting (key, event, processing_month, posted_at, posted_by)
            SELECT %(key)s, %(event)s, %(month)s, %(at)s, %(by)s
            WHERE EXISTS (SELECT 1 FROM wanted)
            """,  # noqa: S608 - constant text
            **values,
        )
        execute(
            f"""{_PAYMENT_LINES}
            INSERT INTO settlement_entry
                (posting_id, account_id, amount_yen, reason, source_kind, source_id)
            SELECT p.id, w.account_id, w.amount, %(event)s, w.kind, w.source
            FROM wanted w JOIN settlement_posting p ON p.key = %(key)s
            """,  # noqa: S608 - constant text
            **values,
        )
