"""How much the check before sending may take: from the environment, with safe defaults.

Source: rulings.md 46 (rate-limited, can be switched off, erased at the end), 10 (size).

| variable | meaning |
| --- | --- |
| DAIKO_PRECHECK | ``off`` switches page and API off |
| DAIKO_PRECHECK_MEBIBYTES | largest archive, at most 200 |
| DAIKO_PRECHECK_RUNNING | archives checked at the same time, the others wait |
| DAIKO_PRECHECK_HELD | archives held at the same time, waiting and finished ones included |
| DAIKO_PRECHECK_PER_ADDRESS | checks of one address in ten minutes |
| DAIKO_PRECHECK_MINUTES | how long a result is held, at most 15 |
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MEBIBYTE: Final = 1024 * 1024
LARGEST_MEBIBYTES: Final = 200
LONGEST_MINUTES: Final = 15
WINDOW_MINUTES: Final = 10
WORKING_MINUTES: Final = 60  # from the upload on, whatever happens


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of this moment. ``held_minutes`` count from the result on."""

    is_on: bool
    largest_mebibytes: int
    running: int
    held: int
    per_address: int
    held_minutes: int

    @property
    def largest_bytes(self) -> int:
        return self.largest_mebibytes * MEBIBYTE

    def held_until(self, at: datetime) -> datetime:
        """Until when a result that is ready at this moment is held."""
        return at + timedelta(minutes=self.held_minutes)


def policy() -> Policy:
    """Read anew each time, so that a restart is the only thing a change needs."""
    return Policy(
        is_on=os.environ.get("DAIKO_PRECHECK", "on").lower() != "off",
        largest_mebibytes=min(_number("DAIKO_PRECHECK_MEBIBYTES", 200), LARGEST_MEBIBYTES),
        running=_number("DAIKO_PRECHECK_RUNNING", 2),
        held=_number("DAIKO_PRECHECK_HELD", 40),
        per_address=_number("DAIKO_PRECHECK_PER_ADDRESS", 20),
        held_minutes=min(_number("DAIKO_PRECHECK_MINUTES", LONGEST_MINUTES), LONGEST_MINUTES),
    )


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) else default
