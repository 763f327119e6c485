"""Whose data is worked on: the tenant, told to the database for every transaction.

A tenant is ``agency``, ``provider:<10 digits>`` or ``insurer:<8 digits>``. Row-level
security (``wall.py``) lets through what belongs to the tenant and nothing without one, so
code that forgot to say gets no rows instead of everybody's. Requests say it inside their
transaction (``as_tenant``), from the authenticated session; commands and jobs of the agency
say it once for their process (``process_tenant``).
Source: standards/security-controls.md A3, TEC-05.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.signals import connection_created

AGENCY: Final = "agency"
SETTING: Final = "daiko.tenant"
_FORM: Final = re.compile(r"agency|provider:[0-9]{10}|insurer:[0-9]{8}")
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


@contextmanager
def as_tenant(tenant: str) -> Iterator[None]:
    """A transaction in which the database shows this tenant's rows; before and after, not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        (before,) = cursor.fetchone()
        _tell(cursor, checked(tenant), local=True)
        yield
        _tell(cursor, before or "", local=True)  # a savepoint alone would keep it


def process_tenant(tenant: str) -> None:
    """All connections of this process belong to the tenant: commands and workers.

    "" is no tenant again (the web process, where each request says its own).
    """
    global _process_tenant  # noqa: PLW0603 - it is a fact of the process
    _process_tenant = checked(tenant) if tenant else ""
    if connection.connection is not None:
        with connection.cursor() as cursor:
            _tell(cursor, _process_tenant, local=False)


def present_tenant() -> str:
    """The tenant the database sees now, "" for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        (tenant,) = cursor.fetchone()
    return tenant or ""


def _greet(connection: Any, **_: Any) -> None:
    if _process_tenant:
        with connection.cursor() as cursor:
            _tell(cursor, _process_tenant, local=False)


def _tell(cursor: Any, tenant: str, *, local: bool) -> None:
    cursor.execute("SELECT set_config(%s, %s, %s)", [SETTING, tenant, local])


connection_created.connect(_greet, dispatch_uid="daiko.tenancy")
