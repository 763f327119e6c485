"""Checks before sending are counted by visitor, whatever stands in between.

Behind nginx on a Unix socket every visitor had the same empty address, so that twenty checks
in ten minutes were all there were; and a header that an operator named was believed from anybody.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from daiko.precheck import quarantine, services

pytestmark = pytest.mark.django_db
PROXY = "192.0.2.1"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "1")
    monkeypatch.setattr(services, "_start_runner", lambda *_: None)
    monkeypatch.setattr(settings, "PROXIES", {PROXY, "unix"})
    yield Client(SERVER_NAME="localhost")
    for check_id in quarantine.checks():
        quarantine.remove(check_id)


def sent(site: Client, direct: str, visitor: str) -> int:
    """The status of a check begun over this connection, for this visitor as a header says."""
    answer = site.post(
        "/api/v1/check?name=a.zip",
        data=b"no archive",
        content_type="application/zip",
        headers={"Prefer": "respond-async", "X-Forwarded-For": visitor},
        REMOTE_ADDR=direct,
    )
    return answer.status_code


@pytest.mark.parametrize("direct", ["", PROXY])
def test_each_visitor_behind_the_proxy_has_its_own_number(site: Client, direct: str) -> None:
    here, there = (f"203.0.113.{number + (2 if direct else 0)}" for number in (1, 2))
    assert (sent(site, direct, here), sent(site, direct, there)) == (202, 202)
    assert sent(site, direct, here) == 429


def test_nobody_else_says_who_a_visitor_is(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAIKO_ADDRESS_HEADER", "X-Forwarded-For")
    assert sent(site, "198.51.100.7", "203.0.113.8") == 202
    assert sent(site, "198.51.100.7", "203.0.113.9") == 429
