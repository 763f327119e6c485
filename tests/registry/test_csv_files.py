"""Registry files: every bad row is named, good ones become registers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.registry.csv_files import (
    Problems,
    RegistryFiles,
    memory_registers,
    open_directory,
    read_directory,
)
from daiko.registry.memory import contract_entries
from daiko.registry.values import BadValueError, day
from registry_folder import (
    INSURER,
    PROVIDER,
    ROWS,
    a_row,
    write_registry,
    write_table,
    write_wrong_across_rows,
)


def read(folder: Path) -> RegistryFiles:
    files = read_directory(folder)
    assert isinstance(files, RegistryFiles), files
    return files


def bad(folder: Path) -> list[tuple[str, int, str]]:
    problems = read_directory(folder)
    assert isinstance(problems, Problems)
    assert all(row.expected.ja and row.expected.en and row.remedy.ja for row in problems.bad_rows)
    return [(row.file, row.row, row.column) for row in problems.bad_rows]


def test_good_files_become_registers(tmp_path: Path) -> None:
    """Insurer, provider, contract with its price and the card's terms are all there."""
    registers = memory_registers(read(write_registry(tmp_path)))
    insurer, provider = registers.insurer(INSURER), registers.provider(PROVIDER)
    assert insurer is not None
    assert insurer.cards_loaded
    assert provider is not None
    assert provider.services == {"checkup", "guidance"}
    (contract,) = registers.contracts(INSURER, PROVIDER)
    assert contract.price_yen("1", "basic") == 7680
    assert (contract.valid_from, contract.valid_to) == (date(2026, 4, 1), date(2027, 3, 31))
    assert contract.unperformed_basic_item == "return_02"
    assert registers.contracts(INSURER, "9999999999") == ()
    card = registers.card(INSURER, "26100000001")
    assert card is not None
    assert card.basic == CopaymentTerms(CopaymentKind.FIXED, fixed_yen=1000)
    assert card.dock == CopaymentTerms(CopaymentKind.NONE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_three_encodings_read_the_same(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without BOM, and CP932, give the same rows."""
    write_table(
        tmp_path, "insurers", [a_row("insurers", name="髙橋健康保険組合")], encoding=encoding
    )
    ((number, row),) = read(tmp_path).rows("insurers")
    assert (number, row["name"], row["insurer_number"]) == (2, "髙橋健康保険組合", INSURER)


def test_bytes_of_no_encoding_are_reported_with_their_line(tmp_path: Path) -> None:
    """A file that is neither UTF-8 nor CP932 is refused at the line of the wrong byte."""
    path = write_table(tmp_path, "insurers", [ROWS["insurers"]] * 2)
    path.write_bytes(path.read_bytes() + b'"\xff\xff"\r\n')
    assert bad(tmp_path) == [("insurers.csv", 4, "")]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("insurers", "insurer_number", "0613201"),
        ("insurers", "insurer_number", ""),
        ("insurers", "name", ""),
        ("insurers", "card_check_mode", "MASTER"),
        ("insurers", "start_on", "2026-02-30"),
        ("insurers", "start_on", "2026/04/01"),
        ("insurers", "start_on", "2026-0401"),
        ("insurers", "end_on", "2008-03-31"),
        ("insurers", "name", "a\tb"),
        ("providers", "provider_number", "１３１９９０００１３"),
        ("providers", "services", "checkup surgery"),
        ("providers", "services", "checkup checkup"),
        ("providers", "services", ""),
        ("providers", "category", "3"),
        ("providers", "abolished_on", "2008-03-31"),
        ("payees", "holder_kana", "架空医院"),
        ("payees", "holder_kana", "ア" * 31),
        ("payees", "account_number", "123456"),
        ("payees", "account_type", "3"),
        ("payees", "verified_by", ""),
        ("contracts", "form", "C"),
        ("contracts", "valid_to", "2026-03-31"),
        ("contracts", "guidance_copayment_rule", "any"),
        ("contract_prices", "unit_price_yen", "-1"),
        ("contract_prices", "unit_price_yen", "7,680"),
        ("contract_prices", "unit_price_yen", "1000000000"),
        ("contract_prices", "item_code", "1"),
        ("contract_prices", "first_rate_percent", "101"),
        ("contract_providers", "services", "basic checkup"),
        ("cards", "card_id", "2610000001"),
        ("cards", "card_id", "26900000001"),
        ("cards", "fiscal_year", "2025"),
        ("cards", "card_kind", "5"),
        ("cards", "sex", "0"),
        ("cards", "valid_until", "2026-04-09"),
        ("cards", "birth_date", "2027-03-31"),
        ("cards", "basic_kind", "4"),
        ("cards", "basic_kind", ""),
        ("cards", "basic_value", ""),
        ("cards", "basic_value", "1000"),
        ("cards", "basic_limit_yen", "0"),
        ("cards", "basic_limit_yen", "000000"),
        ("cards", "basic_limit_yen", "1000000"),
        ("cards", "detail_value", "000100"),
        ("cards", "dock_limit_yen", "6000"),
        ("calendar", "processing_month", "2026-13"),
        ("calendar", "cutoff_on", "2026-07-05"),
        ("calendar", "pay_on", "2026-07-20"),
    ],
)
def test_a_bad_field_is_named(tmp_path: Path, table: str, column: str, value: str) -> None:
    """Each bad value is found in its file and row, and nothing of the folder is used."""
    found = bad(write_registry(tmp_path, **{table: [a_row(table, **{column: value})]}))
    places = {(file, row) for file, row, _ in found}
    assert (f"{table}.csv", 2) in places
    assert {name for file, _, name in found if file == f"{table}.csv"} & {
        column,
        *{"dock_limit_yen": ["dock_kind"]}.get(column, []),
        *{"card_id": ["fiscal_year"]}.get(column, []),
        *{"pay_on": ["cutoff_on"]}.get(column, []),
    }


def test_every_bad_row_is_reported_not_only_the_first(tmp_path: Path) -> None:
    """Three bad fields in two rows of two files are three reports."""
    found = bad(
        write_registry(
            tmp_path,
            insurers=[a_row("insurers", name="", start_on="x")],
            calendar=[ROWS["calendar"], a_row("calendar", processing_month="2026-6")],
        )
    )
    assert ("insurers.csv", 2, "name") in found
    assert ("insurers.csv", 2, "start_on") in found
    assert ("calendar.csv", 3, "processing_month") in found


def test_doubles_dangling_numbers_and_overlaps(tmp_path: Path) -> None:
    """What only shows across rows is found as well."""
    found = bad(write_wrong_across_rows(tmp_path))
    assert sorted(found) == [
        ("cards.csv", 2, "insurer_number"),
        ("contract_providers.csv", 3, "valid_from"),
        ("insurers.csv", 3, "insurer_number"),
        ("providers.csv", 2, "payee_number"),
    ]


def test_a_merger_may_name_a_later_row(tmp_path: Path) -> None:
    """The successor of an insurer may stand further down in the file."""
    merged = a_row("insurers", end_on="2026-03-31", merged_into="01130012")
    successor = a_row("insurers", insurer_number="01130012")
    files = read(write_registry(tmp_path, insurers=[merged, successor]))
    assert [row["merged_into"] for _, row in files.rows("insurers")] == ["01130012", None]


def test_header_and_width_are_exact(tmp_path: Path) -> None:
    """A misspelt, missing or additional column, or a short row, is refused."""
    path = write_table(tmp_path, "insurers", [ROWS["insurers"]])
    text = path.read_text()
    path.write_text(text.replace('"end_on"', '"ended_on"'))
    assert bad(tmp_path) == [("insurers.csv", 1, "end_on"), ("insurers.csv", 1, "ended_on")]
    path.write_text(text + '"06132013"\r\n')
    assert bad(tmp_path) == [("insurers.csv", 3, "")]
    path.write_text(text + '"06132013')
    assert bad(tmp_path) == [("insurers.csv", 3, "")]


def test_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    """card.csv instead of cards.csv would be lost without a word."""
    write_table(tmp_path, "cards", [ROWS["cards"]]).rename(tmp_path / "card.csv")
    assert bad(tmp_path) == [("card.csv", 0, "")]


def test_a_wrong_check_digit_is_a_note(tmp_path: Path) -> None:
    """Ruling 13: 99999999 may be registered; the note says that its digit does not fit."""
    write_table(tmp_path, "insurers", [a_row("insurers", insurer_number="99999999")])
    problems = Problems()
    rows = list(open_directory(tmp_path, problems).rows("insurers", problems))
    assert len(rows) == 1
    assert problems.bad_rows == []
    assert [(n.row, n.column, n.found) for n in problems.notes] == [
        (2, "insurer_number", "99999999")
    ]


def test_six_digit_insurer_numbers_are_padded(tmp_path: Path) -> None:
    """Older six digit numbers get leading zeros."""
    write_table(tmp_path, "insurers", [a_row("insurers", insurer_number="138024")])
    ((_, row),) = read(tmp_path).rows("insurers")
    assert row["insurer_number"] == "00138024"


def test_no_cards_of_an_insurer_means_not_loaded(tmp_path: Path) -> None:
    """An insurer that wants its register used but sent none is not checked (ruling 12)."""
    registers = memory_registers(read(write_registry(tmp_path, cards=[])))
    assert not registers.has_cards(INSURER)
    (tmp_path / "contract_prices.csv").unlink()
    assert not memory_registers(read(tmp_path)).has_contracts()


def test_a_price_change_cuts_the_contract_in_two() -> None:
    """Each entry holds the prices of its days only."""
    year = {"valid_from": date(2026, 4, 1), "valid_to": date(2027, 3, 31)}
    price = {"commission_type": "1", "price_class": "basic", "item_code": ""}
    entries = list(
        contract_entries(
            {
                "contract_id": "A",
                "form": "A",
                "organiser_name": "",
                "guidance_copayment_rule": "net_price",
                "unperformed_basic_item": "note",
                "joint_program_yen": None,
                **year,
            },
            {"valid_from": date(2026, 5, 1), "valid_to": None},
            {"valid_from": date(2026, 4, 1), "valid_to": None, "services": ["basic"]},
            [
                {**price, "unit_price_yen": 1, **year, "valid_to": date(2026, 9, 30)},
                {**price, "unit_price_yen": 2, **year, "valid_from": date(2026, 10, 1)},
            ],
        )
    )
    assert [(e.valid_from, e.valid_to, e.price_yen("1", "basic")) for e in entries] == [
        (date(2026, 5, 1), date(2026, 9, 30), 1),
        (date(2026, 10, 1), date(2027, 3, 31), 2),
    ]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_both_spellings_of_a_day_read_back(on: date) -> None:
    """YYYY-MM-DD and YYYYMMDD of any day are that day."""
    assert day(on.isoformat()) == day(on.strftime("%Y%m%d").rjust(8, "0")) == on


@given(st.text(max_size=12))
def test_reading_a_day_never_fails_otherwise(text: str) -> None:
    """Any text is a day or a bad value with its reason."""
    try:
        read_day = day(text)
    except BadValueError as wrong:
        read_day, reason = None, wrong.expected.ja
    assert isinstance(read_day, date) or reason
