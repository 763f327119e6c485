"""The fund's nationwide provider list: added, changed, ended; what it does not know stays."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from daiko.audit.queries import entries
from daiko.platform.actors import SYSTEM
from daiko.registry import queries
from daiko.registry.history import row_history
from daiko.registry.services import LoadReport, load, load_provider_list
from daiko.standard.provider_list import COLUMNS
from registry_folder import PROVIDER, a_row, write_registry

AT = datetime(2026, 6, 1, tzinfo=UTC)
ON = date(2026, 6, 1)
OTHER = "1319900021"
pytestmark = pytest.mark.django_db


def listed(number: str = PROVIDER, **changed: str) -> dict[str, str]:
    row = {"機関コード": number, "機関種別": "特定健診・指導", "機関名": "架空クリニック"}
    return row | changed


def a_list(folder: Path, *rows: dict[str, str], encoding: str = "cp932") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "Pref_00.csv"
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def taken(
    folder: Path, *rows: dict[str, str], end_missing: bool = False, only_look: bool = False
) -> LoadReport:
    return load_provider_list(
        a_list(folder, *rows),
        on=ON,
        by=SYSTEM,
        at=AT,
        end_missing=end_missing,
        only_look=only_look,
    )


def counts(report: LoadReport) -> tuple[int, int, int, int]:
    (table,) = report.tables
    return table.added, table.changed, table.ended, table.unchanged


def registered(folder: Path, **changed: str) -> None:
    """One provider with roles and a payee, as its own filing has it."""
    row = a_row("providers", kana="カクウクリニック", claimant=OTHER, **changed)
    assert load(write_registry(folder, providers=[row]), by=SYSTEM, at=AT).loaded


@pytest.mark.parametrize(
    ("kind", "services"),
    [
        ("特定健診", ("checkup",)),
        ("特定健診・指導", ("checkup", "guidance")),
        ("特定健診･指導", ("checkup", "guidance")),  # middle dot in half width
        ("特定保健指導", ("guidance",)),
    ],
)
def test_a_new_provider_exists_from_the_day_of_the_list(
    tmp_path: Path, kind: str, services: tuple[str, ...]
) -> None:
    report = taken(
        tmp_path, listed(機関種別=kind, 郵便番号="１６０－００２２", 電話番号="03-0000-0001")
    )
    assert counts(report) == (1, 0, 0, 0)
    new = queries.providers()[PROVIDER]
    assert (new.services, new.registered_on, new.abolished_on) == (services, ON, None)
    assert (new.postal_code, new.telephone) == ("160-0022", "03-0000-0001")


def test_what_the_list_does_not_know_stays(tmp_path: Path) -> None:
    """Kana, roles, payee and days of a registered provider are not of the list."""
    registered(tmp_path / "registry", address="東京都架空市１")
    before = queries.providers()[PROVIDER]
    report = taken(tmp_path, listed(機関名="㈱架空髙﨑①ｸﾘﾆｯｸ～Ⅱ－"))
    assert counts(report) == (0, 1, 0, 0)
    (change,) = report.changes
    assert [field.column for field in change.fields] == ["name"]
    after = queries.providers()[PROVIDER]
    assert after.name == "㈱架空髙﨑①ｸﾘﾆｯｸ～Ⅱ－"
    kept = ("kana", "claimant", "payee_number", "registered_on", "address", "delivery")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_the_same_list_in_another_encoding_changes_nothing(tmp_path: Path) -> None:
    """Wave dash and minus of UTF-8 programs are the ～ and － of CP932."""
    assert taken(tmp_path / "a", listed(機関名="架空～医院－")).loaded
    other = a_list(tmp_path / "b", listed(機関名="架空\u301c医院\u2212"), encoding="utf-8")
    report = load_provider_list(other, on=ON, by=SYSTEM, at=AT)
    assert counts(report) == (0, 0, 0, 1)


def test_who_is_missing_ends_only_when_asked_and_only_in_the_prefectures_of_the_list(
    tmp_path: Path,
) -> None:
    far = "2719900018"
    assert taken(tmp_path / "a", listed(), listed(OTHER), listed(far)).loaded
    assert counts(taken(tmp_path / "b", listed())) == (0, 0, 0, 1)
    assert queries.providers()[OTHER].abolished_on is None
    later = a_list(tmp_path / "c", listed())
    report = load_provider_list(later, on=date(2026, 7, 1), by=SYSTEM, at=AT, end_missing=True)
    assert counts(report) == (0, 0, 1, 1)
    assert queries.providers()[OTHER].abolished_on == date(2026, 6, 30)
    assert queries.providers()[far].abolished_on is None
    assert [row.action for row in row_history("providers", [OTHER])] == ["added", "ended"]


def test_who_was_registered_after_the_list_does_not_end(tmp_path: Path) -> None:
    registered(tmp_path / "registry", registered_on="2026-06-01")
    assert counts(taken(tmp_path, listed(OTHER), end_missing=True)) == (1, 0, 0, 0)


def test_an_abolished_provider_in_the_list_is_told_and_stays_abolished(tmp_path: Path) -> None:
    registered(tmp_path / "registry", abolished_on="2026-03-31")
    report = taken(tmp_path, listed())
    assert [(note.row, note.found) for note in report.notes] == [(2, PROVIDER)]
    assert queries.providers()[PROVIDER].abolished_on == date(2026, 3, 31)


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    before = entries(limit=1)
    report = taken(tmp_path, listed(), only_look=True)
    assert counts(report) == (1, 0, 0, 0)
    assert report.changes[0].key == (PROVIDER,)
    assert queries.providers() == {}
    assert entries(limit=1) == before


def test_a_load_leaves_its_audit_row(tmp_path: Path) -> None:
    assert taken(tmp_path, listed()).loaded
    (entry,) = entries(limit=1)
    assert (entry.event, entry.subject) == ("registry.table.loaded", "providers")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (listed("131990001"), (3, "機関コード")),
        (listed(機関種別="特定検診"), (3, "機関種別")),
        (listed(機関名=""), (3, "機関名")),
        (listed(機関名="架空\t医院"), (3, "機関名")),
        (listed(PROVIDER), (3, "provider_number")),  # twice
    ],
)
def test_a_bad_row_is_told_with_its_line_and_nothing_is_loaded(
    tmp_path: Path, row: dict[str, str], place: tuple[int, str]
) -> None:
    report = taken(tmp_path, listed(), row)
    assert [(bad.row, bad.column) for bad in report.bad_rows] == [place]
    assert all(bad.expected.ja and bad.remedy.ja for bad in report.bad_rows)
    assert queries.providers() == {}


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"\x8b@\xff\xff", 1),  # no CP932
        ("機関コード,機関名\r\n".encode("cp932"), 1),
        ((",".join(COLUMNS) + "\r\n").encode("cp932"), 1),  # nobody in it
        (b"", 1),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, row: int) -> None:
    path = tmp_path / "Pref_00.csv"
    path.write_bytes(content)
    report = load_provider_list(path, on=ON, by=SYSTEM, at=AT, end_missing=True)
    assert {bad.row for bad in report.bad_rows} == {row}
    assert not report.loaded
