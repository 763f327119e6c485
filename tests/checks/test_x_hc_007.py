from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("person_ids", "expected"),
    [
        ((Identifier(oids.INSURER, "06132013"),), []),
        ((Identifier(oids.INSURER, "6132013"),), ["X-HC-007"]),
        ((), ["X-HC-007"]),
    ],
)
def test_x_hc_007(person_ids: tuple[Identifier, ...], expected: list[str]) -> None:
    """The insurer number is there and has eight digits."""
    assert expected == of_result("X-HC-007", person_ids=person_ids)
