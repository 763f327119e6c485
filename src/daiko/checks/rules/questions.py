"""Which items of a result are questions with rules of their own, by code.

Source: standards/catalogue/catalogue.md 4 (the 22 questions), 11.1 (what phase 4
withdrew); checks.csv X-HI-029, 030, 035, 036, 043, 045. Judges nothing. Pure.
"""

from __future__ import annotations

from typing import Final

from daiko.standard.catalogue import item

OPTIONAL_QUESTIONS: Final = tuple(
    f"{code}000000000011"
    for code in (
        "9N741", "9N746", "9N751", "9N756", "9N872", "9N766", "9N771", "9N782", "9N781",
        "9N786", "9N791", "9N796", "9N801", "9N806", "9N808",
    )
)  # fmt: skip
"""Asked beside the four that are mandatory and the history questions."""

WITHDRAWN_QUESTIONS: Final = tuple(
    f"{code}000000000011" for code in ("9N736", "9N786", "9N791", "9N806", "9N761", "9N776")
)
"""Smoking, drinking, amount: other answers in phase 4. The last three ended."""

LATE_ELDERLY_QUESTIONS: Final = frozenset(f"9N{number}000000000011" for number in range(932, 947))
INFORMATION: Final = "9N950000000000011"
JUDGEMENTS: Final = ("9N501000000000011", "9N506000000000011")

OWN_ANSWERS: Final = frozenset((*OPTIONAL_QUESTIONS, INFORMATION, *JUDGEMENTS))
"""Items whose answers a rule of their own judges, not X-HC-034."""

ENDED_ITEMS: Final = frozenset(WITHDRAWN_QUESTIONS[3:])
"""Questions of earlier phases, which X-HI-036 names, not X-REF-009."""


def withdrawn_table(code: str | None, system: str | None, phase: int) -> bool:
    """Whether an answer cites the table that the question had until phase 3.

    >>> withdrawn_table("9N736000000000011", "1.2.392.200119.6.2003", 4)
    True
    """
    if phase <= 3 or system is None or code is None:
        return False
    entry = item(code)
    return entry is not None and system == entry.value_code_system_phase3
