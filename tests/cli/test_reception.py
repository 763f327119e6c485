"""``daiko reception``: receipts, verdicts and findings in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from building import BuiltArchive, another
from daiko.audit.queries import entries
from daiko.cli import reception
from intake import SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival

pytestmark = pytest.mark.django_db(transaction=True)
AT = ("--at", "2026-06-05T12:00")


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    reception.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["reception", *map(str, arguments)])


def written(folder: Path, *archives: BuiltArchive) -> Path:
    folder.mkdir(exist_ok=True)
    for archive in archives:
        (folder / archive.name).write_bytes(archive.data)
    return folder


def test_a_folder_is_received_in_the_order_of_names_and_checked(tmp_path: Path) -> None:
    """Each archive has its receipt with both times, then its verdict."""
    a_registry(tmp_path / "registry")
    folder = written(
        tmp_path / "in",
        an_arrival([another(2)], sequence=1),
        an_arrival([another(1), a_wrong_pair(3)]),
    )
    (folder / "readme.txt").write_text("not an archive")
    told = run("receive", folder, *AT)
    assert told.exit_code == 0, told.output
    lines = [line for line in told.stdout.splitlines() if not line.startswith(" ")]
    assert [line.split("　")[0] for line in lines] == [
        "受付 20260605-000001-7",
        "受付 20260605-000002-5",
        "点検 20260605-000001-7",
        "点検 20260605-000002-5",
    ]
    assert "受付日時 2026-06-05T12:00:00+09:00　処理月 2026-06" in lines[0]
    assert "一部返戻 (partly_accepted)　組 2　受理 1　返戻 1　請求金額 7,680 円" in lines[2]
    again = json.loads(run("receive", folder, *AT, "--json").stdout)
    assert [(a["receipt_number"], a["repeated"], a["checked"]) for a in again] == [
        ("20260605-000001-7", True, True),
        ("20260605-000002-5", True, True),
    ]


def test_a_file_that_cannot_be_taken_does_not_stop_the_others(tmp_path: Path) -> None:
    """A missing file is told on its own line, the other is received, exit 1."""
    a_registry(tmp_path / "registry")
    archive = an_arrival([another(1)])
    folder = written(tmp_path / "in", archive)
    told = run("receive", folder / "missing.zip", folder / archive.name, *AT)
    assert told.exit_code == 1
    assert "受付できません missing.zip" in told.stderr
    assert "受理 (accepted)" in told.stdout


def test_no_wait_only_stores(tmp_path: Path) -> None:
    """The check waits for a worker; the list says so, by month and by state."""
    archives = (an_arrival([another(1)]), an_arrival([another(2)], sender=SECOND_PROVIDER))
    folder = written(tmp_path / "in", *archives)
    assert run("receive", folder, "--no-wait", *AT).exit_code == 0
    listed = json.loads(run("list", "--month", "2026-06", "--json").stdout)
    assert [(s["state"], s["checked"]) for s in listed["submissions"]] == [("received", False)] * 2
    assert json.loads(run("list", "--state", "accepted", "--json").stdout)["total"] == 0
    assert run("list", "--state", "odd").exit_code == 2
    assert run("list", "--month", "2026-13").exit_code == 2


def test_findings_are_shown_with_rule_place_and_remedy(tmp_path: Path) -> None:
    """In Japanese with English below for people, with stable names for programs."""
    a_registry(tmp_path / "registry")
    written(tmp_path / "in", an_arrival([another(1), a_wrong_pair(2)]))
    assert run("receive", tmp_path / "in", *AT).exit_code == 0
    told = run("show", "20260605-000001-7")
    assert "判定: 一部返戻 (partly_accepted)" in told.stdout
    assert "X-CC-041 [返戻" in told.stdout
    assert "記録値: 7681　正: 7680" in told.stdout
    assert "対処: " in told.stdout
    value = json.loads(run("show", "20260605-000001-7", "--json").stdout)
    assert value["state"] == "partly_accepted"
    assert [d["state"] for d in value["documents"]] == ["accepted", "returned"]
    viewed = [e for e in entries(limit=9) if e.event == "reception.documents.viewed"]
    assert [len(entry.persons) for entry in viewed] == [2, 1]  # all of them; those with findings
    (finding,) = value["documents"][1]["findings"]
    assert (finding["rule"], finding["found"], finding["expected"]) == ("X-CC-041", "7681", "7680")
    unknown = run("show", "20260605-000009-9")
    assert (unknown.exit_code, "20260605-000009-9" in unknown.stderr) == (1, True)
    problem = json.loads(run("show", "20260605-000009-9", "--json").stdout)["problem"]
    assert problem["code"] == "submission-unknown"
