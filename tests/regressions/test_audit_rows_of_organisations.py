"""Rows of organisations' own transactions stand in the same chains as everybody's.

The wall hid the last row of a chain from the trigger when it was another organisation's, so
that the second organisation's first row took a place that was taken and was refused.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from daiko.audit import services as audit
from daiko.audit import verification
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.tenancy import AGENCY, as_tenant, present_tenant

AT = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_organisations_write_in_turn() -> None:
    tenants = ["provider:1319900013", "insurer:06139999", AGENCY, "provider:1319900021"] * 2
    for tenant in tenants:
        by = Actor(ActorKind.ACCOUNT, "account-1", tenant=tenant)
        with as_tenant(tenant):
            audit.record("access.refused", "page", by=by, at=AT)
            assert present_tenant() == tenant
    with as_tenant(AGENCY):
        outcome = verification.verify(at=AT)
    assert (outcome.damages, outcome.rows >= len(tenants)) == ([], True)
