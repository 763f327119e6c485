"""A final claim's archive whose job ran before that of the first claim was returned.

Jobs run side by side, and after a worker died in another order than archives came in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from daiko.reception import queries, services
from guidance_building import (
    FIRST_RECEIVED_ON,
    a_guidance_archive,
    a_guidance_claim,
    a_guidance_result,
)
from intake import a_guidance_registry, received

FIRST_AT = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)
FINAL_AT = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_earlier_guidance_is_checked_first(tmp_path: Path) -> None:
    """Whoever checks the later archive first checks the earlier one before it."""
    a_guidance_registry(tmp_path / "registry")
    pairs = [(a_guidance_result(), a_guidance_claim())]
    first = received(a_guidance_archive(pairs, made_on=FIRST_RECEIVED_ON), at=FIRST_AT)
    pairs = [(a_guidance_result(final=True), a_guidance_claim(final=True))]
    final = received(a_guidance_archive(pairs), at=FINAL_AT)
    services.check_submission(final.submission_id, at=FINAL_AT)
    services.check_submission(first.submission_id, at=FINAL_AT)
    states = [queries.documents(receipt.submission_id).rows[0].state for receipt in (first, final)]
    assert states == ["accepted", "accepted"]
