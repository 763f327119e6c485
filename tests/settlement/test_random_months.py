"""Random months: whatever happens in which order, every proof holds and every yen is somewhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from daiko.money.calendar import ProcessingMonth, propose
from daiko.settlement import queries, services
from daiko.settlement.errors import NothingToPay, ReversalNotPossible
from daiko.settlement.rows import CreditTransferRow
from settlement_world import (
    HANA,
    I1,
    I2,
    P1,
    P2,
    P3,
    TARO,
    YUKI,
    Accepted,
    incoming,
    insurer_row,
    load_world,
    notice,
    payee_row,
    received,
    tokyo,
)

FIRST = ProcessingMonth(2026, 2)
CLAIMS = st.lists(
    st.builds(
        Accepted,
        provider=st.sampled_from([P1, P2, P3]),
        insurer=st.sampled_from([I1, I2]),
        claim_yen=st.integers(0, 900),
    ),
    max_size=5,
)
PERCENT = st.sampled_from([0, 40, 100, 130])  # of what an invoice misses
MONTHS = st.lists(
    st.tuples(
        CLAIMS,
        st.lists(PERCENT, min_size=2, max_size=2),
        st.lists(st.integers(0, 30), max_size=3),  # claims to take back
        st.booleans(),  # money taken back by the bank
        st.booleans(),  # P3 verified
    ),
    min_size=3,
    max_size=4,
)


class RandomMonths(TestCase):
    """One example is one history of months in one rolled-back transaction."""

    @settings(
        max_examples=settings().max_examples // 5, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(months=MONTHS)
    @example(  # a held claim is cancelled in a month in which nothing else is paid
        months=[
            ([Accepted(P1, I1, 1)], [0, 0], [0], False, False),
            ([], [0, 0], [], False, False),
            ([Accepted(P1, I1, 5)], [100, 0], [], False, False),
        ]
    )
    @example(  # the same, while another provider is paid
        months=[
            ([Accepted(P1, I1, 1)], [0, 0], [0], False, False),
            ([Accepted(P2, I2, 7)], [100, 100], [], False, False),
            ([], [0, 0], [], False, False),
        ]
    )
    def test_proofs_always_balance(
        self, months: list[tuple[list[Accepted], list[int], list[int], bool, bool]]
    ) -> None:
        """Close, payment and ledger agree after every step; open yen are claims or reversals."""
        self.play(months)

    @settings(
        max_examples=settings().max_examples // 5, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(months=MONTHS, merged_before=st.integers(1, 3), into_first=st.booleans())
    @example(  # the credit of the merged insurer is larger than all its successor owes
        months=[
            ([Accepted(P1, I1, 800)], [100, 100], [0], False, True),
            ([Accepted(P1, I1, 1), Accepted(P1, I2, 850)], [100, 100], [], False, True),
            ([Accepted(P1, I2, 10), Accepted(P1, I1, 10)], [100, 100], [], False, True),
        ],
        merged_before=2,
        into_first=False,
    )
    @example(  # a held claim of the merged insurer leaves a credit after the merger
        months=[
            ([Accepted(P1, I1, 500), Accepted(P1, I1, 300)], [80, 100], [1], False, True),
            ([Accepted(P1, I2, 700)], [100, 100], [], False, True),
            ([], [0, 0], [], False, True),
            ([Accepted(P2, I2, 400)], [100, 100], [], False, True),
        ],
        merged_before=1,
        into_first=False,
    )
    def test_a_merger_in_any_month_loses_no_yen(
        self,
        months: list[tuple[list[Accepted], list[int], list[int], bool, bool]],
        merged_before: int,
        into_first: bool,
    ) -> None:
        """The same, while one insurer goes on as the other; a carried credit is in one place."""
        gone, stays = (I2, I1) if into_first else (I1, I2)
        self.play(months, merged_before=merged_before, gone=gone, stays=stays)
        last = FIRST.plus(len(months) - 1)
        passed = [row for step in range(len(months)) for row in self.passed_on(FIRST.plus(step))]
        assert {(row.from_insurer, row.to_insurer) for row in passed} <= {(gone, stays)}
        if merged_before < len(months):
            carried = [i for i in queries.invoices(last) if i.insurer_number == gone and i.claims]
            assert carried == []  # nothing is billed to who is no more

    def passed_on(self, month: ProcessingMonth) -> list[CreditTransferRow]:
        """What passed on is what the last invoice of the dissolved insurer carried."""
        found = queries.credit_transfers(month)
        for row in found:
            source = queries.invoices(
                ProcessingMonth.parse(f"{row.invoice_number[:4]}-{row.invoice_number[4:6]}")
            )
            (invoice,) = (i for i in source if i.number == row.invoice_number)
            assert invoice.credit_carried_yen == row.amount_yen > 0
            (next_one,) = (i for i in queries.invoices(month) if i.insurer_number == row.to_insurer)
            assert next_one.credit_brought_yen >= row.amount_yen
        return found

    def play(
        self,
        months: list[tuple[list[Accepted], list[int], list[int], bool, bool]],
        *,
        merged_before: int = 99,
        gone: str = I1,
        stays: str = I2,
    ) -> None:
        """``merged_before``: the step before whose first day ``gone`` became part of ``stays``."""
        with tempfile.TemporaryDirectory() as folder:
            for step, (claims, percents, taken_back, cancel, verified) in enumerate(months):
                month = FIRST.plus(step)
                rows = [insurer_row(I1), insurer_row(I2)]
                if step >= merged_before:
                    end = propose(FIRST.plus(merged_before - 1)).close_on
                    rows = [
                        insurer_row(gone, end_on=f"{end}", merged_into=stays),
                        insurer_row(stays),
                    ]
                load_world(
                    Path(folder),
                    payees=[payee_row(P1), payee_row(P2), payee_row(P3, verified=verified)],
                    insurers=rows,
                )
                received(month, claims)
                self.bill(month)
                self.collect(month, percents, cancel=cancel)
                self.pay(month)
                self.take_back(month, taken_back)
            for step in range(len(months)):
                assert queries.close_proof(FIRST.plus(step)).balanced

    def bill(self, month: ProcessingMonth) -> None:
        dates = propose(month)
        closed = services.close_month(month, by=HANA, at=tokyo(f"{dates.close_on}"))
        assert closed.proof.balanced
        services.issue_invoices(month, by=HANA, at=tokyo(f"{dates.invoice_on}"))
        self.verify()

    def collect(self, month: ProcessingMonth, percents: list[int], *, cancel: bool) -> None:
        day = f"{propose(month).due_on}"
        invoices = [i for i in queries.invoices(month) if i.missing_yen]
        notices = [
            notice(invoice, max(1, invoice.missing_yen * percent // 100), number, on=day)
            for number, (invoice, percent) in enumerate(zip(invoices, percents, strict=False))
            if percent
        ]
        if not notices:
            return
        data = incoming(*notices)
        services.collect(data, file_name="in", by=HANA, at=tokyo(day, 9))
        if cancel:
            first = notices[0]
            back = notice(first.remitter_code, first.amount_yen, 0, cancel=True, on=day)
            if first.inquiry_number == back.inquiry_number:
                services.collect(incoming(back), file_name="back", by=HANA, at=tokyo(day, 10))
        self.verify()

    def pay(self, month: ProcessingMonth) -> None:
        at = tokyo(f"{propose(month).due_on}", 11)
        try:
            run = services.plan_payment(month, by=HANA, at=at)
        except NothingToPay:
            return
        self.verify()
        for person in (TARO, YUKI):
            services.approve_payment(run.id, by=person, at=at)
        services.make_bank_file(run.id, by=HANA, at=at)
        services.record_executed(run.id, by=HANA, at=at)
        assert queries.payment_proof(run.id).balanced
        self.verify()

    def take_back(self, month: ProcessingMonth, positions: list[int]) -> None:
        at = tokyo(f"{propose(month).pay_on}")
        everything = [c for step in range(4) for c in queries.claims(FIRST.plus(step))]
        for position in positions:
            if position < len(everything):
                try:
                    services.request_reversal(everything[position].id, reason="06", by=HANA, at=at)
                except ReversalNotPossible:
                    continue
        self.verify()

    def verify(self) -> None:
        verification = queries.verify_ledger()
        assert verification.balanced, verification.failing
