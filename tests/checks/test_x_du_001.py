from __future__ import annotations

import pytest

from building import a_claim, a_result, an_archive, pair_name
from judging import ids, of_pair


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (None, []),
        (pair_name(0), ["X-DU-001"]),
    ],
)
def test_x_du_001(earlier: str | None, expected: list[str]) -> None:
    """The second claim of a card in one archive is found."""
    assert expected == of_pair("X-DU-001", earlier_same_card=earlier)


def test_x_du_001_through_the_engine() -> None:
    """Of two pairs with one card the first passes and the second names it."""
    report = an_archive([(a_result(), a_claim()), (a_result(), a_claim())]).check()
    first, second = report.pairs
    found = [finding for finding in second.findings if finding.rule == "X-DU-001"]
    assert [finding.expected for finding in found] == [first.name]
    assert "X-DU-001" not in ids(first.findings)
