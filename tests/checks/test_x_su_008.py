from __future__ import annotations

import pytest

from building import a_summary
from judging import of_archive


@pytest.mark.parametrize(
    ("currencies", "expected"),
    [
        ((), []),
        (("JPY", "JPY"), []),
        (("JPY", "USD"), ["X-SU-008"]),
    ],
)
def test_x_su_008(currencies: tuple[str, ...], expected: list[str]) -> None:
    """A currency is JPY or not written."""
    assert expected == of_archive("X-SU-008", summary=a_summary(currencies=currencies))
