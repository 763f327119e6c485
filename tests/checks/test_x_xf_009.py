from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1319900013", []),
        ("1310000007", ["X-XF-009"]),
    ],
)
def test_x_xf_009(number: str, expected: list[str]) -> None:
    """The claim names the institution that did the checkup."""
    assert expected == of_claim("X-XF-009", provider=Identifier(oids.PROVIDER, number))
