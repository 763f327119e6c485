"""The log names pages and kinds of failures: no invitation's token, no refused row.

An invited person who typed an unfit password left the token of the open invitation in the
log; a failure of a page left the message of the database, which quotes the row.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError

import signed_in
from daiko.people import services
from daiko.people.roles import Role
from daiko.people.services import Newcomer
from daiko.platform.clock import now
from daiko.platform.logs import RequestsWithoutContent
from daiko.platform.tenancy import AGENCY, as_tenant
from daiko.portal import month_views


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console would show, through the handler of the settings."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.addFilter(RequestsWithoutContent())
    logging.getLogger("django.request").addHandler(handler)
    yield lines
    logging.getLogger("django.request").removeHandler(handler)


@pytest.mark.django_db
def test_no_token_of_an_open_invitation(log: io.StringIO) -> None:
    with as_tenant(AGENCY):
        newcomer = Newcomer("new@test.example", "新人", AGENCY, frozenset({Role.AGENCY_CHECKER}))
        invited = services.invite(newcomer, by=signed_in.OFFICER, at=now())
    site = signed_in.client(signed_in=False)
    answer = site.post(f"/invitation/{invited.token}/", {"password": "short", "again": "short"})
    assert answer.status_code >= 400
    assert invited.token not in log.getvalue()
    assert "invitation/<str:token>/" in log.getvalue()


@pytest.mark.django_db
def test_no_row_that_the_database_refused(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ", ".join(["カナ", "テスト"])

    def fails(*_: object, **__: object) -> None:
        raise IntegrityError(f"DETAIL: Failing row contains ({row})")

    monkeypatch.setattr(month_views, "render", fails)
    assert signed_in.client().get("/").status_code == 500
    assert "IntegrityError" in log.getvalue()
    assert "month_views.py" in log.getvalue()
    assert row not in log.getvalue()


def test_the_console_is_filtered() -> None:
    filters = [
        one
        for handler in logging.getLogger().handlers
        for one in handler.filters
        if isinstance(one, RequestsWithoutContent)
    ]
    assert filters
