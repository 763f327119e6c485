"""A month of a clearing agency as an engineer sees it who types two commands."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from daiko.money.zengin import read_transfers
from played_month import PLAN, Installation

pytestmark = pytest.mark.own_server


def test_every_planted_fault_is_found_and_nothing_else(month: dict[str, Any]) -> None:
    """Every verdict and rule id equals truth.json."""
    assert month["truth"] == {"missed": 0, "false": 0}
    assert month["pairs"] > 300 + 40  # checkups, and one or two documents of each guidance
    assert month["returned"] > 20
    assert month["accepted"] + month["returned"] == month["pairs"]


def test_the_books_prove_themselves(month: dict[str, Any], installation: Installation) -> None:
    """Close, payment and ledger balance, also when they are asked again later."""
    assert month["proof"] == {"balanced": True, "close": True, "payment": True, "ledger": True}
    ledger = json.loads(installation.run("ledger", "verify", "--json").stdout)
    assert ledger["balanced"] is True


def test_the_bank_file_is_what_the_ledger_paid(month: dict[str, Any]) -> None:
    """Records and sum of the Zengin file equal the figures of the books."""
    file = read_transfers(Path(month["bank_file"]["path"]).read_bytes()).file
    assert file is not None
    assert len(file.transfers) == month["bank_file"]["records"]
    assert file.total_yen == month["bank_file"]["total_yen"] == month["paid_yen"]
    assert month["invoiced_yen"] == month["paid_yen"] + month["fee_yen"]
    assert month["fee_yen"] == 154 * month["accepted"]


def test_every_insurer_gets_its_documents(
    month: dict[str, Any], installation: Installation
) -> None:
    """Packages hold every accepted pair, and a stranger's program can read them."""
    folders = list((installation.home / "demo").glob("*/packages"))
    archives = sorted(folders[0].glob("*.zip"))
    assert len(archives) == month["packages"] >= 3
    claims = {"c": 0, "p": 0}
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            letters = {
                name.rpartition("/")[2][0]
                for name in archive.namelist()
                if "/CLAIMS/" in name and name.endswith(".xml")
            }
            assert len(letters) == 1, "checkups and guidance never share an archive"
            for letter in letters:
                claims[letter] += sum(f"/CLAIMS/{letter}" in name for name in archive.namelist())
    assert claims["p"] > 0
    assert sum(claims.values()) == month["accepted"]


def test_playing_it_again_changes_nothing(
    month: dict[str, Any], installation: Installation
) -> None:
    """A demo goes on where it was; where all is done, there is nothing to do."""
    assert installation.demo() == month


def test_the_database_of_another_is_left_alone(
    month: dict[str, Any], installation: Installation
) -> None:
    """Another plan on the same database is refused, and says what to do."""
    other = [*PLAN[:1], "8", *PLAN[2:]]
    refused = installation.run("demo", *other, "--json", check=False)
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["problem"]["code"] == "other-data-there"


def test_a_submission_can_be_asked_for_by_its_receipt(
    month: dict[str, Any], installation: Installation
) -> None:
    """List, then show: the clerk on the telephone finds every finding."""
    listed = json.loads(
        installation.run("reception", "list", "--month", "2026-06", "--json").stdout
    )
    assert len(listed["submissions"]) == month["archives"]
    receipt = listed["submissions"][0]["receipt_number"]
    shown = installation.run("reception", "show", receipt)
    assert receipt in shown.stdout
