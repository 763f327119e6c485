"""The export: the files of a load again, byte for byte the same for the same registry."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daiko.audit.queries import entries
from daiko.platform.actors import SYSTEM
from daiko.registry.exporting import export
from daiko.registry.models import Insurer
from daiko.registry.services import load
from daiko.registry.tables import TABLES
from registry_folder import a_row, write_registry, write_table

AT = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def exported(folder: Path) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    export(folder, by=SYSTEM, at=AT)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_exported_loads_as_unchanged(tmp_path: Path) -> None:
    """Every field comes back as it was: nothing added, changed or ended."""
    severity = {
        "receiver": "agency",
        "rule": "X-ARC-005",
        "severity": "note",
        "valid_from": "2026-04-01",
        "reason": '理由、"引用",と読点',
    }
    folder = write_registry(
        tmp_path / "a",
        contract_prices=[
            a_row("contract_prices", valid_to="2026-09-30"),
            a_row("contract_prices", valid_from="2026-10-01", unit_price_yen="8000"),
        ],
        cards=[a_row("cards", basic_kind="3", basic_value="030000", detail_limit_yen="500")],
    )
    write_table(folder, "receiver_severities", [severity])
    assert load(folder, by=SYSTEM, at=AT).loaded
    first = exported(tmp_path / "b")
    report = load(tmp_path / "b", by=SYSTEM, at=AT)
    assert report.loaded, report.bad_rows
    assert {table.table for table in report.tables} == set(TABLES)
    assert all(table.unchanged == table.rows for table in report.tables)
    assert exported(tmp_path / "c") == first
    assert b'"030000"' in first["cards.csv"]


def test_no_cell_is_a_formula_and_all_come_back(tmp_path: Path) -> None:
    """What an insurer's clerk loaded runs on no desk of the agency, and loads as unchanged."""
    formula = '=HYPERLINK("http://elsewhere.example","開く")'
    write_registry(tmp_path / "a", insurers=[a_row("insurers", contact=formula, address="－１番")])
    assert load(tmp_path / "a", by=SYSTEM, at=AT).loaded
    with (tmp_path / "a" / "insurers.csv").open(encoding="utf-8-sig", newline="") as file:
        number = next(csv.DictReader(file))["insurer_number"]
    assert Insurer.objects.get(insurer_number=number).contact == formula
    first = exported(tmp_path / "b")
    with (tmp_path / "b" / "insurers.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["contact"], row["address"]) == (f"'{formula}", "'－１番")
    (report,) = [t for t in load(tmp_path / "b", by=SYSTEM, at=AT).tables if t.table == "insurers"]
    assert report.unchanged == report.rows
    assert exported(tmp_path / "c") == first


def test_the_order_of_loading_leaves_no_trace(tmp_path: Path) -> None:
    """Rows stand by their keys, not as they came."""
    rows = [a_row("insurers", insurer_number=number) for number in ("32110413", "01130012")]
    write_table(tmp_path / "a", "insurers", rows[:1])
    write_table(tmp_path / "b", "insurers", rows[1:])
    for name in ("a", "b"):
        assert load(tmp_path / name, by=SYSTEM, at=AT).loaded
    lines = exported(tmp_path / "c")["insurers.csv"].decode().split("\r\n")
    assert [line[:10] for line in lines[1:3]] == ['"01130012"', '"32110413"']


def test_an_empty_registry_is_headers_only(tmp_path: Path) -> None:
    files = exported(tmp_path / "a")
    assert {content.count(b"\r\n") for content in files.values()} == {1}
    assert load(tmp_path / "a", by=SYSTEM, at=AT).loaded


def test_files_are_private_and_recorded(tmp_path: Path) -> None:
    """Cards name people: only the owner reads the files, and the export is audited."""
    assert load(write_registry(tmp_path / "a"), by=SYSTEM, at=AT).loaded
    exported(tmp_path / "b")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "b").iterdir()} == {0o600}
    (entry,) = entries(limit=1)
    assert (entry.event, entry.fields["cards"]) == ("registry.exported", 1)
