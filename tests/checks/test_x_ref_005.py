from __future__ import annotations

import pytest

from building import a_claim, a_pair
from daiko.checks.findings import Severity
from daiko.checks.in_memory import MemoryRegisters
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import an_insurer, of_claim, severities, some_registers


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("06132013", []),
        ("06132014", ["X-REF-005"]),
        ("0613201", []),  # seven digits: X-CC-003
    ],
)
def test_x_ref_005(number: str, expected: list[str]) -> None:
    """The last digit of the insurer number is its check digit."""
    assert expected == of_claim("X-REF-005", insurer=Identifier(oids.INSURER, number))


@pytest.mark.parametrize(
    ("registers", "expected"),
    [
        (None, [Severity.WARNING]),  # no register to ask
        (some_registers(), [None]),  # not in the register: an error
        (some_registers(insurer=an_insurer(insurer_number="99999999")), []),
    ],
)
def test_x_ref_005_by_the_register(
    registers: MemoryRegisters | None, expected: list[Severity | None]
) -> None:
    """A registered number is never an error, whatever its digit (ruling 13)."""
    claim = a_claim(insurer=Identifier(oids.INSURER, "99999999"))
    assert severities("X-REF-005", a_pair(claim, registers=registers)) == expected
