from __future__ import annotations

import pytest

from building import a_claim
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("髙橋", []),  # CP932
        ("𠮟", []),  # JIS X 0213
        ("ｹﾝｼﾝ", ["X-XML-014"]),
        ("\ue000", ["X-XML-014"]),  # private use
        ("𠮷", ["X-XML-014"]),  # in none of the sets: to be written in kana
    ],
)
def test_x_xml_014(name: str, expected: list[str]) -> None:
    """Half-width kana, private use and characters outside JIS X 0213 and CP932 are found."""
    assert expected == of_document("X-XML-014", DocumentKind.CC, xml_of(a_claim(name=name)))


def test_x_xml_014_looks_behind_character_references() -> None:
    """A character written as a reference is the same character."""
    data = xml_of(a_claim()).replace("ケンシンタロウ".encode(), b"&#xE000;")
    assert of_document("X-XML-014", DocumentKind.CC, data) == ["X-XML-014"]
