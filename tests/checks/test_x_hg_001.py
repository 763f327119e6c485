from __future__ import annotations

import pytest

from daiko.standard import oids
from guidance_judging import of_result


@pytest.mark.parametrize(
    ("code", "system", "expected"),
    [
        ("21", oids.REPORT, []),
        ("25", oids.REPORT, []),
        ("10", oids.REPORT, ["X-HG-001"]),  # a checkup
        (None, oids.REPORT, ["X-HG-001"]),
        ("21", oids.PROGRAM, ["X-HG-001"]),
    ],
)
def test_x_hg_001(code: str | None, system: str, expected: list[str]) -> None:
    """The report code is one of 21 to 25 of table 1001."""
    assert expected == of_result("X-HG-001", report_code=code, report_code_system=system)
