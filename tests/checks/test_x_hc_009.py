from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("123123123", []),
        ("１２３", []),
        ("１23", ["X-HC-009"]),
        ("1" * 21, ["X-HC-009"]),
        (None, ["X-HC-009"]),
    ],
)
def test_x_hc_009(number: str | None, expected: list[str]) -> None:
    """The number is mandatory, 1 to 20 characters of one width."""
    person_ids = () if number is None else (Identifier(oids.NUMBER, number),)
    assert expected == of_result("X-HC-009", person_ids=person_ids)
