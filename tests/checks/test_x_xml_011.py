from __future__ import annotations

import pytest

from daiko.documents.writing import write_guidance_claim
from daiko.standard.kinds import DocumentKind
from guidance_building import a_guidance_claim
from judging import of_document


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('guidanceTiming code="1"', 'guidanceTiming code="5"', []),
        ('guidanceTiming code="1"', 'guidanceTiming code="6"', ["X-XML-011"]),
        ('paymentRate value="40"', 'paymentRate value="101"', ["X-XML-011"]),
        ("<addr>", "<addr>東京都", ["X-XML-011"]),  # postal code only
    ],
)
def test_x_xml_011(old: str, new: str, expected: list[str]) -> None:
    """A guidance claim that its schema refuses is found."""
    text = write_guidance_claim(a_guidance_claim()).decode()
    assert old in text
    assert expected == of_document("X-XML-011", DocumentKind.GC, text.replace(old, new).encode())
