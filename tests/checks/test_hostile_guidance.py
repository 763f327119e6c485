"""Whatever a guidance file says, rules give findings and never fail."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest

from daiko.checks.in_memory import MemoryHistory
from daiko.checks.rulebook import Scope, implemented
from guidance_building import a_guidance_claim, a_guidance_pair, a_guidance_result
from guidance_judging import ended, guidance_registers, split

HOSTILE = (
    None,
    "",
    "0",
    "-1",
    "99991231",
    "00010101",
    "20260231",
    "２０２６",
    "9" * 5000,
    "1e9",
    "NaN",
    "<script>",
    "\u202e",
    "00000000000",
    "25",
)


def spoiled(value: Any, rng: Random, share: float) -> Any:
    """The record with some of its texts replaced, some of its parts doubled or dropped."""
    if isinstance(value, str) or value is None:
        return rng.choice(HOSTILE) if rng.random() < share else value
    if isinstance(value, tuple):
        kept = [spoiled(part, rng, share) for part in value if rng.random() >= share / 4]
        return tuple(kept + kept[:1] if rng.random() < share / 4 else kept)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: spoiled(getattr(value, field.name), rng, share)
            for field in fields(value)
            if field.init
            and field.name != "element"
            and not isinstance(getattr(value, field.name), bool | int)
        }
        # a text where a record belongs cannot come from reading
        for field in fields(value):
            old, new = getattr(value, field.name), changes.get(field.name)
            if is_dataclass(old) and isinstance(new, str):
                changes[field.name] = None
            if old is None and field.name in _RECORDS:
                changes[field.name] = None
        return replace(value, **changes)
    return value


_RECORDS = frozenset(
    {"minutes", "insurer_limit", "organization", "agency_result", "insurer_result", "element"}
)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.4])
@pytest.mark.parametrize("seed", range(60))
def test_nothing_fails(seed: int, share: float) -> None:
    """Every rule of guidance runs to its end on spoiled records."""
    rng = Random(f"{seed} {share}")
    final = rng.random() < 0.5
    result = a_guidance_result(final=final)
    claim = rng.choice((a_guidance_claim(final=final), ended()))
    if rng.random() < 0.3 and not final:
        result = split(result)
    pair = a_guidance_pair(
        spoiled(claim, rng, share),
        spoiled(result, rng, share),
        final=final,
        registers=guidance_registers(),
        history=MemoryHistory(),
    )
    for built in implemented().values():
        if built.scope in (Scope.GUIDANCE, Scope.ANY_PAIR):
            for finding in built.check(pair):
                assert isinstance(finding.found, str)
                assert isinstance(finding.expected, str)
