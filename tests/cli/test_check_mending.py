"""``daiko check --mend``, ``--worklist``, ``--lang``: what it writes and how it tells."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from building import ZIP_NAME, a_claim, a_result, an_archive, an_index, another
from daiko.cli import check

NOON = ("--received-at", "2026-06-05T12:00")


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    check.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["check", *NOON, *map(str, arguments)])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Three persons, one with a wrong amount, and a wrong count."""
    wrong = (a_result(), a_claim(claim_amount="1"))
    path = tmp_path / ZIP_NAME
    path.write_bytes(an_archive([another(1), wrong, another(2)], index=an_index(9)).data)
    return path


def test_the_mended_archive_passes(bad: Path, tmp_path: Path) -> None:
    """Into a folder under the next free name; checked again it is accepted, without warning."""
    out = tmp_path / "out"
    out.mkdir()
    result = run("--mend", out, bad)
    assert result.exit_code == 1
    (written,) = out.iterdir()
    assert written.name == ZIP_NAME.replace("202606050", "202606051")
    again = run("--json", written)
    assert again.exit_code == 0
    report = json.loads(again.stdout)
    assert (report["verdict"], report["causes"]) == ("accepted", [])
    assert report["totals"]["claim_yen"] == 15_360


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        (ZIP_NAME.replace("202606050", "202606053"), ZIP_NAME.replace("202606050", "202606053")),
        ("mended.zip", ZIP_NAME.replace("202606050", "202606051")),
    ],
)
def test_the_target_may_name_the_archive(bad: Path, tmp_path: Path, name: str, inside: str) -> None:
    """A name of the standard decides the sequence; another one is told how to send it."""
    target = tmp_path / "out" / name
    target.parent.mkdir()
    told = run("--mend", target, bad)
    assert target.exists()
    assert inside in told.stdout
    assert ("送るときの名前" in told.stdout) is (name == "mended.zip")
    value = json.loads(run("--json", "--mend", tmp_path / "out", bad).stdout)["mended"]
    assert value["pairs"] == 2


def test_no_file_is_replaced_and_nothing_is_left_behind(bad: Path, tmp_path: Path) -> None:
    """The original, or any other file under that name, stays as it is."""
    before = bad.read_bytes()
    result = run("--mend", bad, bad)
    assert result.exit_code == 2
    assert bad.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [ZIP_NAME]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--mend", "x.zip"), 2),  # two archives below
        (("--mend", "no/such/folder/x.zip"), 2),
        (("--mend", "9999999999_94899010_202606051_1.zip"), 2),
    ],
)
def test_a_wrong_call_exits_2(
    bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Any, code: int
) -> None:
    """Two archives at once, a folder that is not there, the name of another sender."""
    monkeypatch.chdir(tmp_path)
    archives = (bad, bad) if arguments[1] == "x.zip" else (bad,)
    assert run(*arguments, *archives).exit_code == code


def test_what_cannot_be_mended_is_told(tmp_path: Path) -> None:
    """No file, the reason in words and for programs; a good archive needs none."""
    hopeless = tmp_path / ZIP_NAME
    hopeless.write_bytes(an_archive([(a_result(), a_claim(claim_amount="1"))]).data)
    target = tmp_path / "out.zip"
    assert "作れません" in run("--mend", target, hopeless).stdout
    value = json.loads(run("--json", "--mend", target, hopeless).stdout)["mended"]
    assert value == {"needed": True, "obstacle": "nothing-left"}
    hopeless.write_bytes(an_archive([another(1)]).data)
    assert json.loads(run("--json", "--mend", target, hopeless).stdout)["mended"] == {
        "needed": False
    }
    assert not target.exists()


def test_the_worklist_shows_values_whole(bad: Path, tmp_path: Path) -> None:
    """It stays on the provider's own machine; in the language that was asked for."""
    bad.write_bytes(an_archive([(a_result(), a_claim(name="ﾊﾝｶｸ"))]).data)
    target = tmp_path / "list.csv"
    run("--worklist", target, bad)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "ﾊﾝｶｸ" in {row["記録値"] for row in rows}
    run("--worklist", target, "--lang", "en", bad)
    assert target.read_text(encoding="utf-8-sig").startswith("pair,")


def test_causes_are_told_once_with_persons(bad: Path) -> None:
    """One line for a cause, its persons counted, followers below, in either language."""
    told = run(bad).stdout
    assert told.count("X-CC-041 [") == 1
    assert "1人" in told
    assert "対処" in told
    assert "remedy" in told
    english = run("--lang", "en", bad).stdout
    assert "verdict: refused" in english
    assert "X-CC-041 [reject-document, confirmed]" in english
    assert "対処" not in english
    japanese = run("--lang", "ja", bad).stdout
    assert "remedy" not in japanese
    assert run("--lang", "fr", bad).exit_code == 2
