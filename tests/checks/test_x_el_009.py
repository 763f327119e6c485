from __future__ import annotations

import pytest

from building import a_claim, a_result
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair


@pytest.mark.parametrize(
    ("born", "performed_on", "expected"),
    [
        ("19870331", "20260512", []),  # 40 on the last day of the year
        ("19870401", "20260512", ["X-EL-009"]),  # 39
        ("19520401", "20260512", []),  # 74
        ("19520331", "20260512", []),  # 75 at the end, 74 on the day
        ("19510513", "20260512", []),  # 75 tomorrow
        ("19510512", "20260512", ["X-EL-009"]),  # 75 today
    ],
)
def test_x_el_009(born: str, performed_on: str, expected: list[str]) -> None:
    """At the end of fiscal 2026 the person is 40 to 74, or 75 after the checkup."""
    assert expected == of_pair(
        "X-EL-009", a_claim(birth_date=born), a_result(performed_on=performed_on)
    )


def test_x_el_009_not_asked_of_the_late_elderly() -> None:
    """Insurers with law code 39 have the late elderly; the rule does not speak of them."""
    claim = a_claim(birth_date="19400101", insurer=Identifier(oids.INSURER, "39131008"))
    assert of_pair("X-EL-009", claim) == []
    assert of_pair("X-EL-009", a_claim(birth_date="19400101")) == ["X-EL-009"]
