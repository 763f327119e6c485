from __future__ import annotations

import pytest

from building import a_section
from judging import of_result


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["01010", "01020", "01030", "01040", "01060", "01090", "01990"], []),
        (["01010", "90010"], ["X-HC-028"]),  # guidance
        (["01011", "01012"], ["X-HC-028", "X-HC-028"]),
    ],
)
def test_x_hc_028(codes: list[str], expected: list[str]) -> None:
    """Sections are those of the table; each other one is found."""
    assert expected == of_result("X-HC-028", sections=tuple(a_section((), code) for code in codes))
