"""Receiver profiles as data: held by the database, loaded from CSV, used by the check."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from building import RECEIVED_AT, another
from daiko.checks.findings import Severity
from daiko.checks.profile import SeverityOverride
from daiko.reception import queries as reception
from daiko.registry.csv_files import RegistryFiles, read_directory
from daiko.registry.memory import memory_severities
from daiko.registry.models import ReceiverSeverity
from daiko.registry.services import LoadReport, load
from daiko.registry.severities import (
    WARNING_DAYS,
    severity_history,
    severity_overrides,
    severity_rows,
)
from intake import CLERK, a_registry, an_arrival, an_odd_pair, checked
from registry_folder import INSURER, write_table

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
SOFT = "X-ARC-005"  # a warning in the catalogue


def a_row(**changed: str) -> dict[str, str]:
    row = {
        "receiver": "agency",
        "rule": SOFT,
        "severity": "warning",
        "valid_from": "2026-04-01",
        "valid_to": "2026-06-30",
        "error_on": "2026-07-01",
        "reason": "代行機関の通知",
    }
    return row | changed


def an_error(**changed: str) -> dict[str, str]:
    row = a_row(severity="reject-archive", valid_from="2026-07-01", valid_to="", error_on="")
    return row | changed


def loaded(folder: Path, *rows: dict[str, str], at: datetime = APRIL) -> LoadReport:
    write_table(folder, "receiver_severities", rows)
    for other in folder.glob("*.csv"):
        if other.stem != "receiver_severities":
            other.unlink()
    return load(folder, by=CLERK, at=at)


def columns_of(report: LoadReport) -> list[tuple[int, str]]:
    return [(bad.row, bad.column) for bad in report.bad_rows]


def at_once(statement: str) -> None:
    """Run a statement with every constraint, deferred ones included."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_announced_error_is_loaded_and_held(tmp_path: Path) -> None:
    """Warning with its day, then the error; each holds on its days only."""
    report = loaded(tmp_path / "p", a_row(), an_error())
    assert report.loaded, report.bad_rows
    june = severity_overrides(date(2026, 6, 30))
    assert june == (
        SeverityOverride(
            SOFT,
            Severity.WARNING,
            date(2026, 4, 1),
            date(2026, 6, 30),
            "代行機関の通知",
            error_on=date(2026, 7, 1),
        ),
    )
    (july,) = severity_overrides(date(2026, 7, 1))
    assert (july.severity, july.error_on) == (Severity.REJECT_ARCHIVE, None)
    assert severity_overrides(date(2026, 3, 31)) == ()
    assert [row.direction for row in severity_rows()] == ["same", "stricter"]


@pytest.mark.parametrize(
    "rows",
    [
        [an_error()],  # no warning at all: the catalogue's own announces nothing
        [a_row(error_on="", valid_to="2026-06-30"), an_error()],  # a warning without the day
        [a_row(severity="note", error_on=""), an_error()],
        [a_row(valid_from="2026-06-10"), an_error()],  # 21 days
        [a_row(), an_error(valid_from="2026-07-02")],  # another day than the announced one
        [a_row(rule="X-XF-008", error_on="")],  # an error by itself, softened and back at once
        [a_row(rule="X-XF-008", severity="note", error_on="")],
    ],
)
def test_nothing_becomes_an_error_at_once(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    """Refused in the database, told as a bad row; nothing of the file is kept."""
    report = loaded(tmp_path / "p", *rows)
    assert not report.loaded
    assert columns_of(report) == [(len(rows) + 1, "severity")]
    assert not ReceiverSeverity.objects.exists()


def test_days_of_warning_count_from_the_day_they_can_be_seen(tmp_path: Path) -> None:
    """A warning that is loaded late, with an old first day, has warned nobody."""
    late = datetime(2026, 6, 2, tzinfo=UTC)
    assert not loaded(tmp_path / "p", a_row(), an_error(), at=late).loaded
    in_time = datetime(2026, 5, 31, tzinfo=UTC)
    assert loaded(tmp_path / "p", a_row(), an_error(), at=in_time).loaded
    assert {row.recorded_on for row in severity_rows()} == {date(2026, 5, 31)}


def test_a_postponed_error_need_not_warn_anew_an_advanced_one_must(tmp_path: Path) -> None:
    """Ten days before, it may come four days later, but not six days earlier."""
    june = datetime(2026, 6, 20, tzinfo=UTC)
    assert loaded(tmp_path / "p", a_row(), an_error()).loaded
    advanced = a_row(valid_to="2026-06-24", error_on="2026-06-25")
    early = an_error(valid_from="2026-06-25", valid_to="2026-06-30")
    refused = loaded(tmp_path / "p", advanced, early, at=june)
    assert columns_of(refused) == [(3, "severity")]
    postponed = a_row(valid_from="2026-07-01", valid_to="2026-07-04", error_on="2026-07-05")
    later = an_error(valid_from="2026-07-05")
    assert loaded(tmp_path / "p", postponed, later, at=june).loaded


def test_an_insurer_may_differ_and_must_warn_as_well(tmp_path: Path) -> None:
    """An insurer's end of a softer row falls back to the agency's error: that is a raise."""
    a_registry(tmp_path / "r", at=APRIL)
    own = a_row(receiver=INSURER, severity="note", valid_to="2026-08-31", error_on="")
    refused = loaded(tmp_path / "p", a_row(), an_error(), own)
    assert columns_of(refused) == [(4, "severity")]
    warned = a_row(
        receiver=INSURER, valid_from="2026-07-01", valid_to="2026-08-31", error_on="2026-09-01"
    )
    assert loaded(tmp_path / "p", a_row(), an_error(), warned).loaded
    rows = severity_overrides(date(2026, 7, 15))
    assert {(row.insurer_number, row.severity) for row in rows} == {
        ("", Severity.REJECT_ARCHIVE),
        (INSURER, Severity.WARNING),
    }


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"receiver": "06132099"}, "receiver"),
        ({"receiver": "fund"}, "receiver"),
        ({"rule": "X-CC-999"}, "rule"),
        ({"reason": ""}, "reason"),
        ({"severity": "error"}, "severity"),
        ({"severity": "reject-document", "error_on": ""}, "severity"),
        ({"severity": "note"}, "error_on"),
        ({"rule": "X-CC-041"}, "severity"),
        ({"rule": "X-XML-002", "severity": "note", "error_on": ""}, "severity"),
        ({"valid_to": "2026-06-29"}, "valid_to"),
        ({"valid_to": "2026-03-01", "error_on": ""}, "valid_to"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, changed: dict[str, str], column: str) -> None:
    report = loaded(tmp_path / "p", a_row(**changed))
    assert (2, column) in columns_of(report)


def test_two_rows_for_one_day_are_refused(tmp_path: Path) -> None:
    second = a_row(valid_from="2026-06-30", valid_to="", error_on="")
    report = loaded(tmp_path / "p", a_row(), second)
    assert (3, "valid_from") in columns_of(report)


def test_the_database_holds_by_itself(tmp_path: Path) -> None:
    """Whoever writes past the loader meets the same rules; rows and history stay."""
    assert loaded(tmp_path / "p", a_row(), an_error()).loaded
    for statement in (
        "UPDATE registry_receiver_severity SET severity = 'reject-archive', error_on = NULL"
        " WHERE severity = 'warning'",
        "UPDATE registry_receiver_severity SET reason = '  '",
        "UPDATE registry_receiver_severity SET rule = 'X-CC-999'",
        "UPDATE registry_receiver_severity SET rule = 'X-DU-002', severity = 'note'",
        "UPDATE registry_receiver_severity SET receiver = '99999999'",
        "UPDATE registry_receiver_severity SET valid_from = '2026-05-01'",
        "DELETE FROM registry_receiver_severity",
        "DELETE FROM registry_receiver_severity_change",
        "UPDATE registry_receiver_severity_change SET reason = 'x'",
    ):
        with pytest.raises(DatabaseError):
            at_once(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_warning_days()")
        assert cursor.fetchone() == (WARNING_DAYS,)


def test_the_history_keeps_every_state(tmp_path: Path) -> None:
    assert loaded(tmp_path / "p", a_row(), an_error()).loaded
    assert loaded(tmp_path / "p", a_row(reason="訂正"), an_error()).loaded
    assert [(row.severity, row.reason) for row in severity_history(SOFT)] == [
        ("warning", "代行機関の通知"),
        ("reject-archive", "代行機関の通知"),
        ("warning", "訂正"),
    ]
    assert severity_history(SOFT, INSURER) == []


def test_reception_checks_with_what_holds_on_its_day(tmp_path: Path) -> None:
    """The insurer's softer severity accepts a claim the rule book returns, and says until when."""
    a_registry(tmp_path / "r", at=APRIL)
    own = a_row(receiver=INSURER, rule="X-XF-008")
    assert loaded(tmp_path / "p", own).loaded
    receipt = checked(an_arrival([another(1), an_odd_pair(2)]))
    row = reception.submission(receipt.submission_id)
    assert (row.state, row.accepted) == ("accepted", 2)
    (finding,) = reception.all_findings(receipt.submission_id)
    assert (finding.rule, finding.severity) == ("X-XF-008", "warning")
    assert finding.becomes_error_on == date(2026, 7, 1)
    late = checked(
        an_arrival([an_odd_pair(3)], made_on="20260703"),
        at=RECEIVED_AT.replace(month=7, day=3),
    )
    assert reception.submission(late.submission_id).returned == 1


def test_without_a_database_the_same_rows(tmp_path: Path) -> None:
    """``daiko check --registry`` reads the profile from the folder."""
    write_table(tmp_path, "receiver_severities", [a_row(), an_error(receiver=INSURER)])
    files = read_directory(tmp_path)
    assert isinstance(files, RegistryFiles)
    found = memory_severities(files)
    assert [(row.insurer_number, row.severity, row.error_on) for row in found] == [
        ("", Severity.WARNING, date(2026, 7, 1)),
        (INSURER, Severity.REJECT_ARCHIVE, None),
    ]
