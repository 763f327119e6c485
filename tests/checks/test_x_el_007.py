from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from building import a_claim, a_pair
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import a_coverage, an_insurer, findings, of_pair, some_registers


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        ({}, []),
        ({"covered_to": date(2026, 5, 12)}, []),
        ({"covered_to": date(2026, 5, 11)}, ["X-EL-007"]),
        ({"covered_from": date(2026, 5, 12)}, []),
        ({"covered_from": date(2026, 5, 13)}, ["X-EL-007"]),
        ({"branch_code": ""}, []),
        ({"branch_code": "02"}, ["X-EL-007"]),
        ({"birth_date": date(1970, 5, 17)}, ["X-EL-007"]),
        ({"sex": "2"}, ["X-EL-007"]),
    ],
)
def test_x_el_007(coverage: dict[str, Any], expected: list[str]) -> None:
    """The person of symbol, number, branch, birth date and sex is insured on 2026-05-12."""
    registers = some_registers(coverages=[a_coverage(**coverage)])
    assert expected == of_pair("X-EL-007", registers=registers)


def test_x_el_007_who_came_back_is_insured() -> None:
    """One of two times of coverage is enough."""
    times = [
        a_coverage(covered_to=date(2025, 3, 31)),
        a_coverage(covered_from=date(2026, 5, 1)),
    ]
    assert of_pair("X-EL-007", registers=some_registers(coverages=times)) == []


def test_x_el_007_says_which_of_the_two() -> None:
    """An unknown number is shown at the number, a day without coverage at the day."""
    number = Identifier(oids.NUMBER, "９９９")
    (unknown,) = findings("X-EL-007", a_pair(a_claim(number=number), registers=some_registers()))
    assert unknown.at == "checkupClaim/subjectPerson/insuranceCard/number"
    assert unknown.found == "９９９"
    ended = some_registers(coverages=[a_coverage(covered_to=date(2026, 4, 30))])
    (uncovered,) = findings("X-EL-007", a_pair(registers=ended))
    assert uncovered.at.endswith("serviceEvent/effectiveTime/@value")
    assert uncovered.found == "20260512"
    assert "2026-04-30" not in uncovered.expected  # the day coverage ended is not told


def test_x_el_007_leaves_other_faults_to_their_rules() -> None:
    """A foreign symbol (X-EL-012), no readable birth date, no register of the insurer."""
    registers = some_registers()
    symbol = Identifier(oids.SYMBOL, "９９９")
    assert of_pair("X-EL-007", a_claim(symbol=symbol), registers=registers) == []
    assert of_pair("X-EL-007", a_claim(birth_date="19700231"), registers=registers) == []
    without = some_registers(insurer=an_insurer(insured_loaded=False), coverages=[])
    assert of_pair("X-EL-007", registers=without) == []
