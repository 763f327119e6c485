from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("until", "expected"),
    [("20270331", []), (None, ["X-GC-008"]), ("20270229", ["X-GC-008"])],
)
def test_x_gc_008(until: str | None, expected: list[str]) -> None:
    """The expiry of the card is a day."""
    assert expected == of_claim("X-GC-008", card_valid_until=until)
