from __future__ import annotations

import pytest

from building import a_section
from judging import of_result


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["01010"], []),
        (["01010", "01990"], []),
        (["01010", "01010"], ["X-HC-027"]),
        (["01990"], ["X-HC-027"]),
        ([], ["X-HC-027"]),
    ],
)
def test_x_hc_027(codes: list[str], expected: list[str]) -> None:
    """There is exactly one section 01010."""
    assert expected == of_result("X-HC-027", sections=tuple(a_section((), code) for code in codes))
