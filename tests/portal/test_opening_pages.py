"""Pages of openings: asked by one, approved by another, seen by everybody and the auditor."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

import signed_in
from daiko.people import openings, services
from daiko.people.factors import fingerprint
from daiko.people.models import Account, Session
from daiko.people.roles import Role
from daiko.people.services import Newcomer
from daiko.people.web import COOKIE
from daiko.platform.clock import TOKYO, now
from daiko.platform.tenancy import AGENCY, as_tenant
from signed_in import OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web_process")]
BANNER = "非常時アカウントが開いています"
OPENINGS = "/accounts/openings/"


def grown(site: Client) -> Client:
    """The person of this browser has been here for a month."""
    with as_tenant(AGENCY):
        token = fingerprint(site.cookies[COOKIE].value)
        Account.objects.filter(sessions__token_hash=token).update(
            created_at=now() - timedelta(days=30)
        )
    return site


@pytest.fixture
def administrator() -> Client:
    return grown(signed_in.client(Role.SYSADMIN))


@pytest.fixture
def officer() -> Client:
    return grown(signed_in.client(Role.SECURITY_OFFICER))


@pytest.fixture
def sealed() -> int:
    with as_tenant(AGENCY):
        newcomer = Newcomer(
            "seal@pages.example", "非常時 一号", AGENCY, frozenset({Role.EMERGENCY}),
            kind="emergency",
        )  # fmt: skip
        invited = services.invite(newcomer, by=OFFICER, at=now())
        Account.objects.filter(id=invited.account_id).update(state="active")
    return invited.account_id


def text(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status, (address, answer.headers.get("Location"))
    return str(answer.content.decode())


def asked(site: Client, account: int, **form: str) -> str:
    """The address of a new request."""
    at = now().astimezone(TOKYO)
    values = {"account": str(account), "reason": "夜間の障害", "hours": "4",
              "day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}  # fmt: skip
    answer = site.post(f"{OPENINGS}ask/", values | form)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_from_the_request_to_the_banner_and_the_end(
    administrator: Client, officer: Client, sealed: int
) -> None:
    """Two persons; everybody of the agency sees it, branches too; nobody else does."""
    assert "まだ一度も利用されていません" in text(administrator, OPENINGS)
    address = asked(administrator, sealed)
    own = text(administrator, address)
    assert "あなたの申請です" in own
    assert "承認する" not in own
    checker, clerk = (
        signed_in.client(Role.AGENCY_CHECKER),
        signed_in.client(Role.PROVIDER_CLERK, tenant="provider:1319900013"),
    )
    branch = signed_in.client(Role.AGENCY_CHECKER)
    with as_tenant(AGENCY):
        token = fingerprint(branch.cookies[COOKIE].value)
        account = Session.objects.get(token_hash=token).account_id
        services.move(account, "13", by=OFFICER, at=now())
    assert BANNER not in text(checker, "/account/")
    assert officer.post(f"{address}approve/").status_code == 302
    for site in (checker, branch, officer, administrator):
        assert BANNER in text(site, "/account/")
    assert BANNER not in text(clerk, "/account/")
    assert checker.get(OPENINGS).status_code == 404
    page = text(officer, address)
    assert "試験 利用者" in page
    assert re.search(rf'href="/audit/\?actor=account-{sealed}&', page.replace("&amp;", "&"))
    assert officer.post(f"{address}close/").status_code == 302
    assert BANNER not in text(checker, "/account/")
    assert "終了" in text(officer, OPENINGS)


def test_one_person_alone_cannot(officer: Client, sealed: int) -> None:
    """The officer holds both permissions and is still one person; said on the page."""
    address = asked(officer, sealed)
    answer = officer.post(f"{address}approve/")
    assert answer.status_code == 403
    assert "別で" in answer.content.decode()
    assert officer.post(f"{address}refuse/").status_code == 302
    assert officer.post(f"{address}approve/").status_code == 409
    with as_tenant(AGENCY):
        assert not openings.emergency_is_open(now())


def test_who_may_do_what(administrator: Client, officer: Client, sealed: int) -> None:
    """The administrator asks and cannot approve; the auditor reads; privacy approves."""
    address = asked(administrator, sealed)
    other = signed_in.client(Role.SYSADMIN)
    assert other.post(f"{address}approve/").status_code == 404
    auditor = signed_in.client(Role.AUDITOR)
    assert "夜間の障害" in text(auditor, address)
    assert auditor.get(f"{OPENINGS}ask/").status_code == 404
    privacy = grown(signed_in.client(Role.PRIVACY_OFFICER))
    assert privacy.post(f"{address}approve/").status_code == 302


def test_a_request_that_does_not_fit_is_told_in_the_form(
    administrator: Client, sealed: int
) -> None:
    for form, words in (
        ({"reason": "  "}, "理由"),
        ({"hours": "8"}, "4時間以内"),
        ({"hours": "999"}, "4時間以内"),
        ({"day": "yesterday"}, "今より後"),
    ):
        at = now().astimezone(TOKYO)
        values = {"account": str(sealed), "reason": "x", "hours": "1",
                  "day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}  # fmt: skip
        answer = administrator.post(f"{OPENINGS}ask/", values | form)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert administrator.post(f"{OPENINGS}ask/", {"account": "999999"}).status_code in (404, 422)
    assert administrator.get(f"{OPENINGS}999999/").status_code == 404
