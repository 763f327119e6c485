"""Failures and what they lock: the account and the address for a while, or until a reset.

Source: standards/security-controls.md TEC-01 (five failures, fifteen minutes; ten in a day,
until a reset).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.db.models.functions import Greatest

from daiko.audit import services as audit
from daiko.people.acting import actor_of
from daiko.people.models import Account, AddressFailures
from daiko.platform.clock import tokyo_date

FAILURES_MAX: Final = 5
FAILURES_A_DAY_MAX: Final = 10
LOCKED_FOR: Final = timedelta(minutes=15)


def is_resting(account: Account, *, at: datetime) -> bool:
    """Whether failures have locked the account for now or until a reset."""
    return account.needs_reset or (account.locked_until is not None and account.locked_until > at)


def count_failure(account: Account | None, address: str, *, at: datetime) -> None:
    """Five failures rest the account and the address; ten of a day need a reset."""
    _count_at_address(address, at=at)
    if account is None:
        return
    today = tokyo_date(at)
    account.failures_today = account.failures_today + 1 if account.failed_on == today else 1
    account.failed_on = today
    account.failures += 1
    if account.failures >= FAILURES_MAX:
        account.failures, account.locked_until = 0, at + LOCKED_FOR
    account.needs_reset = account.needs_reset or account.failures_today >= FAILURES_A_DAY_MAX
    account.save()
    note_refusal(account, "proof", address, at=at)


def forget_failures(account: Account, address: str) -> None:
    """The person is proven: what they got wrong before counts no more, here and at the address.

    Failures of others at the address stay: else whoever has an account of their own could
    go on guessing those of others for ever. The caller saves the account.
    """
    own = account.failures
    account.failures, account.failures_today, account.locked_until = 0, 0, None
    AddressFailures.objects.filter(address=address).update(
        failures=Greatest(F("failures") - own, 0)
    )


def _count_at_address(address: str, *, at: datetime) -> None:
    row, _ = AddressFailures.objects.select_for_update().get_or_create(
        address=address, defaults={"failures": 0, "since": at}
    )
    if row.since < at - LOCKED_FOR:
        row.failures, row.since = 0, at
    row.failures += 1
    if row.failures >= FAILURES_MAX:
        row.failures, row.since, row.locked_until = 0, at, at + LOCKED_FOR
    row.save()


def address_rests(address: str, *, at: datetime) -> bool:
    """Whether nobody signs in from this address now: too many failed there."""
    return AddressFailures.objects.filter(address=address, locked_until__gt=at).exists()


def note_refusal(account: Account, why: str, address: str, *, at: datetime) -> None:
    """Record that a sign-in of this account was refused, and why."""
    by = actor_of(account, address=address)
    subject = f"account {account.id}"
    audit.record("people.session.refused", subject, by=by, at=at, result="refused", why=why)
