"""Transfer file: the worked month byte for byte, round trip, strict reading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.zengin import (
    Account,
    Remitter,
    Transfer,
    TransferFile,
    read_transfers,
    write_transfers,
)
from daiko.money.zengin_characters import encode

WORKED = """\
12101234567890ﾀｲｺｳｷｶﾝ·································07210001ﾐｽﾞﾎ···········100ﾎﾝﾃﾝ···········21234567·················
20009ﾐﾂｲｽﾐﾄﾓ········123ｼﾝﾊﾞｼ··········000011111111ｲ)ﾃｽﾄｸﾘﾆﾂｸ····················00000420300131990001300002026067········
20005ﾐﾂﾋﾞｼUFJ·······456ｼﾌﾞﾔ···········000012222222ﾃｽﾄｹﾝｼﾝｾﾝﾀ-···················00000270310132990002900002026067········
8000002000000069061·····································································································
9·······················································································································
"""  # settlement.md 7, spaces shown as ·

AGENCY = Remitter("1234567890", "ﾀｲｺｳｷｶﾝ", Account("0001", "ﾐｽﾞﾎ", "100", "ﾎﾝﾃﾝ", "2", "1234567"))
FILE = TransferFile(
    AGENCY,
    "0721",
    (
        Transfer(
            Account("0009", "ﾐﾂｲｽﾐﾄﾓ", "123", "ｼﾝﾊﾞｼ", "1", "1111111"),
            "ｲ)ﾃｽﾄｸﾘﾆﾂｸ",
            42_030,
            "1319900013",
            "0000202606",
        ),
        Transfer(
            Account("0005", "ﾐﾂﾋﾞｼUFJ", "456", "ｼﾌﾞﾔ", "1", "2222222"),
            "ﾃｽﾄｹﾝｼﾝｾﾝﾀ-",
            27_031,
            "1329900029",
            "0000202606",
        ),
    ),
)


def worked_bytes(end: bytes = b"") -> bytes:
    return b"".join(encode(line) + end for line in WORKED.replace("·", " ").splitlines())


def test_worked_month_byte_for_byte() -> None:
    """The transfer file of settlement.md 7, with and without line ends."""
    assert write_transfers(FILE) == worked_bytes()
    assert write_transfers(FILE, crlf=True) == worked_bytes(b"\r\n")
    assert len(write_transfers(FILE)) == 5 * 120


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


NAMES = st.text("ｱｶﾞﾊﾟﾝABZ09-().", min_size=1, max_size=30)
ACCOUNTS = st.builds(
    Account,
    digits(4),
    st.text("ｱﾝﾞA9-", max_size=15),
    digits(3),
    st.text("ｱﾝﾞA9-", max_size=15),
    st.sampled_from("1249"),
    digits(7),
)
TRANSFERS = st.builds(
    Transfer,
    ACCOUNTS,
    NAMES,
    st.integers(1, 9_999_999_999),
    digits(10),
    digits(10),
    st.sampled_from("012"),
    st.sampled_from("78"),
)


@given(st.lists(TRANSFERS, max_size=5), st.booleans())
def test_what_is_written_reads_back(transfers: list[Transfer], crlf: bool) -> None:
    """Write and read give the same file, every record 120 bytes."""
    file = replace(FILE, transfers=tuple(transfers))
    data = write_transfers(file, crlf=crlf)
    assert len(data) == (len(transfers) + 3) * (122 if crlf else 120)
    found = read_transfers(data)
    assert found.problems == ()
    assert found.file == file


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount_yen": 0}, "amount_yen"),
        ({"amount_yen": 10_000_000_000}, "amount_yen"),
        ({"holder_name": "ﾃｽﾄ･ｸﾘﾆﾂｸ"}, "holder_name"),
        ({"holder_name": ""}, "holder_name"),
        ({"customer_code_1": "131990001"}, "customer_code_1"),
        ({"new_code": "3"}, "new_code"),
        ({"transfer_class": "1"}, "transfer_class"),
        ({"account": Account("0009", "", "123", "", "3", "1111111")}, "account_type"),
        ({"account": Account("9", "", "123", "", "1", "1111111")}, "bank_number"),
        ({"account": Account("0009", "", "123", "", "1", "١١١١١١١")}, "account_number"),
    ],
)
def test_writer_refuses_what_a_bank_would(change: dict[str, object], field: str) -> None:
    """No file leaves with a record the bank would refuse."""
    broken = replace(FILE, transfers=(replace(FILE.transfers[0], **change),))  # type: ignore[arg-type] # fields by name
    with pytest.raises(ValueError, match=field):
        write_transfers(broken)


def altered(position: int, byte: bytes) -> bytes:
    data = worked_bytes()
    return data[:position] + byte + data[position + len(byte) :]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", ""),
        (worked_bytes()[:-1], ""),
        (worked_bytes() + b"x", ""),
        (altered(0, b"2"), "data_kind"),
        (altered(1, b"11"), "file_kind"),
        (altered(120 + 89, b"1"), "total_yen"),  # 42,030 becomes 10,042,030 … in the record
        (altered(360 + 6, b"3"), "count"),
        (altered(120 + 119, b"x"), "dummy"),
        (altered(120 + 5, b"\x80"), "bank_name"),
        (altered(120 + 1, b" "), "bank_number"),
        (altered(120 + 112, b"Y"), "identification"),
        (worked_bytes(b"\r\n")[:-1] + b"\r", ""),
        (worked_bytes()[:360] + worked_bytes()[480:], "data_kind"),
    ],
)
def test_reader_is_strict(data: bytes, field: str) -> None:
    """One wrong byte and there is no file, but the name of the field that is wrong."""
    found = read_transfers(data)
    assert found.file is None
    assert field in {problem.field for problem in found.problems}


@given(st.binary(max_size=700))
def test_reader_never_raises(data: bytes) -> None:
    """Whatever bytes come, the reader answers."""
    assert read_transfers(data).file is None


@given(st.integers(0, 599), st.integers(0, 255))
def test_no_byte_can_change_unseen(position: int, byte: int) -> None:
    """A changed byte is either found or changes what was read."""
    data = altered(position, bytes([byte]))
    found = read_transfers(data)
    assert data == worked_bytes() or found.file != FILE
