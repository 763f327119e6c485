"""``daiko rules``: list, search and page of a rule, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from daiko.checks.rulebook import rules
from daiko.cli import rules as rule_commands


def run(*arguments: str | Path) -> Result:
    """The rule book alone, so that no database can be needed."""
    root = typer.Typer()
    rule_commands.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["rules", *map(str, arguments)])


def test_rules_are_listed_with_what_is_not_built() -> None:
    """Every rule of the check stands in the list; those without a function say why."""
    rows = json.loads(run("--json").stdout)
    assert rows == json.loads(run("list", "--json").stdout)
    assert all(row["rule"].startswith("X-") for row in rows)
    assert all(row["reason"]["ja"] for row in rows if not row["built"])
    assert all(row["message"]["ja"] for row in rows if row["built"])


@pytest.mark.parametrize("written", ["X-CC-029", "x-cc-029", "xcc29", "ＸＣＣ０２９"])
def test_one_rule_is_shown_however_its_id_is_written(written: str) -> None:
    """The page of a rule: why, example, words, source."""
    shown = run("show", written)
    assert shown.exit_code == 0
    for word in ("X-CC-029", "原因", "対処", "出典", "確認済"):
        assert word in shown.stdout


def test_the_json_of_a_page_holds_codes_and_their_words() -> None:
    """A code stands under its name, its words beside it; every field is there for every rule."""
    value = json.loads(run("show", "X-CC-029", "--json").stdout)
    assert value["words"]["remedy_ja"] == value["remedy"]["ja"]
    assert value["return_reason"] == "07"
    assert value["return_reason_name"]["ja"] == "窓口負担金額不備"
    assert value["severity"] == "reject-document"
    assert value["valid_from"] == "2018-04-01"
    assert {related for group in value["related"] for related in group["rules"]} >= {"X-CC-033"}
    assert set(value) == set(json.loads(run("show", "1110-06", "--json").stdout))


@pytest.mark.parametrize("rule_id", ["X-CC-999", "nothing", ""])
def test_an_unknown_rule_exits_2(rule_id: str) -> None:
    """A page that is not there is a wrong call, not an empty answer."""
    assert run("show", rule_id).exit_code == 2


def test_every_page_can_be_told() -> None:
    """No rule of the catalogue breaks the page for people."""
    for rule_id in rules():
        shown = run("show", rule_id)
        assert shown.exit_code == 0, rule_id
        assert rule_id in shown.stdout


def test_a_search_takes_several_words_and_says_when_it_only_comes_near() -> None:
    """Words must all be met; else what is worded alike is offered as such."""
    assert run("search", "保険者負担上限", "単価").stdout.startswith("X-CC-034")
    near = run("search", "受診券の有効期限が切れていて")
    assert near.exit_code == 0
    assert "似ている" in near.stdout
    none = json.loads(run("search", "ゑゑゑゑ", "--json").stdout)
    assert none == {"is_close": True, "rules": []}


def test_codes_of_a_real_sheet_are_found(tmp_path: Path) -> None:
    """A CSV of official codes makes them searchable; a bad row is told with its line."""
    codes = tmp_path / "codes.csv"
    codes.write_text("rule,code,text,source\nX-EL-003,E1234,期限ぎれ,連絡票\n", encoding="utf-8")
    assert run("search", "e1234", "--codes", codes).stdout.startswith("X-EL-003")
    assert "E1234" in run("show", "xel3", "--codes", codes).stdout
    codes.write_text("rule,code\nX-EL-999,E1\n", encoding="utf-8")
    refused = run("show", "xel3", "--codes", codes)
    assert refused.exit_code == 2
    assert "line 2" in refused.stderr
