"""Failures rest the account and the address; who is proven is forgiven their own."""

from __future__ import annotations

import pytest

from daiko.people import entering, sessions
from daiko.people.errors import SignInRefused
from daiko.people.models import Account
from daiko.people.roles import Role
from daiko.platform.tenancy import AGENCY
from enrolled import ADDRESS, AT, PASSWORD, Person, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web_process")]


@pytest.fixture
def clerk() -> Person:
    return Person("clerk@clinic.example", "provider:1319900013", Role.PROVIDER_CLERK)


def test_five_failures_rest_the_account(clerk: Person) -> None:
    """Even the right proof is refused for fifteen minutes, from any address, then works."""
    for number in range(5):
        with pytest.raises(SignInRefused):
            entering.sign_in(clerk.login, "wrong password", address=f"192.0.2.{number}", at=AT)
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=14))
    clerk.enter(later(minutes=16))


def test_wrong_codes_count_as_well(clerk: Person) -> None:
    """Somebody who knows the password cannot try codes for ever."""
    for _ in range(5):
        with pytest.raises(SignInRefused):
            clerk.enter(later(minutes=1), code="000000")
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=2))


def test_ten_failures_of_a_day_need_a_reset(clerk: Person) -> None:
    for minutes in range(0, 200, 20):
        address = f"198.51.100.{minutes}"
        with pytest.raises(SignInRefused):
            entering.sign_in(clerk.login, "wrong", address=address, at=later(minutes=minutes))
    with pytest.raises(SignInRefused):
        clerk.enter(later(hours=10))
    with pytest.raises(SignInRefused):
        clerk.enter(later(days=2))


def test_one_address_that_tries_many_logins_rests() -> None:
    other = Person("a@clinic.example", "provider:1319900013", Role.PROVIDER_CLERK)
    for number in range(5):
        with pytest.raises(SignInRefused):
            entering.sign_in(f"guess{number}@x.example", "x", address=ADDRESS, at=AT)
    with pytest.raises(SignInRefused):
        other.enter(later(minutes=1))


def test_signing_in_forgives_only_ones_own_failures(clerk: Person) -> None:
    """Who has an account cannot guess at others' for ever by signing in between."""
    other = Person("guesser@clinic.example", "provider:1319900013", Role.PROVIDER_CLERK)
    for number in range(4):
        with pytest.raises(SignInRefused):
            entering.sign_in(f"guess{number}@x.example", "x", address=ADDRESS, at=AT)
    other.enter(later(minutes=1))
    with pytest.raises(SignInRefused):
        entering.sign_in("guess5@x.example", "x", address=ADDRESS, at=later(minutes=2))
    with pytest.raises(SignInRefused):
        clerk.enter(later(minutes=3))


def test_ones_own_slips_do_not_rest_the_address(clerk: Person) -> None:
    """Three slips, the right proof, three slips again: nobody beside them waits."""
    for start in (1, 4):
        for _ in range(3):
            with pytest.raises(SignInRefused):
                entering.sign_in(clerk.login, "wrong", address=ADDRESS, at=later(minutes=start))
        clerk.enter(later(minutes=start + 1))


def test_the_right_password_from_a_resting_address_is_no_failure(clerk: Person) -> None:
    """A colleague's slips must not lead to a reset of who waits beside them."""
    for number in range(5):
        with pytest.raises(SignInRefused):
            entering.sign_in(f"nobody{number}", PASSWORD, address=ADDRESS, at=AT)
    for minutes in range(1, 12):
        with pytest.raises(SignInRefused):
            entering.sign_in(clerk.login, PASSWORD, address=ADDRESS, at=later(minutes=minutes))
    with sessions.as_tenant(AGENCY):
        account = Account.objects.get(id=clerk.id)
        assert (account.failures_today, account.needs_reset) == (0, False)
    entering.sign_in(clerk.login, PASSWORD, address=ADDRESS, at=later(minutes=16))
