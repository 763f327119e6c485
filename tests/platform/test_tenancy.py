"""What a connection remembers of its tenant is what the database sees, whatever happens."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import IntegrityError, connection, transaction

from daiko.platform.tenancy import (
    UnknownTenantError,
    as_tenant,
    present_tenant,
    process_tenant,
    seen_as,
    tenant_of_process,
    without_tenant,
)
from daiko.reception.models import Month
from query_counts import counted

TENANTS = ("agency", "agency:13", "provider:1319900013", "insurer:06990014")
A, B = "provider:1319900013", "insurer:06990014"
RUNS, DEPTH = 40, 5


class _OnPurposeError(Exception):
    pass


def asked() -> str:
    """The tenant as the database has it, without any help of ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('daiko.tenant', true)")
        (tenant,) = cursor.fetchone()
    return tenant or ""


@contextmanager
def of_process(tenant: str) -> Iterator[None]:
    before = tenant_of_process()
    process_tenant(tenant)
    try:
        yield
    finally:
        process_tenant(before)


def walk(chance: random.Random, expected: str, depth: int) -> None:
    """Nest what the program can nest, in any order; at every step the database is asked."""
    assert asked() == present_tenant() == expected
    for _ in range(chance.randint(1, 3) if depth else 0):
        with suppress(_OnPurposeError):
            _step(chance, expected, depth - 1)
        assert asked() == expected, "left behind"


def _step(chance: random.Random, expected: str, depth: int) -> None:
    tenant = chance.choice((*TENANTS, expected or A))
    match chance.choice(("as", "as", "seen", "atomic", "undone", "broken")):
        case "as":
            with as_tenant(tenant):
                walk(chance, tenant, depth)
                _perhaps_fail(chance)
        case "seen":
            with seen_as(tenant):
                walk(chance, tenant, depth)
                _perhaps_fail(chance)
        case "atomic":
            with transaction.atomic():
                walk(chance, expected, depth)
                _perhaps_fail(chance)
        case "undone":
            with as_tenant(tenant), transaction.atomic():
                walk(chance, tenant, depth)
                transaction.set_rollback(True)
        case "broken":  # a statement that the database refuses
            with suppress(IntegrityError), as_tenant(tenant):
                Month.objects.create(processing_month="not a month")


def _perhaps_fail(chance: random.Random) -> None:
    if chance.random() < 0.3:
        raise _OnPurposeError


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(RUNS))
def test_the_tenant_is_that_of_the_innermost_inside_a_transaction(seed: int) -> None:
    walk(random.Random(seed), "agency", DEPTH)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("process", ["", "agency"])
def test_the_tenant_is_that_of_the_innermost_in_transactions_of_their_own(process: str) -> None:
    """The outermost one is ended by its commit, which no statement of ours helps."""
    with of_process(process):
        for seed in range(RUNS):
            walk(random.Random(seed), process, DEPTH)


@pytest.mark.django_db
def test_what_told_the_process_is_not_overlooked() -> None:
    """A memory of before would let the next one believe that its tenant is told already."""
    with as_tenant(A):
        with without_tenant():
            assert asked() == ""
        with as_tenant(A):
            assert asked() == A
    with as_tenant(A), suppress(_OnPurposeError):
        with as_tenant(A), of_process("agency"):
            assert asked() == "agency"
        with seen_as(A):
            assert asked() == A


@pytest.mark.django_db(transaction=True)
def test_one_statement_tells_a_transaction_its_tenant_and_none_takes_it_back() -> None:
    with of_process(""):
        with counted() as outermost, as_tenant(A):
            pass
        assert outermost["tenant"] == 1
        with as_tenant(A):
            with counted() as same, as_tenant(A):
                pass
            with counted() as seen, seen_as(A):
                pass
            with counted() as other, as_tenant(B):
                pass
    assert same["tenant"] == 0
    assert seen.total() == 0
    assert other["tenant"] == 2  # there and back


@pytest.mark.django_db
def test_a_tenant_that_is_none_is_refused_before_anything_is_told() -> None:
    with as_tenant(A):
        for tenant in ("", "provider:1", "agency:48", "agency:00"):
            with pytest.raises(UnknownTenantError), as_tenant(tenant):
                pass
            with pytest.raises(UnknownTenantError), seen_as(tenant):
                pass
        assert asked() == A
