from __future__ import annotations

import pytest

from building import an_index
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_archive


@pytest.mark.parametrize(
    ("receiver", "in_name", "expected"),
    [
        ("94899010", "94899010", []),
        ("91399022", "94899010", ["X-IX-007"]),
        ("9489901", "94899010", ["X-IX-007"]),
        ("91399022", "91399022", []),
    ],
)
def test_x_ix_007(receiver: str, in_name: str, expected: list[str]) -> None:
    """The receiver's number is this agency's; together with the name it is X-ARC-024's."""
    index = an_index(receiver=Identifier(oids.AGENCY, receiver))
    assert expected == of_archive(
        "X-IX-007", name=f"1319900013_{in_name}_202606050_1.zip", index=index
    )
