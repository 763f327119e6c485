"""``daiko simulate``: files on the disk, words for people, an object for programs."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from daiko.cli import check, simulate

app = typer.Typer()
simulate.add_to(app)
check.add_to(app)


@app.callback()
def root() -> None:
    """Keeps ``simulate`` a command of its own."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *arguments])


def test_a_clean_month_passes_the_check_with_its_registers(tmp_path: Path) -> None:
    """``daiko check --registry`` accepts what was simulated without faults: exit 0."""
    run(*plan(tmp_path / "month", faults="0"))
    archives = sorted(str(path) for path in (tmp_path / "month/archives").iterdir())
    registry = ["--registry", str(tmp_path / "month/registry")]
    moment = ["--received-at", "2026-06-05T12:00"]
    done = CliRunner().invoke(app, ["check", *archives, *registry, *moment, "--json"])
    assert done.exit_code == 0, done.output
    reports = json.loads(done.output)
    assert [report["verdict"] for report in reports] == ["accepted"] * len(archives)
    assert sum(report["totals"]["accepted"] for report in reports) == 30
    assert all(report["findings"] == [] for report in reports)


def plan(out: Path, **changes: str) -> list[str]:
    values = {
        "seed": "3", "insurers": "2", "providers": "4", "pairs": "30", "month": "2026-06",
        "faults": "0.5", "out": str(out), **changes,
    }  # fmt: skip
    return [part for name, value in values.items() for part in (f"--{name}", value)]


def test_simulate_writes_and_tells(tmp_path: Path) -> None:
    """Exit 0, the three parts are there, and the object counts what is in them."""
    done = run(*plan(tmp_path / "month"), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    truth = json.loads((tmp_path / "month/truth.json").read_text("utf-8"))["archives"]
    assert told["archives"] == len(truth) == len(list((tmp_path / "month/archives").iterdir()))
    assert told["pairs"] == 30
    assert sum(told["faults"].values()) >= told["faulty_pairs"] > 0
    assert (tmp_path / "month/registry/cards.csv").is_file()


def test_simulate_speaks_to_people(tmp_path: Path) -> None:
    """Without --json a person reads how much was made."""
    done = run(*plan(tmp_path / "month"))
    assert done.exit_code == 0
    assert "30 組" in done.output


def test_simulate_refuses_a_folder_in_use(tmp_path: Path) -> None:
    """Exit 2, and what lies there stays."""
    (tmp_path / "mine.txt").write_text("keep")
    done = run(*plan(tmp_path))
    assert done.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_simulate_refuses_impossible_arguments(tmp_path: Path) -> None:
    """A month that is none, a share above 1, a month before June 2022: exit 2, nothing written."""
    for changes in ({"month": "2026-13"}, {"faults": "1.5"}, {"month": "2022-05"}, {"pairs": "3"}):
        done = run(*plan(tmp_path / "month", **changes))
        assert done.exit_code == 2, changes
        assert not (tmp_path / "month").exists()
