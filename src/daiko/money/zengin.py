"""Bank transfer file (総合振込, 種別 21, 120 bytes a record): writer and strict reader.

Source: standards/settlement.md 6 (layout, validation before sending), ruling 42.
Pure: which payees are paid how much is the settlement's business. The writer
refuses a file that a bank would refuse; the reader reports every fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from daiko.money.zengin_characters import (
    REMITTER_NAME_LENGTH,
    bank_problems,
    name_problems,
)
from daiko.money.zengin_records import (
    Field,
    Layout,
    ZenginProblem,
    joined,
    kinds_in_order,
    split,
)

RECORD_LENGTH: Final = 120
MAX_AMOUNT_YEN: Final = 9_999_999_999
PAYEE_ACCOUNT_TYPES: Final = frozenset("1249")  # ordinary, current, savings, other
OWN_ACCOUNT_TYPES: Final = frozenset("129")

HEADER: Final = Layout(
    "header",
    (
        Field("data_kind", "N", 1, "1"),
        Field("file_kind", "N", 2, "21"),
        Field("code_kind", "N", 1, "0"),
        Field("remitter_code", "N", 10),
        Field("remitter_name", "C", 40),
        Field("transfer_on", "N", 4),
        Field("bank_number", "N", 4),
        Field("bank_name", "C", 15),
        Field("branch_number", "N", 3),
        Field("branch_name", "C", 15),
        Field("account_type", "N", 1),
        Field("account_number", "N", 7),
        Field("dummy", "C", 17, ""),
    ),
)
DATA: Final = Layout(
    "data",
    (
        Field("data_kind", "N", 1, "2"),
        Field("bank_number", "N", 4),
        Field("bank_name", "C", 15),
        Field("branch_number", "N", 3),
        Field("branch_name", "C", 15),
        Field("clearing_house", "N", 4, "0000"),
        Field("account_type", "N", 1),
        Field("account_number", "N", 7),
        Field("holder_name", "C", 30),
        Field("amount_yen", "N", 10),
        Field("new_code", "N", 1),
        Field("customer_code_1", "N", 10),
        Field("customer_code_2", "N", 10),
        Field("transfer_class", "N", 1),
        Field("identification", "C", 1, " "),
        Field("dummy", "C", 7, ""),
    ),
)
TRAILER: Final = Layout(
    "trailer",
    (
        Field("data_kind", "N", 1, "8"),
        Field("count", "N", 6),
        Field("total_yen", "N", 12),
        Field("dummy", "C", 101, ""),
    ),
)
END: Final = Layout("end", (Field("data_kind", "N", 1, "9"), Field("dummy", "C", 119, "")))


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account in Zengin characters; numbers as digits of 4, 3, 1 and 7."""

    bank_number: str
    bank_name: str
    branch_number: str
    branch_name: str
    account_type: str
    account_number: str


@dataclass(frozen=True, slots=True)
class Remitter:
    """The agency as the bank knows it: code of 10 digits, name, its own account."""

    code: str
    name: str
    account: Account


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer. ``customer_code_1`` payee number, ``_2`` month yyyymm (10 digits)."""

    account: Account
    holder_name: str
    amount_yen: int
    customer_code_1: str
    customer_code_2: str
    new_code: str = "0"
    transfer_class: str = "7"  # 電信


@dataclass(frozen=True, slots=True)
class TransferFile:
    """A whole file. ``transfer_on`` is MMDD of the payment day."""

    remitter: Remitter
    transfer_on: str
    transfers: tuple[Transfer, ...]

    @property
    def total_yen(self) -> int:
        return sum(transfer.amount_yen for transfer in self.transfers)


@dataclass(frozen=True, slots=True)
class TransferReading:
    """A file that was read, or why not: with any problem there is no file."""

    file: TransferFile | None
    problems: tuple[ZenginProblem, ...]


def write_transfers(file: TransferFile, *, crlf: bool = False) -> bytes:
    """Bytes of the file. ValueError names every problem a bank would refuse it for."""
    problems = file_problems(file)
    if problems:
        raise ValueError("; ".join(f"{p.record} {p.field}: {p.detail}" for p in problems))
    records = [HEADER.pack(_header_values(file)), *map(_data_record, file.transfers)]
    records.append(TRAILER.pack({"count": len(file.transfers), "total_yen": file.total_yen}))
    records.append(END.pack({}))
    return joined(records, crlf=crlf)


def _account_values(account: Account) -> dict[str, str | int]:
    return {name: getattr(account, name) for name in Account.__dataclass_fields__}


def _header_values(file: TransferFile) -> dict[str, str | int]:
    return {
        **_account_values(file.remitter.account),
        "remitter_code": file.remitter.code,
        "remitter_name": file.remitter.name,
        "transfer_on": file.transfer_on,
    }


def _data_record(transfer: Transfer) -> bytes:
    return DATA.pack(
        {
            **_account_values(transfer.account),
            "holder_name": transfer.holder_name,
            "amount_yen": transfer.amount_yen,
            "new_code": transfer.new_code,
            "customer_code_1": transfer.customer_code_1,
            "customer_code_2": transfer.customer_code_2,
            "transfer_class": transfer.transfer_class,
        }
    )


def file_problems(file: TransferFile) -> tuple[ZenginProblem, ...]:
    """Everything a bank would refuse; records count from 1 (the header) as in the file."""
    found = [
        *_account_problems(1, file.remitter.account, OWN_ACCOUNT_TYPES),
        *_digits(1, "remitter_code", file.remitter.code, 10),
        *_texts(1, "remitter_name", name_problems(file.remitter.name, REMITTER_NAME_LENGTH)),
        *_digits(1, "transfer_on", file.transfer_on, 4),
    ]
    for number, transfer in enumerate(file.transfers, start=2):
        found += transfer_problems(transfer, number)
    if len(file.transfers) > 999_999:
        found.append(ZenginProblem(0, "count", "more than 999,999 transfers"))
    return tuple(found)


def transfer_problems(transfer: Transfer, number: int = 0) -> list[ZenginProblem]:
    """Why one transfer cannot stand in a file; empty when it can."""
    found = [
        *_account_problems(number, transfer.account, PAYEE_ACCOUNT_TYPES),
        *_texts(number, "holder_name", name_problems(transfer.holder_name)),
        *_digits(number, "customer_code_1", transfer.customer_code_1, 10),
        *_digits(number, "customer_code_2", transfer.customer_code_2, 10),
    ]
    if not 1 <= transfer.amount_yen <= MAX_AMOUNT_YEN:
        found.append(ZenginProblem(number, "amount_yen", "outside 1..9,999,999,999"))
    if transfer.new_code not in {"0", "1", "2"}:
        found.append(ZenginProblem(number, "new_code", "0, 1 or 2 expected"))
    if transfer.transfer_class not in {"7", "8"}:
        found.append(ZenginProblem(number, "transfer_class", "7 or 8 expected"))
    return found


def _account_problems(number: int, account: Account, types: frozenset[str]) -> list[ZenginProblem]:
    found = [
        *_digits(number, "bank_number", account.bank_number, 4),
        *_digits(number, "branch_number", account.branch_number, 3),
        *_digits(number, "account_number", account.account_number, 7),
        *_texts(number, "bank_name", bank_problems(account.bank_name)),
        *_texts(number, "branch_name", bank_problems(account.branch_name)),
    ]
    if account.account_type not in types:
        found.append(ZenginProblem(number, "account_type", "unknown kind of account"))
    return found


def _digits(number: int, name: str, value: str, length: int) -> list[ZenginProblem]:
    if len(value) == length and value.isascii() and value.isdigit():
        return []
    return [ZenginProblem(number, name, f"{length} digits expected")]


def _texts(number: int, name: str, problems: Sequence[str]) -> list[ZenginProblem]:
    return [ZenginProblem(number, name, problem) for problem in problems]


def read_transfers(data: bytes) -> TransferReading:
    """Read a transfer file strictly: layout, characters, count and sum."""
    records, problems = split(data, RECORD_LENGTH)
    problems += [] if problems else kinds_in_order(records)
    if problems:
        return TransferReading(None, tuple(problems))
    last = len(records)
    layouts = [HEADER, *[DATA] * (last - 3), TRAILER, END]
    rows: list[dict[str, str]] = []
    for number, (layout, record) in enumerate(zip(layouts, records, strict=True), start=1):
        values, found = layout.unpack(record, number)
        rows.append(values)
        problems += found
    if problems:
        return TransferReading(None, tuple(problems))
    file = TransferFile(_remitter(rows[0]), rows[0]["transfer_on"], _transfers(rows[1:-2]))
    problems += file_problems(file)
    problems += _total_problems(file, rows[-2], last - 1)
    return TransferReading(None if problems else file, tuple(problems))


def _total_problems(
    file: TransferFile, trailer: dict[str, str], number: int
) -> list[ZenginProblem]:
    found = []
    if int(trailer["count"]) != len(file.transfers):
        found.append(ZenginProblem(number, "count", f"{len(file.transfers)} records stand here"))
    if int(trailer["total_yen"]) != file.total_yen:
        found.append(ZenginProblem(number, "total_yen", f"records add up to {file.total_yen}"))
    return found


def _account(row: dict[str, str]) -> Account:
    return Account(**{name: row[name] for name in Account.__dataclass_fields__})


def _remitter(row: dict[str, str]) -> Remitter:
    return Remitter(row["remitter_code"], row["remitter_name"], _account(row))


def _transfers(rows: Sequence[dict[str, str]]) -> tuple[Transfer, ...]:
    return tuple(
        Transfer(
            account=_account(row),
            holder_name=row["holder_name"],
            amount_yen=int(row["amount_yen"]),
            customer_code_1=row["customer_code_1"],
            customer_code_2=row["customer_code_2"],
            new_code=row["new_code"],
            transfer_class=row["transfer_class"],
        )
        for row in rows
    )
