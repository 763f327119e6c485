"""Bad rows by the thousand: the first are kept, all are counted, each stands in a file."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daiko.platform.actors import SYSTEM
from daiko.registry.bad_row_file import BadRowFile
from daiko.registry.errors import BadRowsNotWritten
from daiko.registry.problems import KEPT, BadRow
from daiko.registry.services import load
from daiko.registry.values import Words
from registry_folder import a_row, write_registry, write_table

AT = datetime(2026, 4, 1, tzinfo=UTC)
BAD = BadRow("insurers.csv", 2, "name", "x", Words("名前", "a name"))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.django_db
def test_memory_holds_the_first_and_the_file_all(tmp_path: Path) -> None:
    """Bad by itself, twice in the file, of a number nobody has."""
    many = KEPT + 500
    bad_value = a_row("cards", sex="9")
    folder = write_registry(tmp_path / "a", cards=[bad_value] * many)
    with BadRowFile(tmp_path / "bad.csv") as file:
        report = load(folder, by=SYSTEM, at=AT, tell=file.write)
    assert (len(report.bad_rows), report.bad_count, file.count) == (KEPT, many, many)
    rows = read(tmp_path / "bad.csv")
    assert [int(row["row"]) for row in rows] == list(range(2, many + 2))
    assert {row["found"] for row in rows} == {""}  # a card names a person
    double = write_registry(tmp_path / "b", cards=[a_row("cards")] * many)
    assert load(double, by=SYSTEM, at=AT).bad_count == many - 1
    nobody = [a_row("cards", insurer_number="06132021", card_id=f"261{n:08}") for n in range(many)]
    dangling = load(write_registry(tmp_path / "c", cards=nobody), by=SYSTEM, at=AT)
    assert (len(dangling.bad_rows), dangling.bad_count) == (KEPT, many)


@pytest.mark.django_db
def test_notes_are_bounded_too(tmp_path: Path) -> None:
    """A wrong check digit is allowed and noted, however many there are."""
    rows = [
        a_row("providers", provider_number=f"13199{n:05}", payee_number="")
        for n in range(KEPT + 500)
    ]
    write_table(tmp_path, "providers", rows)
    report = load(tmp_path, by=SYSTEM, at=AT)
    assert report.loaded
    assert len(report.notes) == KEPT < report.note_count < len(rows)


def test_a_file_is_private_and_an_old_one_goes(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    with BadRowFile(path) as file:
        file.write(BAD)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [(row["file"], row["found"], row["expected"]) for row in read(path)] == [
        ("insurers.csv", "x", "名前")
    ]
    with BadRowFile(path):
        pass
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with BadRowFile(tmp_path / "not there" / "bad.csv") as file, pytest.raises(BadRowsNotWritten):
        file.write(BAD)
