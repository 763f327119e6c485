"""Pages of people: from the invitation to work, the own account, an administrator's reach."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pyotp
import pytest
from django.test import Client

import signed_in
from daiko.audit import queries as audit
from daiko.people import directory
from daiko.people.models import Account, Authenticator, Session
from daiko.people.roles import Role
from daiko.people.web import COOKIE
from daiko.platform.clock import now
from daiko.platform.tenancy import AGENCY, as_tenant
from daiko.registry.models import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web_process")]
PROVIDER, OTHER = "provider:1319900013", "provider:1319900021"
PASSWORD = "青い鳥と7本のえんぴつ-mado"


def page(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status, (address, answer.headers.get("Location"))
    return str(answer.content.decode())


def invited(admin: Client, **form: object) -> str:
    """The path of a new invitation, as the administrator is shown it once."""
    values = {"login": "new@clinic.example", "display_name": "新人 花子", "role": "provider_clerk"}
    answer = admin.post("/accounts/invite/", values | form)
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r"http://localhost(/invitation/[^<]+)<", answer.content.decode())
    assert found is not None
    return found.group(1)


def account_of(login: str) -> directory.AccountRow:
    with as_tenant(AGENCY):
        row = directory.by_login(login)
    assert row is not None
    return row


@pytest.fixture
def admin() -> Client:
    return signed_in.client(Role.PROVIDER_ADMIN, tenant=PROVIDER)


@pytest.fixture
def officer() -> Client:
    return signed_in.client(Role.SECURITY_OFFICER)


def enrolled(path: str) -> tuple[Client, pyotp.TOTP, list[str]]:
    """Somebody who follows an invitation to the end: browser, app, recovery codes."""
    site = signed_in.client(signed_in=False)
    assert "13文字以上" in page(site, path)
    assert site.post(path, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/enrol/"
    page(site, "/enrol/")
    shown = page(site, "/enrol/app/")
    seed = re.search(r"<code>([A-Z2-7 ]+)</code>", shown)
    assert seed is not None
    picture = site.get("/enrol/app/qr.svg")
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/svg+xml", "no-store")
    app = pyotp.TOTP(seed.group(1).replace(" ", ""))
    assert site.post("/enrol/app/", {"code": "000000"}).status_code == 401
    assert seed.group(1) in page(site, "/enrol/app/")  # the same key, however often it is shown
    done = site.post("/enrol/app/", {"code": app.at(now() - timedelta(seconds=30))})
    codes = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", done.content.decode())
    assert len(codes) == 10
    return site, app, codes


def test_from_the_invitation_to_work(admin: Client) -> None:
    path = invited(admin)
    site, _, _ = enrolled(path)
    assert "new@clinic.example" in page(site, "/account/")
    assert account_of("new@clinic.example").state == "active"
    over = page(signed_in.client(signed_in=False), path, status=410)
    assert "この招待は使えません" in over
    assert site.get("/enrol/app/")["Location"] == "/sign-in/"  # nothing is shown twice


def test_a_recovery_code_stands_in_for_the_app(admin: Client) -> None:
    _, _, codes = enrolled(invited(admin))
    site = signed_in.client(signed_in=False)
    form = {"login": "new@clinic.example", "password": PASSWORD}
    site.post("/sign-in/", form)
    assert site.post("/sign-in/second-step/", {"code": codes[3]}).status_code == 302
    assert "残り：9" in page(site, "/account/")


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "13文字以上"),
        ("new@clinic.example-1", "new@clinic.example-1", "ログイン名や組織名"),
        ("password123456789", "password123456789", "よく使われ"),
        (PASSWORD, PASSWORD + "x", "二つのパスワードが違います"),
    ],
)
def test_an_unfit_password_does_not_use_the_invitation_up(
    admin: Client, password: str, again: str, words: str
) -> None:
    path = invited(admin)
    site = signed_in.client(signed_in=False)
    answer = site.post(path, {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    enrolled(path)


def test_somebody_half_enrolled_opens_nothing(admin: Client) -> None:
    path = invited(admin)
    site = signed_in.client(signed_in=False)
    site.post(path, {"password": PASSWORD, "again": PASSWORD})
    for address in ("/", "/account/", "/submissions/", "/accounts/"):
        assert site.get(address)["Location"].startswith("/enrol/")


def test_a_leaver_is_out_with_the_next_request(admin: Client) -> None:
    site, _, _ = enrolled(invited(admin))
    row = account_of("new@clinic.example")
    admin.post(f"/accounts/{row.account_id}/end/")
    assert site.get("/account/")["Location"].startswith("/sign-in/")
    assert account_of("new@clinic.example").state == "ended"


def test_a_reset_voids_what_was_there(admin: Client) -> None:
    site, _, _ = enrolled(invited(admin))
    row = account_of("new@clinic.example")
    again = admin.post(f"/accounts/{row.account_id}/reset/").content.decode()
    assert "/invitation/" in again
    assert site.get("/account/")["Location"].startswith("/sign-in/")


def test_an_administrator_reaches_the_own_organisation_alone(admin: Client) -> None:
    """Somebody of another provider, of the agency, nobody at all: one answer."""
    for tenant, role in ((OTHER, Role.PROVIDER_CLERK), (AGENCY, Role.AUDITOR)):
        signed_in.session(role, tenant=tenant)
        with as_tenant(AGENCY):
            stranger = Account.objects.order_by("-id")[0]
        assert stranger.login not in page(admin, "/accounts/")
        page(admin, f"/accounts/{stranger.id}/", status=404)
        for verb, form in (("end", {}), ("reset", {}), ("revoke", {"role": role.value})):
            assert admin.post(f"/accounts/{stranger.id}/{verb}/", form).status_code == 404
        assert account_of(stranger.login).state == "active"
        assert account_of(stranger.login).roles == (role,)
    page(admin, "/accounts/999999/", status=404)


def test_an_administrator_invites_into_the_own_organisation_alone(admin: Client) -> None:
    """Whatever organisation the form names, and only roles of such organisations."""
    invited(admin, tenant=OTHER)
    assert account_of("new@clinic.example").tenant == PROVIDER
    form = {"login": "x@clinic.example", "display_name": "他", "role": "auditor"}
    answer = admin.post("/accounts/invite/", form)
    assert answer.status_code == 409
    assert "持てません" in answer.content.decode()


def test_the_security_officer_reaches_everybody(officer: Client) -> None:
    with as_tenant(AGENCY):
        Provider.objects.create(
            provider_number=PROVIDER.partition(":")[2],
            category="1",
            services=["checkup"],
            name="架空クリニック",
            kana="",
            postal_code="1000001",
            address="架空市1",
            telephone="",
            delivery="online",
            registered_on=date(2026, 4, 1),
        )
    invited(officer, tenant=PROVIDER)
    row = account_of("new@clinic.example")
    assert row.tenant == PROVIDER
    officer.post(f"/accounts/{row.account_id}/grant/", {"role": "provider_admin"})
    assert account_of("new@clinic.example").roles == (Role.PROVIDER_ADMIN, Role.PROVIDER_CLERK)
    officer.post(f"/accounts/{row.account_id}/revoke/", {"role": "provider_clerk"})
    assert account_of("new@clinic.example").roles == (Role.PROVIDER_ADMIN,)


def test_forbidden_pairs_are_refused_in_words(officer: Client) -> None:
    invited(officer, tenant=AGENCY, role="agency_settlement", login="money@agency.example")
    row = account_of("money@agency.example")
    answer = officer.post(f"/accounts/{row.account_id}/grant/", {"role": "agency_approver"})
    assert answer.status_code == 409
    assert "一人が兼ねられない役割です" in answer.content.decode()
    assert "決済担当 ＋ 承認者" in page(officer, f"/accounts/{row.account_id}/").replace(
        "承認者 ＋ 決済担当", "決済担当 ＋ 承認者"
    )


def test_a_vendor_needs_a_last_day(officer: Client) -> None:
    form = {
        "login": "fix@vendor.example",
        "display_name": "保守",
        "tenant": AGENCY,
        "role": "vendor_operator",
    }
    assert officer.post("/accounts/invite/", form).status_code == 422
    day = (now() + timedelta(days=3)).date().isoformat()
    assert officer.post("/accounts/invite/", form | {"ends_on": day}).status_code == 200
    assert account_of("fix@vendor.example").kind == "maintenance"


def test_nobody_changes_the_own_account(officer: Client) -> None:
    with as_tenant(AGENCY):
        own = Account.objects.order_by("-id")[0].id
    answer = officer.post(f"/accounts/{own}/grant/", {"role": "auditor"})
    assert answer.status_code == 409
    assert "自分では変えられません" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSADMIN])
def test_who_reads_accounts_changes_none(role: Role) -> None:
    site = signed_in.client(role)
    page(site, "/accounts/")
    page(site, "/accounts/invite/", status=404)
    assert "招待する" not in page(site, "/accounts/")


def test_dangerous_acts_ask_for_a_fresh_proof(officer: Client) -> None:
    """The page that was to be read comes back after it."""
    with as_tenant(AGENCY):
        Session.objects.update(proved_at=now() - timedelta(minutes=6))
    assert officer.get("/accounts/invite/")["Location"] == "/prove/?next=%2Faccounts%2Finvite%2F"
    sent = officer.post(
        "/accounts/networks/approve/", headers={"referer": "http://localhost/accounts/networks/"}
    )
    assert sent["Location"] == "/prove/?next=%2Faccounts%2Fnetworks%2F"


def test_networks_bind_the_organisation(admin: Client) -> None:
    form = {"address_range": "10.77.0.0/16", "line": "ip-vpn", "tenant": OTHER}
    shut_out = admin.post("/accounts/networks/approve/", form)
    assert shut_out.status_code == 422  # the own connection would be in no range
    assert 'value="10.77.0.0/16"' in shut_out.content.decode()
    admin.post("/accounts/networks/approve/", form | {"address_range": "127.0.0.0/8"})
    assert admin.post("/accounts/networks/approve/", form)["Location"] == "/accounts/networks/"
    assert "10.77.0.0/16" in page(admin, "/accounts/networks/")
    with as_tenant(AGENCY):
        (row,) = [n for n in directory.networks(AGENCY) if n.address_range == "10.77.0.0/16"]
    assert row.tenant == PROVIDER
    bad = admin.post("/accounts/networks/approve/", form | {"address_range": "10.20"})
    assert bad.status_code == 422
    stranger = signed_in.client(Role.PROVIDER_ADMIN, tenant=OTHER)
    assert "10.77.0.0/16" not in page(stranger, "/accounts/networks/")
    assert stranger.post(f"/accounts/networks/{row.network_id}/end/").status_code == 404
    admin.post(f"/accounts/networks/{row.network_id}/end/")
    with as_tenant(AGENCY):
        ended = {n.network_id: n.valid_to for n in directory.networks(AGENCY)}
    assert ended[row.network_id] is not None


def test_a_session_goes_on_from_approved_ranges_only(admin: Client) -> None:
    """EXT-1: what was copied to another place is over there, and here."""
    form = {"address_range": "127.0.0.0/8", "line": "office"}
    admin.post("/accounts/networks/approve/", form)
    assert admin.get("/accounts/").status_code == 200
    led = admin.get("/accounts/", REMOTE_ADDR="192.0.2.9")
    assert led.status_code == 302
    told = signed_in.client(signed_in=False).get(led["Location"])
    assert "所属組織で承認されていません" in told.content.decode()
    assert admin.get("/accounts/").status_code == 302
    with as_tenant(AGENCY):
        (entry, *_) = [e for e in audit.entries(limit=5) if e.event == "people.session.refused"]
    assert entry.fields["why"] == "network"


def test_an_invitation_is_used_from_approved_ranges_only(admin: Client) -> None:
    path = invited(admin)
    admin.post("/accounts/networks/approve/", {"address_range": "127.0.0.0/8", "line": "office"})
    site, sent = signed_in.client(signed_in=False), {"password": PASSWORD, "again": PASSWORD}
    assert site.post(path, sent, REMOTE_ADDR="192.0.2.9").status_code == 403
    assert site.post(path, sent).status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"display_name": " "}, "氏名を入れて"),
        ({"role": []}, "役割を一つ以上"),
        ({"ends_on": "2027/03/31"}, "終了日は"),
        ({"ends_on": "2020-01-01"}, "終了日は"),
        ({"tenant": "provider:9999999999"}, "台帳にありません"),
        ({"tenant": AGENCY, "role": ["agency_intake", "agency_approver"]}, "承認者 と 受付担当"),
    ],
)
def test_what_makes_no_account(officer: Client, change: dict[str, object], said: str) -> None:
    """A slip of the pen makes no account without person, end or organisation."""
    form = {"login": "slip@agency.example", "display_name": "新人", "tenant": AGENCY}
    answer = officer.post("/accounts/invite/", form | {"role": "agency_checker"} | change)
    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert 'value="slip@agency.example"' in answer.content.decode()
    with as_tenant(AGENCY):
        assert directory.by_login("slip@agency.example") is None


def test_a_move_names_its_office(officer: Client) -> None:
    """Saying nothing does not lead to the head office."""
    invited(officer, tenant=AGENCY, role="agency_checker", office="13")
    row = account_of("new@clinic.example")
    assert officer.post(f"/accounts/{row.account_id}/move/", {}).status_code == 422
    assert account_of("new@clinic.example").office == "13"


def test_the_own_password_and_factors(admin: Client) -> None:
    """The present password is asked for; other sessions end; the last factor stays."""
    site, _, _ = enrolled(invited(admin))
    elsewhere = signed_in.client(signed_in=False)
    new = "もっと青い鳥と8本のえんぴつ"
    wrong = {"present": "not this", "password": new, "again": new}
    assert site.post("/account/password/", wrong).status_code == 401
    with as_tenant(AGENCY):
        account = Account.objects.get(login="new@clinic.example")
        assert account.failures == 1  # counted, though the page was refused
        token = site.cookies[COOKIE].value
        (factor,) = Authenticator.objects.filter(account=account, kind="totp")
    elsewhere.cookies[COOKIE] = token
    right = wrong | {"present": PASSWORD}
    assert site.post("/account/password/", right)["Location"] == "/account/"
    assert site.post(f"/account/factors/{factor.id}/remove/").status_code == 409
    shown = page(site, "/account/factors/app/")
    seed = re.search(r"<code>([A-Z2-7 ]+)</code>", shown)
    assert seed is not None
    code = pyotp.TOTP(seed.group(1).replace(" ", "")).now()
    assert site.post("/account/factors/app/", {"code": code})["Location"] == "/account/"
    assert site.post(f"/account/factors/{factor.id}/remove/")["Location"] == "/account/"
    assert site.post("/account/factors/999999/remove/").status_code == 404
    codes = site.post("/account/recovery-codes/").content.decode()
    assert codes.count("<code>") == 10


def test_a_refused_page_is_on_record() -> None:
    """As a row of the organisation of whoever asked."""
    site = signed_in.client(Role.PROVIDER_CLERK, tenant=PROVIDER)
    page(site, "/accounts/", status=404)
    with as_tenant(AGENCY):
        (entry, *_) = audit.entries(subject="portal:accounts")
    assert (entry.event, entry.result, entry.tenant) == ("access.refused", "refused", PROVIDER)


def test_organisations_stand_in_words(officer: Client) -> None:
    """No inner notation on the pages of people; forms take it, since it is what is typed."""
    officer.post("/accounts/networks/approve/", {"address_range": "127.0.0.0/8", "line": "office",
                                                 "tenant": PROVIDER})  # fmt: skip
    networks = page(officer, "/accounts/networks/")
    assert "<td>健診機関 1319900013</td>" in networks
    invited(officer, tenant=AGENCY, role="agency_checker", office="13")
    row = account_of("new@clinic.example")
    assert "<dd>代行機関</dd>" in page(officer, f"/accounts/{row.account_id}/")
