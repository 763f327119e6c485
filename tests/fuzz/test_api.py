"""The API against its own description: whatever schemathesis invents, no answer surprises.

A slice in the suite; ``make fuzz`` (DAIKO_FUZZ_EXAMPLES) goes on for longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from daiko.platform.wsgi import application
from daiko.precheck import quarantine, services

EXAMPLES = int(os.environ.get("DAIKO_FUZZ_EXAMPLES", "25"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@schemathesis.serializer("application/zip")
def bare_body(_context: Any, value: Any) -> bytes:
    """The body as it was invented."""
    return bytes(value) if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


pytestmark = pytest.mark.django_db  # every check reads the receiver's profile

HOST = {"Host": "localhost"}
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=HOST)
# under names of their own: schemathesis gives all of them one, and pytest-xdist runs one of a name
OPERATIONS = [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def no_runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The API is judged, not the check: no process is started, nothing is waited for."""
    monkeypatch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "1000000")
    monkeypatch.setattr(services, "_start_runner", lambda *_: None)
    monkeypatch.setattr("daiko.api.checks._ANSWERED_WITHIN_SECONDS", 0.0)
    yield
    for check_id in quarantine.checks():
        quarantine.remove(check_id)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_the_api_answers_as_it_says(operation: Any) -> None:
    """No 5xx but the refusals it names, only named statuses, media types and shapes."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        for check_id in quarantine.checks():
            quarantine.remove(check_id)
        case.call_and_validate(headers=HOST, checks=CHECKS)

    holds()
