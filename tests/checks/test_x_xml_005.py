from __future__ import annotations

from datetime import date

import pytest

from daiko.documents.records import Identifier
from daiko.documents.writing import write_guidance_claim
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from guidance_building import a_guidance_claim
from judging import of_document


@pytest.mark.parametrize(
    ("namespace", "performed_on", "expected"),
    [
        (NAMESPACE, date(2024, 4, 1), []),
        (NAMESPACE_OLD, date(2024, 3, 31), []),
        (NAMESPACE_OLD, date(2024, 4, 1), ["X-XML-005"]),
    ],
)
def test_x_xml_005(namespace: str, performed_on: date, expected: list[str]) -> None:
    """A guidance claim for a service from 2024-04-01 on is in the current namespace."""
    data = write_guidance_claim(a_guidance_claim()).replace(NAMESPACE.encode(), namespace.encode())
    assert expected == of_document("X-XML-005", DocumentKind.GC, data, decided_by=performed_on)


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ({"card_id": Identifier(oids.GUIDANCE_CARD, "24300000001")}, ["X-XML-005"]),
        ({"card_id": Identifier(oids.GUIDANCE_CARD, "23300000001")}, []),
        (
            {"card_id": None, "checkup_card_id": Identifier(oids.CHECKUP_CARD, "24500000001")},
            ["X-XML-005"],
        ),
        ({"card_id": None, "checkup_card_id": None}, []),
    ],
)
def test_x_xml_005_of_an_unknown_day(
    cards: dict[str, Identifier | None], expected: list[str]
) -> None:
    """Where the result does not tell the day, the year of the card does, if there is one."""
    data = write_guidance_claim(a_guidance_claim(**cards))
    old = data.replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
    assert expected == of_document("X-XML-005", DocumentKind.GC, old, decided_by=None)
