"""A browser with somebody signed in, for tests of pages that require it.

The account is made by the services; its session is opened as after both factors, since the
way in has tests of its own (tests/people, tests/portal/test_entry.py).
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.test import Client

from daiko.people import entering, services
from daiko.people.models import Account, Session
from daiko.people.roles import Role, of_kind
from daiko.people.services import Newcomer
from daiko.people.web import COOKIE
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.clock import now
from daiko.platform.tenancy import AGENCY, as_tenant

OFFICER = Actor(ActorKind.OPERATOR, "officer", tenant=AGENCY)
_numbers = count(1)
SETTLED = timedelta(days=2)  # who came within a day approves nothing


def client(*roles: Role, tenant: str = AGENCY, signed_in: bool = True, office: str = "") -> Client:
    """A browser of somebody with these roles; of a checker of the agency by default.

    ``office``: of the agency's people, a branch (01 to 47); else the head office.
    """
    site = Client(SERVER_NAME="localhost", raise_request_exception=False)
    if signed_in:
        held = roles or (Role.AGENCY_CHECKER,)
        site.cookies[COOKIE] = session(*held, tenant=tenant, office=office)
    return site


def session(*roles: Role, tenant: str = AGENCY, office: str = "") -> str:
    """The token of a session of a new account, both factors given."""
    with as_tenant(AGENCY):
        newcomer = Newcomer(
            f"person-{next(_numbers)}@test.example", "試験 利用者", tenant, frozenset(roles),
            office=office,
            kind=Account.Kind.STAFF if set(roles) <= of_kind("staff") else Account.Kind.DESK,
        )  # fmt: skip
        invited = services.invite(newcomer, by=OFFICER, at=now() - SETTLED)
        account = Account.objects.get(id=invited.account_id)
        account.state = Account.State.ACTIVE
        account.save()
        opened = entering.open_session(account, Session.Step.FULL, address="127.0.0.1", at=now())
    return opened.token
