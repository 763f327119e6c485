"""Bring a command up: embedded server unless another is named, Django, migrations."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MIGRATION_LOCK: Final = 0x6461696B6F  # "daiko"


def boot(*, migrate: bool = True) -> None:
    """Make the database of this installation ready and Django usable."""
    logs_beside_the_answer()
    if not os.environ.get("DATABASE_URL"):
        from daiko.platform.home import home
        from daiko.platform.postgres import embedded_server

        embedded_server(home()).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daiko.platform.settings")
    import django

    django.setup()
    _say_whose()
    if migrate:
        _migrate()


def _say_whose() -> None:
    """Commands and workers are the agency's, unless the command says that it is nobody's."""
    from daiko.platform.acts import Whose, present_act
    from daiko.platform.tenancy import AGENCY, process_tenant, tenant_of_process

    act, before = present_act(), tenant_of_process()
    if act is not None:
        act.end.callback(process_tenant, before)
    is_nobodys = act is not None and act.access.whose is Whose.NONE
    process_tenant("" if is_nobodys else AGENCY)


def logs_beside_the_answer() -> None:
    """Standard output belongs to the answer of a command; logs go to standard error.

    Not what is quite usual: the accounts that are told once are not to scroll away.
    """
    import structlog

    structlog.configure(
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def _migrate() -> None:
    """Apply migrations and lay the tenant wall, one process at a time."""
    from django.core.management import call_command
    from django.db import connection

    from daiko.platform.wall import lay_wall

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            lay_wall()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


@contextmanager
def as_owner() -> Iterator[None]:
    """The connection of this thread signs in as the owner of the tables, then as before."""
    from django.db import connection

    from daiko.platform.settings import database, owner_url

    application = connection.settings_dict
    owner = {**database(owner_url()), "NAME": application["NAME"]}
    connection.close()
    connection.settings_dict = {**application, **owner}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = application


def reset_database() -> None:
    """Drop every table and make them anew. Everything in the database is lost."""
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    _migrate()
