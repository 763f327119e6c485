"""Audit rows of several organisations stand in one chain, whoever's transaction adds them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from daiko.audit import services as audit
from daiko.audit.verification import verify
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.tenancy import AGENCY, as_tenant, present_tenant

AT = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)
TENANTS = (AGENCY, "provider:1319900013", AGENCY, "insurer:06132013", "provider:1319900013")


@pytest.mark.django_db
def test_rows_of_all_tenants_are_chained_and_the_tenant_stays() -> None:
    """The trigger looks past the tenant's wall for the last row, and puts the tenant back."""
    before = verify(at=AT).rows  # rows of other tests stay
    for tenant in TENANTS:
        by = Actor(ActorKind.MACHINE, "program", tenant=tenant)
        with as_tenant(tenant):
            audit.record("test.row.added", "row", by=by, at=AT)
            audit.record("test.row.added", "row", by=by, at=AT)
            assert present_tenant() == tenant
    outcome = verify(at=AT)
    assert (outcome.rows - before, outcome.damages_total) == (2 * len(TENANTS), 0)
