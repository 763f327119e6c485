"""Mergers that cannot be are refused in words, by every way in, and by the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from typer.testing import CliRunner

from daiko.cli.main import app
from daiko.platform.actors import SYSTEM
from daiko.registry.csv_files import Problems, read_directory
from daiko.registry.models import Insurer
from daiko.registry.problems import BadRow
from daiko.registry.services import load, preview
from registry_folder import a_row, write_table

AT = datetime(2026, 4, 1, tzinfo=UTC)
A, B, C = "06132013", "01130012", "32110413"
Rows = list[dict[str, str]]
pytestmark = pytest.mark.django_db


def insurer(
    number: str, end_on: str = "", into: str = "", start_on: str = "2008-04-01"
) -> dict[str, str]:
    return a_row(
        "insurers", insurer_number=number, start_on=start_on, end_on=end_on, merged_into=into
    )


A_INTO_B = insurer(A, "2026-03-31", B)
CANNOT_BE = {
    "itself": ([insurer(A, "2026-03-31", A), insurer(B)], 2, "自分以外", "another insurer"),
    "ended before": (
        [A_INTO_B, insurer(B, "2026-02-28")],
        2,
        "2026-04-01",
        "2008-04-01 – 2026-02-28",
    ),
    "ends on the same day": ([A_INTO_B, insurer(B, "2026-03-31")], 2, "存続", "that exists"),
    "begins too late": ([A_INTO_B, insurer(B, start_on="2026-04-02")], 2, "存続", "2026-04-02"),
    "two in a circle": ([A_INTO_B, insurer(B, "2026-05-31", A)], 3, "循環", "circle"),
    "three in a circle": (
        [A_INTO_B, insurer(B, "2026-05-31", C), insurer(C, "2026-06-30", A)],
        4,
        "循環",
        "circle",
    ),
    "into one that ended, which leads to a circle of others": (
        [insurer(C, "2026-07-31", A), A_INTO_B, insurer(B, "2026-05-31", A)],
        2,
        "存続",
        "that exists",
    ),
}
CAN_BE = {
    "one that goes on": [A_INTO_B, insurer(B)],
    "one that ends a day later": [A_INTO_B, insurer(B, "2026-04-01")],
    "founded on the day": [A_INTO_B, insurer(B, start_on="2026-04-01")],
    "one that is merged on later": [A_INTO_B, insurer(B, "2026-05-31", C), insurer(C)],
    "two into one": [A_INTO_B, insurer(C, "2026-03-31", B), insurer(B)],
}


def only(bad: list[BadRow], row: int, ja: str, en: str) -> None:
    found = next(one for one in bad if one.row == row)
    assert found.column == "merged_into"
    assert ja in found.expected.ja
    assert en in found.expected.en


@pytest.mark.parametrize("case", CANNOT_BE)
def test_a_file_with_such_a_merger_is_refused(tmp_path: Path, case: str) -> None:
    """Looked at first, loaded, or read without a database: the same words."""
    rows, row, ja, en = CANNOT_BE[case]
    write_table(tmp_path, "insurers", rows)
    only(list(preview(tmp_path, by=SYSTEM, at=AT).bad_rows), row, ja, en)
    only(list(load(tmp_path, by=SYSTEM, at=AT).bad_rows), row, ja, en)
    problems = read_directory(tmp_path)
    assert isinstance(problems, Problems)
    only(problems.bad_rows, row, ja, en)
    assert not Insurer.objects.exists()


@pytest.mark.parametrize("case", CAN_BE)
def test_what_can_be_is_loaded(tmp_path: Path, case: str) -> None:
    """In any order of the rows."""
    for rows in (CAN_BE[case], CAN_BE[case][::-1]):
        write_table(tmp_path, "insurers", rows)
        assert not isinstance(read_directory(tmp_path), Problems)
        report = load(tmp_path, by=SYSTEM, at=AT)
        assert report.loaded, report.bad_rows


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        (insurer(B, "2026-03-31"), "end_on", "2026-03-31"),
        (insurer(B, start_on="2026-04-02"), "start_on", "2026-04-02"),
    ],
)
def test_a_successor_is_not_taken_away(
    tmp_path: Path, row: dict[str, str], column: str, found: str
) -> None:
    """A later file that ends the insurer into which another one was merged."""
    write_table(tmp_path, "insurers", [A_INTO_B, insurer(B)])
    assert load(tmp_path, by=SYSTEM, at=AT).loaded
    write_table(tmp_path, "insurers", [row])
    (bad,) = load(tmp_path, by=SYSTEM, at=AT).bad_rows
    assert (bad.column, bad.found) == (column, found)
    assert A in bad.expected.ja
    assert A in bad.expected.en


def test_a_later_file_does_not_close_a_circle(tmp_path: Path) -> None:
    """The registered half of a circle counts."""
    write_table(tmp_path, "insurers", [A_INTO_B, insurer(B)])
    assert load(tmp_path, by=SYSTEM, at=AT).loaded
    write_table(tmp_path, "insurers", [insurer(B, "2026-05-31", A)])
    only(list(load(tmp_path, by=SYSTEM, at=AT).bad_rows), 2, "循環", "circle")


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE registry_insurer SET end_on = '2026-03-31' WHERE insurer_number = '{B}'",
        f"UPDATE registry_insurer SET start_on = '2026-04-02' WHERE insurer_number = '{B}'",
        f"UPDATE registry_insurer SET end_on = '2026-05-31', merged_into = '{A}'"
        f" WHERE insurer_number = '{B}'",
        f"UPDATE registry_insurer SET merged_into = '{A}' WHERE insurer_number = '{A}'",
        f"UPDATE registry_insurer SET end_on = '2026-03-31', merged_into = '{A}'"
        f" WHERE insurer_number = '{C}'",
    ],
)
def test_the_database_refuses_it_too(tmp_path: Path, sql: str) -> None:
    """Without any code of ours in between."""
    write_table(tmp_path, "insurers", [A_INTO_B, insurer(B), insurer(C)])
    assert load(tmp_path, by=SYSTEM, at=AT).loaded
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_command_says_it(tmp_path: Path) -> None:
    write_table(tmp_path, "insurers", [A_INTO_B, insurer(B, "2026-05-31", A)])
    said = CliRunner().invoke(app, ["registry", "load", str(tmp_path)])
    assert said.exit_code != 0
    assert "循環しない合併先" in said.output
