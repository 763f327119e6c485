from __future__ import annotations

import pytest

from building import a_result, an_office
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("c13199000132026060501000000.xml", []),
        ("c13100000072026060501000000.xml", ["X-XF-015"]),
        ("claim.xml", []),  # X-ARC-017
    ],
)
def test_x_xf_015(name: str, expected: list[str]) -> None:
    """The institution in the file name performed the checkup or made the file."""
    assert expected == of_pair("X-XF-015", claim_name=name)


def test_x_xf_015_the_maker_of_the_file_counts() -> None:
    """A compiling body may have made the file under its own number."""
    result = a_result(author=an_office(identifier=Identifier(oids.PROVIDER, "1310000007")))
    name = "c13100000072026060501000000.xml"
    assert of_pair("X-XF-015", result=result, claim_name=name) == []
    assert of_pair("X-XF-015", claim_name=name) == ["X-XF-015"]
