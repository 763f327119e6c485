"""``daiko settlement`` and ``daiko ledger``: a month at the command line, words and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from daiko.cli import settlement
from daiko.settlement import queries
from daiko.settlement.models import Reversal
from settlement_world import I1, JUNE, P1, Accepted, incoming, load_world, notice, received

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    settlement.add_to(root)
    return CliRunner().invoke(root, [*map(str, arguments)])


def done(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    value: dict[str, Any] = json.loads(result.stdout)
    return value


@pytest.fixture
def world(tmp_path: Path) -> Path:
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 7_680)])
    return tmp_path


def test_a_month_from_close_to_the_bank_file(world: Path) -> None:
    """Each step as an object for programs; the file's bytes are those of the store."""
    at = ("--at", "2026-07-17T11:00", "--by")
    assert done("settlement", "show", "2026-06")["state"] == "open"
    dry = done("settlement", "close", "2026-06", "--dry-run", "--at", "2026-06-30")
    closed = done("settlement", "close", "2026-06", "--at", "2026-06-30", "--by", "hana")
    assert (dry["is_preview"], closed["is_preview"]) == (True, False)
    assert (closed["claim_yen"], closed["proof"]["balanced"]) == (7_680, True)
    (invoice,) = done("settlement", "invoices", "2026-06")["invoices"]
    money = world / "in.dat"
    money.write_bytes(incoming(notice(invoice["remitter_code"], invoice["total_yen"], 1)))
    assert done("settlement", "collect", money, *at, "hana")["matched"] == 1
    number = done("settlement", "pay", "plan", "2026-06", *at, "hana")["id"]
    for person in ("taro", "yuki"):
        state = done("settlement", "pay", "approve", str(number), *at, person)["state"]
    assert state == "approved"
    nowhere = run(
        "settlement", "pay", "file", str(number), "--out", world / "none" / "x", *at, "hana"
    )
    assert (nowhere.exit_code, "書き込めません" in nowhere.output) == (1, True)
    out = world / "transfer.txt"
    file = done("settlement", "pay", "file", str(number), "--out", out, *at, "hana")
    assert (file["records"], file["total_yen"], len(out.read_bytes())) == (1, 7_680, 480)
    done("settlement", "pay", "executed", str(number), "--at", "2026-07-21")
    shown = done("settlement", "pay", "show", "2026-06")
    assert [line["paid_yen"] for line in shown["payments"]] == [7_680]
    assert done("ledger", "verify")["balanced"]
    assert done("settlement", "show", "2026-06")["paid_yen"] == 7_680


def test_words_are_for_people(world: Path) -> None:
    """Yen with separators, the proof line by line, the sample account named as such."""
    told = run("settlement", "close", "2026-06", "--at", "2026-06-30")
    assert "締めました" in told.stdout
    assert "7,680 円" in told.stdout
    assert "検算 一致" in told.stdout
    assert "検算 一致" in run("ledger", "verify").stdout
    assert "202606-06990014" in run("settlement", "invoices", "2026-06").stdout
    for command in (
        ["settlement", "show", "2026-06"],
        ["settlement", "pay", "show", "2026-06"],
        ["settlement", "suspense", "list"],
        ["settlement", "reversal", "list"],
    ):
        assert run(*command).exit_code == 0


def test_refusals_exit_with_1_and_usage_with_2(world: Path) -> None:
    """A refusal in words or as a problem object; a month that is none is a usage error."""
    refused = run("settlement", "close", "2026-06", "--at", "2026-06-05")
    assert (refused.exit_code, "締切日" in refused.output) == (1, True)
    as_json = run("settlement", "pay", "plan", "2026-06", "--json")
    assert json.loads(as_json.stdout)["problem"]["code"] == "month-not-closed"
    assert run("settlement", "close", "June").exit_code == 2
    assert run("settlement", "pay", "approve", "1").exit_code == 2  # --by is asked for


def test_unmatched_money_exits_with_1_and_is_listed(world: Path) -> None:
    """The clerk is told where to look; applying it names notice and invoice."""
    run("settlement", "close", "2026-06", "--at", "2026-06-30")
    run("settlement", "invoices", "2026-06")
    money = world / "in.dat"
    money.write_bytes(incoming(notice("7777777777", 7_834, 1)))
    told = run("settlement", "collect", money, "--at", "2026-07-17")
    assert (told.exit_code, "要確認 1 件" in told.stdout) == (1, True)
    (waiting,) = done("settlement", "suspense", "list")["notices"]
    applied = done("settlement", "suspense", "apply", str(waiting["id"]), "202606-06990014")
    assert applied["applied_yen"] == 7_834
    assert run("settlement", "suspense", "apply", "1", "none").exit_code == 1


def test_a_reversal_is_requested_listed_and_refused(world: Path) -> None:
    """The claim's number is the handle; a second request is refused."""
    run("settlement", "close", "2026-06", "--at", "2026-06-30")
    claim = str(queries.claims(JUNE)[0].id)
    (row,) = done("settlement", "reversal", "request", claim, "--reason", "06")["reversals"]
    assert run("settlement", "reversal", "request", claim, "--reason", "06").exit_code == 1
    assert run("settlement", "reversal", "repaid", str(row["id"]), "1").exit_code == 1
    (refused,) = done("settlement", "reversal", "refuse", str(row["id"]))["reversals"]
    assert (refused["state"], refused["amount_yen"]) == ("refused", 7_680)


def test_a_state_that_is_none_is_a_wrong_call(world: Path) -> None:
    """An empty list would read as if there were no such request."""
    assert set(settlement.REVERSAL_STATES) == set(Reversal.State.values)
    assert run("settlement", "reversal", "list", "--state", "settled").exit_code == 0
    assert run("settlement", "reversal", "list", "--state", "odd").exit_code == 2
