"""The job that sends returns back broke on an archive whose name tells no sender.

Met by a simulated archive with an underscore between date and sequence: it is refused,
all its documents are returned, and there is nobody to pack them for."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from building import RECEIVED_AT, another
from daiko.delivery import services
from daiko.reception import services as reception
from intake import CLERK, a_registry, an_arrival


@pytest.mark.django_db
def test_nothing_is_packed_for_nobody(tmp_path: Path) -> None:
    """The findings of such an archive stand with its receipt; no return is built."""
    a_registry(tmp_path)
    arrival = an_arrival([another(1)])
    misnamed = replace(arrival, name=arrival.name.replace("202606050_1", "20260605_0_1"))
    receipt = reception.receive(
        io.BytesIO(misnamed.data), archive_name=misnamed.name, by=CLERK, at=RECEIVED_AT
    )
    reception.check_submission(receipt.submission_id, at=RECEIVED_AT)
    assert services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT) == []
