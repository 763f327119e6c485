from __future__ import annotations

from datetime import date

import pytest

from building import an_index
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("namespace", "dated", "expected"),
    [
        (NAMESPACE, date(2024, 4, 1), []),
        (NAMESPACE_OLD, date(2024, 3, 31), []),
        (NAMESPACE_OLD, date(2024, 4, 1), ["X-XML-003"]),
        (NAMESPACE_OLD, None, ["X-XML-003"]),  # no date in the name: the current one is asked for
        ("urn:other", date(2024, 3, 31), ["X-XML-003"]),
    ],
)
def test_x_xml_003(namespace: str, dated: date | None, expected: list[str]) -> None:
    """From 2024-04-01 on, index and summary are in the namespace of the current term."""
    data = xml_of(an_index()).replace(NAMESPACE.encode(), namespace.encode())
    assert expected == of_document("X-XML-003", DocumentKind.IX, data, decided_by=dated)
