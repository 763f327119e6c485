"""Ready accounts of the desk: one for each role, second factor enrolled, told once.

They are made the way everybody's are (invitation, password, authenticator app), with
random passwords that nothing keeps. Their kind marks them in the database, and the other
profiles do not start while one of them works.
Source: rulings.md 45; issue "the stranger's first sign-in".
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import ascii_lowercase
from typing import Final

import pyotp
from django.conf import settings
from django.db.models import QuerySet

from daiko.people import enrolling, entering
from daiko.people.errors import AccountUnknown, DeskAccountsThere, NotOnThisProfile
from daiko.people.factors import fingerprint, opened
from daiko.people.models import Account, Authenticator, Session
from daiko.people.roles import ROLE_JA, Role, holdable
from daiko.people.services import Invited, Newcomer, invite, invite_again
from daiko.platform.actors import Actor
from daiko.platform.settings import DESK
from daiko.platform.tenancy import AGENCY, as_tenant

_HERE: Final = "127.0.0.1"
_STEP: Final = timedelta(seconds=30)
_WORDS: Final = 5
_LETTERS: Final = 6  # five times six: 141 bits (TEC-11); no digits for a word to hide behind


@dataclass(frozen=True, slots=True)
class Ready:
    """An account to try: everything to sign in with. Told once, kept nowhere."""

    login: str
    role: Role
    role_ja: str
    tenant: str
    password: str
    seed: str
    uri: str


def ready_accounts(
    tenants: Iterable[str], *, by: Actor, at: datetime, renew: bool = False
) -> list[Ready]:
    """Make the accounts of these organisations that are missing, and tell them.

    ``renew``: those that are there get new passwords and seeds as well, and are told again.
    Raises ``NotOnThisProfile``.
    """
    _require_desk()
    with as_tenant(AGENCY):
        there = {account.login: account.id for account in _working()}
        made = []
        for tenant in tenants:
            for role in sorted(holdable(tenant)):
                login = f"{role.value}@desk.example".replace("_", "-")
                if login not in there:
                    newcomer = Newcomer(
                        login,
                        f"試用 {ROLE_JA[role]}",
                        tenant,
                        frozenset({role}),
                        kind=Account.Kind.DESK,
                    )
                    made.append(_enrolled(invite(newcomer, by=by, at=at), role, at=at))
                elif renew:
                    made.append(_enrolled(invite_again(there[login], by=by, at=at), role, at=at))
        return made


def _enrolled(invited: Invited, role: Role, *, at: datetime) -> Ready:
    password = _new_password()
    first = enrolling.accept(invited.token, password, address=_HERE, at=at)
    session = Session.objects.select_related("account").get(token_hash=fingerprint(first.token))
    enrolment = enrolling.begin_totp(session, label="desk", at=at)
    # By the step before the present one: the code of this moment stays good for the first visit.
    code = pyotp.TOTP(enrolment.seed).at(at - _STEP)
    enrolling.confirm_totp(session, enrolment.authenticator_id, code, at=at)
    proven, _ = enrolling.finish_enrolment(session, address=_HERE, at=at)
    entering.leave(proven.token, at=at)
    account = session.account
    seed, uri = enrolment.seed, enrolment.uri
    return Ready(account.login, role, ROLE_JA[role], account.tenant, password, seed, uri)


def _new_password() -> str:
    """Five groups of six letters, to be typed by hand: never one the rules refuse."""
    groups = (
        "".join(secrets.choice(ascii_lowercase) for _ in range(_LETTERS)) for _ in range(_WORDS)
    )
    return "-".join(groups)


def present_code(login: str, *, at: datetime) -> tuple[str, int]:
    """The code an authenticator app shows for a ready account, and for how many seconds yet.

    A step that was used is over: then the code of the next one, which is accepted early.
    Raises ``AccountUnknown`` for any other account and ``NotOnThisProfile``.
    """
    _require_desk()
    with as_tenant(AGENCY):
        factor = Authenticator.objects.filter(
            account__in=_working().filter(login=login.strip().lower()),
            kind=Authenticator.Kind.TOTP,
            confirmed_at__isnull=False,
            removed_at__isnull=True,
        ).first()
        if factor is None:
            raise AccountUnknown
        seconds = int(_STEP.total_seconds())
        step = max(int(at.timestamp()) // seconds, factor.counter + 1)
        code = pyotp.TOTP(opened(bytes(factor.secret))).at(step * seconds)
        return code, (step + 1) * seconds - int(at.timestamp())


def refuse_outside_the_desk() -> None:
    """House and nation do not start with ready accounts. Raises ``DeskAccountsThere``."""
    if settings.PROFILE == DESK:
        return
    with as_tenant(AGENCY):
        logins = list(_working().values_list("login", flat=True))
    if logins:
        raise DeskAccountsThere(profile=settings.PROFILE, logins=", ".join(logins))


def _working() -> QuerySet[Account]:
    return Account.objects.filter(kind=Account.Kind.DESK).exclude(state=Account.State.ENDED)


def _require_desk() -> None:
    if settings.PROFILE != DESK:
        raise NotOnThisProfile(profile=settings.PROFILE)
