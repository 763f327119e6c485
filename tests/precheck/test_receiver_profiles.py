"""Severities before sending are those after: page, API and reception use one profile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from building import INSURER, BuiltArchive, an_archive, another
from daiko.platform.clock import now
from daiko.platform.tenancy import AGENCY, process_tenant
from daiko.precheck import quarantine
from daiko.reception import queries as reception
from daiko.registry.services import load
from intake import CLERK, a_registry, an_arrival, an_odd_pair
from intake import checked as received_and_checked
from prechecking import checked, wait_until_final
from registry_folder import write_table

RULE = "X-XF-008"  # returns a pair in the catalogue
STRAY = "X-ARC-015"  # a warning in the catalogue: a file that systems leave behind


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    for check_id in quarantine.checks():
        quarantine.remove(check_id)


@pytest.fixture
def nobody() -> Iterator[None]:
    """As the web process: no tenant unless a request says one."""
    process_tenant("")
    yield
    process_tenant(AGENCY)


def a_row(**changed: str) -> dict[str, str]:
    return {
        "receiver": "agency", "rule": RULE, "severity": "warning", "valid_from": "2026-04-01",
        "valid_to": "", "error_on": "", "reason": "試行期間",
    } | changed  # fmt: skip


def an_announced(**changed: str) -> dict[str, str]:
    """A warning today that is an error in 60 days."""
    error_on = now().date() + timedelta(days=60)
    until = error_on - timedelta(days=1)
    return a_row(valid_to=until.isoformat(), error_on=error_on.isoformat(), **changed)


def loaded(folder: Path, *rows: dict[str, str], at: datetime | None = None) -> None:
    a_registry(folder / "r")
    write_table(folder / "p", "receiver_severities", rows)
    report = load(folder / "p", by=CLERK, at=at or now())
    assert report.loaded, report.bad_rows


def the_archive() -> BuiltArchive:
    return an_arrival([another(1), an_odd_pair(2)])


def by_api(built: BuiltArchive) -> dict[str, Any]:
    site = Client(SERVER_NAME="localhost")
    file = SimpleUploadedFile(built.name, built.data)
    begun = site.post("/api/v1/check", {"archive": file}).json()
    key, address = {"Check-Key": begun["key"]}, f"/api/v1/check/{begun['id']}"
    wait_until_final(begun["id"])  # a busy machine answers 202 first
    result = site.get(address, headers=key).json()["result"]
    pairs = site.get(f"{address}/pairs", headers=key).json()["pairs"]
    return {**result, "pairs": pairs}


def severities_of_api(result: dict[str, Any]) -> set[tuple[str, str, str | None]]:
    found = [*result["findings"], *(f for pair in result["pairs"] for f in pair["findings"])]
    return {(f["rule"], f["severity"], f["becomes_error_on"]) for f in found}


def severities_of_reception(built: BuiltArchive) -> set[tuple[str, str, str | None]]:
    process_tenant(AGENCY)
    receipt = received_and_checked(built, at=now())
    found = reception.all_findings(receipt.submission_id)
    return {
        (f.rule, f.severity, f.becomes_error_on and f.becomes_error_on.isoformat()) for f in found
    }


CASES = [
    ([], "reject-document", "partly_accepted", False),
    ([a_row()], "warning", "accepted", False),
    ([a_row(severity="note")], "note", "accepted", False),
    ([an_announced()], "warning", "accepted", True),
    ([a_row(receiver=INSURER, severity="note")], "note", "accepted", False),
    ([a_row(severity="note"), a_row(receiver=INSURER)], "warning", "accepted", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "severity", "verdict", "announced"), CASES)
def test_page_api_and_reception_say_the_same_severity(
    tmp_path: Path,
    rows: list[dict[str, str]],
    severity: str,
    verdict: str,
    announced: bool,
    request: pytest.FixtureRequest,
) -> None:
    """The catalogue's own, softened, announced, by the pair's insurer, by both."""
    loaded(tmp_path, *rows)
    error_on = rows[0]["error_on"] if announced else None
    request.getfixturevalue("nobody")
    built = the_archive()
    result = by_api(built)
    assert result["verdict"] == verdict
    assert result["receiving"]["is_known"] is True
    assert (RULE, severity, error_on) in severities_of_api(result)
    (cause,) = [cause for cause in result["causes"] if cause["rule"] == RULE]
    assert (cause["severity"], cause["becomes_error_on"]) == (severity, error_on)

    page = checked(Client(SERVER_NAME="localhost"), built).page
    assert "の受付と同じ区分" in page
    assert f"/causes/{cause['group']}/" in page
    assert ("から誤り（返戻・受付不可）になります。" in page) is announced
    assert ("このまま送れます。" in page) is (verdict == "accepted")

    after = severities_of_reception(built)
    assert {found for found in after if found[0] == RULE} == {(RULE, severity, error_on)}


@pytest.mark.django_db
def test_a_rule_that_was_raised_refuses_before_sending_too(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A warning of the catalogue made an error: announced in time, in force today."""
    since = now().date() - timedelta(days=1)
    warned = a_row(
        rule=STRAY, valid_from="2026-01-01", error_on=since.isoformat(),
        valid_to=(since - timedelta(days=1)).isoformat(),
    )  # fmt: skip
    raised = a_row(rule=STRAY, severity="reject-archive", valid_from=since.isoformat())
    loaded(tmp_path, warned, raised, at=now() - timedelta(days=90))
    request.getfixturevalue("nobody")
    built = an_archive([another(1)], extra=[("DATA/Thumbs.db", b"x")])
    result = by_api(built)
    assert result["verdict"] == "refused"
    assert (STRAY, "reject-archive", None) in severities_of_api(result)
    page = checked(Client(SERVER_NAME="localhost"), built).page
    assert "このままではアーカイブ全体が受け付けられません。" in page
    assert (STRAY, "reject-archive", None) in severities_of_reception(built)


@pytest.mark.django_db
def test_without_its_registers_the_check_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plain profile of the fund, told on the page and in the API."""
    loaded(tmp_path, a_row())

    def unreachable() -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", unreachable)
        built = the_archive()
        result = by_api(built)
        page = checked(Client(SERVER_NAME="localhost"), built).page
    assert result["receiving"]["is_known"] is False
    assert (RULE, "reject-document", None) in severities_of_api(result)
    assert "基金の既定の区分で点検しました" in page


def test_a_database_that_is_not_there_is_waited_for_no_longer_than_a_moment() -> None:
    """A process whose DATABASE_URL leads nowhere: the published profile, no exception."""
    program = (
        "import django; django.setup()\n"
        "import json\n"
        "from daiko.platform.clock import now\n"
        "from daiko.precheck.receiving import to_json\n"
        "from daiko.precheck.receiving_now import receiving_now\n"
        "print(json.dumps(to_json(receiving_now(now()))))\n"
    )
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    settings = {"DJANGO_SETTINGS_MODULE": "daiko.platform.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | nowhere | settings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    value = json.loads(done.stdout.splitlines()[-1])
    assert (value["is_known"], value["severities"]) == (False, [])
