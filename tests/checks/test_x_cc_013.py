from __future__ import annotations

from datetime import date

import pytest

from building import a_claim, a_pair
from daiko.checks.findings import Severity
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import an_issued_card, of_claim, severities, some_registers


@pytest.mark.parametrize(
    ("until", "card", "expected"),
    [
        ("20270331", "26100000017", []),
        ("20270229", "26100000017", ["X-CC-013"]),
        (None, "26100000017", ["X-CC-013"]),
        (None, None, []),
    ],
)
def test_x_cc_013(until: str | None, card: str | None, expected: list[str]) -> None:
    """The expiry is a day; a claim without card has none."""
    identifier = None if card is None else Identifier(oids.CHECKUP_CARD, card)
    assert expected == of_claim("X-CC-013", card_valid_until=until, card_id=identifier)


@pytest.mark.parametrize(
    ("until", "registered_until", "expected"),
    [
        ("20270331", None, []),
        ("20270401", None, [Severity.WARNING]),  # the year of the card is over
        ("20270401", date(2027, 4, 1), []),  # the insurer says so
        ("20270401", date(2027, 3, 31), [Severity.WARNING]),
    ],
)
def test_x_cc_013_after_the_year(
    until: str, registered_until: date | None, expected: list[Severity]
) -> None:
    """After 31 March of the card's year is a warning, unless the register has that day."""
    cards = [an_issued_card(valid_until=registered_until)] if registered_until else []
    pair = a_pair(a_claim(card_valid_until=until), registers=some_registers(cards=cards))
    assert severities("X-CC-013", pair) == expected
