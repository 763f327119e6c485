from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice, Observation
from daiko.standard import oids
from judging import items_changed, of_pair
from observing import a_blood_count, exam, measured

URIC_ACID = "3C020000002327101"


@pytest.mark.parametrize(
    ("items", "detail", "other", "expected"),
    [
        ([exam(*a_blood_count())], ["1"], [], []),
        ([], ["1"], [], ["X-CC-046"]),
        ([exam(*a_blood_count())], ["1", "2"], [], ["X-CC-046"]),
        ([measured(URIC_ACID, "5.1", "mg/dL")], [], [URIC_ACID], []),
        ([measured("3C020000002399901", "5.1", "mg/dL")], [], [URIC_ACID], []),  # other method
        ([], [], [URIC_ACID], ["X-CC-046"]),
        ([], [], ["9Z999000000000001"], []),  # no such item: X-REF-008
    ],
)
def test_x_cc_046(
    items: list[Observation], detail: list[str], other: list[str], expected: list[str]
) -> None:
    """What is priced was examined."""
    claim = a_claim(
        claim_type="4",
        detail_prices=tuple(DeclaredPrice("231", code) for code in detail),
        other_prices=tuple(DeclaredPrice("110", code, oids.ITEM) for code in other),
    )
    assert expected == of_pair("X-CC-046", claim, items_changed(*items))
