from __future__ import annotations

from typing import Any

import pytest

from daiko.checks.findings import Severity
from daiko.documents.records import DeclaredTerms, Identifier
from daiko.standard import oids
from guidance_building import a_guidance_claim, a_guidance_pair, an_earlier
from guidance_judging import acts_of, asked, first, last, of_claim, severities_of
from guidance_sections import with_acts


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"unit_price": "27500"}, ["X-DU-007"]),
        ({"copayment_terms": DeclaredTerms("2", amount="001000")}, ["X-DU-007"]),
    ],
)
def test_x_du_007(fields: dict[str, Any], expected: list[str]) -> None:
    """Price and copayment of a final claim are those of the first."""
    assert expected == of_claim("X-DU-007", final=True, **fields)


def test_x_du_007_another_provider() -> None:
    """Another provider may go on, with a contract and a price of its own: a warning."""
    claim = a_guidance_claim(
        final=True, provider=Identifier(oids.PROVIDER, "1319900021"), unit_price="27500"
    )
    pair = a_guidance_pair(claim, final=True)
    assert severities_of("X-DU-007", pair) == [Severity.WARNING]


def test_x_du_007_level() -> None:
    """A level stated again is that of the first claim; one not stated is X-GC-027's."""
    earlier = (an_earlier("2", unit_price_yen=26_400),)
    stated = with_acts(last(), "90010", *acts_of(first(), "90010"))
    assert asked("X-DU-007", result=stated, final=True, earlier=earlier) == ["X-DU-007"]
    assert asked("X-DU-007", final=True, earlier=earlier) == []
