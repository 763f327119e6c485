"""Values over the pipe come back as they were; anything else is refused."""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.checks.findings import Finding, Severity
from daiko.checks.report import ClaimFacts, PairVerdict, Verdict
from daiko.platform.confined_wire import WireClosed, WireError, decoder, encoder, receive, send

TEXT = st.text(max_size=20) | st.just("\ud800 half")
FINDINGS = st.builds(
    Finding,
    rule=TEXT,
    at=TEXT,
    found=TEXT,
    expected=TEXT,
    severity=st.sampled_from([None, *Severity]),
    document=TEXT,
    line=st.none() | st.integers(),
    becomes_error_on=st.none() | st.dates(),
)
FACTS = st.builds(
    ClaimFacts,
    card_id=st.none() | TEXT,
    performed_on=st.none() | st.dates(),
    fiscal_year=st.none() | st.integers(),
)
VERDICTS = st.builds(
    PairVerdict,
    verdict=st.sampled_from(Verdict),
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    facts=st.none() | FACTS,
)


@given(st.lists(VERDICTS, max_size=4))
def test_verdicts_come_back(verdicts: list[PairVerdict]) -> None:
    """Every field of every verdict, also text that is no valid Unicode."""
    kind = list[PairVerdict]
    ours, theirs = os.pipe()
    send(theirs, {"pairs": encoder(kind)(verdicts)})
    assert decoder(kind)(receive(ours)["pairs"]) == verdicts
    os.close(ours), os.close(theirs)


@dataclass(frozen=True)
class _Kinds:
    dates: frozenset[date]
    several: str | int | None
    rows: Sequence[tuple[int, bool]]


def test_sets_rows_and_unions_come_back() -> None:
    """The forms that registers answer in."""
    value = _Kinds(frozenset({date(2026, 6, 1)}), 7, ((1, True), (2, False)))
    assert decoder(_Kinds)(encoder(_Kinds)(value)) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, 1),
        (int, True),
        (int, 1.0),
        (bool, 1),
        (date, "2026-02-30"),
        (date, 20260601),
        (Severity, "fatal"),
        (list[str], "abc"),
        (list[str], {"a": 1}),
        (tuple[int, str], [1]),
        (str | None, []),
        (str | int, "x"),
        (str | int, [2, "x"]),
        (str | int, [True, 1]),
        (Finding, ["X-ARC-001"]),
        (Finding, ["X-ARC-001", "", "", "", "fatal", "", None, None]),
    ],
)
def test_anything_else_is_refused(kind: Any, value: Any) -> None:
    """A child that was taken over cannot hand us a value of another type."""
    with pytest.raises(WireError):
        decoder(kind)(value)


@pytest.mark.parametrize(
    "sent",
    [
        struct.pack(">L", 2**31),
        struct.pack(">L", 3) + b"{a}",
        struct.pack(">L", 2) + b"[]",
        struct.pack(">L", 200_000) + b"[" * 200_000,
        struct.pack(">L", 4) + b"\xff\xfe\x00\x01",
    ],
)
def test_frames_that_are_no_messages(sent: bytes) -> None:
    """Too long, no JSON, no object, nested without end, no text."""
    ours, theirs = os.pipe()
    if len(sent) > 60_000:
        pid = os.fork()
        if pid == 0:
            os.write(theirs, sent)
            os._exit(0)
    else:
        os.write(theirs, sent)
    os.close(theirs)
    with pytest.raises(WireError):
        receive(ours)
    os.close(ours)


def test_the_end_of_the_stream() -> None:
    """A child that died in the middle of a message."""
    ours, theirs = os.pipe()
    os.write(theirs, struct.pack(">L", 10) + b"{")
    os.close(theirs)
    with pytest.raises(WireClosed):
        receive(ours)
    os.close(ours)
