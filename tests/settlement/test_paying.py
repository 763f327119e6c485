"""Payment runs: two persons, frozen accounts, nobody paid without a verified account."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from daiko.money.zengin import read_transfers
from daiko.platform import objects
from daiko.platform.actors import SYSTEM, Actor, ActorKind
from daiko.settlement import queries, services
from daiko.settlement.errors import (
    AgencyAccountMissing,
    AgencyAccountUnusable,
    ApprovedBefore,
    InvoicesNotIssued,
    LaterMonthClosed,
    MonthNotClosed,
    NothingToPay,
    PersonsApprove,
    RunInOtherState,
    RunUnderWay,
    RunUnknown,
    TransferCutPassed,
)
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
    executed_run,
    load_world,
    pay_all,
    payee_row,
    provider_row,
    received,
    tokyo,
)

pytestmark = pytest.mark.django_db
RUN_AT = tokyo("2026-07-17", 11)
CLAIMS = (Accepted(P1, I1, 5_000), Accepted(P2, I2, 6_000))


def collected(folder: Path, *claims: Accepted, **tables: list[dict[str, str]]) -> None:
    load_world(folder, **tables)
    received(JUNE, claims or CLAIMS)
    services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))
    services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    pay_all(JUNE, tokyo("2026-07-16", 9))


def planned() -> int:
    return services.plan_payment(JUNE, by=HANA, at=RUN_AT).id


def test_two_different_persons_approve(tmp_path: Path) -> None:
    """One person twice is refused, under whatever kind of account; the planner counts once."""
    collected(tmp_path)
    run = planned()
    assert services.approve_payment(run, by=HANA, at=RUN_AT).state == "planned"
    with pytest.raises(ApprovedBefore):
        services.approve_payment(run, by=HANA, at=RUN_AT)
    with pytest.raises(ApprovedBefore):
        services.approve_payment(run, by=Actor(ActorKind.DEMO, "hana"), at=RUN_AT)
    with pytest.raises(RunInOtherState):
        services.make_bank_file(run, by=HANA, at=RUN_AT)
    approved = services.approve_payment(run, by=TARO, at=RUN_AT)
    assert (approved.state, approved.approvals) == ("approved", ("hana", "taro"))
    with pytest.raises(RunInOtherState):
        services.approve_payment(run, by=YUKI, at=RUN_AT)


def test_programs_do_not_approve(tmp_path: Path) -> None:
    """A job is no person."""
    collected(tmp_path)
    with pytest.raises(PersonsApprove):
        services.approve_payment(planned(), by=SYSTEM, at=RUN_AT)


def test_no_step_is_skipped_or_done_twice(tmp_path: Path) -> None:
    """File and execution repeat without effect; steps out of turn are refused."""
    collected(tmp_path)
    run = planned()
    with pytest.raises(RunInOtherState):
        services.record_executed(run, by=HANA, at=RUN_AT)
    for person in (TARO, YUKI):
        services.approve_payment(run, by=person, at=RUN_AT)
    file = services.make_bank_file(run, by=HANA, at=RUN_AT)
    assert services.make_bank_file(run, by=HANA, at=tokyo("2026-07-20")) == file
    first = services.record_executed(run, by=HANA, at=tokyo("2026-07-21"))
    assert services.record_executed(run, by=HANA, at=tokyo("2026-07-22")) == first
    with pytest.raises(RunUnknown):
        services.record_executed(run + 1, by=HANA, at=RUN_AT)
    assert queries.verify_ledger().balanced


def test_an_unverified_payee_stays_payable_and_is_paid_after_verification(tmp_path: Path) -> None:
    """Listed, not transferred, not lost (ruling 40)."""
    collected(tmp_path, payees=[payee_row(P1), payee_row(P2, verified=False), payee_row(P3)])
    assert executed_run(JUNE, RUN_AT).total_yen == 5_000
    (line,) = queries.waiting_payments()
    assert (line.provider_number, line.waits_for, line.waiting_yen, line.paid_yen) == (
        P2, "verification", 6_000, 0,
    )  # fmt: skip
    assert [c.state for c in queries.claims(JUNE)] == ["paid", "collected"]
    load_world(tmp_path, payees=[payee_row(P2)])
    extra = executed_run(JUNE, tokyo("2026-07-22", 9))
    assert (extra.total_yen, extra.transfers) == (6_000, 1)
    assert queries.waiting_payments() == []
    assert queries.verify_ledger().balanced


def test_a_provider_without_payee_waits_and_its_payable_moves_to_the_new_one(
    tmp_path: Path,
) -> None:
    """Payables are kept per payee and provider: a new payee takes over what is open."""
    collected(tmp_path, providers=[provider_row(P1), provider_row(P2, payee_number="")])
    assert executed_run(JUNE, RUN_AT).total_yen == 5_000
    assert [line.waits_for for line in queries.waiting_payments()] == ["payee"]
    load_world(tmp_path, providers=[provider_row(P1), provider_row(P2, payee_number=P3)])
    extra = executed_run(JUNE, tokyo("2026-07-22", 9))
    (line,) = [x for x in queries.payments(JUNE) if x.run_id == extra.id and x.paid_yen]
    assert (line.provider_number, line.payee_number, line.paid_yen) == (P2, P3, 6_000)
    assert queries.verify_ledger().balanced


def test_one_transfer_for_a_payee_of_several_providers(tmp_path: Path) -> None:
    """Offsets per provider, transfers per payee; customer code 1 is the payee (ruling 42)."""
    collected(tmp_path, providers=[provider_row(P1, payee_number=P3), provider_row(P2)])
    received(JUNE.next(), [])
    run = executed_run(JUNE, RUN_AT)
    assert run.transfers == 2
    load_world(tmp_path, providers=[provider_row(P2, payee_number=P3)])
    july = JUNE.next()
    received(july, [Accepted(P1, I1, 100), Accepted(P2, I1, 200)])
    services.close_month(july, by=HANA, at=tokyo("2026-07-31"))
    services.issue_invoices(july, by=HANA, at=tokyo("2026-08-10"))
    pay_all(july, tokyo("2026-08-19", 9))
    run = executed_run(july, tokyo("2026-08-19", 11))
    file = read_transfers(objects.fetch(run.file_key).read()).file
    assert file is not None
    assert [(t.customer_code_1, t.amount_yen) for t in file.transfers] == [(P3, 300)]
    assert queries.verify_ledger().balanced


def test_the_account_is_frozen_with_the_plan(tmp_path: Path) -> None:
    """A change in the registry after the approval does not reach the file."""
    collected(tmp_path)

    def change(_: object) -> None:
        load_world(tmp_path, payees=[payee_row(P1, account_number="9999999")])

    run = executed_run(JUNE, RUN_AT, before=change)
    file = read_transfers(objects.fetch(run.file_key).read()).file
    assert file is not None
    assert [t.account.account_number for t in file.transfers] == ["1111111", "2222222"]


def test_the_plan_comes_after_close_and_invoices_and_one_at_a_time(tmp_path: Path) -> None:
    """Each step too early is refused, and so is a second run beside the first."""
    load_world(tmp_path)
    with pytest.raises(MonthNotClosed):
        planned()
    received(JUNE, CLAIMS)
    services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))
    with pytest.raises(InvoicesNotIssued):
        planned()
    services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    planned()
    with pytest.raises(RunUnderWay):
        planned()


def test_a_closed_later_month_takes_the_earlier_one_with_it(tmp_path: Path) -> None:
    """The later run pays both; a run for the earlier one alone is refused."""
    collected(tmp_path)
    services.close_month(JUNE.next(), by=HANA, at=tokyo("2026-07-31"))
    with pytest.raises(LaterMonthClosed):
        planned()


def test_nothing_to_pay_is_said(tmp_path: Path) -> None:
    """No empty run is made."""
    load_world(tmp_path)
    services.close_month(JUNE, by=HANA, at=tokyo("2026-06-30"))
    services.issue_invoices(JUNE, by=HANA, at=tokyo("2026-07-10"))
    with pytest.raises(NothingToPay):
        planned()
    assert queries.runs(JUNE) == []


def test_a_file_after_the_banks_deadline_is_refused_and_a_new_plan_pays_later(
    tmp_path: Path,
) -> None:
    """12:00 of the last bank day before; the discarded run gives its claims back."""
    collected(tmp_path)
    run = planned()
    for person in (TARO, YUKI):
        services.approve_payment(run, by=person, at=RUN_AT)
    late = tokyo("2026-07-17", 13)
    with pytest.raises(TransferCutPassed):
        services.make_bank_file(run, by=HANA, at=late)
    services.discard_payment(run, by=HANA, at=late)
    again = services.plan_payment(JUNE, by=HANA, at=late)
    assert (str(again.pay_on), again.total_yen) == ("2026-07-22", 11_000)


def test_a_run_whose_file_may_be_at_the_bank_is_not_discarded_lightly(tmp_path: Path) -> None:
    """Someone must say that the bank does not have it; an executed run never goes back."""
    collected(tmp_path)
    run = planned()
    for person in (TARO, YUKI):
        services.approve_payment(run, by=person, at=RUN_AT)
    services.make_bank_file(run, by=HANA, at=RUN_AT)
    with pytest.raises(RunInOtherState):
        services.discard_payment(run, by=HANA, at=RUN_AT)
    services.discard_payment(run, by=HANA, at=RUN_AT, file_not_sent=True)
    executed = executed_run(JUNE, RUN_AT)
    with pytest.raises(RunInOtherState):
        services.discard_payment(executed.id, by=HANA, at=RUN_AT, file_not_sent=True)
    assert queries.verify_ledger().balanced


def test_the_sample_account_is_for_the_desk_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the desk the file is marked as a sample; house and nation refuse to write it."""
    collected(tmp_path)
    run = planned()
    for person in (TARO, YUKI):
        services.approve_payment(run, by=person, at=RUN_AT)
    monkeypatch.setattr(django_settings, "PROFILE", "house")
    with pytest.raises(AgencyAccountMissing):
        services.make_bank_file(run, by=HANA, at=RUN_AT)
    monkeypatch.setattr(django_settings, "PROFILE", "desk")
    assert services.make_bank_file(run, by=HANA, at=RUN_AT).is_sample


def test_an_own_account_that_no_bank_takes_is_refused(tmp_path: Path) -> None:
    """Characters and digits are those of the bank file."""
    with pytest.raises(AgencyAccountUnusable):
        services.set_agency_account(
            replace(AGENCY, remitter_name="代行機関"),
            valid_from=JUNE.day(1),
            by=HANA,
            at=RUN_AT,
        )


def test_a_month_closed_without_a_run_is_paid_with_the_next(tmp_path: Path) -> None:
    """Nobody planned June's payment before July was closed: July's run pays both, proven."""
    collected(tmp_path)
    july = JUNE.next()
    received(july, [Accepted(P1, I1, 300)])
    services.close_month(july, by=HANA, at=tokyo("2026-07-31"))
    services.issue_invoices(july, by=HANA, at=tokyo("2026-08-10"))
    pay_all(july, tokyo("2026-08-19", 9))
    run = executed_run(july, tokyo("2026-08-20", 11))
    assert run.total_yen == 11_300
    assert queries.payment_proof(run.id).balanced
    assert queries.verify_ledger().balanced
