"""A session goes on only with its certificate, and that is of the person's organisation."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

import signed_in
from daiko.audit import queries as audit
from daiko.people import binding, credentials, enrolling, services
from daiko.people.models import Account, Session
from daiko.people.roles import Role
from daiko.people.services import Newcomer
from daiko.people.web import COOKIE
from daiko.platform.client_ca import ClientCa
from daiko.platform.clock import now
from daiko.platform.proxy import peer_of
from daiko.platform.tenancy import AGENCY
from programs import FRONT, OFFICER, a_front

pytestmark = pytest.mark.django_db
CLINIC, OTHER = "provider:1319900013", "provider:1319900021"
PAGE = "/account/"
SHOWN, LED_AWAY = 200, 302


@pytest.fixture
def ca(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClientCa:
    return a_front(tmp_path / "ca", monkeypatch, at=now())


def over(ca: ClientCa, tenant: str) -> dict[str, str]:
    """What the proxy says of a connection with a new certificate of this organisation."""
    pem = ca.issue(tenant, label="browser", at=now()).certificate.decode()
    return {
        "REMOTE_ADDR": FRONT,
        "HTTP_DAIKO_CLIENT_CERTIFICATE": quote(pem),
        "HTTP_DAIKO_CLIENT_VERIFY": "SUCCESS",
    }


def browser(role: Role, tenant: str, connection: dict[str, str]) -> Client:
    """Somebody who signed in over this connection."""
    site = Client(SERVER_NAME="localhost", raise_request_exception=False)
    token = signed_in.session(role, tenant=tenant)
    binding.bind(token, peer_of(connection))
    site.cookies[COOKIE] = token
    return site


def refusal() -> str:
    (entry, *_) = [e for e in audit.entries(limit=5) if e.event == "people.session.refused"]
    return str(entry.fields["why"])


def test_a_session_with_its_certificate_goes_on(ca: ClientCa) -> None:
    connection = over(ca, CLINIC)
    site = browser(Role.PROVIDER_CLERK, CLINIC, connection)
    assert site.get(PAGE, **connection).status_code == SHOWN


@pytest.mark.parametrize("way", ["another certificate", "no certificate", "around the proxy"])
def test_a_stolen_cookie_is_dead(ca: ClientCa, way: str) -> None:
    """Also for its own browser from then on."""
    connection = over(ca, CLINIC)
    site = browser(Role.PROVIDER_CLERK, CLINIC, connection)
    thief = {
        "another certificate": over(ca, CLINIC),
        "no certificate": {"REMOTE_ADDR": FRONT},
        "around the proxy": {**connection, "REMOTE_ADDR": "192.0.2.66"},
    }[way]
    assert site.get(PAGE, **thief).status_code == LED_AWAY
    assert refusal() == "certificate-differs"
    assert Session.objects.filter(ended_at__isnull=True).count() == 0
    assert site.get(PAGE, **connection).status_code == LED_AWAY


def test_the_certificate_of_another_organisation(ca: ClientCa) -> None:
    """Certificate of A, user of B: nothing is shown."""
    connection = over(ca, OTHER)
    site = browser(Role.PROVIDER_CLERK, CLINIC, connection)
    assert site.get(PAGE, **connection).status_code == LED_AWAY
    assert refusal() == "certificate-of-another"


def test_who_signs_in_with_the_wrong_certificate_is_told_why(ca: ClientCa) -> None:
    """After the right password alone; a wrong one reads as ever."""
    site = Client(SERVER_NAME="localhost")
    invited = services.invite(
        Newcomer("clerk@wrong.example", "職員", CLINIC, frozenset({Role.PROVIDER_CLERK})),
        by=OFFICER,
        at=now(),
    )
    password = "青い鳥と7本のえんぴつ-mado"
    enrolling.accept(invited.token, password, address="127.0.0.1", at=now())
    Account.objects.filter(id=invited.account_id).update(state=Account.State.ACTIVE)
    form = {"login": "clerk@wrong.example", "password": password}
    for connection, words in (
        (over(ca, OTHER), "所属組織の証明書ではありません"),
        ({"REMOTE_ADDR": FRONT}, "証明書が提示されていません"),
    ):
        answer = site.post("/sign-in/", form, **connection)
        assert answer.status_code == 403
        assert words in answer.content.decode()
        assert COOKIE not in site.cookies
        wrong = site.post("/sign-in/", form | {"password": "x" * 13}, **connection)
        assert words not in wrong.content.decode()
    assert Session.objects.filter(account_id=invited.account_id, step="password").exists()
    assert not Session.objects.filter(step="password", ended_at__isnull=True).exists()
    assert site.post("/sign-in/", form, **over(ca, CLINIC)).status_code == 302


def test_a_session_that_ended_with_its_connection_says_so_at_the_sign_in(ca: ClientCa) -> None:
    connection = over(ca, CLINIC)
    site = browser(Role.PROVIDER_CLERK, CLINIC, connection)
    led = site.get(PAGE, **over(ca, CLINIC))
    page = site.get(led.headers["Location"], **connection).content.decode()
    assert "ログインしたときの証明書と違う" in page
    assert "証明書" not in site.get("/sign-in/?why=nonsense", **connection).content.decode()


def test_a_certificate_revoked_in_our_register_ends_the_session(ca: ClientCa) -> None:
    connection = over(ca, CLINIC)
    site = browser(Role.PROVIDER_CLERK, CLINIC, connection)
    shown = peer_of(connection).certificate
    assert shown is not None
    credentials.register_certificate(shown, tenant=CLINIC, by=OFFICER, at=now())
    assert site.get(PAGE, **connection).status_code == SHOWN
    credentials.revoke_certificate(shown.serial, by=OFFICER, at=now())
    assert site.get(PAGE, **connection).status_code == LED_AWAY
    assert refusal() == "certificate-revoked"


def test_people_of_organisations_need_a_certificate_behind_the_proxy(ca: ClientCa) -> None:
    bare = {"REMOTE_ADDR": FRONT}
    clerk = browser(Role.INSURER_CLERK, "insurer:06132013", bare)
    assert clerk.get(PAGE, **bare).status_code == LED_AWAY
    assert refusal() == "certificate-missing"
    staff = browser(Role.AGENCY_CHECKER, AGENCY, bare)
    assert staff.get(PAGE, **bare).status_code == SHOWN


def test_on_the_desk_there_is_no_certificate() -> None:
    site = browser(Role.PROVIDER_CLERK, CLINIC, {"REMOTE_ADDR": "127.0.0.1"})
    assert site.get(PAGE).status_code == SHOWN
