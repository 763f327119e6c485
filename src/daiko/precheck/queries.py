"""Reads of the check before sending, for whoever holds the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from daiko.checks.causes import Cause
from daiko.checks.masking import View
from daiko.checks.worklist import worklist_csv, worklist_rows
from daiko.precheck import quarantine
from daiko.precheck.errors import CheckNotFinished, CheckNotThere, NothingMended
from daiko.precheck.quarantine import Gone, Phase, State
from daiko.precheck.results import HEAD, MENDED, Case, read_cases, unseal_json
from daiko.precheck.sealed_files import unsealed


@dataclass(frozen=True, slots=True)
class Check:
    """One check, opened with its key."""

    id: str
    key: bytes
    state: State

    @property
    def folder(self) -> Path:
        return quarantine.place(self.id)


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cut(Generic[Row]):
    """Some rows of a list, and how many it has."""

    rows: tuple[Row, ...]
    total: int


def opened(check_id: str, key: bytes | None, *, at: datetime) -> Check:
    """A check and its state. Raises ``CheckNotThere``: unknown, over, or not this key."""
    try:
        state = quarantine.read_state(check_id, at=at)
    except Gone:
        raise CheckNotThere from None
    if key is None or not quarantine.fits(state, key):
        raise CheckNotThere
    return Check(check_id, key, state)


def head(check: Check) -> dict[str, Any]:
    """Verdict, totals, causes, what was not checked, what was mended.

    Raises ``CheckNotFinished``, or ``CheckNotThere`` when it was erased meanwhile.
    """
    _require_done(check)
    try:
        found: dict[str, Any] = unseal_json(check.folder, check.key, HEAD)
    except FileNotFoundError:
        raise CheckNotThere from None
    return found


def cases(check: Check) -> Iterator[Case]:
    """Every pair, then the archive itself if anything was found about it."""
    _require_done(check)
    try:
        return read_cases(check.folder, check.key)
    except FileNotFoundError:
        raise CheckNotThere from None


def causes_of_group(
    check: Check, group: str, *, offset: int, limit: int
) -> Cut[tuple[Case, Cause]]:
    """Where one cause was found: the pair (or the archive itself) and its findings."""
    found = ((case, cause) for case in cases(check) for cause in case.of_group(group))
    return _cut(found, offset, limit)


def pairs(check: Check, *, offset: int, limit: int) -> Cut[Case]:
    """All pairs with their findings, by name."""
    return _cut((case for case in cases(check) if case.pair), offset, limit)


def worklist(check: Check, *, language: str) -> Iterator[bytes]:
    """The clerk's worklist in pieces (CSV). Raises ``CheckNotFinished`` at once."""
    _require_done(check)
    found = ((c.pair, tuple(cause for _, cause in c.causes)) for c in cases(check))
    rows = worklist_rows(found, language=language, view=View.KEPT_MASKED)
    return worklist_csv(rows, language=language)


def mended(check: Check) -> tuple[str, Iterator[bytes]]:
    """Name and content of the mended archive. Raises ``NothingMended``."""
    outcome = head(check)["mended"]
    if "name" not in outcome:
        reasons: Mapping[str, Any] = outcome.get("reason") or {"ja": "", "en": "not needed"}
        raise NothingMended(reason=reasons["en"], reason_ja=reasons["ja"])
    return outcome["name"], unsealed(check.folder / MENDED, check.key, MENDED)


def _cut(found: Iterator[Row], offset: int, limit: int) -> Cut[Row]:
    before = sum(1 for _ in islice(found, offset))
    rows = tuple(islice(found, limit))
    rest = sum(1 for _ in found)
    return Cut(rows, before + len(rows) + rest)


def _require_done(check: Check) -> None:
    if check.state.phase is not Phase.DONE:
        raise CheckNotFinished
