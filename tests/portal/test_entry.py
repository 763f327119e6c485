"""The way in through the pages, and what every page asks before it shows anything."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings
from django.urls import path

import signed_in
from daiko.audit import queries as audit
from daiko.people import desk
from daiko.people.desk import Ready
from daiko.people.errors import DeskAccountsThere, NotOnThisProfile
from daiko.people.models import Session
from daiko.people.roles import Role
from daiko.people.web import COOKIE, COOKIE_HTTPS
from daiko.platform.clock import now
from daiko.platform.tenancy import AGENCY, as_tenant
from daiko.portal import declared, rule_views

pytestmark = pytest.mark.django_db
PROVIDER = "provider:1319900013"


@pytest.fixture
def ready() -> dict[Role, Ready]:
    made = desk.ready_accounts([AGENCY, PROVIDER], by=signed_in.OFFICER, at=now())
    return {one.role: one for one in made}


@pytest.fixture
def stranger() -> Client:
    return signed_in.client(signed_in=False)


def test_a_stranger_is_led_to_sign_in_and_back(stranger: Client, ready: dict[Role, Ready]) -> None:
    """Password, code, and then the page that was asked for at first."""
    account = ready[Role.AGENCY_CHECKER]
    led = stranger.get("/submissions/?state=refused")
    assert led.status_code == 302
    assert led["Location"] == "/sign-in/?next=%2Fsubmissions%2F%3Fstate%3Drefused"
    first = stranger.post(
        led["Location"], {"login": account.login.upper(), "password": account.password}
    )
    assert first["Location"].startswith("/sign-in/second-step/?next=")
    assert stranger.get("/submissions/")["Location"].startswith("/sign-in/second-step/")
    code, _ = desk.present_code(account.login, at=now())
    assert pyotp.TOTP(account.seed).verify(code, valid_window=1)
    second = stranger.post(first["Location"], {"code": code})
    assert second["Location"] == "/submissions/?state=refused"
    assert stranger.get("/submissions/").status_code == 200


def test_the_cookie_is_out_of_reach(stranger: Client, ready: dict[Role, Ready]) -> None:
    """For no script, no other site; over https with Secure and the name that demands it."""
    account = ready[Role.AGENCY_CHECKER]
    form = {"login": account.login, "password": account.password}
    cookie = stranger.post("/sign-in/", form).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert not cookie["max-age"]
    assert not cookie["expires"]
    cookie = stranger.post("/sign-in/", form, secure=True).cookies[COOKIE_HTTPS]
    assert (cookie["secure"], cookie["httponly"], cookie["domain"]) == (True, True, "")


def test_wrong_proofs_look_alike(stranger: Client, ready: dict[Role, Ready]) -> None:
    login = ready[Role.AGENCY_CHECKER].login
    wrong = stranger.post("/sign-in/", {"login": login, "password": "not this one"})
    unknown = stranger.post("/sign-in/", {"login": "nobody", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 401
    cut = [
        answer.content.partition(b"<main")[2].replace(typed.encode(), b"as typed")
        for answer, typed in ((wrong, login), (unknown, "nobody"))
    ]
    assert "ログインできません" in cut[0].decode()
    assert _without_tokens(cut[0]) == _without_tokens(cut[1])
    assert COOKIE not in wrong.cookies


def _without_tokens(content: bytes) -> bytes:
    parts = content.split(b'name="csrfmiddlewaretoken" value="')
    return parts[0] + b"".join(part.partition(b'"')[2] for part in parts[1:])


def test_a_wrong_proof_keeps_the_login_and_no_password(stranger: Client) -> None:
    sent = {"login": "someone@test.example", "password": "not-the-password-1"}
    page = stranger.post("/sign-in/", sent).content.decode()
    assert 'value="someone@test.example"' in page
    assert "not-the-password-1" not in page


def test_a_page_for_another_host_has_the_policy_too(stranger: Client) -> None:
    answer = stranger.get("/rules/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_next_leads_nowhere_else(stranger: Client, ready: dict[Role, Ready]) -> None:
    account = ready[Role.AGENCY_CHECKER]
    form = {"login": account.login, "password": account.password, "next": "https://x.example/"}
    assert stranger.post("/sign-in/", form)["Location"] == "/sign-in/second-step/"


def test_a_resting_session_shows_nothing(ready: dict[Role, Ready], stranger: Client) -> None:
    """The lock page has no name and no menu of the person; a code wakes the session."""
    stranger.cookies[COOKIE] = signed_in.session(Role.AGENCY_CHECKER)
    assert stranger.post("/lock/now/")["Location"] == "/lock/"
    assert stranger.get("/submissions/")["Location"] == "/lock/?next=%2Fsubmissions%2F"
    page = stranger.get("/lock/").content.decode()
    assert "画面を休めています" in page
    assert "試験 利用者" not in page
    assert "/submissions/" not in page
    assert stranger.post("/lock/", {"code": "000000"}).status_code == 401


def test_an_idle_session_rests() -> None:
    site = signed_in.client()
    with as_tenant(AGENCY):
        Session.objects.update(seen_at=now() - timedelta(minutes=11))
    assert site.get("/submissions/")["Location"].startswith("/lock/")


def test_signing_out_ends_the_session_itself() -> None:
    """Not only the cookie: the token is worth nothing afterwards."""
    site = signed_in.client()
    token = site.cookies[COOKIE].value
    assert "ログアウトしました" in site.post("/sign-out/").content.decode()
    site.cookies[COOKIE] = token
    assert site.get("/submissions/")["Location"].startswith("/sign-in/")


def test_not_allowed_is_not_there() -> None:
    """The same page, status and headers as an address nobody knows; on record as refused."""
    site = signed_in.client(Role.PROVIDER_CLERK, tenant=PROVIDER)
    nowhere, forbidden = site.get("/nothing/here/"), site.get("/months/2026-06/")
    assert nowhere.status_code == forbidden.status_code == 404
    assert _without_tokens(nowhere.content).replace(
        b"/nothing/here/", b"/months/2026-06/"
    ) == _without_tokens(forbidden.content)
    assert dict(nowhere.headers) == dict(forbidden.headers) | {
        "Content-Length": str(len(nowhere.content))
    }
    (entry, *_) = audit.entries(subject="portal:month")
    assert (entry.event, entry.result) == ("access.refused", "refused")


def test_every_view_declares_its_access() -> None:
    assert [view for view in declared.views() if view.access is None] == []
    assert any(view.route.startswith("api/") for view in declared.views())
    assert run_checks() == []


urlpatterns = [path("forgotten/", rule_views.rule_list.__wrapped__)]  # type: ignore[attr-defined]  # by functools


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_a_declaration_stops_the_start() -> None:
    (error,) = declared.check_declared()
    assert "/forgotten/" in error.msg
    assert error.is_serious()


def test_house_does_not_start_with_accounts_of_the_desk(ready: dict[Role, Ready]) -> None:
    desk.refuse_outside_the_desk()
    assert len(ready) == 13
    with override_settings(PROFILE="house"):
        with pytest.raises(DeskAccountsThere, match="auditor@desk.example"):
            desk.refuse_outside_the_desk()
        with pytest.raises(NotOnThisProfile):
            desk.present_code(ready[Role.AUDITOR].login, at=now())
        assert any(found.id == "people.E001" for found in run_checks())


def test_ready_accounts_are_told_once(ready: dict[Role, Ready]) -> None:
    again = desk.ready_accounts([AGENCY, PROVIDER], by=signed_in.OFFICER, at=now())
    assert again == []
    renewed = desk.ready_accounts([AGENCY, PROVIDER], by=signed_in.OFFICER, at=now(), renew=True)
    assert len(renewed) == len(ready)
    assert not {one.password for one in renewed} & {one.password for one in ready.values()}


def test_a_forwarded_address_counts_from_the_proxy_alone() -> None:
    site = signed_in.client()
    site.get("/nothing-there/", headers={"x-forwarded-for": "203.0.113.9"})
    site.get("/months/2026-06/", headers={"x-forwarded-for": "203.0.113.9"})
    with override_settings(PROXIES=frozenset({"127.0.0.1"})):
        site.get("/months/2026-06/", headers={"x-forwarded-for": "198.51.100.7, 203.0.113.9"})
    seen = [entry.source_address for entry in audit.entries(subject="portal:month")]
    assert sorted(seen[:2]) == ["127.0.0.1", "203.0.113.9"]


@pytest.mark.parametrize(
    ("role", "seconds"), [(Role.AGENCY_CHECKER, 605), (Role.SECURITY_OFFICER, 305)]
)
def test_a_page_that_nobody_looks_at_clears_itself(role: Role, seconds: int) -> None:
    """By a header, a moment after the session rests; strangers' pages and files stay."""
    site = signed_in.client(role)
    shown = site.get("/account/?x=1")
    assert shown.headers["Refresh"] == f"{seconds}; url=/lock/?next=%2Faccount%2F%3Fx%3D1"
    answer = site.post("/account/recovery-codes/")
    assert answer.headers["Refresh"] == f"{seconds}; url=/lock/"
    assert "Refresh" not in site.get("/account/factors/app/qr.svg").headers
    assert "Refresh" not in signed_in.client(signed_in=False).get("/rules/").headers
    assert "Refresh" not in site.get("/lock/").headers  # not resting: back to work


def test_a_page_with_a_file_on_its_way_stays() -> None:
    """A refresh would break off an upload of more than ten minutes."""
    clerk = signed_in.client(Role.PROVIDER_CLERK, tenant=PROVIDER)
    for site, address in (
        (clerk, "/provider/send/"),
        (clerk, "/check/"),
        (signed_in.client(Role.AGENCY_SETTLEMENT), "/registry/import/"),
    ):
        answer = site.get(address)
        assert answer.status_code == 200
        assert "Refresh" not in answer.headers
    assert "Refresh" in clerk.get("/provider/").headers
