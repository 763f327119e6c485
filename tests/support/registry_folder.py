"""A small registry as CSV files: one insurer, one payee, one provider, one contract, cards."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from daiko.standard.registry_files import COLUMNS

INSURER = "06132013"
PROVIDER = "1319900013"
PAYEE = "1319900013"
TERMS = {"basic_kind": "2", "basic_value": "001000", "detail_kind": "1", "other_kind": "1"}

ROWS: dict[str, dict[str, str]] = {
    "insurers": {
        "insurer_number": INSURER,
        "name": "架空健康保険組合",
        "card_check_mode": "master",
        "start_on": "2008-04-01",
    },
    "payees": {
        "payee_number": PAYEE,
        "bank_number": "0001",
        "bank_kana": "テスト",
        "branch_number": "001",
        "branch_kana": "ホンテン",
        "account_type": "1",
        "account_number": "1234567",
        "holder_kana": "テストクリニック",
        "valid_from": "2020-04-01",
        "verified_on": "2020-04-02",
        "verified_by": "ops",
    },
    "providers": {
        "provider_number": PROVIDER,
        "category": "1",
        "services": "checkup guidance",
        "name": "架空クリニック",
        "payee_number": PAYEE,
        "registered_on": "2008-04-01",
    },
    "contracts": {
        "contract_id": "A-2026",
        "form": "A",
        "fiscal_year": "2026",
        "valid_from": "2026-04-01",
        "valid_to": "2027-03-31",
        "organiser_name": "架空医師会",
    },
    "contract_insurers": {
        "contract_id": "A-2026",
        "insurer_number": INSURER,
        "valid_from": "2026-04-01",
    },
    "contract_providers": {
        "contract_id": "A-2026",
        "provider_number": PROVIDER,
        "valid_from": "2026-04-01",
        "services": "basic detail other dock",
    },
    "contract_prices": {
        "contract_id": "A-2026",
        "commission_type": "1",
        "price_class": "basic",
        "unit_price_yen": "7680",
        "valid_from": "2026-04-01",
    },
    "cards": {
        "insurer_number": INSURER,
        "fiscal_year": "2026",
        "card_kind": "1",
        "card_id": "26100000001",
        "issued_on": "2026-04-10",
        "valid_until": "2027-03-31",
        "symbol": "１２",
        "number": "345",
        "branch_code": "01",
        "name_kana": "テスト　ハナコ",
        "birth_date": "1970-01-02",
        "sex": "2",
        **TERMS,
    },
    "insured_persons": {
        "insurer_number": INSURER,
        "symbol": "12",
        "number": "345",
        "branch_code": "01",
        "name_kana": "テスト　ハナコ",
        "birth_date": "1970-01-02",
        "sex": "2",
        "coverage_type": "1",
        "covered_from": "2020-04-01",
    },
    "calendar": {
        "processing_month": "2026-06",
        "cutoff_on": "2026-06-05",
        "close_on": "2026-06-30",
        "invoice_on": "2026-07-10",
        "due_on": "2026-07-17",
        "pay_on": "2026-07-21",
    },
}


def a_row(table: str, **changed: str) -> dict[str, str]:
    """The good row of a table, with some fields changed."""
    return {**ROWS[table], **changed}


def write_table(
    folder: Path, table: str, rows: Iterable[dict[str, str]], *, encoding: str = "utf-8"
) -> Path:
    """One CSV file in the layout of the product, CRLF, all quoted."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{table}.csv"
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.DictWriter(
            target, COLUMNS[table], quoting=csv.QUOTE_ALL, lineterminator="\r\n", restval=""
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_registry(folder: Path, **rows: list[dict[str, str]]) -> Path:
    """The whole small registry; ``rows`` replaces the rows of a table.

    Insured persons are written only when ``rows`` names them: who gives a register has
    everybody in it.
    """
    for table in ROWS.keys() - {"insured_persons"} | rows.keys():
        write_table(folder, table, rows.get(table, [ROWS[table]]))
    return folder


def write_wrong_across_rows(folder: Path) -> Path:
    """A double, a number that is nowhere and an overlap in time: each row is right by itself."""
    return write_registry(
        folder,
        insurers=[ROWS["insurers"], ROWS["insurers"]],
        providers=[a_row("providers", payee_number="0000000000")],
        contract_providers=[
            a_row("contract_providers", valid_to="2026-06-30"),
            a_row("contract_providers", valid_from="2026-06-30"),
        ],
        cards=[a_row("cards", insurer_number="01130012")],
    )
