"""``daiko profiles``: shown, exported and loaded again, with the history."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from daiko.cli import profiles
from daiko.registry.services import load
from intake import CLERK
from registry_folder import write_table

pytestmark = pytest.mark.django_db(transaction=True)
ROW = {
    "receiver": "agency",
    "rule": "X-ARC-005",
    "severity": "warning",
    "valid_from": "2026-04-01",
    "valid_to": "2026-06-30",
    "error_on": "2026-07-01",
    "reason": "通知",
}


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    profiles.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["profiles", *map(str, arguments)])


def test_show_history_export_and_load_again(tmp_path: Path) -> None:
    assert "Nothing registered" in run("show").stdout
    write_table(tmp_path / "in", "receiver_severities", [ROW])
    at = datetime(2026, 4, 1, tzinfo=UTC)
    assert load(tmp_path / "in", by=CLERK, at=at).loaded
    (shown,) = json.loads(run("show", "--on", "2026-06-01", "--json").stdout)
    assert shown | ROW == shown
    assert (shown["direction"], shown["recorded_on"]) == ("same", "2026-04-01")
    assert json.loads(run("show", "--on", "2026-07-01", "--json").stdout) == []
    assert "2026-07-01 から誤りになります" in run("history", "x-arc-005").stdout
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "receiver_severities.csv"
    assert run("export", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as source:
        assert list(csv.DictReader(source)) == [ROW]
    report = load(tmp_path / "out", by=CLERK, at=at)
    assert [table.unchanged for table in report.tables] == [1]


def test_refusals(tmp_path: Path) -> None:
    assert run("history", "X-CC-999").exit_code == 2
    assert run("export", tmp_path / "none" / "x.csv").exit_code == 1
