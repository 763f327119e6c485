from __future__ import annotations

import pytest

from building import a_claim
from daiko.checks.profile import FEDERATION_RECEPTION
from judging import of_claim, of_pair


@pytest.mark.parametrize(
    ("borne", "expected"),
    [
        (None, []),
        ("0", []),
        ("7680", []),
        ("7681", ["X-CC-039"]),
    ],
)
def test_x_cc_039(borne: str | None, expected: list[str]) -> None:
    """Another programme bears at most the unit total, 7,680 yen."""
    assert expected == of_claim("X-CC-039", other_program=borne)


def test_x_cc_039_is_a_rule_of_the_fund() -> None:
    """Federations allow no such amount at all (X-CC-040), so none is too large there."""
    claim = a_claim(other_program="7681")
    assert of_pair("X-CC-039", claim, profile=FEDERATION_RECEPTION) == []
