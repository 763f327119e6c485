"""People with both factors in hand, enrolled the way everybody is, and their moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp

from daiko.people import enrolling, entering, services, sessions
from daiko.people.entering import Opened
from daiko.people.roles import Role
from daiko.people.services import Newcomer
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.tenancy import AGENCY

AT = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)
OFFICER = Actor(ActorKind.OPERATOR, "officer", tenant=AGENCY)
PASSWORD = "青い鳥と7本のえんぴつ-mado"
ADDRESS = "192.0.2.10"


class Person:
    """An enrolled person with the authenticator app in hand."""

    def __init__(self, login: str, tenant: str, *roles: Role, at: datetime = AT) -> None:
        self.login = login
        with sessions.as_tenant(AGENCY):
            invited = services.invite(
                Newcomer(login, "試験 利用者", tenant, frozenset(roles)), by=OFFICER, at=at
            )
        self.id = invited.account_id
        session = enrolling.accept(invited.token, PASSWORD, address=ADDRESS, at=at)
        pending = self.session(session.token, at=at)
        enrolment = enrolling.begin_totp(pending, label="app", at=at)
        self.totp = pyotp.TOTP(enrolment.seed)
        enrolling.confirm_totp(pending, enrolment.authenticator_id, self.code(at), at=at)
        self.opened, self.recovery = enrolling.finish_enrolment(pending, address=ADDRESS, at=at)

    def code(self, at: datetime) -> str:
        return self.totp.at(at)

    def session(self, token: str, *, at: datetime) -> entering.Session:
        found = sessions.signed_in(token, address=ADDRESS, at=at)
        assert found is not None
        return found.session

    def enter(self, at: datetime, *, code: str | None = None, password: str = PASSWORD) -> Opened:
        first = entering.sign_in(self.login, password, address=ADDRESS, at=at)
        return entering.second_step(first.token, code or self.code(at), address=ADDRESS, at=at)


def later(**distance: int) -> datetime:
    return AT + timedelta(**distance)
