from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice, Observation
from judging import items_changed, of_pair
from observing import a_blood_count, a_creatinine, an_ecg, exam


@pytest.mark.parametrize(
    ("items", "kind", "detail", "expected"),
    [
        ([an_ecg("1")], "2", ["2"], []),
        ([an_ecg("2")], "2", ["2"], []),
        ([an_ecg("1")], "1", [], ["X-CC-047"]),  # nobody claims it
        ([an_ecg("0")], "2", ["2"], ["X-CC-047"]),  # outside the rules, claimed as detailed
        ([an_ecg("0")], "3", [], []),
        ([an_ecg("1"), a_creatinine("1")], "2", ["2"], ["X-CC-047"]),
        ([an_ecg("1")], "5", [], []),  # all in the price of the dock
        ([exam(*a_blood_count())], "1", [], []),  # anaemia says nothing of for whom
    ],
)
def test_x_cc_047(
    items: list[Observation], kind: str, detail: list[str], expected: list[str]
) -> None:
    """An examination within the rules is claimed as detailed, another one is not."""
    claim = a_claim(
        claim_type=kind, detail_prices=tuple(DeclaredPrice("231", code) for code in detail)
    )
    assert expected == of_pair("X-CC-047", claim, items_changed(*items))
