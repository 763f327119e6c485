from __future__ import annotations

from datetime import date

import pytest

from building import a_pair
from daiko.documents.guidance_records import GuidanceResult
from daiko.documents.records import Identifier, ObservationValue
from daiko.standard import oids
from guidance_building import a_guidance_claim
from guidance_judging import edited, first, of_first, with_act
from guidance_sections import with_value, without_item
from judging import a_history_of

EARLY = with_value(with_act(first(), "90030", performed_on="20260513"), "90030", "1022000016", "2")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (EARLY, []),
        (without_item(EARLY, "90010", "1020000004"), ["X-HG-029"]),
        (with_value(EARLY, "90010", "1020000004", "20260231"), ["X-HG-029"]),
        (without_item(first(), "90010", "1020000004"), []),  # not an early interview
        (with_value(first(), "90010", "1020000004", "2026-05-12"), ["X-HG-029"]),
        (edited(first(), "90010", "1020000004", values=(ObservationValue("ST"),)), ["X-HG-029"]),
    ],
)
def test_x_hg_029(result: GuidanceResult, expected: list[str]) -> None:
    """An early interview names the day of its checkup; what is named is a day."""
    assert expected == of_first("X-HG-029", result)


@pytest.mark.parametrize(
    ("performed_on", "expected"),
    [(date(2026, 5, 12), []), (date(2026, 5, 13), ["X-HG-029"])],
)
def test_x_hg_029_of_the_accepted_checkup(performed_on: date, expected: list[str]) -> None:
    """Where the checkup of the card was accepted, its day counts."""
    history = a_history_of(a_pair(), performed_on=performed_on)
    assert expected == of_first("X-HG-029", first(), history=history)


def test_x_hg_029_begins_with_phase_4() -> None:
    """Phase 3 knows neither the mark nor the day; where they stand, X-HG-043 says so."""
    undated = without_item(EARLY, "90010", "1020000004")
    card = Identifier(oids.CHECKUP_CARD, "23500000001")
    assert of_first("X-HG-029", undated, claim=a_guidance_claim(checkup_card_id=card)) == []
