"""The preview of a load: what would change, field by field, and nothing written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from daiko.audit.queries import entries
from daiko.platform.actors import SYSTEM
from daiko.registry import queries
from daiko.registry.changes import MASK, ROWS_SHOWN
from daiko.registry.services import load, preview
from registry_folder import INSURER, PROVIDER, a_row, write_registry, write_table

AT = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_empty_registry_would_gain_every_row(tmp_path: Path) -> None:
    """Added rows are told with their fields; the tables stay empty, no audit row appears."""
    before = entries(limit=1)
    report = preview(write_registry(tmp_path), by=SYSTEM, at=AT)
    assert {table.added for table in report.tables} == {1}
    assert {change.kind for change in report.changes} == {"added"}
    insurer = next(change for change in report.changes if change.table == "insurers")
    assert (insurer.key, insurer.row) == ((INSURER,), 2)
    assert ("name", "", "架空健康保険組合") in [(f.column, f.old, f.new) for f in insurer.fields]
    assert set(queries.row_counts().values()) == {0}
    assert entries(limit=1) == before


def test_changed_and_ended_rows_show_old_and_new(tmp_path: Path) -> None:
    load(write_registry(tmp_path / "a"), by=SYSTEM, at=AT)
    folder = tmp_path / "b"
    write_table(folder, "insurers", [a_row("insurers", name="新名称健康保険組合")])
    write_table(folder, "providers", [a_row("providers", abolished_on="2026-12-31")])
    write_table(folder, "contracts", [a_row("contracts")])
    report = preview(folder, by=SYSTEM, at=AT)
    told = [
        (change.kind, change.key, [(f.column, f.old, f.new) for f in change.fields])
        for change in report.changes
    ]
    assert told == [
        ("changed", (INSURER,), [("name", "架空健康保険組合", "新名称健康保険組合")]),
        ("ended", (PROVIDER,), [("abolished_on", "", "2026-12-31")]),
    ]
    assert [table.unchanged for table in report.tables] == [0, 0, 1]
    assert queries.insurers()[INSURER].name == "架空健康保険組合"
    assert load(folder, by=SYSTEM, at=AT) == report


def test_what_stands_in_a_card_is_told_as_changed_only(tmp_path: Path) -> None:
    """Name, birth date, numbers and level of a person are masked; terms and days are not."""
    load(write_registry(tmp_path / "a"), by=SYSTEM, at=AT)
    folder = tmp_path / "b"
    changed = a_row("cards", name_kana="テスト　タロウ", sex="1", basic_value="002000")
    write_table(folder, "cards", [changed])
    (change,) = preview(folder, by=SYSTEM, at=AT).changes
    assert [(f.column, f.old, f.new) for f in change.fields] == [
        ("name_kana", MASK, MASK),
        ("sex", MASK, MASK),
        ("basic_value", "001000", "002000"),
    ]
    assert change.key == (INSURER, MASK)


def test_bad_rows_are_those_of_the_load(tmp_path: Path) -> None:
    folder = write_registry(tmp_path, calendar=[a_row("calendar", pay_on="x")])
    seen, done = preview(folder, by=SYSTEM, at=AT), load(folder, by=SYSTEM, at=AT)
    assert seen == done
    assert [(bad.file, bad.row) for bad in seen.bad_rows] == [("calendar.csv", 2)]


def test_counts_are_of_all_rows_the_shown_ones_are_cut(tmp_path: Path) -> None:
    cards = [a_row("cards", card_id=f"261{n:08}") for n in range(ROWS_SHOWN + 5)]
    report = preview(write_registry(tmp_path, cards=cards), by=SYSTEM, at=AT)
    (count,) = (table.added for table in report.tables if table.table == "cards")
    assert count == ROWS_SHOWN + 5
    assert sum(change.table == "cards" for change in report.changes) == ROWS_SHOWN


def test_a_sudden_error_of_a_profile_is_found_by_the_preview(tmp_path: Path) -> None:
    """What only the triggers of the database refuse is told before the load as well."""
    row = {
        "receiver": "agency",
        "rule": "X-ARC-005",
        "severity": "reject-archive",
        "valid_from": "2026-04-10",
        "reason": "通知なし",
    }
    write_table(tmp_path, "receiver_severities", [row])
    report = preview(tmp_path, by=SYSTEM, at=AT)
    assert [(bad.row, bad.column) for bad in report.bad_rows] == [(2, "severity")]
    assert not report.changes
