"""A path may carry text of the file: whatever it is, the walk ends at an element."""

from __future__ import annotations

import pytest
from lxml import etree

from daiko.documents.lines import element_of

ROOT = etree.fromstring("<a xmlns='urn:u'>\n<b><c x='1'/></b>\n<c x='2'/></a>")


@pytest.mark.parametrize(
    "name", ["{", "{}", "\x00", ":", "b:", "*:", "\ud800", "<", "a b", "é", "]"]
)
def test_text_that_is_no_name_finds_the_nearest_element(name: str) -> None:
    assert element_of(ROOT, f"//b//{name}").tag in ("{urn:u}b", "{urn:u}a")


def test_names_are_found_in_any_namespace_with_or_without_prefix() -> None:
    for path in ("//c[@x=2]", "//u:c[@x=2]", "a//c[@x=2]", "//*[@x=2]"):
        assert element_of(ROOT, path) is ROOT[1]
