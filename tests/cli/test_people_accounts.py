"""Accounts at the command line: invited, granted, refused, ended; nobody's password is seen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from daiko.cli import people_accounts
from daiko.cli.main import app
from daiko.people.models import Account

pytestmark = pytest.mark.django_db
CLINIC = "provider:1319900013"


def run(*arguments: str, code: int = 0) -> Any:
    """``daiko people …  --json``; the object it prints."""
    done = CliRunner().invoke(app, ["people", *arguments, "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else done.output


@pytest.fixture(autouse=True)
def clerk() -> None:
    told = run("invite", "a@clinic.example", CLINIC, "--name", "受付", "--role", "provider_clerk")
    assert told["invitation"].startswith("http://localhost:8000/invitation/")


def test_an_account_from_invitation_to_end() -> None:
    run("grant", "a@clinic.example", "provider_admin")
    run("revoke", "a@clinic.example", "provider_clerk")
    (row,) = run("list", "--organisation", CLINIC)
    assert (row["state"], row["roles"]) == ("invited", ["provider_admin"])
    assert "/invitation/" in run("reset", "a@clinic.example")["invitation"]
    run("end", "a@clinic.example")
    (row,) = run("list", "--organisation", CLINIC)
    assert (row["state"], row["roles"]) == ("ended", [])


def test_a_state_or_line_that_is_none_is_a_wrong_call() -> None:
    """An empty list would read as if there were nobody."""
    assert set(people_accounts.STATES) == set(Account.State.values)
    run("list", "--state", "odd", code=2)
    run("network", CLINIC, "10.20.0.0/16", "--line", "odd", code=2)


def test_what_may_not_be_is_refused() -> None:
    agency = ("agency", "--name", "決済", "--role")
    run("invite", "m@agency.example", *agency, "agency_settlement")
    clash = run("grant", "m@agency.example", "agency_approver", code=1)
    assert clash["problem"]["code"] == "roles-clash"
    foreign = run("grant", "a@clinic.example", "auditor", code=1)
    assert foreign["problem"]["code"] == "role-not-of-organisation"
    vendor = run("invite", "v@vendor.example", *agency, "vendor_operator", code=1)
    assert vendor["problem"]["code"] == "vendors-end"
    assert run("end", "nobody", code=1)["problem"]["code"] == "account-unknown"
    assert run("network", CLINIC, "10.20", code=1)["problem"]["code"] == "network-unfit"
    assert run("check-pairs") == []


def test_wrong_calls_say_what_is_right() -> None:
    assert "provider_clerk" in run("grant", "a@clinic.example", "boss", code=2)
    assert "insurer:8" in run("network", "clinic", "10.20.0.0/16", code=2)
