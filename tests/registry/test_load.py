"""Loading the registry: all rows of all files or none, the same again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from daiko.audit.queries import entries
from daiko.checks.registers import ClaimKey
from daiko.money.calendar import ProcessingMonth, propose
from daiko.platform.actors import SYSTEM
from daiko.registry import queries
from daiko.registry.csv_files import RegistryFiles, memory_registers, read_directory
from daiko.registry.services import LoadReport, load
from registry_folder import (
    INSURER,
    PROVIDER,
    a_row,
    write_registry,
    write_table,
    write_wrong_across_rows,
)

AT = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def loaded(folder: Path) -> LoadReport:
    report = load(folder, by=SYSTEM, at=AT)
    assert report.loaded, report.bad_rows
    return report


def counts(report: LoadReport) -> dict[str, tuple[int, int, int, int]]:
    return {t.table: (t.added, t.changed, t.ended, t.unchanged) for t in report.tables}


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    """The second load of the same files counts every row as unchanged."""
    folder = write_registry(tmp_path)
    assert set(counts(loaded(folder)).values()) == {(1, 0, 0, 0)}
    assert set(counts(loaded(folder)).values()) == {(0, 0, 0, 1)}


def test_changed_and_ended_rows_are_told_apart(tmp_path: Path) -> None:
    """A new name is a change, an end date ends a row; rows not in the file stay."""
    loaded(write_registry(tmp_path / "a"))
    folder = tmp_path / "b"
    write_table(folder, "insurers", [a_row("insurers", name="新名称健康保険組合")])
    write_table(folder, "providers", [a_row("providers", abolished_on="2026-12-31")])
    assert counts(loaded(folder)) == {"insurers": (0, 1, 0, 0), "providers": (0, 0, 1, 0)}
    assert queries.insurers()[INSURER].name == "新名称健康保険組合"
    assert queries.providers()[PROVIDER].abolished_on == date(2026, 12, 31)
    assert queries.registers().card(INSURER, "26100000001") is not None


def test_one_bad_row_refuses_everything(tmp_path: Path) -> None:
    """A bad date in the last file leaves all tables empty, and no audit row."""
    folder = write_registry(tmp_path, calendar=[a_row("calendar", pay_on="x")])
    before = entries(limit=1)
    report = load(folder, by=SYSTEM, at=AT)
    assert [(b.file, b.row, b.column) for b in report.bad_rows] == [("calendar.csv", 2, "pay_on")]
    assert report.tables == ()
    assert queries.insurers() == {}
    assert entries(limit=1) == before


def test_faults_across_rows_are_found_in_the_database(tmp_path: Path) -> None:
    """Doubles, dangling numbers and overlaps are the same as the reader's without database."""
    folder = write_wrong_across_rows(tmp_path)
    report, offline = load(folder, by=SYSTEM, at=AT), read_directory(folder)
    assert not isinstance(offline, RegistryFiles)
    assert set(report.bad_rows) == set(offline.bad_rows)
    assert len(report.bad_rows) == 4


def test_a_number_registered_before_need_not_be_in_the_files(tmp_path: Path) -> None:
    """A folder with cards alone refers to the insurers of the database."""
    loaded(write_registry(tmp_path / "a"))
    folder = tmp_path / "b"
    write_table(folder, "cards", [a_row("cards", card_id="26100000002", number="346")])
    assert counts(loaded(folder)) == {"cards": (1, 0, 0, 0)}


def test_an_overlap_with_a_registered_row_is_named(tmp_path: Path) -> None:
    """A second account from a day on which the first still holds is refused, its end mends it."""
    loaded(write_registry(tmp_path / "a"))
    second = a_row("payees", valid_from="2026-07-01", account_number="7654321")
    folder = tmp_path / "b"
    write_table(folder, "payees", [second])
    (bad,) = load(folder, by=SYSTEM, at=AT).bad_rows
    assert (bad.row, bad.column, bad.found) == (2, "valid_from", "2026-07-01")
    write_table(folder, "payees", [second, a_row("payees", valid_to="2026-06-30")])
    assert counts(loaded(folder)) == {"payees": (1, 0, 1, 0)}
    before, after = date(2026, 6, 30), date(2026, 7, 1)
    accounts = [queries.payees_of([PROVIDER], on).get(PROVIDER) for on in (before, after)]
    assert [a and a.account_number for a in accounts] == ["1234567", "7654321"]
    assert queries.payees_of([PROVIDER], date(2020, 3, 31)) == {}


def test_audit_row_and_load_commit_together(tmp_path: Path) -> None:
    """A load that is rolled back leaves neither rows nor its audit rows."""
    folder = write_registry(tmp_path)
    before = entries(limit=1)
    with transaction.atomic():
        loaded(folder)
        assert entries(limit=1) != before
        transaction.set_rollback(True)
    assert queries.insurers() == {}
    assert entries(limit=1) == before


def test_database_and_files_answer_the_check_alike(tmp_path: Path) -> None:
    """The registers of the database equal those of the files, prepared or asked singly."""
    folder = write_registry(
        tmp_path,
        contract_prices=[
            a_row("contract_prices", valid_to="2026-09-30"),
            a_row("contract_prices", valid_from="2026-10-01", unit_price_yen="8000"),
            a_row("contract_prices", price_class="detail", item_code="2", unit_price_yen="1600"),
        ],
    )
    loaded(folder)
    files = read_directory(folder)
    assert isinstance(files, RegistryFiles)
    memory, database = memory_registers(files), queries.registers()
    key = ClaimKey(INSURER, PROVIDER, "26100000001", "p", date(2026, 5, 1), 2026)
    for keys in ([], [key], [replace(key, insurer_number="01130012", card_id=None)]):
        database.prepare(keys)
        assert database.insurer(INSURER) == memory.insurer(INSURER)
        assert database.provider(PROVIDER) == memory.provider(PROVIDER)
        assert database.card(INSURER, "26100000001") == memory.card(INSURER, "26100000001")
        found = database.contracts(INSURER, PROVIDER)
        assert {(e.valid_from, e.valid_to, frozenset(e.prices)) for e in found} == {
            (e.valid_from, e.valid_to, frozenset(e.prices))
            for e in memory.contracts(INSURER, PROVIDER)
        }
        assert len(found) == 2
        assert database.has_cards(INSURER)
        assert database.insurer("01130012") is None
        assert not database.has_cards("01130012")
    assert (database.has_providers(), database.has_insurers(), database.has_contracts()) == (
        True,
        True,
        True,
    )


def test_a_chunk_is_one_query_per_table(
    tmp_path: Path, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    """A thousand claims cost six queries, then no look-up asks again. The sixth asks for cards
    of merged insurers, where one's own register does not have them all."""
    loaded(write_registry(tmp_path))
    registers = queries.registers()
    key = ClaimKey(INSURER, PROVIDER, "26100000001", "p", date(2026, 5, 1), 2026)
    keys = [replace(key, card_id=f"261{n:08}") for n in range(1000)]
    with django_assert_num_queries(6):  # type: ignore[operator]  # pytest-django's fixture
        registers.prepare(keys)
        for one in keys:
            registers.card(INSURER, one.card_id or "")
            registers.contracts(INSURER, PROVIDER)
            registers.has_cards(INSURER)
            registers.provider(PROVIDER)


def test_empty_registers_are_not_loaded() -> None:
    """Without rows every register says that it is not there (ruling 12)."""
    registers = queries.registers()
    assert not registers.has_providers()
    assert not registers.has_insurers()
    assert not registers.has_contracts()


def test_successors_follow_every_merger(tmp_path: Path) -> None:
    """A merged insurer leads to the one that exists on the day, not before it ended."""
    middle = a_row(
        "insurers", insurer_number="01130012", end_on="2026-05-31", merged_into="32110413"
    )
    first = a_row("insurers", end_on="2026-03-31", merged_into="01130012")
    last = a_row("insurers", insurer_number="32110413")
    loaded(write_registry(tmp_path, insurers=[first, middle, last]))
    assert queries.successors(date(2026, 4, 10)) == {INSURER: "01130012"}
    assert queries.successors(date(2026, 6, 10)) == {INSURER: "32110413", "01130012": "32110413"}


def test_the_check_finds_cards_of_insurers_merged_into_the_one_claimed(tmp_path: Path) -> None:
    """Through every merger; one's own card comes first; who was not merged keeps its cards."""
    middle = a_row(
        "insurers", insurer_number="01130012", end_on="2026-05-31", merged_into="32110413"
    )
    first = a_row("insurers", end_on="2026-03-31", merged_into="01130012")
    last, alone = (a_row("insurers", insurer_number=number) for number in ("32110413", "06132021"))
    own = a_row("cards", insurer_number="32110413", card_id="26100000033", card_kind="1")
    cards = [
        a_row("cards"),
        a_row("cards", insurer_number="01130012", card_id="26100000025"),
        a_row("cards", insurer_number="01130012", card_id="26100000033"),
        own,
    ]
    loaded(write_registry(tmp_path, insurers=[first, middle, last, alone], cards=cards))
    files = read_directory(tmp_path)
    assert isinstance(files, RegistryFiles)
    for registers in (queries.registers(), memory_registers(files)):
        numbers = ("26100000001", "26100000025", "26100000033", "26100000041")
        asked = [registers.card("32110413", number) for number in numbers]
        issuers = [card and card.insurer_number for card in asked]
        assert issuers == [INSURER, "01130012", "32110413", None]
        assert registers.card("06132021", "26100000001") is None


def test_the_calendar_is_the_confirmed_one_else_proposed(tmp_path: Path) -> None:
    """A cutoff is always known; dates of money only when somebody confirmed them."""
    june, july = ProcessingMonth(2026, 6), ProcessingMonth(2026, 7)
    loaded(write_registry(tmp_path, calendar=[a_row("calendar", cutoff_on="2026-06-08")]))
    row = queries.calendar_row(june)
    assert row is not None
    assert (row.cutoff_on, row.pay_on) == (date(2026, 6, 8), date(2026, 7, 21))
    assert queries.cutoff_on(june) == date(2026, 6, 8)
    assert queries.calendar_row(july) is None
    assert queries.cutoff_on(july) == propose(july).cutoff_on


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE registry_insurer SET insurer_number = '1'",
        "UPDATE registry_insurer SET end_on = '2000-01-01'",
        "UPDATE registry_insurer SET merged_into = insurer_number, end_on = '2030-01-01'",
        "UPDATE registry_insurer SET card_check_mode = 'any'",
        "UPDATE registry_provider SET services = '{}'",
        "UPDATE registry_provider SET payee_number = '0000000000'",
        "UPDATE registry_payee_account SET holder_kana = '架空'",
        "UPDATE registry_payee_account SET verified_by = ''",
        "UPDATE registry_card SET basic_limit_yen = 0",
        "UPDATE registry_card SET basic_value = NULL",
        "UPDATE registry_card SET basic_kind = NULL",
        "UPDATE registry_card SET basic_kind = 3, basic_value = 100001",
        "UPDATE registry_card SET card_id = '26900000001'",
        "UPDATE registry_contract SET valid_to = '2020-01-01'",
        "UPDATE registry_contract_price SET unit_price_yen = -1",
        "UPDATE registry_contract_price SET price_class = 'detail'",
        "UPDATE registry_calendar SET pay_on = due_on",
        "DELETE FROM registry_contract",
        "INSERT INTO registry_payee_account (payee_number, bank_number, bank_kana, branch_number,"
        " branch_kana, account_type, account_number, holder_kana, valid_from, verified_by)"
        " SELECT payee_number, bank_number, bank_kana, branch_number, branch_kana, account_type,"
        " account_number, holder_kana, '2026-01-01', '' FROM registry_payee_account",
    ],
)
def test_the_database_refuses_bad_rows(tmp_path: Path, sql: str) -> None:
    """Every constraint holds without any code of ours in between."""
    loaded(write_registry(tmp_path))
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises((IntegrityError, DatabaseError)):
        connection.cursor().execute(sql)
