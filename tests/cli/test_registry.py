"""``daiko registry``: counts of a load, every bad row with its remedy, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from daiko.cli import registry
from daiko.simulation.provider_list import write_provider_list
from registry_folder import a_row, write_registry, write_table

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    registry.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["registry", *map(str, arguments)])


def test_a_load_tells_what_it_did(tmp_path: Path) -> None:
    """Rows added the first time are unchanged the second; show counts what is there."""
    folder = write_registry(tmp_path)
    first = run("load", folder, "--json", "--by", "clerk", "--at", "2026-04-01")
    assert first.exit_code == 0
    tables = json.loads(first.stdout)["tables"]
    assert tables["cards"] == {"rows": 1, "added": 1, "changed": 0, "ended": 0, "unchanged": 0}
    second = run("load", folder)
    assert "受診券・利用券 cards: 1 行　追加 0　変更 0　終了 0　同じ 1" in second.stdout
    counted = json.loads(run("show", "--json").stdout)
    assert counted == dict.fromkeys(tables, 1) | dict.fromkeys(
        (
            "insured_persons",
            "agency",
            "offices",
            "entry_agents",
            "entry_agent_providers",
            "receiver_severities",
        ),
        0,
    )


def test_every_bad_row_is_told_with_its_remedy(tmp_path: Path) -> None:
    """File, row, column, what was expected and what to do; exit 1 and nothing loaded."""
    folder = write_registry(
        tmp_path,
        calendar=[a_row("calendar", pay_on="x")],
        contract_prices=[a_row("contract_prices", unit_price_yen="-1")],
    )
    told = run("load", folder)
    assert told.exit_code == 1
    assert "calendar.csv 2 行 pay_on　記録値: x" in told.stdout
    assert "contract_prices.csv 2 行 unit_price_yen　記録値: -1" in told.stdout
    value = json.loads(run("load", folder, "--json").stdout)
    assert (value["loaded"], value["tables"]) == (False, {})
    row = next(row for row in value["bad_rows"] if row["file"] == "calendar.csv")
    assert (row["row"], row["column"]) == (2, "pay_on")
    assert row["expected"]["ja"]
    assert row["remedy"]["en"]
    assert set(json.loads(run("show", "--json").stdout).values()) == {0}


def test_what_stands_in_a_card_is_not_repeated(tmp_path: Path) -> None:
    """Cards name people: a bad row of theirs is told by place only."""
    folder = write_registry(tmp_path, cards=[a_row("cards", name_kana="漢字太郎", sex="9")])
    for told in (run("load", folder), run("load", folder, "--json")):
        assert told.exit_code == 1
        assert "cards.csv" in told.stdout
        assert "漢字太郎" not in told.stdout


def test_a_preview_tells_old_and_new_and_writes_nothing(tmp_path: Path) -> None:
    run("load", write_registry(tmp_path / "a"))
    write_table(tmp_path / "b", "insurers", [a_row("insurers", name="新名称")])
    told = run("load", tmp_path / "b", "--preview")
    assert told.exit_code == 0
    assert "変更 2 行目 06132013" in told.stdout
    assert "name: 架空健康保険組合 → 新名称" in told.stdout
    value = json.loads(run("load", tmp_path / "b", "--preview", "--json").stdout)
    assert (value["loaded"], value["tables"]["insurers"]["changed"]) == (False, 1)
    (change,) = value["changes"]
    assert change["fields"] == {"name": {"old": "架空健康保険組合", "new": "新名称"}}
    (row,) = json.loads(run("history", "insurers", "06132013", "--json").stdout)
    assert row["action"] == "added"


def test_the_history_of_a_row_names_who(tmp_path: Path) -> None:
    run("load", write_registry(tmp_path / "a"), "--by", "hana", "--at", "2026-04-01")
    write_table(tmp_path / "b", "insurers", [a_row("insurers", end_on="2027-03-31")])
    run("load", tmp_path / "b", "--by", "taro", "--at", "2026-05-01")
    told = run("history", "insurers", "06132013").stdout
    assert "2026-04-01 00:00　operator:hana　追加 06132013".replace(" 06", "　06") in told
    assert "2026-05-01 00:00　operator:taro　終了" in told
    assert run("history", "nothing", "1").exit_code == 2
    assert "記録はありません" in run("history", "insurers", "00000000").stdout


def test_an_export_loads_as_unchanged(tmp_path: Path) -> None:
    run("load", write_registry(tmp_path / "a"))
    (tmp_path / "b").mkdir()
    assert json.loads(run("export", tmp_path / "b", "--json").stdout)["cards"] == 1
    value = json.loads(run("load", tmp_path / "b", "--json").stdout)
    assert {(t["added"], t["changed"], t["ended"]) for t in value["tables"].values()} == {(0, 0, 0)}


def test_a_price_change_is_proposed_and_approved_by_two(tmp_path: Path) -> None:
    run("load", write_registry(tmp_path / "a"), "--by", "hana")
    write_table(tmp_path / "b", "contract_prices", [a_row("contract_prices", unit_price_yen="1")])
    told = run("load", tmp_path / "b", "--by", "hana")
    assert told.exit_code == 0
    assert "（承認待ち）" in told.stdout
    (row,) = json.loads(run("proposals", "--json").stdout)
    assert (row["state"], row["rows"]) == ("pending", {"contract_prices": 1})
    number = str(row["id"])
    assert "unit_price_yen: 7680 → 1" in run("proposals", number).stdout
    refused = run("approve", number, "--by", "hana", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["problem"]["code"] == "proposal-by-the-same"
    assert run("approve", number, "--by", "taro").exit_code == 0
    assert "承認を待つ変更はありません" in run("proposals").stdout
    assert run("reject", number, "--by", "taro", "--reason", "遅い").exit_code == 1
    (row,) = json.loads(run("proposals", "--all", "--json").stdout)
    assert (row["state"], row["decided_by"]) == ("approved", "taro")


def test_a_second_person_at_the_desk(tmp_path: Path) -> None:
    run("load", write_registry(tmp_path / "a"), "--by", "hana")
    write_table(tmp_path / "b", "calendar", [a_row("calendar", cutoff_on="2026-06-08")])
    own = run("load", tmp_path / "b", "--by", "hana", "--approved-by", "hana")
    assert own.exit_code == 1
    assert json.loads(run("proposals", "--all", "--json").stdout) == []
    done = run("load", tmp_path / "b", "--by", "hana", "--approved-by", "taro", "--json")
    assert json.loads(done.stdout)["waiting"] == []
    (row,) = json.loads(run("proposals", "--all", "--json").stdout)
    assert (row["proposed_by"], row["decided_by"], row["state"]) == ("hana", "taro", "approved")


def test_a_provider_list_is_looked_at_and_loaded(tmp_path: Path) -> None:
    """Preview, load, the same again; a longer list adds, a shorter one ends when asked."""
    path = tmp_path / "Pref_00.csv"
    write_provider_list(path, 7, 94)
    looked = json.loads(run("provider-list", path, "--preview", "--json").stdout)
    assert (looked["loaded"], looked["tables"]["providers"]["added"]) == (False, 94)
    assert run("provider-list", path, "--on", "2026-04-01").exit_code == 0
    write_provider_list(path, 7, 47)
    value = json.loads(
        run("provider-list", path, "--on", "2026-05-01", "--end-missing", "--json").stdout
    )
    assert value["tables"]["providers"] == {
        "rows": 94, "added": 0, "changed": 0, "ended": 47, "unchanged": 47
    }  # fmt: skip


def test_every_bad_row_of_a_list_stands_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "Pref_00.csv"
    write_provider_list(path, 7, 300)
    path.write_text(
        path.read_text(encoding="cp932").replace("特定健診", "とくてい"), encoding="cp932"
    )
    told = run("provider-list", path)
    assert told.exit_code == 1
    assert "ほか" in told.stdout
    file = tmp_path / "Pref_00.bad-rows.csv"
    assert str(file) in told.stdout
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) > 100
    named = run("provider-list", path, "--bad-rows", file)
    assert (named.exit_code, "exists" in named.output) == (2, True)


def test_bad_rows_of_a_folder_stand_beside_its_files_and_go_when_mended(tmp_path: Path) -> None:
    folder = write_registry(tmp_path, calendar=[a_row("calendar", pay_on="x")])
    assert run("load", folder).exit_code == 1
    assert (folder / "bad-rows.csv").is_file()
    write_table(folder, "calendar", [a_row("calendar")])
    assert run("load", folder).exit_code == 0
    assert not (folder / "bad-rows.csv").exists()
