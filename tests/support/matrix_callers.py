"""Everybody who may knock: people of every role, programs, strangers and half-proven sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.test import Client

from daiko.people import entering, openings, services
from daiko.people.administration import kind_of
from daiko.people.factors import new_seed, sealed
from daiko.people.models import Account, Authenticator, ClientCertificate, Session
from daiko.people.permissions import allowable, machine_permissions, permissions
from daiko.people.roles import AT_BRANCHES, Role, holdable
from daiko.people.services import Newcomer
from daiko.people.web import COOKIE
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.acts import Access, Public
from daiko.platform.clock import TOKYO as TOKYO_TIME
from daiko.platform.clock import now
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant, at_office
from matrix_world import BRANCH_OF, I1, I2, OSAKA, P1, P2, TOKYO, World
from programs import Program, an_authority
from signed_in import SETTLED

CHIEF = Actor(ActorKind.OPERATOR, "chief", tenant=AGENCY)
OFFICER = Actor(ActorKind.OPERATOR, "officer", tenant=AGENCY)
SHORT = {P1: "p1", P2: "p2", I1: "i1", I2: "i2", AGENCY: "agency", TOKYO: "tokyo", OSAKA: "osaka"}
EVERYBODY = "*"  # owner of a thing of nobody in particular: a month, a rule
OWN = "own"  # of a thing of the caller alone
NOBODY = "nobody"  # of a thing that does not exist
_SITE = Client(SERVER_NAME="localhost", raise_request_exception=False)
_HALF = {"resting": "full", "password-only": "password", "enrolling": "enrolling", "left": "full"}
PEOPLE = [
    *((f"{SHORT[t]}:{role}", t, "", role) for t in (P1, I1) for role in sorted(holdable(t))),
    (f"{SHORT[P2]}:{Role.PROVIDER_CLERK}", P2, "", Role.PROVIDER_CLERK),
    (f"{SHORT[I2]}:{Role.INSURER_CLERK}", I2, "", Role.INSURER_CLERK),
    *((f"{SHORT[AGENCY]}:{role}", AGENCY, "00", role) for role in sorted(holdable(AGENCY))),
    *((f"{SHORT[TOKYO]}:{role}", AGENCY, TOKYO[-2:], role) for role in sorted(AT_BRANCHES)),
    (f"{SHORT[OSAKA]}:{Role.AGENCY_CHECKER}", AGENCY, OSAKA[-2:], Role.AGENCY_CHECKER),
]
PROGRAMS = [f"program:{SHORT[tenant]}" for tenant in (P1, P2, I1, I2)]
NAMES = [
    *(name for name, *_ in PEOPLE),
    *PROGRAMS,
    "program:without-permission",
    "program:with-the-secret-of-another",
    "stranger",
    *_HALF,
]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody at the door. ``sees``: whose rows the database shows, "" for nobody's."""

    name: str
    kind: str  # person, program, stranger
    sees: str = ""
    held: frozenset[Permission] = frozenset()
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    account: int = 0
    factor: int = 0

    def ask(self, verb: str, path: str, body: bytes = b"", kind: str = "", **more: str) -> Any:
        """One request from a browser or program without history."""
        headers = {**self.headers, **more}
        return self.site().generic(verb, path, body, content_type=kind or "text/plain", **headers)

    def is_admitted(self, access: Access, *, to_api: bool) -> bool:
        """Whether what is declared lets this caller ask at all."""
        if isinstance(access, Public):
            return True
        return self.is_known(to_api=to_api) and bool(access.any_of & self.held)

    def is_known(self, *, to_api: bool) -> bool:
        """Pages are for people, the API is for programs."""
        return self.kind == ("program" if to_api else "person")

    def owns(self, owner: str) -> bool:
        """Whether what belongs to ``owner`` is there for this caller."""
        if owner in (EVERYBODY, OWN):
            return True
        head = self.sees == AGENCY and (owner in BRANCH_OF or owner == AGENCY)
        return head or self.sees in (owner, BRANCH_OF.get(owner, "nobody at all"))

    def site(self) -> Client:
        """A browser that keeps nothing but the session; the same one, emptied, for everybody."""
        _SITE.cookies = SimpleCookie({COOKIE: self.cookie} if self.cookie else {})
        return _SITE


def everybody(world: World, folder: Path) -> dict[str, Caller]:
    """All callers by name."""
    found = [_person(world, *about) for about in PEOPLE]
    found += [_half(world, name, step) for name, step in _HALF.items()]
    found += _programs(world, folder)
    found.append(Caller("stranger", "stranger"))
    callers = {caller.name: caller for caller in found}
    assert set(callers) == set(NAMES)
    return callers


def _account(world: World, name: str, tenant: str, office: str, role: Role) -> Account:
    login = f"{name.replace(':', '-').replace('_', '-')}@canary.example"
    shown = f"カナリア職員{name}"
    newcomer = Newcomer(
        login,
        shown,
        tenant,
        frozenset({role}),
        office=office,
        kind=kind_of(frozenset({role})),
        ends_on=(now() + timedelta(days=9)).date() if role.startswith("vendor") else None,
    )
    invited = services.invite(newcomer, by=OFFICER, at=now() - SETTLED)
    account = Account.objects.get(id=invited.account_id)
    account.state = Account.State.ACTIVE
    account.save()
    if tenant != AGENCY:
        world.mark(login, tenant)
        world.mark(shown, tenant)
    world.accounts.setdefault(tenant, account.id)
    world.logins.setdefault(tenant, login)
    _open(world, account)
    return account


def _midnight(at: datetime) -> datetime:
    """The end of the day in Japan: maintenance lies within one."""
    return at.astimezone(TOKYO_TIME).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )


def _open(world: World, account: Account) -> None:
    """Emergency and maintenance accounts work in an opening only, which two persons made."""
    if account.kind in openings.OPENED_KINDS:
        for state in ("open", "waits"):
            at = now()
            made = openings.ask(
                account.id,
                reason="カナリア",
                starts_at=at,
                ends_at=min(at + timedelta(hours=2), _midnight(at)),
                by=OFFICER,
                at=at,
            )
            world.openings[state], world.opened = made, account.id
            if state == "open":
                openings.approve(made, by=CHIEF, at=at)


def _person(world: World, name: str, tenant: str, office: str, role: Role) -> Caller:
    account = _account(world, name, tenant, office, role)
    factor = Authenticator.objects.create(
        account=account,
        kind=Authenticator.Kind.TOTP,
        label=f"カナリア鍵{name}",
        secret=sealed(new_seed()),
        made_at=now(),
        confirmed_at=now(),
    )
    if tenant != AGENCY:
        world.mark(factor.label, tenant)
    world.factors.setdefault(tenant, factor.id)
    opened = entering.open_session(account, Session.Step.FULL, address="127.0.0.1", at=now())
    return Caller(
        name,
        "person",
        at_office(tenant, office),
        permissions(frozenset({role}), office),
        opened.token,
        account=account.id,
        factor=factor.id,
    )


def _half(world: World, name: str, step: str) -> Caller:
    """A session of a clerk of the first provider that proves nothing, or not enough."""
    account = _account(world, name, P1, "", Role.PROVIDER_CLERK)
    opened = entering.open_session(account, step, address="127.0.0.1", at=now())
    if name == "resting":
        Session.objects.filter(account=account).update(locked_at=now())
    if name == "left":
        services.end(account.id, by=OFFICER, at=now())
    return Caller(name, "stranger", P1 if name != "left" else "", cookie=opened.token)


def _programs(world: World, folder: Path) -> list[Caller]:
    authority = an_authority(folder, at=now())
    made = {
        tenant: Program(authority, tenant, *sorted(allowable(tenant)), at=now())
        for tenant in (P1, P2, I1, I2)
    }
    for tenant, program in made.items():
        world.credentials[tenant] = program.new.credential_id
        found_certificate = ClientCertificate.objects.get(serial=program.certificate.serial)
        world.certificates[tenant] = found_certificate.id
        world.serials[tenant] = program.certificate.serial
        world.mark(program.certificate.serial, tenant)
    found = [
        Caller(
            f"program:{SHORT[tenant]}",
            "program",
            tenant,
            machine_permissions(allowable(tenant)),
            headers=program.headers(),
        )
        for tenant, program in made.items()
    ]
    bare = Program(authority, P1, at=now())
    held = machine_permissions(frozenset())
    found.append(Caller("program:without-permission", "program", P1, held, headers=bare.headers()))
    mixed = made[P1].headers(HTTP_AUTHORIZATION=f"Bearer {made[P2].new.secret}")
    found.append(Caller("program:with-the-secret-of-another", "stranger", headers=mixed))
    return found


def awake() -> None:
    """Every session was used and proven just now, however long the tests before took."""
    with as_tenant(AGENCY):
        Session.objects.update(seen_at=now(), proved_at=now())
