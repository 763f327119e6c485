from __future__ import annotations

import pytest

from building import an_index, profile_with
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_archive


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("94899010", []),
        ("91399022", []),  # the federation of Tokyo
        ("94899011", ["X-REF-010"]),  # a wrong check digit
        ("12345674", ["X-REF-010"]),  # no agency
    ],
)
def test_x_ref_010(number: str, expected: list[str]) -> None:
    """An agency that receives under a number outside the list of agencies is found."""
    index = an_index(receiver=Identifier(oids.AGENCY, number))
    assert expected == of_archive(
        "X-REF-010", index=index, profile=profile_with(agency_number=number)
    )
