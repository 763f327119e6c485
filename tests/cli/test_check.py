"""``daiko check``: the JSON contract, exit codes, words for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from building import ZIP_NAME, BuiltArchive, a_claim, a_result, an_archive
from daiko.cli import check
from daiko.documents.records import Identifier
from daiko.standard import oids
from registry_folder import a_row, write_registry

NOON = ("--received-at", "2026-06-05T12:00")
SECOND_NAME = ZIP_NAME.replace("202606050", "202606051")
FINDING_FIELDS = {
    "rule", "severity", "document", "path", "line", "found", "expected", "message", "remedy",
    "return_reason", "basis", "cause", "official_code", "masked", "group", "follows",
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    """The command line with the check alone, so that no database can be needed."""
    root = typer.Typer()
    check.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, [*map(str, arguments)])


def checked(*arguments: str | Path) -> Any:
    return json.loads(run("check", *NOON, "--json", *arguments).stdout)


def kept(folder: Path, archive: BuiltArchive) -> Path:
    path = folder / archive.name
    path.write_bytes(archive.data)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return kept(tmp_path, an_archive())


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """One pair right, one with a copayment that nobody owes."""
    other = a_claim(
        basic_payment="001000",
        payment_total="1000",
        claim_amount="6680",
        card_id=Identifier(oids.CHECKUP_CARD, "26100000025"),
    )
    return kept(tmp_path, an_archive([(a_result(), a_claim()), (a_result(), other)]))


def test_a_good_archive_exits_0(good: Path) -> None:
    """Nothing found: exit 0, and the page says so, with what was not checked."""
    result = run("check", *NOON, good)
    assert result.exit_code == 0
    assert "判定: 受付可 (accepted)" in result.stdout
    assert "指摘はありません" in result.stdout
    assert "請求金額 7,680 円" in result.stdout
    assert "X-CT-004" in result.stdout.partition("未点検")[2]


def test_json_of_a_good_archive(good: Path) -> None:
    """One archive is one object with the fields of the contract."""
    report = checked(good)
    assert list(report) == [
        "archive",
        "verdict",
        "findings",
        "causes",
        "pairs",
        "not_checked",
        "totals",
    ]
    assert report["archive"] == {
        "name": ZIP_NAME,
        "sha256": report["archive"]["sha256"],
        "sender": "1319900013",
        "receiver": "94899010",
        "created_on": "2026-06-05",
        "sequence": 0,
        "service_event_type": "1",
    }
    assert len(report["archive"]["sha256"]) == 64
    assert report["verdict"] == "accepted"
    assert report["totals"] == {"pairs": 1, "accepted": 1, "returned": 0, "claim_yen": 7680}
    assert report["pairs"] == [
        {
            "result": "h13199000132026060501000000.xml",
            "claim": "c13199000132026060501000000.xml",
            "verdict": "accepted",
            "findings": [],
        }
    ]


def test_a_finding_tells_place_values_words_and_reason(bad: Path) -> None:
    """The finding of a wrong copayment, as programs and as people read it."""
    result = run("check", *NOON, bad)
    assert result.exit_code == 1
    report = checked(bad)
    found = {f["rule"]: f for pair in report["pairs"] for f in pair["findings"]}
    wrong = found["X-CC-029"]
    assert set(wrong) >= FINDING_FIELDS  # fields are only ever added
    assert (wrong["found"], wrong["expected"]) == ("1000", "0")
    assert wrong["document"] == "CLAIMS/c13199000132026060501000001.xml"
    assert wrong["path"] == "checkupClaim/settlement/paymentForBasic/amount/@value"
    assert isinstance(wrong["line"], int)
    assert wrong["severity"] == "reject-document"
    assert wrong["return_reason"] == "07"
    assert set(wrong["message"]) == set(wrong["remedy"]) == {"ja", "en"}
    assert f"{wrong['line']} 行" in result.stdout
    assert wrong["message"]["ja"] in result.stdout
    assert f"対処: {wrong['remedy']['ja']}" in result.stdout


def test_a_bad_pair_does_not_refuse_the_good_one(bad: Path) -> None:
    """Partly accepted: exit 1, and only the good claim counts in yen."""
    report = checked(bad)
    assert report["verdict"] == "partly_accepted"
    assert [pair["verdict"] for pair in report["pairs"]] == ["accepted", "returned"]
    assert report["totals"] == {"pairs": 2, "accepted": 1, "returned": 1, "claim_yen": 7680}


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"<?xml version='1.0'?><index/>"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty bytes, text or XML under an archive's name: one finding, exit 1, no crash."""
    path = tmp_path / ZIP_NAME
    path.write_bytes(content)
    report = checked(path)
    assert run("check", path).exit_code == 1
    assert report["verdict"] == "refused"
    assert [finding["rule"] for finding in report["findings"]] == ["X-ARC-001"]


def test_several_archives_are_a_list_in_their_order(tmp_path: Path, good: Path) -> None:
    """A card claimed in the first is found in the second."""
    again = kept(tmp_path, an_archive(name=SECOND_NAME))
    first, second = checked(good, again)
    assert (first["verdict"], second["verdict"]) == ("accepted", "partly_accepted")
    rules = {finding["rule"] for pair in second["pairs"] for finding in pair["findings"]}
    assert {"X-DU-002", "X-DU-004"} <= rules


def test_the_same_archive_twice_is_one_report(good: Path) -> None:
    """The same bytes again are no duplicate (ruling 32)."""
    first, second = checked(good, good)
    assert first == second
    assert run("check", *NOON, good, good).exit_code == 0


def test_registers_decide_what_was_not_checked(tmp_path: Path, good: Path) -> None:
    """With the registers the contract's price counts, and those rules leave not_checked."""
    card = a_row(
        "cards", card_id="26100000017", symbol="１３１", number="123123123", sex="1",
        name_kana="ケンシンタロウ", birth_date="1970-05-16", basic_kind="1", basic_value="",
        issued_on="2026-04-01",
    )  # fmt: skip
    right = write_registry(tmp_path / "right", cards=[card])
    report = checked(good, "--registry", right)
    assert report["verdict"] == "accepted", report
    assert "X-CT-004" in checked(good)["not_checked"]
    assert "X-CT-004" not in report["not_checked"]
    dear = write_registry(
        tmp_path / "dear",
        cards=[card],
        contract_prices=[a_row("contract_prices", unit_price_yen="7700")],
    )
    report = checked(good, "--registry", dear)
    found = [f for pair in report["pairs"] for f in pair["findings"]]
    assert [(f["rule"], f["found"], f["expected"]) for f in found] == [("X-CT-004", "7680", "7700")]


def test_bad_registry_rows_stop_the_check(tmp_path: Path, good: Path) -> None:
    """With a bad row nothing is checked; the row is told, but never what a card's field holds."""
    secret = "1970-13-45"
    folder = write_registry(tmp_path / "registry", cards=[a_row("cards", birth_date=secret)])
    told = run("check", "--registry", folder, good)
    assert told.exit_code == 1
    assert "点検を始めません" in told.stdout
    assert "cards.csv" in told.stdout
    assert secret not in told.stdout
    bad_rows = checked(good, "--registry", folder)["registry"]["bad_rows"]
    assert [(row["file"], row["found"]) for row in bad_rows] == [("cards.csv", None)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "no-such-file.zip"],
        ["check", "."],
        ["check", "--received-at", "noon", __file__],
        ["check", "--registry", "no-such-folder", __file__],
    ],
)
def test_a_wrong_call_exits_2(arguments: list[str]) -> None:
    """No archive, a missing one, a folder, a moment that is none."""
    assert run(*arguments).exit_code == 2


def test_an_unreadable_file_exits_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the disk does not give is told by its name, without a traceback."""
    path = tmp_path / ZIP_NAME
    path.write_bytes(b"x")

    really_open = Path.open

    def refuse(opened: Path, *arguments: Any, **more: Any) -> Any:
        if opened == path:
            raise PermissionError(13, "Permission denied")
        return really_open(opened, *arguments, **more)

    monkeypatch.setattr(Path, "open", refuse)
    result = run("check", path)
    assert result.exit_code == 2
    assert "ファイルを読めません" in result.stderr
    assert ZIP_NAME in result.stderr


def test_the_moment_of_reception_counts(good: Path) -> None:
    """Received the day before its own date, the archive is refused; the hour is Tokyo's."""
    late = checked(good, "--received-at", "2026-06-05T00:00")
    early = checked(good, "--received-at", "2026-06-04T23:59")
    assert late["verdict"] == "accepted"
    assert "X-ARC-004" in {finding["rule"] for finding in early["findings"]}
    utc = checked(good, "--received-at", "2026-06-04T15:00+00:00")  # midnight in Tokyo
    assert utc["verdict"] == "accepted"
