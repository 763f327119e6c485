"""Findings name the item they speak of, in the language of the page."""

from __future__ import annotations

from django.utils.translation import override

from daiko.portal.templatetags.daiko_check import item_called

PLACE = "section[code/@code=90030]//observation[code/@code=1021001031]/value/@value"


def test_the_item_of_a_place_is_named_in_the_language_of_the_page() -> None:
    with override("ja"):
        assert item_called(PLACE) == "目標腹囲"
        assert item_called("1021001031") == "目標腹囲"
    with override("en"):
        assert item_called(PLACE) == "Target waist"


def test_a_place_without_an_item_has_no_name() -> None:
    assert item_called("/ClinicalDocument/recordTarget") == ""
    assert item_called("") == ""
