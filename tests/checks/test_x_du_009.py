from __future__ import annotations

from typing import Any

import pytest

from building import PROVIDER, a_pair, pair_name
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.registers import ReturnedClaim
from judging import findings, ids

OLD = {"pair_name": pair_name(), "result_sha256": "1" * 64, "claim_sha256": "2" * 64}
SAME = {"pair_name": "another", "result_sha256": "d" * 64, "claim_sha256": "c" * 64}
NEW = {"pair_name": "another", "result_sha256": "1" * 64, "claim_sha256": "c" * 64}


@pytest.mark.parametrize(
    ("returned", "provider", "expected"),
    [
        (NEW, PROVIDER, []),  # corrected, under new names
        (OLD, PROVIDER, ["X-DU-009"]),  # the old file names
        (SAME, PROVIDER, ["X-DU-009"]),  # nothing was corrected
        (SAME, "1399999999", []),  # another provider's
    ],
)
def test_x_du_009(returned: dict[str, Any], provider: str, expected: list[str]) -> None:
    """What was returned comes back corrected and under new names."""
    pair, history = a_pair(), MemoryHistory()
    history.add_returned(pair.key, ReturnedClaim("R1", provider, **returned))
    pair.history = history
    found = findings("X-DU-009", pair)
    assert ids(found) == expected
    assert all(finding.expected == "R1" for finding in found)


def test_x_du_009_first_time() -> None:
    """Nothing was returned before."""
    pair = a_pair(history=MemoryHistory())
    assert findings("X-DU-009", pair) == []
