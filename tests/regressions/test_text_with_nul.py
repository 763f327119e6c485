"""A NUL character in an address or a form: said in words, not a broken program.

PostgreSQL keeps no NUL in text; the pages failed with 500 and a trace in the log, the sign-in
for anybody at all.
"""

from __future__ import annotations

import pytest
from django.db import DataError
from django.test import RequestFactory

import signed_in
from daiko.api.site import api
from daiko.people.roles import Role

pytestmark = pytest.mark.django_db


def test_the_sign_in_with_a_nul_is_a_request_that_cannot_be_read() -> None:
    site = signed_in.client(signed_in=False)
    answer = site.post("/sign-in/", {"login": "a\x00b", "password": "\x00"})
    assert answer.status_code == 400
    assert "要求を読み取れません" in answer.content.decode()


@pytest.mark.parametrize("address", ["/accounts/?q=%00", "/accounts/?state=a%00b"])
def test_a_filter_with_a_nul_is_a_request_that_cannot_be_read(address: str) -> None:
    answer = signed_in.client(Role.SECURITY_OFFICER).get(address)
    assert answer.status_code == 400


def test_the_api_says_so_as_a_problem() -> None:
    failure = DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    answer = api.on_exception(RequestFactory().get("/api/v1/submissions/a"), failure)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
