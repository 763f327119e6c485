"""Models and migrations say the same: nobody can forget to write one."""

from __future__ import annotations

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing() -> None:
    """Django finds nothing it would have to write."""
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    except SystemExit as missing:
        pytest.fail(f"models changed without a migration ({missing.code}); see the output")
