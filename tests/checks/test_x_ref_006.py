from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import a_provider, of_claim, of_pair, some_registers


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1319900013", []),
        ("1319900014", ["X-REF-006"]),
        ("131990001", []),  # nine digits: X-CC-002
    ],
)
def test_x_ref_006(number: str, expected: list[str]) -> None:
    """The last digit of the provider number is its check digit."""
    assert expected == of_claim("X-REF-006", provider=Identifier(oids.PROVIDER, number))


def test_x_ref_006_a_registered_number_is_right() -> None:
    """A number that the register holds is never asked for its digit."""
    registers = some_registers(provider=a_provider(provider_number="1319900014"))
    claim = a_claim(provider=Identifier(oids.PROVIDER, "1319900014"))
    assert of_pair("X-REF-006", claim, registers=registers) == []
