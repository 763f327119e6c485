"""What the tests of the check before sending share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def many_checks(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """All tests come from one address; those of the limit set their own.

    Every check reads the receiver's profile.
    """
    monkeypatch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "10000")
