from __future__ import annotations

from datetime import date

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("namespace", "performed_on", "expected"),
    [
        (NAMESPACE, date(2024, 4, 1), []),
        (NAMESPACE_OLD, date(2024, 3, 31), []),
        (NAMESPACE_OLD, date(2024, 4, 1), ["X-XML-004"]),
    ],
)
def test_x_xml_004(namespace: str, performed_on: date, expected: list[str]) -> None:
    """A claim for a service from 2024-04-01 on is in the namespace of the current term."""
    data = xml_of(a_claim()).replace(NAMESPACE.encode(), namespace.encode())
    assert expected == of_document("X-XML-004", DocumentKind.CC, data, decided_by=performed_on)


@pytest.mark.parametrize(
    ("card", "expected"),
    [("24100000001", ["X-XML-004"]), ("23100000001", []), (None, [])],
)
def test_x_xml_004_of_an_unknown_day(card: str | None, expected: list[str]) -> None:
    """Where the result does not tell the day, the year of the card does, if there is one."""
    used = None if card is None else Identifier(oids.CHECKUP_CARD, card)
    data = xml_of(a_claim(card_id=used)).replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
    assert expected == of_document("X-XML-004", DocumentKind.CC, data, decided_by=None)
