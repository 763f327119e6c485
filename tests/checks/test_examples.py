"""Examples of the rule book: the wrong one makes its rule speak, the right one does not.

The whole check judges every side, so that a page never shows an example it would not find:
fragments are planted into a complete archive (``planting.py``), names are given to one, and
what a page tells in words stands as an archive in ``told``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from lxml import etree

from building import a_result, an_archive, rules_of
from daiko.checks.rule_pages import Example, all_pages
from daiko.checks.rulebook import implemented, rules
from guidance_judging import guidance_registers
from judging import a_contract, some_registers
from planting import XSI, archive_with, guidance_archive_with
from told import TOLD

BY_SCHEMA: Final = [
    "X-CC-002",
    "X-CC-006",
    "X-CC-010",
    "X-CC-022",
    "X-CC-023",
    "X-GC-003",
    "X-GC-007",
    "X-GC-018",
]
"""The schema finds the same place first, and it is told once."""
NOT_BUILT: Final = ["X-HG-027", "X-HG-051", "X-XF-016", "X-EL-011", "X-PE-005"]
"""Nothing decides these rules yet; their pages say why."""
NOT_ALONE: Final = (
    *("X-HG-021", "X-HG-024", "X-HG-028", "X-HG-038", "X-HG-049"),
    *("X-GC-010", "X-GC-014", "X-GC-015", "X-GC-017", "X-GC-022", "X-EL-008"),
)
"""Told guidance whose points and money do not follow: other rules say so on the right side."""
SCHEMA_RULES: Final = frozenset({"X-XML-010", "X-XML-011"})


def example(rule_id: str) -> Example:
    found = all_pages()[rule_id].example
    assert found is not None
    return found


EXAMPLES: Final = {i: example(i) for i in rules() if i.startswith("X-")}
FRAGMENTS: Final = [i for i, shown in EXAMPLES.items() if shown.kind == "xml"]
PLANTED: Final = [i for i in FRAGMENTS if i not in TOLD and i not in BY_SCHEMA]
GUIDANCE: Final = ("X-HG", "X-GC", "X-XML-011", "X-XML-013", "X-XF-012", "X-XF-013")
AUTUMN: Final = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)  # after the final evaluation
ARCHIVE_NAMES: Final = ["X-ARC-003", "X-ARC-004", "X-ARC-006", "X-ARC-024"]
MEMBER_NAMES: Final = ["X-ARC-015", "X-ARC-016", "X-ARC-017", "X-ARC-018", "X-ARC-019", "X-ARC-020"]


def found_in(rule_id: str, fragment: str, shown: Example) -> list[str]:
    """What the whole check finds in an archive that holds the fragment."""
    if rule_id.startswith(GUIDANCE):
        guided = guidance_archive_with(fragment, shown.right)
        return rules_of(guided.check(registers=guidance_registers(), received_at=AUTUMN))
    contract = a_contract(services=frozenset({"basic", "detail", "other", "dock"}))
    archive = archive_with(fragment, shown.right)
    return rules_of(archive.check(registers=some_registers(contracts=[contract])))


def test_every_rule_of_the_check_has_an_example() -> None:
    """354 of 354, each with both sides and a note in two languages, and they differ."""
    assert len(EXAMPLES) == 354
    for rule_id, shown in EXAMPLES.items():
        assert shown.kind in ("xml", "name", "text"), rule_id
        assert all((shown.wrong, shown.right, shown.note.ja, shown.note.en)), rule_id
        assert shown.wrong != shown.right, rule_id


@pytest.mark.parametrize("rule_id", FRAGMENTS)
def test_a_fragment_is_well_formed(rule_id: str) -> None:
    """Both sides can be read, so that they can be copied."""
    for text in (EXAMPLES[rule_id].wrong, EXAMPLES[rule_id].right):
        etree.fromstring(f'<fragment xmlns:xsi="{XSI}">{text}</fragment>')


def test_every_example_is_proven_or_named() -> None:
    """341 of 354 in one way each; of the others the schema speaks, or nothing does yet."""
    ways = [PLANTED, ARCHIVE_NAMES, MEMBER_NAMES, list(TOLD), BY_SCHEMA, NOT_BUILT]
    assert sorted(i for way in ways for i in way) == sorted(EXAMPLES)
    assert not set(NOT_BUILT) & set(implemented())


@pytest.mark.parametrize("rule_id", TOLD)
def test_what_is_told_in_words_is_found(rule_id: str) -> None:
    """The archive of each side holds what the page says; the rule speaks of the wrong one.

    But for ``NOT_ALONE`` the right side is right in everything else, too.
    """
    shown, told = EXAMPLES[rule_id], TOLD[rule_id]
    assert [word for word in told.wrong.words if word not in shown.wrong] == []
    assert [word for word in told.right.words if word not in shown.right] == []
    assert rule_id in told.wrong.found()
    right = told.right.found()
    assert rule_id not in right
    assert rule_id in NOT_ALONE or right == []


@pytest.mark.parametrize("rule_id", BY_SCHEMA)
def test_where_the_schema_speaks_first(rule_id: str) -> None:
    """It finds the wrong fragment in place of the rule, and nothing in the right one."""
    shown = EXAMPLES[rule_id]
    assert SCHEMA_RULES & set(found_in(rule_id, shown.wrong, shown))
    assert found_in(rule_id, shown.right, shown) == []


@pytest.mark.parametrize("rule_id", PLANTED)
def test_the_wrong_fragment_is_found_and_the_right_one_is_not(rule_id: str) -> None:
    """In the whole archive, with all rules and registers, the example does what it says."""
    shown = EXAMPLES[rule_id]
    assert rule_id in found_in(rule_id, shown.wrong, shown)
    assert rule_id not in found_in(rule_id, shown.right, shown)


@pytest.mark.parametrize("rule_id", ARCHIVE_NAMES)
def test_a_wrong_archive_name_is_found(rule_id: str) -> None:
    """The names of the page, given to whole archives."""
    shown = EXAMPLES[rule_id]
    assert rule_id in rules_of(an_archive(name=shown.wrong).check())
    assert rules_of(an_archive(name=shown.right).check()) == []


@pytest.mark.parametrize("rule_id", MEMBER_NAMES)
def test_a_wrong_member_name_is_found(rule_id: str) -> None:
    """The paths of the page, added to a complete archive."""
    lines = [line.partition("（")[0] for line in EXAMPLES[rule_id].wrong.splitlines()]
    paths = [line.split("_1/", 1)[-1] for line in lines]
    archive = an_archive(extra=[(path, b"<x/>") for path in paths])
    assert rule_id in rules_of(archive.check())


def test_the_document_examples_are_planted_into_has_no_finding() -> None:
    """What the rules speak of is the example, not the archive around it."""
    assert a_result().name == "ケンシンタロウ"
    assert rules_of(an_archive().check(registers=some_registers())) == []
    guided = guidance_archive_with("<!-- DATA/g -->", "<!-- DATA/g -->")
    assert rules_of(guided.check(registers=guidance_registers(), received_at=AUTUMN)) == []
