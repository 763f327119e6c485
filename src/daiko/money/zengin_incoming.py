"""Incoming money (振込入金通知, 種別 01, 200 bytes a record): strict reader and writer.

Source: standards/settlement.md 6.1. Dates stand as YYMMDD in the year of the
Japanese era; the era itself is not in the file, so the reader takes a day near
which the dates lie. Meaning of 取消区分 (space or 0 = notice, 1 = cancels an
earlier one) is inferred there. Pure: matching with invoices is settlement's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daiko.money.zengin_records import (
    Field,
    Layout,
    ZenginProblem,
    joined,
    kinds_in_order,
    split,
)

RECORD_LENGTH: Final = 200
CANCEL: Final = "1"

# First day of each era and the year before its year 1.
_ERAS: Final = (
    (date(2019, 5, 1), 2018),  # Reiwa
    (date(1989, 1, 8), 1988),  # Heisei
    (date(1926, 12, 25), 1925),  # Showa
)

HEADER: Final = Layout(
    "header",
    (
        Field("data_kind", "N", 1, "1"),
        Field("file_kind", "N", 2, "01"),
        Field("code_kind", "N", 1, "0"),
        Field("created_on", "N", 6),
        Field("from_on", "N", 6),
        Field("to_on", "N", 6),
        Field("bank_number", "N", 4),
        Field("bank_name", "C", 15),
        Field("branch_number", "N", 3),
        Field("branch_name", "C", 15),
        Field("account_type", "N", 1),
        Field("account_number", "N", 7),
        Field("account_name", "C", 40),
        Field("dummy", "C", 93, ""),
    ),
)
DATA: Final = Layout(
    "data",
    (
        Field("data_kind", "N", 1, "2"),
        Field("inquiry_number", "N", 6),
        Field("booked_on", "N", 6),
        Field("value_on", "N", 6),
        Field("amount_yen", "N", 10),
        Field("other_bills_yen", "N", 10),
        Field("remitter_code", "N", 10),
        Field("remitter_name", "C", 48),
        Field("bank_name", "C", 15),
        Field("branch_name", "C", 15),
        Field("cancel_kind", "C", 1),
        Field("edi", "C", 20),
        Field("dummy", "C", 52, ""),
    ),
)
TRAILER: Final = Layout(
    "trailer",
    (
        Field("data_kind", "N", 1, "8"),
        Field("count", "N", 6),
        Field("total_yen", "N", 12),
        Field("cancel_count", "N", 6),
        Field("cancel_total_yen", "N", 12),
        Field("dummy", "C", 163, ""),
    ),
)
END: Final = Layout("end", (Field("data_kind", "N", 1, "9"), Field("dummy", "C", 199, "")))


@dataclass(frozen=True, slots=True)
class IncomingNotice:
    """One transfer that reached our account, or the cancelling of an earlier one."""

    inquiry_number: str
    booked_on: date  # 勘定日
    value_on: date  # 起算日
    amount_yen: int
    remitter_code: str
    remitter_name: str
    bank_name: str = ""
    branch_name: str = ""
    is_cancel: bool = False
    edi: str = ""
    other_bills_yen: int = 0


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """One account's notices between two days."""

    created_on: date
    from_on: date
    to_on: date
    bank_number: str
    bank_name: str
    branch_number: str
    branch_name: str
    account_type: str
    account_number: str
    account_name: str
    notices: tuple[IncomingNotice, ...]


@dataclass(frozen=True, slots=True)
class IncomingReading:
    """A file that was read, or why not: with any problem there is no file."""

    file: IncomingFile | None
    problems: tuple[ZenginProblem, ...]


def era_digits(day: date) -> str:
    """YYMMDD with the year of the Japanese era.

    >>> era_digits(date(2026, 7, 17)), era_digits(date(2019, 4, 30))
    ('080717', '310430')
    """
    for first, before in _ERAS:
        if day >= first:
            return f"{day.year - before:02d}{day:%m%d}"
    raise ValueError("no era before 1926-12-25")


def era_date(digits: str, near: date) -> date | None:
    """The day that YYMMDD means, nearest to ``near``; ``None`` when there is none.

    >>> era_date("080717", date(2026, 8, 1))
    datetime.date(2026, 7, 17)
    """
    candidates = []
    for first, before in _ERAS:
        try:
            day = date(before + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        except ValueError:
            continue
        if day >= first and era_digits(day) == digits:
            candidates.append(day)
    return min(candidates, key=lambda day: abs((day - near).days), default=None)


def write_incoming(file: IncomingFile, *, crlf: bool = False) -> bytes:
    """Bytes of a notice file as a bank sends it (for tests, demo and simulation)."""
    kept = [n for n in file.notices if not n.is_cancel]
    cancelled = [n for n in file.notices if n.is_cancel]
    trailer: dict[str, str | int] = {
        "count": len(kept),
        "total_yen": sum(n.amount_yen for n in kept),
        "cancel_count": len(cancelled),
        "cancel_total_yen": sum(n.amount_yen for n in cancelled),
    }
    records = [
        HEADER.pack(_header_values(file)),
        *(DATA.pack(_values(n)) for n in file.notices),
    ]
    return joined([*records, TRAILER.pack(trailer), END.pack({})], crlf=crlf)


def _header_values(file: IncomingFile) -> dict[str, str | int]:
    return {
        "created_on": era_digits(file.created_on),
        "from_on": era_digits(file.from_on),
        "to_on": era_digits(file.to_on),
        "bank_number": file.bank_number,
        "bank_name": file.bank_name,
        "branch_number": file.branch_number,
        "branch_name": file.branch_name,
        "account_type": file.account_type,
        "account_number": file.account_number,
        "account_name": file.account_name,
    }


def _values(notice: IncomingNotice) -> dict[str, str | int]:
    return {
        "inquiry_number": notice.inquiry_number,
        "booked_on": era_digits(notice.booked_on),
        "value_on": era_digits(notice.value_on),
        "amount_yen": notice.amount_yen,
        "other_bills_yen": notice.other_bills_yen,
        "remitter_code": notice.remitter_code,
        "remitter_name": notice.remitter_name,
        "bank_name": notice.bank_name,
        "branch_name": notice.branch_name,
        "cancel_kind": CANCEL if notice.is_cancel else "",
        "edi": notice.edi,
    }


def read_incoming(data: bytes, *, near: date) -> IncomingReading:
    """Read a notice file strictly. ``near``: the day of import, to choose the era."""
    records, problems = split(data, RECORD_LENGTH)
    problems += [] if problems else kinds_in_order(records)
    if problems:
        return IncomingReading(None, tuple(problems))
    layouts = [HEADER, *[DATA] * (len(records) - 3), TRAILER, END]
    rows: list[dict[str, str]] = []
    for number, (layout, record) in enumerate(zip(layouts, records, strict=True), start=1):
        values, found = layout.unpack(record, number)
        rows.append(values)
        problems += found
    problems += [] if problems else _content_problems(rows, near)
    if problems:
        return IncomingReading(None, tuple(problems))
    return IncomingReading(_file(rows, near), ())


def _content_problems(rows: Sequence[dict[str, str]], near: date) -> list[ZenginProblem]:
    found = []
    for number, row in enumerate(rows, start=1):
        for name in ("created_on", "from_on", "to_on", "booked_on", "value_on"):
            if name in row and era_date(row[name], near) is None:
                found.append(ZenginProblem(number, name, "no day of a Japanese era"))
        if row.get("cancel_kind", "") not in {"", "0", CANCEL}:
            found.append(ZenginProblem(number, "cancel_kind", "space, 0 or 1 expected"))
    return found + _total_problems(rows)


def _total_problems(rows: Sequence[dict[str, str]]) -> list[ZenginProblem]:
    data, trailer = rows[1:-2], rows[-2]
    cancelled = [int(row["amount_yen"]) for row in data if row["cancel_kind"] == CANCEL]
    kept = [int(row["amount_yen"]) for row in data if row["cancel_kind"] != CANCEL]
    counted = {
        "count": len(kept),
        "total_yen": sum(kept),
        "cancel_count": len(cancelled),
        "cancel_total_yen": sum(cancelled),
    }
    return [
        ZenginProblem(len(rows) - 1, name, f"records add up to {value}")
        for name, value in counted.items()
        if int(trailer[name]) != value
    ]


def _day(digits: str, near: date) -> date:
    day = era_date(digits, near)
    if day is None:
        raise ValueError("checked before: no day of a Japanese era")
    return day


def _file(rows: Sequence[dict[str, str]], near: date) -> IncomingFile:
    header = rows[0]
    return IncomingFile(
        created_on=_day(header["created_on"], near),
        from_on=_day(header["from_on"], near),
        to_on=_day(header["to_on"], near),
        bank_number=header["bank_number"],
        bank_name=header["bank_name"],
        branch_number=header["branch_number"],
        branch_name=header["branch_name"],
        account_type=header["account_type"],
        account_number=header["account_number"],
        account_name=header["account_name"],
        notices=tuple(_notice(row, near) for row in rows[1:-2]),
    )


def _notice(row: dict[str, str], near: date) -> IncomingNotice:
    return IncomingNotice(
        inquiry_number=row["inquiry_number"],
        booked_on=_day(row["booked_on"], near),
        value_on=_day(row["value_on"], near),
        amount_yen=int(row["amount_yen"]),
        remitter_code=row["remitter_code"],
        remitter_name=row["remitter_name"],
        bank_name=row["bank_name"],
        branch_name=row["branch_name"],
        is_cancel=row["cancel_kind"] == CANCEL,
        edi=row["edi"],
        other_bills_yen=int(row["other_bills_yen"]),
    )
