"""Bring a command up: embedded server unless another is named, Django, migrations."""

from __future__ import annotations

import os
import sys
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
    if migrate:
        _migrate()


def logs_beside_the_answer() -> None:
    """Standard output belongs to the answer of a command; logs go to standard error."""
    import structlog

    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))


def _migrate() -> None:
    """Apply migrations, one process at a time."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def reset_database() -> None:
    """Drop every table and make them anew. Everything in the database is lost."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    _migrate()
