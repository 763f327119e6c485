"""The register of insured persons: what a row must be, and what the check is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from daiko.checks.insured_entries import CoverageEntry, InsuredEntry
from daiko.checks.registers import ClaimKey
from daiko.platform.actors import SYSTEM
from daiko.registry import queries
from daiko.registry.changes import MASK
from daiko.registry.csv_files import Problems, RegistryFiles, memory_registers, read_directory
from daiko.registry.history import row_history
from daiko.registry.services import LoadReport, load, preview
from registry_folder import INSURER, PROVIDER, a_row, write_registry, write_table

AT = datetime(2026, 4, 1, tzinfo=UTC)
OTHER = "01130012"
pytestmark = pytest.mark.django_db


def loaded(folder: Path) -> LoadReport:
    report = load(folder, by=SYSTEM, at=AT)
    assert report.loaded, report.bad_rows
    return report


def a_person(**changed: str) -> dict[str, str]:
    return a_row("insured_persons", **changed)


def a_registry(folder: Path, *people: dict[str, str]) -> Path:
    return write_registry(folder, insured_persons=list(people) or [a_person()])


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"number": ""}, "number"),
        ({"branch_code": "1"}, "branch_code"),
        ({"sex": "3"}, "sex"),
        ({"covered_from": ""}, "covered_from"),
        ({"covered_to": "2020-03-31"}, "covered_to"),
        ({"covered_from": "1969-12-31"}, "covered_from"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, changed: dict[str, str], column: str) -> None:
    """Each field has its rule; coverage neither ends before it begins nor begins before birth."""
    folder = write_registry(tmp_path, insured_persons=[a_person(**changed)])
    report = read_directory(folder)
    assert isinstance(report, Problems)
    assert [(b.file, b.row, b.column) for b in report.bad_rows] == [
        ("insured_persons.csv", 2, column)
    ]


def test_coverage_of_one_person_never_overlaps(tmp_path: Path) -> None:
    """Files and database find the same: a return while the first time still runs."""
    folder = write_registry(
        tmp_path,
        insured_persons=[
            a_person(covered_to="2026-04-30"),
            a_person(covered_from="2026-04-30"),
            a_person(branch_code="02"),  # a relative
        ],
    )
    report, offline = load(folder, by=SYSTEM, at=AT), read_directory(folder)
    assert isinstance(offline, Problems)
    assert set(report.bad_rows) == set(offline.bad_rows)
    assert [(b.row, b.column) for b in report.bad_rows] == [(3, "covered_from")]


def test_width_does_not_make_another_person(tmp_path: Path) -> None:
    """The same row with a wide symbol is the same row: a double in a file, else unchanged."""
    wide = a_person(symbol="１２", number="３４５")
    double = a_registry(tmp_path / "a", a_person(), wide)
    report = read_directory(double)
    assert isinstance(report, Problems)
    assert [b.row for b in report.bad_rows] == [3]
    loaded(a_registry(tmp_path / "b", a_person()))
    again = loaded(a_registry(tmp_path / "c", wide))
    assert {t.table: t.unchanged for t in again.tables}["insured_persons"] == 1


def test_coverage_ends_and_begins_again(tmp_path: Path) -> None:
    """A registered time that runs refuses the next one until its last day is given."""
    loaded(a_registry(tmp_path / "a"))
    folder = tmp_path / "b"
    again = a_person(covered_from="2026-07-01")
    write_table(folder, "insured_persons", [again])
    (bad,) = load(folder, by=SYSTEM, at=AT).bad_rows
    assert (bad.row, bad.column, bad.found) == (2, "covered_from", "2026-07-01")
    write_table(folder, "insured_persons", [again, a_person(covered_to="2026-05-31")])
    (table,) = loaded(folder).tables
    assert (table.added, table.changed, table.ended) == (1, 0, 1)
    times = queries.registers().insured(INSURER, "12", "345").coverages
    assert [(t.covered_from, t.covered_to) for t in times] == [
        (date(2020, 4, 1), date(2026, 5, 31)),
        (date(2026, 7, 1), None),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "symbol = '1 2'",
        "number = ''",
        "branch_code = '1'",
        "sex = '9'",
        "covered_to = covered_from - 1",
        "birth_date = covered_from + 1",
    ],
)
def test_the_database_holds_the_same(tmp_path: Path, change: str) -> None:
    """Whatever writes: constraints refuse what the reader refuses."""
    loaded(a_registry(tmp_path))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registry_insured_person SET {change}")


def test_the_database_refuses_an_overlap_and_a_deletion(tmp_path: Path) -> None:
    """And says nothing of the person while it does."""
    loaded(a_registry(tmp_path))
    columns = "insurer_number, symbol, number, branch_code, name_kana, birth_date, sex"
    statement = (
        f"INSERT INTO registry_insured_person ({columns}, coverage_type, covered_from) "
        f"SELECT {columns}, coverage_type, '2026-06-01' FROM registry_insured_person"
    )
    with (
        pytest.raises(DatabaseError, match="same day") as told,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert "345" not in str(told.value)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_insured_person")


def test_preview_and_history_show_no_person(tmp_path: Path) -> None:
    """Days of coverage are shown, whose they are is not."""
    folder = a_registry(tmp_path)
    shown = [c for c in preview(folder, by=SYSTEM, at=AT).changes if c.table == "insured_persons"]
    fields = {field.column: field.new for field in shown[0].fields}
    assert fields["covered_from"] == "2020-04-01"
    personal = ("symbol", "number", "branch_code", "name_kana", "birth_date", "sex")
    assert {fields[column] for column in personal} == {MASK}
    loaded(folder)
    write_table(folder, "insured_persons", [a_person(covered_to="2026-05-31", name_kana="ベツ")])
    loaded(folder)
    added, ended = row_history("insured_persons", [INSURER])
    assert (added.action, added.fields) == ("added", ())
    assert ended.action == "ended"
    assert {(f.column, f.new) for f in ended.fields} == {
        ("covered_to", "2026-05-31"),
        ("name_kana", MASK),
    }


def test_database_and_files_answer_alike(tmp_path: Path) -> None:
    """A family of two, a known symbol with another number, a foreign symbol, another insurer."""
    folder = write_registry(
        tmp_path,
        insurers=[a_row("insurers"), a_row("insurers", insurer_number=OTHER)],
        insured_persons=[a_person(), a_person(branch_code="02", birth_date="2000-05-05")],
    )
    loaded(folder)
    files = read_directory(folder)
    assert isinstance(files, RegistryFiles)
    memory, database = memory_registers(files), queries.registers()
    key = ClaimKey(INSURER, PROVIDER, None, "p", date(2026, 5, 1), 2026, insured=("12", "345"))
    for keys in ([], [key], [replace(key, insurer_number=OTHER), replace(key, insured=None)]):
        database.prepare(keys)
        for symbol, number in (("12", "345"), ("12", "9"), ("9", "345"), ("", "345")):
            found = database.insured(INSURER, symbol, number)
            assert found == memory.insured(INSURER, symbol, number)
        assert [r.has_insured(INSURER) for r in (memory, database)] == [True, True]
        assert [r.has_insured(OTHER) for r in (memory, database)] == [False, False]
    assert len(database.insured(INSURER, "12", "345").coverages) == 2
    assert database.insured(INSURER, "12", "9") == InsuredEntry(symbol_known=True)
    assert database.insured(INSURER, "9", "345") == InsuredEntry(symbol_known=False)
    assert CoverageEntry("01", date(1970, 1, 2), "2", date(2020, 4, 1), None) in (
        database.insured(INSURER, "12", "345").coverages
    )


def test_a_chunk_is_one_query_more(
    tmp_path: Path, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    """Insurers, providers, contracts and prices, and one question for a thousand persons."""
    loaded(a_registry(tmp_path))
    registers = queries.registers()
    key = ClaimKey(INSURER, PROVIDER, None, "p", date(2026, 5, 1), 2026)
    keys = [replace(key, insured=("12", str(number))) for number in range(1000)]
    registers.prepare([])
    with django_assert_num_queries(6):  # type: ignore[operator]  # pytest-django's fixture
        registers.prepare(keys)
        for number in range(1000):
            registers.insured(INSURER, "12", str(number))
            registers.has_insured(INSURER)
