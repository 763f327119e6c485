"""``daiko standard``: a set is tried, installed with its audit row, shown and taken out again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from daiko.audit import queries as audit
from daiko.cli import check, standard
from daiko.platform import standard_set
from daiko.platform.home import home_place
from daiko.platform.standard_set import installed, use_own

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_again() -> Iterator[None]:
    """Other tests judge by our schemas."""
    yield
    use_own()


@pytest.fixture
def known() -> set[int]:
    """Audit rows of tests before: they are never removed."""
    return {entry.id for entry in audit.entries()}


def _events(known: set[int]) -> list[str]:
    """What was put on record since, oldest first."""
    return [entry.event for entry in reversed(audit.entries()) if entry.id not in known]


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    standard.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["standard", *map(str, arguments)])


def test_install_show_own(shared: Path, known: set[int]) -> None:
    """The official set is in use until the operator goes back; both are on record."""
    answer = run("install", shared / "standards" / "xsd", "--json", "--by", "admin")
    assert answer.exit_code == 0, answer.output
    value = json.loads(answer.stdout)
    assert value["installed"]
    assert value["unknown"] == []
    shown = json.loads(run("show", "--json").stdout)
    assert shown["set"] == value["set"]
    assert shown["files"] == value["files"]
    assert run("own", "--by", "admin").exit_code == 0
    assert "この製品の XSD" in run("show").stdout
    assert _events(known) == ["standard.installed", "standard.own"]


def test_an_altered_set_is_told_in_words(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One blank more in one file: what happened and what to do, by show and by check."""
    value = json.loads(run("install", shared / "standards" / "xsd", "--json").stdout)
    altered = home_place() / "standard" / value["set"].removeprefix("official:") / "cc08_V08.xsd"
    altered.write_bytes(altered.read_bytes() + b" ")
    monkeypatch.setattr(standard_set, "_loaded", {})  # as in the next process
    root = typer.Typer()
    check.add_to(root)
    root.callback()(lambda: None)
    for answer in (run("show"), CliRunner().invoke(root, ["check", str(altered)])):
        assert answer.exit_code == 1
        assert "cc08_V08.xsd" in answer.stderr
        assert "daiko standard own" in answer.stderr
    assert run("own").exit_code == 0
    assert run("show").exit_code == 0


def test_a_trial_changes_nothing(shared: Path, known: set[int]) -> None:
    answer = run("install", shared / "standards" / "xsd", "--dry-run")
    assert answer.exit_code == 0
    assert "使用していません" in answer.stdout
    assert installed() is None
    assert _events(known) == []


def test_a_wrong_folder_is_refused_in_words(tmp_path: Path, known: set[int]) -> None:
    """Exit 1, what is missing, and nothing on record."""
    answer = run("install", tmp_path)
    assert answer.exit_code == 1
    assert "ix08_V08.xsd がありません" in answer.output
    assert _events(known) == []
