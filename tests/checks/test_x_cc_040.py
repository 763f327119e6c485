from __future__ import annotations

import pytest

from building import a_claim
from daiko.checks.profile import FEDERATION_RECEPTION, FUND_RECEPTION, Profile
from judging import of_pair


@pytest.mark.parametrize(
    ("borne", "profile", "expected"),
    [
        (None, FEDERATION_RECEPTION, []),
        ("0", FEDERATION_RECEPTION, []),
        ("1", FEDERATION_RECEPTION, ["X-CC-040"]),
        ("1", FUND_RECEPTION, []),
    ],
)
def test_x_cc_040(borne: str | None, profile: Profile, expected: list[str]) -> None:
    """Towards a federation another programme bears nothing; towards the fund it may."""
    assert expected == of_pair("X-CC-040", a_claim(other_program=borne), profile=profile)
