"""Duplicates across a merger: claims under the old and the new number are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from building import CARD, INSURER, a_claim, a_pair, a_result, an_archive, pair_name
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.checks.merged import Elsewhere
from daiko.checks.registers import CardEntry, Merger, ReturnedClaim, merged_with
from daiko.checks.subjects import PairSubject
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_building import (
    a_guidance_archive,
    a_guidance_claim,
    a_guidance_result,
    an_earlier,
    card_number,
)
from guidance_judging import an_issued_guidance_card, guidance_registers
from judging import (
    a_history_of,
    an_insurer,
    an_issued_card,
    findings,
    ids,
    of_pair,
    some_registers,
)

NEW = "06132021"
"""The insurer of ``building.py`` was merged into this one."""
LAST_DAY = date(2026, 5, 31)
_MERGERS = [
    Merger("A", "B"),
    Merger("B", "C"),
    Merger("D", "C"),
    Merger("X", "Y"),
    Merger("Y", "X"),
]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("A", ("B", "C")),
        ("B", ("C", "A")),
        ("C", ("B", "D", "A")),
        ("D", ("C",)),  # not A and B: they were merged into the same one
        ("E", ()),
        ("X", ("Y",)),  # a circle, should one ever stand in a register, ends
    ],
)
def test_who_was_merged_with_whom(number: str, expected: tuple[str, ...]) -> None:
    assert merged_with(_MERGERS, number) == expected


def merged_registers(
    cards: Sequence[CardEntry], *, merged: bool = True, new_cards_loaded: bool = True
) -> MemoryRegisters:
    """Registers after the merger; both insurers have a card register unless said."""
    into = NEW if merged else None
    registers = some_registers(insurer=an_insurer(end_on=LAST_DAY, merged_into=into), cards=cards)
    assert registers.insurers is not None
    registers.insurers[NEW] = an_insurer(insurer_number=NEW, cards_loaded=new_cards_loaded)
    return registers


def pair_under(number: str, registers: MemoryRegisters) -> PairSubject:
    """The pair of ``building.py`` claimed from this insurer, ready to be judged."""
    pair = a_pair(a_claim(insurer=Identifier(oids.INSURER, number)), registers=registers)
    Elsewhere(registers).complete(pair)
    return pair


OLDS_CARD = an_issued_card()
NEWS_CARD = an_issued_card(insurer_number=NEW)


@pytest.mark.parametrize(("first", "then"), [(INSURER, NEW), (NEW, INSURER)])
@pytest.mark.parametrize(
    ("registers", "expected"),
    [
        (merged_registers([OLDS_CARD]), ["X-DU-002"]),
        (merged_registers([OLDS_CARD], merged=False), []),
        (merged_registers([OLDS_CARD, NEWS_CARD]), []),  # each issued the number: two cards
        (merged_registers([OLDS_CARD], new_cards_loaded=False), []),  # perhaps it did, too
        (merged_registers([]), []),
    ],
    ids=["one card", "not merged", "two cards", "a register unknown", "no card"],
)
def test_x_du_002_of_a_card_under_the_other_number(
    first: str, then: str, registers: MemoryRegisters, expected: list[str]
) -> None:
    """Used under the new number it is used for a late claim under the old one, and back."""
    history = a_history_of(pair_under(first, registers), insurer_number=first, person_key="another")
    pair = pair_under(then, registers)
    pair.history = history
    assert ids(findings("X-DU-002", pair)) == expected


@pytest.mark.parametrize(("first", "then"), [(INSURER, NEW), (NEW, INSURER)])
@pytest.mark.parametrize("rule", ["X-DU-003", "X-DU-004", "X-DU-008", "X-DU-009"])
@pytest.mark.parametrize("merged", [True, False])
def test_a_person_who_kept_symbol_and_number(
    first: str, then: str, rule: str, *, merged: bool
) -> None:
    """Who was claimed under one number is found under the other, with another card."""
    registers = merged_registers([OLDS_CARD], merged=merged)
    before = pair_under(first, registers)
    history = MemoryHistory()
    hashes = {"result_sha256": before.result_sha256, "claim_sha256": before.claim_sha256}
    if rule == "X-DU-009":
        sent = ReturnedClaim("R1", before.key.provider_number, before.name, **hashes)
        history.add_returned(before.key, sent)
    else:
        key = replace(before.key, card_id="26100000025")
        history.add_claim("R1", key, claim_type="5", **hashes)
    pair = pair_under(then, registers)
    pair.history = history
    assert ids(findings(rule, pair)) == ([rule] if merged else [])


@pytest.mark.parametrize(
    ("merged", "expected"), [(True, {"X-DU-001"}), (False, set())], ids=["merged", "not merged"]
)
@pytest.mark.parametrize("numbers", [(INSURER, NEW), (NEW, INSURER)])
def test_x_du_001_within_one_archive(
    numbers: tuple[str, str], *, merged: bool, expected: set[str]
) -> None:
    """The same card twice in an archive, once under each number."""
    registers = merged_registers([OLDS_CARD], merged=merged)
    claims = [a_claim(insurer=Identifier(oids.INSURER, number)) for number in numbers]
    archive = an_archive([(a_result(), claim) for claim in claims])
    second = archive.check(registers=registers, history=MemoryHistory()).pairs[1]
    found = {f.rule: f.expected for f in second.findings if f.rule in ("X-DU-001", "X-DU-003")}
    assert found.keys() == expected
    assert set(found.values()) <= {pair_name(0)}


@pytest.mark.parametrize(
    ("first", "then", "merged", "expected"),
    [
        (NEW, INSURER, True, ["X-DU-005"]),
        (INSURER, NEW, True, ["X-DU-005"]),
        (NEW, INSURER, False, []),
    ],
)
def test_x_du_005_of_a_guidance_card_under_the_other_number(
    first: str, then: str, *, merged: bool, expected: list[str]
) -> None:
    """A first interview settled under one number is not claimed again under the other."""
    into = NEW if merged else None
    registers = guidance_registers(
        insurer=an_insurer(end_on=LAST_DAY, merged_into=into),
        cards=[an_issued_guidance_card(card_id=card_number("1"))],
    )
    assert registers.insurers is not None
    registers.insurers[NEW] = an_insurer(insurer_number=NEW)
    history = MemoryHistory()
    history.add_guidance(first, replace(an_earlier(), person_key="another"))
    claim = a_guidance_claim(insurer=Identifier(oids.INSURER, then))
    archive = a_guidance_archive([(a_guidance_result(), claim)])
    (pair,) = archive.check(registers=registers, history=history).pairs
    assert [rule for rule in ids(pair.findings) if rule == "X-DU-005"] == expected


def test_a_register_without_mergers_changes_nothing() -> None:
    registers = some_registers()
    pair = a_pair(registers=registers)
    before = pair.key
    Elsewhere(registers).complete(pair)
    assert pair.key is before
    assert of_pair("X-DU-002", history=a_history_of(a_pair(), card_id=CARD)) == ["X-DU-002"]
