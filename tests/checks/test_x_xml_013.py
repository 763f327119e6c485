from __future__ import annotations

import pytest

from daiko.documents.writing import write_guidance_result
from daiko.standard.kinds import DocumentKind
from guidance_building import a_guidance_result
from judging import of_document


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('code code="21"', 'code code="99"', []),  # the report code is X-HG-001's
        ('value="85.0"', 'value="tall"', ["X-XML-013"]),
        ('moodCode="INT"', 'moodCode="WISH"', ["X-XML-013"]),
        ("recordTarget", "patient", ["X-XML-013"]),
    ],
)
def test_x_xml_013(old: str, new: str, expected: list[str]) -> None:
    """A guidance result that its schema refuses is found."""
    text = write_guidance_result(a_guidance_result()).decode()
    assert old in text
    assert expected == sorted(
        set(of_document("X-XML-013", DocumentKind.HG, text.replace(old, new).encode()))
    )
