"""Incoming money: era dates, round trip, strict reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.zengin_incoming import (
    IncomingFile,
    IncomingNotice,
    era_date,
    era_digits,
    read_incoming,
    write_incoming,
)

IMPORT_DAY = date(2026, 7, 17)
DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
NOTICE = IncomingNotice(
    inquiry_number="000001",
    booked_on=date(2026, 7, 16),
    value_on=date(2026, 7, 16),
    amount_yen=64_340,
    remitter_code="0006990014",
    remitter_name="ﾃｽﾄｹﾝﾎﾟ",
    bank_name="ﾐｽﾞﾎ",
)
FILE = IncomingFile(
    created_on=IMPORT_DAY,
    from_on=date(2026, 7, 16),
    to_on=IMPORT_DAY,
    bank_number="0001",
    bank_name="ﾐｽﾞﾎ",
    branch_number="100",
    branch_name="ﾎﾝﾃﾝ",
    account_type="2",
    account_number="1234567",
    account_name="ﾀｲｺｳｷｶﾝ",
    notices=(NOTICE, replace(NOTICE, inquiry_number="000002", is_cancel=True)),
)


@pytest.mark.parametrize(
    ("digits", "near", "day"),
    [
        ("080717", IMPORT_DAY, date(2026, 7, 17)),
        ("310430", date(2019, 5, 7), date(2019, 4, 30)),  # Heisei 31
        ("010501", date(2019, 5, 7), date(2019, 5, 1)),  # Reiwa 1
        ("010501", date(1990, 5, 7), date(1989, 5, 1)),  # Heisei 1
        ("010401", IMPORT_DAY, date(1989, 4, 1)),  # Reiwa had no April in its year 1
        ("080230", IMPORT_DAY, None),
        ("000101", IMPORT_DAY, None),
        ("081301", IMPORT_DAY, None),
    ],
)
def test_era_dates(digits: str, near: date, day: date | None) -> None:
    """Six digits in the era's year; the era is the one nearest to the day of import."""
    assert era_date(digits, near) == day


@given(DAYS)
def test_era_round_trip(day: date) -> None:
    """A day written in its era reads back near itself."""
    assert era_date(era_digits(day), day) == day


NEAR_DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))  # nearer to 2030 in one era only
NOTICES = st.builds(
    IncomingNotice,
    st.text("0123456789", min_size=6, max_size=6),
    NEAR_DAYS,
    NEAR_DAYS,
    st.integers(0, 9_999_999),
    st.text("0123456789", min_size=10, max_size=10),
    st.text("ｱｶﾞA9-()", max_size=48),
    st.text("ｱｶﾞA9-", max_size=15),
    st.text("ｱｶﾞA9-", max_size=15),
    st.booleans(),
    st.text("ｱｶﾞA9-\\", max_size=20),
    st.integers(0, 9_999_999),
)


@given(st.lists(NOTICES, max_size=5), st.booleans())
def test_what_is_written_reads_back(notices: list[IncomingNotice], crlf: bool) -> None:
    """Write and read give the same notices, every record 200 bytes."""
    file = replace(FILE, notices=tuple(notices))
    data = write_incoming(file, crlf=crlf)
    assert len(data) == (len(notices) + 3) * (202 if crlf else 200)
    found = read_incoming(data, near=date(2030, 1, 1))
    assert found.problems == ()
    assert found.file == file


def altered(position: int, byte: bytes) -> bytes:
    data = write_incoming(FILE)
    return data[:position] + byte + data[position + len(byte) :]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", ""),
        (write_incoming(FILE)[:-1], ""),
        (altered(1, b"03"), "file_kind"),
        (altered(4, b"081301"), "created_on"),
        (altered(200 + 19, b"1"), "total_yen"),
        (altered(400 + 19, b"1"), "cancel_total_yen"),
        (altered(200 + 127, b"1"), "cancel_count"),
        (altered(200 + 127, b"x"), "cancel_kind"),
        (altered(200 + 39, b"x"), "remitter_code"),
        (altered(200 + 199, b"x"), "dummy"),
    ],
)
def test_reader_is_strict(data: bytes, field: str) -> None:
    """One wrong byte and there is no file, but the name of the field that is wrong."""
    found = read_incoming(data, near=IMPORT_DAY)
    assert found.file is None
    assert field in {problem.field for problem in found.problems}


@given(st.binary(max_size=1000))
def test_reader_never_raises(data: bytes) -> None:
    """Whatever bytes come, the reader answers."""
    assert read_incoming(data, near=IMPORT_DAY).file is None
