"""Whose data is worked on: the tenant, told to the database for every transaction.

A tenant is ``agency``, ``provider:<10 digits>`` or ``insurer:<8 digits>``; people of a branch
of the agency work as ``agency:<01 to 47>`` (``at_office``). Row-level
security (``wall.py``) lets through what belongs to the tenant and nothing without one, so
code that forgot to say gets no rows instead of everybody's. Requests say it inside their
transaction (``as_tenant``), from the authenticated session; commands and jobs of the agency
say it once for their process (``process_tenant``).

A connection remembers what ``as_tenant`` told it for as long as that transaction lasts, so
that the same tenant is not told twice, and nobody asks the database for what is known. What
is not known (another transaction around, a process tenant told meanwhile) is asked.
Source: standards/security-controls.md A3, TEC-05.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.signals import connection_created

from daiko.platform.acts import nobodys_act_within

AGENCY: Final = "agency"
SETTING: Final = "daiko.tenant"
_FORM: Final = re.compile(r"agency|provider:[0-9]{10}|insurer:[0-9]{8}")
_BRANCH: Final = re.compile(r"agency:(0[1-9]|[1-3][0-9]|4[0-7])")
_HEAD_OFFICE: Final = "00"  # of the agency, and of nobody else
_SET: Final = "SELECT set_config(%s, %s, %s)"
_TOLD: Final = "daiko_told_tenant"  # attribute of a connection
_process_tenant = ""


class UnknownTenantError(ValueError):
    """Not a tenant: agency, provider:<10 digits> or insurer:<8 digits>."""


def provider(number: str) -> str:
    """The tenant of a provider, by its number (10 digits)."""
    return checked(f"provider:{number}")


def insurer(number: str) -> str:
    """The tenant of an insurer, by its number (8 digits)."""
    return checked(f"insurer:{number}")


def checked(tenant: str) -> str:
    """The tenant itself. Raises ``UnknownTenantError`` for anything else."""
    if not _FORM.fullmatch(tenant):
        raise UnknownTenantError(tenant)
    return tenant


def at_office(tenant: str, office: str) -> str:
    """What the database is told for people of an office: the agency's of a branch see its own.

    >>> at_office("agency", "13"), at_office("agency", "00"), at_office("insurer:06130012", "")
    ('agency:13', 'agency', 'insurer:06130012')

    Raises ``UnknownTenantError`` for an office that is none; nobody sees more by mistake.
    """
    if tenant != AGENCY or office == _HEAD_OFFICE:
        return checked(tenant)
    return _visible(f"{AGENCY}:{office}")


def _visible(tenant: str) -> str:
    return tenant if _BRANCH.fullmatch(tenant) else checked(tenant)


@contextmanager
def as_tenant(tenant: str) -> Iterator[None]:
    """A transaction in which the database shows this tenant's rows; before and after, not.

    ``tenant``: an organisation, or a branch of the agency as ``at_office`` names it.
    """
    wanted, is_outermost = _visible(tenant), not connection.in_atomic_block
    with transaction.atomic():
        before = "" if is_outermost else present_tenant()
        if is_outermost or before != wanted:
            _tell(wanted, local=True)
        told_before = _told()
        _remember(wanted)
        try:
            yield
        finally:  # who told the process another one meanwhile left nothing to rely on
            _remember(told_before if _told() == wanted else None)
        # the end of the transaction forgets it; a savepoint alone would keep it
        if not is_outermost and before != wanted:
            _tell(before, local=True)


@contextmanager
def seen_as(tenant: str) -> Iterator[None]:
    """To read as a tenant: ``as_tenant``, or nothing at all where it is seen already.

    No transaction of its own then, so nothing that was written in it can be taken back alone.
    """
    if connection.in_atomic_block and _told() == _visible(tenant):
        yield
        return
    with as_tenant(tenant):
        yield


def _told() -> str | None:
    """What ``as_tenant`` told this connection in the transaction at hand, ``None`` if nothing."""
    told: str | None = getattr(connection, _TOLD, None)
    return told


def _remember(tenant: str | None) -> None:
    setattr(connection, _TOLD, tenant)


def process_tenant(tenant: str) -> None:
    """All connections of this process belong to the tenant: commands and workers.

    "" is no tenant again (the web process, where each request says its own).
    """
    global _process_tenant  # noqa: PLW0603 - it is a fact of the process
    _process_tenant = checked(tenant) if tenant else ""
    _remember(None)
    if connection.connection is not None:
        _tell(_process_tenant, local=False)


def tenant_of_process() -> str:
    """What ``process_tenant`` was told last, "" for none."""
    return _process_tenant


@contextmanager
def without_tenant() -> Iterator[None]:
    """The present connection shows no organisation's rows: a job that is nobody's."""
    process_before = tenant_of_process()
    _remember(None)
    try:
        if connection.connection is not None:
            _tell("", local=False)
        yield
    finally:
        _remember(None)
        if connection.connection is not None:
            _tell(process_before, local=False)


def present_tenant() -> str:
    """The tenant the database sees now, "" for none; asked where ``as_tenant`` told nothing."""
    if (told := _told()) is not None:
        return told
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        (tenant,) = cursor.fetchone()
    return tenant or ""


def present_office() -> str:
    """The branch of the agency that works now, 01 to 47; "" for everybody else."""
    branch = _BRANCH.fullmatch(present_tenant())
    return branch.group(1) if branch else ""


def _greet(connection: Any, **_: Any) -> None:
    setattr(connection, _TOLD, None)
    if _process_tenant:
        with connection.cursor() as cursor:
            cursor.execute(_SET, [SETTING, _process_tenant, False])


def _tell(tenant: str, *, local: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [SETTING, tenant, local])


connection_created.connect(_greet, dispatch_uid="daiko.tenancy")
nobodys_act_within(without_tenant)
